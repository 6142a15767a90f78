import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'
import { type EventRow, emptyHead, type Head, link, type NewEvent } from './event.ts'

/** Turns the body of an old version of a kind into the next version's. */
export type Upcast = (body: EventRow['body']) => EventRow['body']

/** A family of logs of the same sort: one table, many streams. */
export type Stream = {
  readonly name: string
  readonly table: string
  /** Column of the stream's id: 'case_id' for cases, 'stream_id' elsewhere. */
  readonly key: string
  /** For each kind the steps from version 1 on: the first turns v1 into v2. */
  readonly upcasts: Readonly<Record<string, readonly Upcast[]>>
}

/** Declares a stream table. Its SQL stands in a migration of the owning module. */
export function defineStream(stream: { name: string; table: string; key?: string; upcasts?: Stream['upcasts'] }): Stream {
  return { key: 'stream_id', upcasts: {}, ...stream }
}

/**
 * Records an event at the end of a stream. Writers of one stream wait for each other; other streams do not.
 * Not for cases: they keep their head in their own state.
 */
export async function record(
  tx: Tx,
  stream: Stream,
  event: NewEvent & { streamId: string },
): Promise<{ seq: number; hash: Buffer }> {
  const head = await lockHead(tx, stream, event.streamId)
  const [row] = link(event.streamId, head, [event])
  if (row === undefined) throw new Error('no event linked')
  await insertEvent(tx, stream, row)
  await sql`
    insert into stream_head (stream, stream_id, seq, hash, at)
    values (${stream.name}, ${row.stream_id}, ${row.seq}, ${row.hash}, ${row.at})
    on conflict (stream, stream_id) do update set seq = excluded.seq, hash = excluded.hash, at = excluded.at`.execute(tx)
  return { seq: row.seq, hash: row.hash }
}

/** The events of one stream in order, old versions brought up to date. */
export async function eventsOf(tx: Tx, stream: Stream, streamId: string, afterSeq = 0): Promise<EventRow[]> {
  return (await eventsAsStored(tx, stream, streamId, afterSeq)).map((row) => current(stream, row))
}

/** The events of one stream in order, as they were hashed. */
export async function eventsAsStored(tx: Tx, stream: Stream, streamId: string, afterSeq = 0): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select ${columns(stream)} from ${sql.table(stream.table)}
    where ${sql.ref(stream.key)} = ${streamId} and seq > ${afterSeq} order by seq`.execute(tx)
  return rows
}

/** An event with its body in the newest version of its kind. */
export function current(stream: Stream, row: EventRow): EventRow {
  const steps = (stream.upcasts[row.kind] ?? []).slice(row.v - 1)
  return steps.length === 0 ? row : { ...row, v: row.v + steps.length, body: steps.reduce((body, step) => step(body), row.body) }
}

/** The columns of a stream table under the names of `EventRow`. */
export function columns(stream: Stream) {
  return sql.raw(`${stream.key} as stream_id, seq, v, kind, body, actor, on_behalf_of, authority, ground, channel, place,
    effective_on, at, prev_hash, hash`)
}

async function lockHead(tx: Tx, stream: Stream, streamId: string): Promise<Head> {
  // A row to lock must exist before two first writers can wait for each other; the insert itself makes the second wait.
  await sql`
    insert into stream_head (stream, stream_id, seq, hash, at) values (${stream.name}, ${streamId}, 1, ''::bytea, 'epoch')
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ seq: number; hash: Buffer; at: Date }>`
    select seq, hash, at from stream_head where stream = ${stream.name} and stream_id = ${streamId} for update`.execute(tx)
  const [head] = rows
  return head === undefined || head.hash.length === 0 ? emptyHead : head
}

async function insertEvent(tx: Tx, stream: Stream, row: EventRow): Promise<void> {
  await sql`
    insert into ${sql.table(stream.table)} (${sql.ref(stream.key)}, seq, v, kind, body, actor, on_behalf_of, authority, ground,
      channel, place, effective_on, at, prev_hash, hash)
    values (${row.stream_id}, ${row.seq}, ${row.v}, ${row.kind}, ${JSON.stringify(row.body)}::jsonb, ${row.actor}, ${row.on_behalf_of},
      ${row.authority}, ${row.ground}, ${row.channel}, ${row.place}, ${row.effective_on}, ${row.at}, ${row.prev_hash}, ${row.hash})`.execute(
    tx,
  )
  await sql`insert into log_inbox (stream, stream_id, seq) values (${stream.name}, ${row.stream_id}, ${row.seq})`.execute(tx)
}
