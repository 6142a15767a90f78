import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { canonical, sm3 } from '../canonical.ts'
import type { Tx } from '../db/index.ts'
import type { Now } from '../now.ts'
import { pathOf, rootOf } from './merkle.ts'
import type { Signer } from './signer.ts'
import type { Stream } from './stream.ts'

/** Positions under one root at most, so that a proof costs little however busy the minute was. */
export const checkpointMost = 10_000

/** A sealed stretch of the one order. */
export type Checkpoint = {
  readonly n: number
  readonly from_position: number
  readonly to_position: number
  readonly root: Buffer
  readonly at: Date
  readonly prev_hash: Buffer | null
  readonly hash: Buffer
  readonly key_id: string
  readonly signature: Buffer
}

/** What is sealed of one event: where it stands and its hash. */
export type Leaf = {
  readonly position: number
  readonly stream: string
  readonly streamId: string
  readonly seq: number
  readonly hash: string
}

/**
 * Seals all positions since the last checkpoint: one root, chained to the one before, signed. Nothing new, nothing sealed.
 * Two that seal at once wait for each other; whoever gives positions does not wait: those that are given never change, and none is seen
 * before those below it.
 */
export async function seal(tx: Tx, streams: readonly Stream[], signer: Signer, now: Now): Promise<Checkpoint | null> {
  await takeTurn(tx)
  const last = await lastCheckpoint(tx)
  const leaves = await leavesBetween(tx, streams, (last?.to_position ?? 0) + 1, (last?.to_position ?? 0) + checkpointMost)
  const [from, to] = [leaves.at(0), leaves.at(-1)]
  if (from === undefined || to === undefined) return null

  const unsigned = {
    n: (last?.n ?? 0) + 1,
    from_position: from.position,
    to_position: to.position,
    root: rootOf(leaves.map(leafBytes)),
    at: last !== null && now.at < last.at ? last.at : now.at,
    prev_hash: last?.hash ?? null,
  }
  const hash = checkpointHash(unsigned)
  const checkpoint = { ...unsigned, hash, key_id: signer.keyId, signature: signer.sign(hash) }
  await sql`
    insert into checkpoint (n, from_position, to_position, root, at, prev_hash, hash, key_id, signature)
    values (${checkpoint.n}, ${checkpoint.from_position}, ${checkpoint.to_position}, ${checkpoint.root}, ${checkpoint.at},
      ${checkpoint.prev_hash}, ${checkpoint.hash}, ${checkpoint.key_id}, ${checkpoint.signature})`.execute(tx)
  return checkpoint
}

/** SM3 over the canonical form of what a checkpoint says. This is what is signed. */
export function checkpointHash(checkpoint: Omit<Checkpoint, 'hash' | 'key_id' | 'signature'>): Buffer {
  return sm3(
    canonical({
      n: checkpoint.n,
      from_position: checkpoint.from_position,
      to_position: checkpoint.to_position,
      root: checkpoint.root.toString('hex'),
      at: checkpoint.at.toISOString(),
      prev_hash: checkpoint.prev_hash === null ? null : checkpoint.prev_hash.toString('hex'),
    }),
  )
}

/** The bytes of a leaf: canonical JSON of position, stream, id, seq and hash. */
export function leafBytes(leaf: Leaf): Buffer {
  return Buffer.from(canonical([leaf.position, leaf.stream, leaf.streamId, leaf.seq, leaf.hash]))
}

/** A position and what is found there: `hash` is null when the event is gone. */
export type Found = Omit<Leaf, 'hash'> & { readonly hash: string | null }

/** What stands at these positions now, in order, gaps left out. @throws Error for a stream that is not among `streams` */
export async function foundBetween(tx: Tx, streams: readonly Stream[], from: number, to: number): Promise<Found[]> {
  const { rows: order } = await sql<Omit<Found, 'hash'>>`
    select position, stream, stream_id as "streamId", seq from log_order where position between ${from} and ${to} order by position`.execute(
    tx,
  )
  const hashes = new Map<number, string>()
  for (const name of new Set(order.map((row) => row.stream))) {
    const stream = streams.find((row) => row.name === name)
    if (stream === undefined) continue
    const { rows } = await sql<{ position: number; hash: Buffer }>`
      select o.position, e.hash
      from log_order o join ${sql.table(stream.table)} e on e.${sql.ref(stream.key)} = o.stream_id and e.seq = o.seq
      where o.stream = ${name} and o.position between ${from} and ${to}`.execute(tx)
    for (const row of rows) hashes.set(row.position, row.hash.toString('hex'))
  }
  return order.map((row) => ({ ...row, hash: hashes.get(row.position) ?? null }))
}

/** The leaves of these positions. An event that is gone already is sealed as such, with an empty hash: sealing never stops for it. */
async function leavesBetween(tx: Tx, streams: readonly Stream[], from: number, to: number): Promise<Leaf[]> {
  const found = await foundBetween(tx, streams, from, to)
  const unknown = found.find((row) => !streams.some((stream) => stream.name === row.stream))
  if (unknown !== undefined) throw new Error(`position ${unknown.position} belongs to the unknown stream ${unknown.stream}`)
  return found.map((row) => ({ ...row, hash: row.hash ?? '' }))
}

/** What a receipt carries once its event is sealed: anybody can lead the leaf to the signed root. */
export type InclusionProof = {
  readonly leaf: Leaf
  readonly checkpoint: Checkpoint
  readonly index: number
  readonly size: number
  readonly path: readonly string[]
}

/** The proof that an event is under a checkpoint, or null while it is not sealed. */
export async function findProof(
  tx: Tx,
  streams: readonly Stream[],
  stream: Stream,
  streamId: string,
  seq: number,
): Promise<InclusionProof | null> {
  const { rows } = await sql<Checkpoint & { position: number }>`
    select c.*, o.position from log_order o join checkpoint c on o.position between c.from_position and c.to_position
    where o.stream_id = ${streamId} and o.seq = ${seq} and o.stream = ${stream.name}`.execute(tx)
  const [row] = rows
  if (row === undefined) return null
  const { position, ...checkpoint } = row
  const leaves = await leavesBetween(tx, streams, checkpoint.from_position, checkpoint.to_position)
  const index = leaves.findIndex((leaf) => leaf.position === position)
  const leaf = leaves[index]
  if (leaf === undefined) return null
  const path = pathOf(leaves.map(leafBytes), index).map((hash) => hash.toString('hex'))
  return { leaf, checkpoint, index, size: leaves.length, path }
}

/** The newest checkpoint, or null before the first. */
export async function lastCheckpoint(tx: Tx): Promise<Checkpoint | null> {
  const { rows } = await sql<Checkpoint>`select * from checkpoint order by n desc limit 1`.execute(tx)
  return rows[0] ?? null
}

/** A line of the file beside the database: the checkpoint and what lies under it, so that even a case deleted whole can be named. */
export type CheckpointLine = {
  readonly n: number
  readonly from: number
  readonly to: number
  readonly root: string
  readonly at: string
  readonly prev: string | null
  readonly hash: string
  readonly key: string
  readonly signature: string
  readonly leaves: readonly (readonly [stream: string, streamId: string, seq: number, hash: string])[]
}

/** Where the append-only file of checkpoints lies in the data folder. */
export function checkpointFile(dataDir: string): string {
  return join(dataDir, 'checkpoints.ndjson')
}

/**
 * Brings the append-only file up to the table: what a crash left unwritten is added, nothing is ever rewritten. A line torn by
 * a crash is closed and written anew. Call it in a transaction after the one that sealed: the file must hold nothing that a
 * rollback takes back. Two at once wait for each other.
 *
 * @returns how many lines were added
 */
export async function appendToFile(tx: Tx, streams: readonly Stream[], path: string): Promise<number> {
  await takeTurn(tx)
  const written = lastWritten(path)
  const { rows } = await sql<Checkpoint>`select * from checkpoint where n > ${written.n} order by n limit 1000`.execute(tx)
  if (rows.length === 0) return 0
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(path, 'a', 0o600)
  try {
    if (written.isTorn) appendFileSync(file, '\n')
    for (const row of rows) {
      const leaves = await leavesBetween(tx, streams, row.from_position, row.to_position)
      appendFileSync(file, `${JSON.stringify(lineOf(row, leaves))}\n`)
    }
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return rows.length
}

/** Waits until nobody else seals or writes the file, and keeps others from it until this transaction ends. */
async function takeTurn(tx: Tx): Promise<void> {
  await sql`select from checkpoint_turn for update`.execute(tx)
}

/** A checkpoint as it stands in the file. */
export function lineOf(row: Checkpoint, leaves: readonly Leaf[]): CheckpointLine {
  return {
    n: row.n,
    from: row.from_position,
    to: row.to_position,
    root: row.root.toString('hex'),
    at: row.at.toISOString(),
    prev: row.prev_hash?.toString('hex') ?? null,
    hash: row.hash.toString('hex'),
    key: row.key_id,
    signature: row.signature.toString('hex'),
    leaves: leaves.map((leaf) => [leaf.stream, leaf.streamId, leaf.seq, leaf.hash] as const),
  }
}

/** The number of the last checkpoint in the file; 0 when there is none. */
export function lastInFile(path: string): number {
  return lastWritten(path).n
}

/** Looks at the end of the file only: it grows for as long as the installation lives. */
function lastWritten(path: string): { n: number; isTorn: boolean } {
  if (!existsSync(path)) return { n: 0, isTorn: false }
  const size = statSync(path).size
  for (let span = 4 << 20; ; span *= 4) {
    const text = tail(path, size, span)
    const n = text.split('\n').reduce((most, line) => Math.max(most, numberOf(line)), 0)
    if (n > 0 || span >= size) return { n, isTorn: text !== '' && !text.endsWith('\n') }
  }
}

function tail(path: string, size: number, span: number): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Math.min(span, size))
    readSync(file, bytes, 0, bytes.length, size - bytes.length)
    return bytes.toString('utf8')
  } finally {
    closeSync(file)
  }
}

function numberOf(line: string): number {
  try {
    return (JSON.parse(line) as CheckpointLine).n
  } catch {
    return 0 // the first line of a tail is usually cut
  }
}
