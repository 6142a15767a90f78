import type { Tx } from '../kernel/db/index.ts'
import type { BlobStore } from '../kernel/files/index.ts'
import { type Finding, findings, type Seals, type Stream, verifyLog } from '../kernel/log/index.ts'
import { caseChecks, caseStream } from '../modules/casework/index.ts'
import { type Damage, damagedFiles, digestsOf } from '../modules/document/index.ts'
import { letterStream, messageChecks } from '../modules/notification/index.ts'
import { ratingChecks, ratingStream } from '../modules/rating/index.ts'

/** What a verification reads beside the database. */
export type Against = {
  readonly streams: readonly Stream[]
  readonly seals: Seals
  readonly blobs: BlobStore
  /** Runs in a transaction begun now: a file that the platform erased since the snapshot is no damage. */
  readonly nowIn: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

/**
 * Checks everything the installation can prove: logs, checkpoints, states, facts, numbers and files.
 *
 * @param tx one snapshot (repeatable read) for the whole of it
 * @returns one finding for each wrong thing, and for nothing else
 */
export async function verifyAll(tx: Tx, { streams, seals, blobs, nowIn }: Against): Promise<Finding[]> {
  const found = findings()
  const cases = caseChecks(tx, found, await damages(tx, blobs, nowIn))
  const messages = messageChecks(tx, found)
  const ratings = ratingChecks(tx, found)
  await verifyLog(tx, streams, seals, found, {
    [caseStream.name]: cases.visit,
    [letterStream.name]: messages.visit,
    [ratingStream.name]: ratings.visit,
  })
  await cases.finish()
  await messages.finish()
  await ratings.finish()
  return found.all()
}

/** A finding as `case_id seq what`; what concerns no case names its own stream in the words. */
export function lineOf({ place, what }: Finding): string {
  if (place === null) return `- - ${what}`
  const seq = place.seq ?? '-'
  return place.stream === caseStream.name
    ? `${place.streamId} ${seq} ${what}`
    : `- ${seq} ${place.stream}/${place.streamId}：${what}`
}

async function damages(tx: Tx, blobs: BlobStore, nowIn: Against['nowIn']): Promise<Damage[]> {
  const suspects: Damage[] = []
  for await (const damage of damagedFiles(tx, blobs)) suspects.push(damage)
  if (suspects.length === 0) return []
  const ids = suspects.map((damage) => damage.fileId)
  const present = await nowIn((fresh) => digestsOf(fresh, ids))
  return suspects.filter((damage) => present.has(damage.fileId))
}
