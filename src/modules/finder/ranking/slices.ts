import { setImmediate } from 'node:timers/promises'

const sliceMs = 10

/** For long work in one thread: awaited at each step, it lets whoever waits go first, every ten milliseconds. */
export function inSlices(): () => Promise<void> | undefined {
  let endMs = performance.now() + sliceMs
  return () => {
    if (performance.now() < endMs) return undefined
    return setImmediate().then(() => {
      endMs = performance.now() + sliceMs
    })
  }
}
