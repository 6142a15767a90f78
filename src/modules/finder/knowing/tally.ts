import { type Database, transaction } from '../../../kernel/db/index.ts'
import type { Day } from '../../../kernel/now.ts'
import { readPlace } from '../store.ts'
import { mostADay } from './rules.ts'
import { addCounts, type Count } from './store.ts'

/** What is counted and not yet written, for each database that this process serves. A crash loses some seconds of it, and nobody else. */
const tallies = new Map<string, Map<string, Count>>()
const mostAtOnce = 2_000
const everyMs = 5_000

/** Counts a question that nothing answered, in memory: a search writes nothing. */
export function countUnanswered(key: string, question: string, area: string, onDay: Day): void {
  const tally = tallies.get(key) ?? new Map<string, Count>()
  tallies.set(key, tally)
  const mark = `${onDay} ${area} ${question}`
  const times = (tally.get(mark)?.times ?? 0) + 1
  if (times === 1 && tally.size >= mostAtOnce) return
  tally.set(mark, { question, area, kind: 'none', onDay, times })
}

/** Writes what was counted for a database. */
export async function writeTally(database: Database): Promise<void> {
  if (tallies.size === 0) return
  await transaction(database, async (tx) => {
    const { key } = await readPlace(tx)
    const counts = [...(tallies.get(key)?.values() ?? [])]
    tallies.delete(key)
    await addCounts(tx, counts, mostADay)
  })
}

/** Writes what was counted every few seconds until stopped, and once more then. */
export function keepTally(database: Database, onFailed: (error: unknown) => void): { stop(): Promise<void> } {
  let writing = Promise.resolve()
  const write = () => {
    writing = writing.then(() => writeTally(database)).catch(onFailed)
    return writing
  }
  const timer = setInterval(write, everyMs)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      return write()
    },
  }
}
