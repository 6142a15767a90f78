import type { Tx } from '../../db/index.ts'
import type { Stream } from '../stream.ts'
import { checkCheckpoints, type Seals } from './checkpoints.ts'
import type { Findings } from './findings.ts'
import { checkOrder } from './order.ts'
import { checkStreams, type Visit } from './streams.ts'

export type { Seals } from './checkpoints.ts'
export { sizeOf } from './file.ts'
export { type Finding, type Findings, findings, type Place } from './findings.ts'
export { isPlain, type StreamLog, type Visit } from './streams.ts'

/**
 * Checks the whole log: every event's hash, link and place, heads, the one order, checkpoints against table, file and signature.
 * Reads in batches and may run while the platform does: the transaction must see one snapshot (repeatable read).
 *
 * Events that no checkpoint covers yet are proved by chain, head and order only.
 *
 * @param streams every stream there is
 * @param visits  what owners of streams check beside their events, by the stream's name
 */
export async function verifyLog(
  tx: Tx,
  streams: readonly Stream[],
  seals: Seals,
  found: Findings,
  visits: Readonly<Record<string, Visit>> = {},
): Promise<void> {
  const { upTo, moved } = await checkCheckpoints(tx, streams, seals, found)
  const { strays } = await checkStreams(tx, streams, moved, found, visits)
  await checkOrder(tx, upTo, strays, found)
}
