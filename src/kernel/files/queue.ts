import { Refusal } from '../refusal.ts'
import { Busy } from './refusals.ts'

/**
 * Lets `atOnce` pieces of heavy work run and `waiting` more wait; the next is refused rather than kept waiting without end.
 *
 * @throws Refusal(Busy)
 */
export function boundedQueue(atOnce: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const queue: (() => void)[] = []

  return async (work) => {
    if (running < atOnce) running += 1
    else if (queue.length >= waiting) throw new Refusal(Busy, {})
    else await new Promise<void>((proceed) => queue.push(proceed)) // inherits the place of the one that ends
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
