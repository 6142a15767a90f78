// Applying: answers are saved while one types and kept here when the line drops; files and forms are sent again until they arrive, with the
// same key, so that arriving twice is arriving once. Everything works without this.

import { seen } from './idle.ts'

const idleMs = 800
const retryMs = 5_000

/** An answer that could not be saved, with whose it is and against which revision. */
type Kept = { readonly account: string; readonly value: string; readonly rev: string }

/** What is being written on this page, if it asks a question. */
type Writing = { readonly form: HTMLFormElement; saved: string; busy: Promise<void>; idle: number; key: string; keyFor: string }

let writing: Writing | null = null
const sending = new WeakSet<HTMLFormElement>()

begin()
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload() // what lies in the browser's memory may be older than what was saved
})
addEventListener('online', () => void save())
document.addEventListener('input', (event) => {
  if (writing === null || (event.target as HTMLElement).closest('form') !== writing.form) return
  clearTimeout(writing.idle)
  writing.idle = window.setTimeout(() => void save(), idleMs)
})
document.addEventListener('change', (event) => {
  const { target } = event
  if (target instanceof HTMLInputElement && target.type === 'file') choose(target)
  else if (writing !== null && (target as HTMLElement).closest('form') === writing.form) void save()
})
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.dataset.send === undefined) return
  event.preventDefault()
  void send(form, event.submitter)
})
document.addEventListener('click', (event) => {
  const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[data-file]')
  if (link !== null) {
    event.preventDefault()
    void fetchWhenThere(link.href)
  }
  const button = (event.target as HTMLElement).closest<HTMLElement>('[data-copy]')
  if (button === null) return
  void navigator.clipboard.writeText(button.dataset.copy ?? '').then(() => {
    button.textContent = '已复制'
  })
})

/** Takes up the page as it stands: what was kept here and not saved comes back into the field. */
function begin(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-copy]')) button.hidden = navigator.clipboard === undefined
  for (const button of document.querySelectorAll<HTMLElement>('[data-without-script]')) button.hidden = true // what is chosen goes at once
  const form = document.querySelector<HTMLFormElement>('form[data-draft]')
  writing = form === null ? null : { form, saved: '', busy: Promise.resolve(), idle: 0, key: '', keyFor: '' }
  if (writing === null) return
  writing.saved = saidIn(writing.form)
  const kept = findKept(writing.form)
  if (kept === null) return
  if (kept.value === writing.saved) {
    forget(writing.form)
    return
  }
  put(writing.form, kept.value)
  field(writing.form, 'rev').value = kept.rev
  void save()
}

/** Saves the answer as it stands now, after the saving that is under way. */
function save(): Promise<void> {
  if (writing === null) return Promise.resolve()
  const now = writing
  clearTimeout(now.idle)
  now.busy = now.busy.then(() => saveNow(now))
  return now.busy
}

async function saveNow(now: Writing): Promise<void> {
  const { form } = now
  const value = saidIn(form)
  if (value === now.saved || now !== writing) return
  if (value.length > Number(form.dataset.max)) return sayTooLong(form)
  say('is-saving', '正在保存')
  const rev = field(form, 'rev').value
  const body = JSON.stringify({ path: form.dataset.path, value: value === '' ? null : value, rev: Number(rev) })
  if (now.keyFor !== body) [now.key, now.keyFor] = [newKey(), body]
  try {
    const reply = await fetch(`/api/drafts/${form.dataset.draft}/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': now.key },
      body,
    })
    const said = (await reply.json()) as { rev?: number; refusal?: { code: string; message: string } }
    if (reply.ok && said.rev !== undefined) {
      field(form, 'rev').value = String(said.rev)
      now.saved = value
      seen()
      forget(form)
      return say('', `已保存 ${timeNow()}`)
    }
    keep(form, value, rev)
    if (said.refusal?.code === 'intake.draft_conflict') return form.requestSubmit() // the page shows both and asks
    say('is-unsaved', `未能保存，已留在本机。${said.refusal?.message ?? '将自动重试'}`)
    if (reply.status >= 500) now.idle = window.setTimeout(() => void save(), retryMs)
  } catch {
    keep(form, value, rev)
    say('is-unsaved', '未能保存，已留在本机，将自动重试')
    now.idle = window.setTimeout(() => void save(), retryMs)
  }
}

/** Sends a form until there is an answer; a refusal is shown in place, anything else leads on. */
async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  if (sending.has(form)) return
  if (form === writing?.form && saidIn(form).length > Number(form.dataset.max)) {
    delete form.dataset.sent
    sayTooLong(form)
    form.querySelector<HTMLElement>('#value')?.focus()
    return
  }
  sending.add(form)
  if (form === writing?.form) {
    clearTimeout(writing.idle)
    await writing.busy
    keep(form, saidIn(form), field(form, 'rev').value)
  }
  const said = new FormData(form)
  if (submitter instanceof HTMLButtonElement && submitter.name !== '') said.set(submitter.name, submitter.value)
  const body =
    form.enctype === 'multipart/form-data' ? said : new URLSearchParams([...said].map(([name, value]) => [name, String(value)]))
  const button = form.querySelector<HTMLElement>('button[type="submit"]')
  button?.classList.add('is-busy')
  const reply = await untilAnswered(form, body)
  button?.classList.remove('is-busy')
  sending.delete(form)
  if (!reply.redirected) return show(await reply.text())
  const to = new URL(reply.url)
  if (to.pathname === '/sign-in') to.search = `?next=${encodeURIComponent(location.pathname + location.search)}`
  else if (form === writing?.form) forget(form)
  if (to.href === location.href.split('#')[0]) location.reload()
  else location.assign(to)
}

async function untilAnswered(form: HTMLFormElement, body: BodyInit): Promise<Response> {
  const note = form.querySelector<HTMLElement>('[data-line]')
  for (;;) {
    try {
      const reply = await fetch(location.href, { method: 'POST', body })
      if (note !== null) note.hidden = true
      return reply
    } catch {
      if (note !== null) note.hidden = false
      if (form === writing?.form) say('is-unsaved', '未能保存，已留在本机，将自动重试')
      await new Promise((done) => {
        setTimeout(done, retryMs)
        addEventListener('online', done, { once: true })
      })
    }
  }
}

/** Shows the page that answered instead of this one. */
function show(html: string): void {
  const page = new DOMParser().parseFromString(html, 'text/html')
  const main = page.querySelector('main')
  if (main === null) {
    location.reload()
    return
  }
  document.title = page.title
  document.querySelector('main')?.replaceWith(main)
  if (writing !== null) forget(writing.form)
  begin()
  scrollTo(0, 0)
  document.querySelector<HTMLElement>('[data-focus]')?.focus()
}

/** A file is weighed before it travels; one that fits goes at once. */
function choose(input: HTMLInputElement): void {
  const [file] = input.files ?? []
  const problem = input.form?.querySelector<HTMLElement>('[data-file-problem]')
  if (file === undefined || problem == null) return
  const most = Number(input.dataset.maxMegabytes)
  const megabytes = file.size / 1024 / 1024
  problem.hidden = megabytes <= most
  input.form?.classList.toggle('fld-err', megabytes > most)
  if (megabytes <= most) {
    input.form?.requestSubmit()
    return
  }
  const text = problem.querySelector('span')
  if (text !== null)
    text.textContent = `这个文件有 ${Math.ceil(megabytes)} MB，最多 ${most} MB，没有上传。照片请在相册里选“压缩”或“较小”再传，或者离近一点重拍；PDF 请分成几份。`
  problem.id ||= 'file-problem'
  input.setAttribute('aria-describedby', problem.id)
  input.value = ''
  input.focus()
}

/** A letter is printed a moment after the act: until then this says so in place. */
async function fetchWhenThere(address: string): Promise<void> {
  const note = document.querySelector<HTMLElement>('[data-not-yet]')
  const isThere = await fetch(address).then(
    ({ ok }) => ok,
    () => false,
  )
  if (note !== null) note.hidden = isThere
  if (isThere) location.assign(address)
}

function say(look: '' | 'is-saving' | 'is-unsaved', text: string): void {
  const line = document.querySelector<HTMLElement>('[data-saved]')
  if (line === null) return
  line.hidden = false
  line.className = `saved ${look}`
  const words = line.querySelector('span')
  if (words !== null) words.textContent = text
}

/** More than can be kept stays in the field: nothing of it is lost, nothing of it travels. */
function sayTooLong(form: HTMLFormElement): void {
  say('is-unsaved', `最多 ${form.dataset.max} 字，现在有 ${saidIn(form).length} 字，删减后再保存`)
}

function saidIn(form: HTMLFormElement): string {
  return String(new FormData(form).get('value') ?? '')
    .replace(/\r\n/g, '\n')
    .trim()
}

function put(form: HTMLFormElement, value: string): void {
  const found = form.elements.namedItem('value')
  if (
    found instanceof RadioNodeList ||
    found instanceof HTMLInputElement ||
    found instanceof HTMLTextAreaElement ||
    found instanceof HTMLSelectElement
  )
    found.value = value
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement
}

function nameOf({ dataset }: HTMLFormElement): string {
  return `yichuang-draft/${dataset.draft}/${dataset.path}`
}

function keep(form: HTMLFormElement, value: string, rev: string): void {
  const kept: Kept = { account: form.dataset.account ?? '', value, rev }
  localStorage.setItem(nameOf(form), JSON.stringify(kept))
}

function forget(form: HTMLFormElement): void {
  localStorage.removeItem(nameOf(form))
}

/** What was kept for this question. What somebody else left in this browser is thrown away unread. */
function findKept(form: HTMLFormElement): Kept | null {
  let found: Kept | null = null
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith('yichuang-draft/'))) {
    const kept = JSON.parse(localStorage.getItem(name) ?? '{}') as Kept
    if (kept.account !== form.dataset.account) localStorage.removeItem(name)
    else if (name === nameOf(form)) found = kept
  }
  return found
}

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(15)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function timeNow(): string {
  return new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format()
}
