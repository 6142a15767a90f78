import { type Database, transaction } from '../kernel/db/index.ts'
import {
  appendToFile,
  type Checkpoint,
  checkpointMost,
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
const everyMs = 60_000

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
 * Follows the log until stopped: one loop gives positions and lets every follower read on; another, on a connection of its own, seals once
 * a minute and at midnight, so that no follower waits for it. Stopping waits for the batch in hand.
 */
export function follow(options: Following): { wake(): void; stop(): Promise<void> } {
  let isStopping = false
  let isWoken = false
  const reading = pauses()
  const sealing = pauses()

  const readOn = async () => {
    const isTime = eachMinute(options)
    while (!isStopping) {
      isWoken = false
      const moved = await once(options, () => isStopping)
      if (isTime())
        for (const follower of options.followers)
          await guarded(options, follower.name, () => replayParked(options.database, follower, options.now()))
      if (!moved && !isWoken && !isStopping) await reading.pause()
    }
  }
  const sealOn = async () => {
    const isTime = eachMinute(options)
    while (!isStopping) {
      await sealing.pause() // the other loop begins: what waits for a position at the start is sealed with the rest
      if (!isStopping && isTime()) await guarded(options, 'checkpoint', () => sealAll(options))
    }
  }
  const ended = Promise.all([readOn(), sealOn()])
  return {
    wake: () => {
      isWoken = true
      reading.end()
    },
    stop: async () => {
      isStopping = true
      reading.end()
      sealing.end()
      await ended
    },
  }
}

/** Pauses of a loop, each as long as a poll at most: `end` ends the one in hand. */
function pauses(): { pause(): Promise<void>; end(): void } {
  let rouse: () => void = () => {}
  return {
    pause: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, pollMs)
        rouse = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    end: () => rouse(),
  }
}

/** Says, when asked, whether a minute has gone since it last said so, or a new day begun. */
function eachMinute({ now }: Following): () => boolean {
  let last = { atMs: 0, day: '' }
  return () => {
    const { at, today } = now()
    if (at.getTime() - last.atMs < everyMs && today === last.day) return false
    last = { atMs: at.getTime(), day: today }
    return true
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
  while (isFull(await transaction(database, (tx) => seal(tx, streams, signer, now())))); // a smaller one has reached the end
  while ((await transaction(database, (tx) => appendToFile(tx, streams, checkpointFile))) > 0);
}

function isFull(checkpoint: Checkpoint | null): boolean {
  return checkpoint !== null && checkpoint.to_position - checkpoint.from_position + 1 === checkpointMost
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
