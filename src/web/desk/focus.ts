import { useEffect, useRef } from 'react'

/** How long a heading is waited for, in milliseconds: its page may still be asking. */
const patience = 5_000

/**
 * After another page has come, its heading has the focus – not the link that led to it, which Enter would press again. A field that has the
 * focus keeps it.
 *
 * @param page the address of the page that is shown, with what it was asked for
 */
export function useHeadingFocus(page: string | undefined): void {
  const last = useRef(page)
  useEffect(() => {
    const isFirst = last.current === undefined
    if (last.current === page) return
    last.current = page
    const main = document.getElementById('main')
    if (isFirst || main === null) return
    const at = document.activeElement
    if (main.contains(at) && at?.tagName !== 'A') return
    main.focus()
    const find = () => {
      const heading = main.querySelector<HTMLElement>('h1, h2')
      if (heading === null) return false
      heading.tabIndex = -1
      heading.focus()
      return true
    }
    if (find()) return
    const watch = new MutationObserver(() => {
      if (document.activeElement !== main || find()) watch.disconnect()
    })
    watch.observe(main, { childList: true, subtree: true })
    const end = setTimeout(() => watch.disconnect(), patience)
    return () => {
      watch.disconnect()
      clearTimeout(end)
    }
  }, [page])
}
