import type { ChildProcess } from 'node:child_process'
import { gone } from '../kernel/postgres/index.ts'
import { hopeless } from './child.ts'

/** A child that is kept running. */
export type Kept = {
  /** Ends it and keeps it ended; after `graceMs` by force. */
  stop(graceMs: number): Promise<void>
}

const firstPauseMs = 1_000
const longestPauseMs = 10_000
const steadyMs = 60_000 // after so long, a death is a new matter
const mostFailedStarts = 3

/** How long to wait before starting again what has died so many times in a row. */
export function pauseMsAfter(deaths: number): number {
  return Math.min(firstPauseMs * 2 ** (deaths - 1), longestPauseMs)
}

/**
 * Starts a child and starts it again whenever it dies, after a pause of 1 to 10 seconds.
 *
 * @param options.start    starts it; it sends `{ ready: true, port }` once it works
 * @param options.onReady  called each time, with the port it listens on
 * @param options.onDeath  called each time, with the pause until the next start
 * @param options.isEnding whether the platform as a whole is ending: then a death is no accident
 * @param options.giveUp   called when it says that starting again is no use, or when it never once came to work
 */
export function keep(options: {
  start(): ChildProcess
  onReady(port: number | null): void
  onDeath(pauseMs: number): void
  giveUp(): void
  isEnding(): boolean
}): Kept {
  let child: ChildProcess | null = null
  let timer: NodeJS.Timeout | undefined
  let isWanted = true
  let hasWorked = false
  let deaths = 0

  function begin(): void {
    const startedMs = performance.now()
    child = options.start()
    child.on('message', (message: { ready?: boolean; port?: number | null }) => {
      if (message.ready !== true) return
      hasWorked = true
      options.onReady(message.port ?? null)
    })
    child.once('error', () => {}) // it could not be started: `close` follows
    child.once('close', (code) => {
      child = null
      if (!isWanted || options.isEnding()) return
      deaths = performance.now() - startedMs > steadyMs ? 1 : deaths + 1
      if (code === hopeless || (!hasWorked && deaths >= mostFailedStarts)) return options.giveUp()
      options.onDeath(pauseMsAfter(deaths))
      timer = setTimeout(begin, pauseMsAfter(deaths))
    })
  }

  begin()
  return {
    stop: async (graceMs) => {
      isWanted = false
      clearTimeout(timer)
      const last = child
      if (last?.pid === undefined || !last.kill('SIGTERM')) return
      if (await gone(last.pid, graceMs)) return
      last.kill('SIGKILL')
      await gone(last.pid, 5_000)
    },
  }
}
