import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { SetupError } from '../../../kernel/setup-error.ts'
import type { Bench, Figure, Options } from '../figure.ts'
import { announcedYears, type Comparison, casesOfStart } from './compare.ts'
import { speeds } from './speed.ts'

/**
 * `bench clock`: how many due dates, and how many with their explanation, a core gives in a second. With `--exhaustive` instead every
 * due day of the space that `compare` says, against a second implementation; `--years` shortens it.
 */
export const bench: Bench = async (options, print) =>
  options.isExhaustive ? await exhaust(options, print) : speeds(options, print)

async function exhaust({ years }: Options, print: (figure: Figure) => void): Promise<boolean> {
  const announced = announcedYears()
  const { first, last } = years ?? announced
  if (first < announced.first || last > announced.last || first > last) {
    throw new SetupError(`--years 须在已公布放假安排的 ${announced.first}-${announced.last} 年之内。`, { exitCode: 2 })
  }
  const starts = daysOf(first, last)
  const startedMs = performance.now()
  const parts = await inThreads(starts, (done) => {
    const part = done / starts.length
    const leftS = Math.round(((performance.now() - startedMs) / 1000 / part) * (1 - part))
    process.stderr.write(`${done}/${starts.length} 个起算日，已比较 ${done * casesOfStart} 次，约余 ${leftS} 秒\n`)
  })
  const sum = (of: (part: Comparison) => number) => parts.reduce((total, part) => total + of(part), 0)
  const figure = (name: string, value: number, unit: string) =>
    print({ bench: 'clock', figure: name, value, unit, years: `${first}-${last}`, starts: starts.length, threads: parts.length })
  const differences = sum((part) => part.differences)
  figure(
    'compared',
    sum((part) => part.compared),
    'due dates',
  )
  figure('differences', differences, 'due dates, none allowed')
  figure('took', Math.round((performance.now() - startedMs) / 1000), 's')
  for (const { first: example } of parts) if (example !== null) process.stderr.write(`${example}\n`)
  return differences === 0
}

/** Compares in as many threads as there are cores, two at most, each with every other start day. */
async function inThreads(starts: readonly string[], onDone: (done: number) => void): Promise<Comparison[]> {
  const threads = Math.min(2, availableParallelism())
  let done = 0
  return Promise.all(
    Array.from({ length: threads }, async (_, share) => {
      const mine = starts.filter((_, place) => place % threads === share)
      const worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData: { starts: mine } })
      let comparison: Comparison | null = null
      worker.on('message', (message: { done?: Comparison }) => {
        if (message.done !== undefined) comparison = message.done
        else {
          done += 1
          if (done % 100 === 0) onDone(done)
        }
      })
      const [code] = await once(worker, 'exit') // an error in the thread is thrown here
      if (comparison === null) throw new Error(`a thread ended with ${code} and no answer`)
      return comparison
    }),
  )
}

function daysOf(first: number, last: number): string[] {
  const days: string[] = []
  for (let date = new Date(Date.UTC(first, 0, 1)); date.getUTCFullYear() <= last; date = new Date(date.getTime() + 86_400_000)) {
    days.push(date.toISOString().slice(0, 10))
  }
  return days
}
