// Suggests items as one types: a combobox over the plain search field. Without it the form just asks.

type Suggested = { readonly name: string; readonly department: string; readonly guide: string }

const restMs = 120

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-suggest]')) {
  const input = form.querySelector<HTMLInputElement>('input[name=q]')
  if (input !== null) suggest(form, input, form.dataset.suggest ?? '')
}

function suggest(form: HTMLFormElement, input: HTMLInputElement, area: string): void {
  const list = document.createElement('ul')
  const news = document.createElement('p')
  list.id = `${input.id}-list`
  list.className = 'hints'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', '提示的事项')
  news.className = 'vh'
  news.setAttribute('role', 'status')
  form.append(list, news)
  for (const [name, value] of Object.entries({
    role: 'combobox',
    autocomplete: 'off',
    'aria-autocomplete': 'list',
    'aria-controls': list.id,
    'aria-expanded': 'false',
  }))
    input.setAttribute(name, value)

  let items: readonly Suggested[] = []
  let chosen = -1
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined

  const close = () => {
    clearTimeout(timer)
    asking?.abort()
    show([])
    news.textContent = ''
  }
  const show = (found: readonly Suggested[]) => {
    items = found
    list.replaceChildren(...items.map((item, at) => optionOf(item, `${list.id}-${at}`)))
    list.hidden = items.length === 0
    input.setAttribute('aria-expanded', String(items.length > 0))
    choose(-1)
  }
  const choose = (at: number) => {
    chosen = at
    for (const [no, option] of [...list.children].entries()) option.setAttribute('aria-selected', String(no === at))
    const option = list.children[at]
    if (option === undefined) input.removeAttribute('aria-activedescendant')
    else {
      input.setAttribute('aria-activedescendant', option.id)
      option.scrollIntoView({ block: 'nearest' })
    }
  }
  const open = (at: number) => {
    const item = items[at]
    if (item !== undefined) location.assign(item.guide)
  }
  const ask = async () => {
    const q = input.value.trim().slice(0, 200)
    if (q === '') return close()
    asking?.abort()
    asking = new AbortController()
    const query = new URLSearchParams({ q, ...(area === '' ? {} : { area }) })
    try {
      const reply = await patiently(`/api/items/suggestions?${query}`, asking.signal)
      const found = reply.ok ? ((await reply.json()) as { items: Suggested[] }).items : []
      if (document.activeElement !== input) return
      show(found)
      news.textContent = found.length === 0 ? '' : `有 ${found.length} 条提示，按上下键选`
    } catch {
      // gone on typing, or the line is down: the form still asks
    }
  }

  input.addEventListener('input', (event) => {
    clearTimeout(timer)
    if (!(event as InputEvent).isComposing) timer = setTimeout(() => void ask(), restMs)
  })
  input.addEventListener('compositionend', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), restMs)
  })
  input.addEventListener('blur', close)
  form.addEventListener('submit', close)
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || items.length === 0) return
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const places = items.length + 1 // the last one is the field itself
      choose(((chosen + 1 + step + places) % places) - 1)
    } else if (event.key === 'Enter' && chosen >= 0) {
      event.preventDefault()
      open(chosen)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      close()
    }
  })
  list.addEventListener('pointerdown', (event) => event.preventDefault()) // the field keeps the focus
  list.addEventListener('click', (event) => {
    const option = (event.target as Element).closest('[role=option]')
    open([...list.children].indexOf(option as Element))
  })
}

/** Asks; where so many ask from one place that we are told to come back, once more then, and says nothing of it. */
async function patiently(address: string, signal: AbortSignal): Promise<Response> {
  const reply = await fetch(address, { signal })
  if (reply.status !== 429) return reply
  await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(reply.headers.get('retry-after') ?? 1)))
  return fetch(address, { signal }) // who has typed on meanwhile no longer asks
}

function optionOf({ name, department }: Suggested, id: string): HTMLElement {
  const option = document.createElement('li')
  const who = document.createElement('span')
  option.id = id
  option.setAttribute('role', 'option')
  option.setAttribute('aria-selected', 'false')
  option.append(name, who)
  who.className = 'cap'
  who.textContent = department
  return option
}
