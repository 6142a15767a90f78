// Every page works without this: it only spares a second press, leads the eye to what was refused, prints, and says when the session is
// about to end.

import { watchIdle } from './idle.ts'

watchIdle()

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent === 'true') event.preventDefault()
    form.dataset.sent = 'true'
  })
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-once]')) delete form.dataset.sent
})

document.querySelector<HTMLElement>('[data-focus]')?.focus()

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-follow]')) {
  form.addEventListener('change', () => form.requestSubmit())
}
