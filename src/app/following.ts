import { type Database, transaction } from '../kernel/db/index.ts'
import {
  appendToFile,
  type Follower,
  follow as followOn,
  type OnParked,
  replayParked,
  type Signer,
  type Stream,
  seal,
  sequence,
} from '../kernel/log/index.ts'
import type { Now } from '../kernel/now.ts'

const pollMs = 200 // behind the notices, which nobody relies on
const sealEveryMs = 60_000

/** What is followed, and with what. */
export type Following = {
  readonly database: Database
  readonly streams: readonly Stream[]
  readonly followers: readonly Follower[]
  readonly signer: Signer
  readonly checkpointFile: string
  readonly now: () => Now
  readonly onFailed: (what: string, error: unknown) => void
  readonly onParked: OnParked
}

/**
 * Follows the log until stopped: one loop that gives positions and lets every follower read on, and once a minute – and at midnight –
 * seals. Stopping waits for the batch in hand.
 */
export function follow(options: Following): { wake(): void; stop(): Promise<void> } {
  let isStopping = false
  let isWoken = false
  let rouse: () => void = () => {}
  const wake = () => {
    isWoken = true
    rouse()
  }
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollMs)
      rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const loop = async () => {
    let sealed = { atMs: 0, day: '' }
    while (!isStopping) {
      isWoken = false
      const moved = await once(options, () => isStopping)
      const now = options.now()
      if (now.at.getTime() - sealed.atMs >= sealEveryMs || now.today !== sealed.day) {
        await guarded(options, 'checkpoint', () => sealAll(options))
        for (const follower of options.followers)
          await guarded(options, follower.name, () => replayParked(options.database, follower, options.now()))
        sealed = { atMs: now.at.getTime(), day: now.today }
      }
      if (!moved && !isWoken && !isStopping) await pause()
    }
  }
  const ended = loop()
  return {
    wake,
    stop: async () => {
      isStopping = true
      rouse()
      await ended
    },
  }
}

/** One round: positions for what was committed, then a batch for every follower. @returns whether anything moved */
export async function once(options: Following, isStopping: () => boolean = () => false): Promise<boolean> {
  let moved = 0
  await guarded(options, 'sequencer', async () => {
    moved += await transaction(options.database, (tx) => sequence(tx))
  })
  for (const follower of options.followers) {
    if (isStopping()) break
    await guarded(options, follower.name, async () => {
      moved += await followOn(options.database, follower, options.now(), options.onParked)
    })
  }
  return moved > 0
}

/** Seals everything that has a position, and brings the file beside the database up to date. */
export async function sealAll(options: Following): Promise<void> {
  const { database, streams, signer, now, checkpointFile } = options
  while ((await transaction(database, (tx) => seal(tx, streams, signer, now()))) !== null);
  while ((await transaction(database, (tx) => appendToFile(tx, streams, checkpointFile))) > 0);
}

/** The loop outlives an outage: the failure is told once a second at most, and the work tried again. */
async function guarded(options: Following, what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    options.onFailed(what, error)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}
