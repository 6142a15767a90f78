import { sql } from 'kysely'
import type { JsonObject } from '../../canonical.ts'
import type { Tx } from '../../db/index.ts'
import { type EventRow, hashOf } from '../event.ts'
import type { Stream } from '../stream.ts'
import type { Findings, Place } from './findings.ts'

/** All events of one stream. `isWhole` is false when something is wrong with them already: what hangs on them cannot be judged then. */
export type StreamLog = { readonly streamId: string; readonly events: readonly EventRow[]; readonly isWhole: boolean }

/** Looks at what an owner of streams keeps beside them. Called with batches in order of the streams' ids. */
export type Visit = (batch: readonly StreamLog[]) => Promise<void>

/** Rows of the order or of the queue before it that lead to no event. */
type Loose = Place & { readonly position: number | null }

/** An event that neither the order nor the queue before it knows. */
type Stray = { readonly place: Place; readonly row: EventRow; readonly isOwn: boolean }

/** An event as read for checking. */
type Read = { readonly row: EventRow; readonly isOwn: boolean; readonly isKnown: boolean }

/**
 * Checks every event: its hash, its link to the one before, its place in the one order.
 *
 * An event that was changed does not accuse the next one; an event that was moved is told of where it belongs.
 *
 * @param moved  positions whose row of the order says something else than what was sealed
 * @param visits by the stream's name
 * @returns how many events the order does not know
 */
export async function checkStreams(
  tx: Tx,
  streams: readonly Stream[],
  moved: ReadonlySet<number>,
  found: Findings,
  visits: Readonly<Record<string, Visit>>,
): Promise<{ strays: number }> {
  const loose = await looseRows(tx, streams, moved)
  const looseStreams = new Set(loose.map((row) => `${row.stream}/${row.streamId}`))
  const strays: Stray[] = []
  for (const stream of streams) {
    for await (const batch of inBatches(tx, stream, moved)) {
      const checked = batch.map(({ streamId, events }): StreamLog => {
        const kept = events.filter((event) => event.isKnown || event.isOwn)
        for (const { row, isOwn, isKnown } of events) {
          const place = { stream: stream.name, streamId, seq: row.seq }
          if (!isKnown) strays.push({ place, row, isOwn })
          else if (!isOwn) found.add(place, '内容与哈希不符')
        }
        checkLinks(stream, streamId, kept, found)
        const isWhole =
          kept.every((event) => event.isKnown) &&
          !looseStreams.has(`${stream.name}/${streamId}`) &&
          !found.hasStream(stream.name, streamId)
        return { streamId, events: kept.map((event) => event.row), isWhole }
      })
      const logs = checked.filter((log) => log.events.length > 0) // the rest were moved here from elsewhere
      if (stream.key === 'stream_id') await checkHeads(tx, stream, logs, found)
      await visits[stream.name]?.(logs)
    }
  }
  await headsWithout(tx, streams, found)
  settleLoose(loose, strays, found)
  return { strays: strays.length }
}

/** Order rows and queue rows without their event, but for those that the checkpoints have already told of. */
async function looseRows(tx: Tx, streams: readonly Stream[], moved: ReadonlySet<number>): Promise<Loose[]> {
  const withoutEvent = sql.join(
    streams.map(
      (stream) => sql`not exists (select from ${sql.table(stream.table)} e
        where r.stream = ${stream.name} and e.${sql.ref(stream.key)} = r.stream_id and e.seq = r.seq)`,
    ),
    sql` and `,
  )
  const { rows } = await sql<Loose>`
    select position, stream, stream_id as "streamId", seq from log_order r where ${withoutEvent}
    union all
    select null, stream, stream_id, seq from log_inbox r where ${withoutEvent}`.execute(tx)
  return rows.filter((row) => row.position === null || !moved.has(row.position))
}

function checkLinks(stream: Stream, streamId: string, events: readonly Read[], found: Findings): void {
  let before: Read | null = null
  for (const event of events) {
    const { seq, prev_hash } = event.row
    const place = { stream: stream.name, streamId, seq }
    const expected = (before?.row.seq ?? 0) + 1
    if (seq !== expected) {
      const gap = { ...place, seq: expected }
      if (!found.has(gap)) found.add(gap, '事件缺失')
    } else if (!found.has(place) && !(before !== null && found.has({ ...place, seq: before.row.seq }))) {
      const fits = before === null ? prev_hash === null : prev_hash?.equals(before.row.hash)
      if (!fits) found.add(place, '与前一事件不衔接')
    }
    before = event
  }
}

/** Compares the kept heads of streams that have one. */
async function checkHeads(tx: Tx, stream: Stream, logs: readonly StreamLog[], found: Findings): Promise<void> {
  const { rows } = await sql<{ stream_id: string; seq: number; hash: Buffer; at: Date }>`
    select stream_id, seq, hash, at from stream_head
    where stream = ${stream.name} and stream_id = any(${logs.map((log) => log.streamId)}::uuid[])`.execute(tx)
  const heads = new Map(rows.map((row) => [row.stream_id, row]))
  for (const { streamId, events, isWhole } of logs) {
    const [head, last] = [heads.get(streamId), events.at(-1)]
    if (!isWhole || last === undefined) continue
    const fits = head !== undefined && head.seq === last.seq && head.hash.equals(last.hash) && +head.at === +last.at
    if (!fits) found.add({ stream: stream.name, streamId, seq: null }, '末端记录与事件不符')
  }
}

async function headsWithout(tx: Tx, streams: readonly Stream[], found: Findings): Promise<void> {
  const without = sql.join(
    streams.map(
      (stream) => sql`not exists (select from ${sql.table(stream.table)} e
        where h.stream = ${stream.name} and e.${sql.ref(stream.key)} = h.stream_id)`,
    ),
    sql` and `,
  )
  const { rows } = await sql<{ stream: string; stream_id: string }>`
    select stream, stream_id from stream_head h where ${without}`.execute(tx)
  for (const row of rows) {
    if (!found.hasStream(row.stream, row.stream_id))
      found.add({ stream: row.stream, streamId: row.stream_id, seq: null }, '只有末端记录，没有事件')
  }
}

/** Explains events without a place and places without an event by each other, so that a thing is told of once, and where it belongs. */
function settleLoose(loose: readonly Loose[], strays: readonly Stray[], found: Findings): void {
  const missing = new Set<Loose>(loose)
  const told = found.all().flatMap((finding) => (finding.place === null ? [] : [finding.place]))
  for (const { place, row, isOwn } of strays) {
    if (found.has(place)) continue
    const origin = isOwn ? undefined : candidates(place, [...loose, ...told]).find((origin) => fitsAt(row, origin))
    if (origin !== undefined) {
      found.add(origin, `事件被改到 ${place.streamId} 的第 ${place.seq} 件`)
      continue
    }
    found.add(place, '未登记的事件')
    for (const row of missing) {
      const isMovedFrom = [row.stream === place.stream, row.streamId === place.streamId, row.seq === place.seq]
      if (isMovedFrom.filter(Boolean).length === 2) missing.delete(row) // the order was changed, the event stands
    }
  }
  for (const row of missing) if (!found.has(row)) found.add(row, '事件缺失')
}

const fewPlaces = 200

/** Places from which the key of an event may have been changed: nothing is there now. Where they are many, only the near ones are tried. */
function candidates(place: Place, empty: readonly Place[]): Place[] {
  const isNear = (other: Place) => empty.length < fewPlaces || other.streamId === place.streamId || other.seq === place.seq
  return empty.filter((other) => other.stream === place.stream && other.seq !== null && isNear(other))
}

function fitsAt(row: EventRow, origin: Place): boolean {
  return findHash({ ...row, stream_id: origin.streamId, seq: origin.seq ?? 0 })?.equals(row.hash) ?? false
}

const page = 2_000

type Group = { readonly streamId: string; readonly events: Read[] }

/** Reads a table in the order of its key, whole streams at a time. */
async function* inBatches(tx: Tx, stream: Stream, moved: ReadonlySet<number>): AsyncGenerator<Group[]> {
  let open: Group | undefined
  let after: { streamId: string; seq: number } | null = null
  for (;;) {
    const rows: Row[] = await rowsAfter(tx, stream, after)
    const groups: Group[] = []
    for (const row of rows) {
      if (open === undefined || open.streamId !== row.stream_id) {
        if (open !== undefined) groups.push(open)
        open = { streamId: row.stream_id, events: [] }
      }
      open.events.push(read(row, moved))
    }
    const last = rows.at(-1)
    const isEnd = last === undefined || rows.length < page
    if (isEnd && open !== undefined) groups.push(open)
    if (groups.length > 0) yield groups
    if (isEnd) return
    after = { streamId: last.stream_id, seq: last.seq }
  }
}

type Row = Omit<EventRow, 'body'> & { body: string; is_uneven: boolean; position: number | null; is_waiting: boolean }

async function rowsAfter(tx: Tx, stream: Stream, after: { streamId: string; seq: number } | null): Promise<Row[]> {
  const key = sql.ref(`e.${stream.key}`)
  const { rows } = await sql<Row>`
    select ${key} as stream_id, e.seq, e.v, e.kind, e.body::text as body, e.actor, e.on_behalf_of, e.authority, e.ground, e.channel,
      e.place, e.effective_on, e.at, e.at <> date_trunc('milliseconds', e.at) as is_uneven, e.prev_hash, e.hash, o.position,
      o.position is null and exists (
        select from log_inbox i where i.stream = ${stream.name} and i.stream_id = ${key} and i.seq = e.seq) as is_waiting
    from ${sql.table(stream.table)} e
    left join log_order o on o.stream_id = ${key} and o.seq = e.seq and o.stream = ${stream.name}
    ${after === null ? sql`` : sql`where (${key}, e.seq) > (${after.streamId}, ${after.seq})`}
    order by ${key}, e.seq limit ${page}`.execute(tx)
  return rows
}

function read({ body, is_uneven, position, is_waiting, ...columns }: Row, moved: ReadonlySet<number>): Read {
  const row = { ...columns, body: JSON.parse(body) as JsonObject }
  const recomputed = is_uneven || !isPlain(body) ? null : findHash(row)
  const isKnown = is_waiting || (position !== null && !moved.has(position))
  return { row, isKnown, isOwn: recomputed?.equals(row.hash) ?? false }
}

/** JSON from the database whose numbers are written as integers: the parser does not see the difference between 1 and 1.0. */
export function isPlain(json: string): boolean {
  return !json.includes('.') || !/\d\.\d/.test(json.replace(/"(?:[^"\\]|\\.)*"/g, ''))
}

/** @returns null for a row that could never have been written */
function findHash(row: EventRow): Buffer | null {
  try {
    return hashOf(row)
  } catch {
    return null
  }
}
