const name = 'yichuang-seen'
const warnMs = 5 * 60_000

/** Notes that the server heard of us just now: what counts for all tabs. */
export function seen(): void {
  localStorage.setItem(name, String(Date.now()))
}

/** Says some minutes before the session ends for want of use that it will, and lets one stay; afterwards, how to come back. */
export function watchIdle(): void {
  const note = document.querySelector<HTMLElement>('[data-idle]')
  const [soon, over] = [
    note?.querySelector<HTMLElement>('[data-idle-soon]'),
    note?.querySelector<HTMLElement>('[data-idle-over]'),
  ]
  const mostMs = Number(document.body.dataset.idleMinutes) * 60_000
  if (note == null || soon == null || over == null || !(mostMs > 0)) return
  const look = () => {
    const idleMs = Date.now() - Number(localStorage.getItem(name))
    note.hidden = idleMs < mostMs - warnMs
    soon.hidden = idleMs >= mostMs
    over.hidden = idleMs < mostMs
  }
  const stay = async () => {
    const reply = await fetch('/api/me').catch(() => null)
    if (reply?.ok) seen()
    if (reply?.status === 401) localStorage.setItem(name, '0')
    look()
  }
  seen()
  setInterval(look, 15_000)
  document.addEventListener('visibilitychange', look)
  soon.querySelector('button')?.addEventListener('click', () => void stay())
}
