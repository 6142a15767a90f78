import type { Lane } from './city.ts'

/** What came of a round. */
export type Round = { readonly perSecond: number; readonly p99Ms: number }

/**
 * Lets so many callers work through their lanes for a time. Acts that end after it do not count, but their cycles are finished.
 *
 * @param cycle a whole cycle in one lane; tells of each act's milliseconds as it ends
 */
export async function runRound(
  cycle: (lane: Lane, onAct: (ms: number) => void) => Promise<unknown>,
  lanes: readonly Lane[],
  callers: number,
  seconds: number,
): Promise<Round> {
  const untilMs = performance.now() + seconds * 1000
  const took: number[] = []
  const onAct = (ms: number) => {
    if (performance.now() <= untilMs) took.push(ms)
  }
  const caller = async (first: number) => {
    for (let at = first; performance.now() < untilMs; at = at + callers < lanes.length ? at + callers : first) {
      const lane = lanes[at]
      if (lane !== undefined) await cycle(lane, onAct)
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, i) => caller(i)))
  return { perSecond: took.length / seconds, p99Ms: quantile(took, 0.99) }
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value that so great a part of all does not exceed; NaN of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
