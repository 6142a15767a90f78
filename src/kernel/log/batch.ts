import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'
import { type EventRow, emptyHead, link, type NewEvent } from './event.ts'
import type { Stream } from './stream.ts'

/**
 * Records one event on each of many streams, as `record` does, in a handful of statements: for imports. Streams are locked in the order of
 * their ids, so that two batches cannot wait for each other in a ring.
 *
 * @throws RangeError if a stream stands twice
 */
export async function recordEach(tx: Tx, stream: Stream, events: readonly (NewEvent & { streamId: string })[]): Promise<void> {
  if (events.length === 0) return
  const ids = events.map(({ streamId }) => streamId).sort()
  if (new Set(ids).size < ids.length) throw new RangeError('a stream stands twice in a batch')
  const heads = await lockHeads(tx, stream, ids)
  const rows = events.flatMap((event) => link(event.streamId, heads.get(event.streamId) ?? emptyHead, [event]))
  await insertRows(tx, stream, rows)
}

async function lockHeads(tx: Tx, stream: Stream, ids: readonly string[]) {
  await sql`
    insert into stream_head (stream, stream_id, seq, hash, at)
    select ${stream.name}, id, 1, ''::bytea, 'epoch' from unnest(${ids}::uuid[]) as id
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ id: string; seq: number; hash: Buffer; at: Date }>`
    select stream_id as id, seq, hash, at from stream_head
    where stream = ${stream.name} and stream_id = any(${ids}::uuid[]) order by stream_id for update`.execute(tx)
  return new Map(rows.filter(({ hash }) => hash.length > 0).map((head) => [head.id, head]))
}

async function insertRows(tx: Tx, stream: Stream, rows: readonly EventRow[]): Promise<void> {
  const all = <K extends keyof EventRow>(column: K) => rows.map((row) => row[column])
  await sql`
    insert into ${sql.table(stream.table)} (${sql.ref(stream.key)}, seq, v, kind, body, actor, on_behalf_of, authority, ground,
      channel, place, effective_on, at, prev_hash, hash)
    select stream_id, seq, v, kind, body::jsonb, actor, on_behalf_of, authority, ground, channel, place, effective_on, at, prev_hash, hash
    from unnest(${all('stream_id')}::uuid[], ${all('seq')}::int[], ${all('v')}::smallint[], ${all('kind')}::text[],
      ${rows.map(({ body }) => JSON.stringify(body))}::text[], ${all('actor')}::text[], ${all('on_behalf_of')}::text[],
      ${all('authority')}::text[], ${all('ground')}::text[], ${all('channel')}::text[], ${all('place')}::text[],
      ${all('effective_on')}::date[], ${all('at')}::timestamptz[], ${all('prev_hash')}::bytea[], ${all('hash')}::bytea[])
      as e (stream_id, seq, v, kind, body, actor, on_behalf_of, authority, ground, channel, place, effective_on, at, prev_hash, hash)`.execute(
    tx,
  )
  await sql`
    update stream_head h set seq = e.seq, hash = e.hash, at = e.at
    from unnest(${all('stream_id')}::uuid[], ${all('seq')}::int[], ${all('hash')}::bytea[], ${all('at')}::timestamptz[])
      as e (stream_id, seq, hash, at)
    where h.stream = ${stream.name} and h.stream_id = e.stream_id`.execute(tx)
  await sql`
    insert into log_inbox (stream, stream_id, seq)
    select ${stream.name}, * from unnest(${all('stream_id')}::uuid[], ${all('seq')}::int[])`.execute(tx)
}
