import { runChild } from './child.ts'

// PROVISIONAL: does nothing until told to stop.
await runChild('worker', async () => {
  const beat = setInterval(() => {}, 60_000)
  return { stop: async () => clearInterval(beat) }
})
