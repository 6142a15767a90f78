import { sql } from 'kysely'
import { type Database, type Tx, transaction } from '../db/index.ts'
import type { Now } from '../now.ts'
import type { EventRow } from './event.ts'
import { columns, current, type Stream } from './stream.ts'

/** An event with its place in the one order of all events. */
export type Positioned = { readonly position: number; readonly stream: string; readonly event: EventRow }

/** "When this happened below, do that." Rows, jobs and cursor move in one transaction, so each event counts once. */
export type Follower = {
  readonly name: string
  /** Raised when its rows must be made anew: the follower then reads again from the start. */
  readonly version: number
  readonly streams: readonly Stream[]
  /** Given in order of position; all of one call commit together. */
  readonly handle: (tx: Tx, events: readonly Positioned[], now: Now) => Promise<void>
  /** Deletes all rows it ever wrote; what has left the house (jobs with stable ids) it must not repeat. */
  readonly clear: (tx: Tx) => Promise<void>
}

/** Told of when a follower fails at a stream: an alarm for operators. */
export type OnParked = (parked: { follower: string; stream: string; streamId: string; failure: string }) => void

export const followerBatch = 500

/**
 * Reads on by one batch.
 *
 * A failure on one stream parks that stream – its later events wait with it – and leaves all others alone.
 *
 * @returns how many positions it passed; 0 when it is at the end
 */
export async function follow(database: Database, follower: Follower, now: Now, onParked: OnParked): Promise<number> {
  return transaction(database, async (tx) => {
    const from = await lockCursor(tx, follower)
    const events = await eventsAfter(tx, follower.streams, from, followerBatch)
    if (events.last === from) return 0

    const parked = await parkedOf(tx, follower.name)
    const free = events.rows.filter((row) => !parked.has(`${row.stream}/${row.event.stream_id}`))
    const isDone = await attempt(tx, () => (free.length > 0 ? follower.handle(tx, free, now) : Promise.resolve()))
    if (isDone !== true) await oneByOne(tx, follower, free, now, onParked)

    await sql`update follower set position = ${events.last} where name = ${follower.name}`.execute(tx)
    return events.last - from
  })
}

/** Tries parked streams again, each from where it stood, in order. @returns how many are whole again */
export async function replayParked(database: Database, follower: Follower, now: Now): Promise<number> {
  return transaction(database, async (tx) => {
    const position = await lockCursor(tx, follower)
    let healed = 0
    for (const row of await parkedRows(tx, follower.name)) {
      const events = await eventsOfParked(tx, follower, row, position)
      const isDone = await attempt(tx, () => follower.handle(tx, events, now))
      const where = sql`follower = ${follower.name} and stream = ${row.stream} and stream_id = ${row.stream_id}`
      if (isDone === true) {
        await sql`delete from follower_parked where ${where}`.execute(tx)
        healed += 1
      } else {
        await sql`update follower_parked set tries = tries + 1, failure = ${nameOf(isDone)} where ${where}`.execute(tx)
      }
    }
    return healed
  })
}

/** Sends a follower back to the start: its rows go, and reading again gives the same ones. */
export async function reset(tx: Tx, follower: Follower): Promise<void> {
  await lockRow(tx, follower)
  await sql`delete from follower_parked where follower = ${follower.name}`.execute(tx)
  await follower.clear(tx)
  await sql`update follower set position = 0, version = ${follower.version} where name = ${follower.name}`.execute(tx)
}

/** Locks the cursor; a follower of a new version is sent back to the start. @returns how far it has read */
async function lockCursor(tx: Tx, follower: Follower): Promise<number> {
  const row = await lockRow(tx, follower)
  if (row.version === follower.version) return row.position
  await reset(tx, follower)
  return 0
}

async function lockRow(tx: Tx, follower: Follower): Promise<{ position: number; version: number }> {
  await sql`
    insert into follower (name, version, position) values (${follower.name}, ${follower.version}, 0)
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ position: number; version: number }>`
    select position, version from follower where name = ${follower.name} for update`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error(`follower ${follower.name} has no cursor`)
  return row
}

async function eventsAfter(tx: Tx, streams: readonly Stream[], from: number, limit: number) {
  const { rows: order } = await sql<OrderRow>`
    select position, stream, stream_id, seq from log_order where position > ${from} order by position limit ${limit}`.execute(tx)
  return { last: order.at(-1)?.position ?? from, rows: await positioned(tx, streams, order) }
}

type OrderRow = { position: number; stream: string; stream_id: string; seq: number }

/** Fetches the events that stand at these positions, in their order. Streams the caller does not follow are left out. */
export async function positioned(tx: Tx, streams: readonly Stream[], order: readonly OrderRow[]): Promise<Positioned[]> {
  const found = new Map<string, EventRow>()
  for (const stream of streams) {
    const wanted = order.filter((row) => row.stream === stream.name)
    if (wanted.length === 0) continue
    const { rows } = await sql<EventRow>`
      select ${columns(stream)} from ${sql.table(stream.table)}
      where (${sql.ref(stream.key)}, seq) in (
        select * from unnest(${wanted.map((row) => row.stream_id)}::uuid[], ${wanted.map((row) => row.seq)}::int[]))`.execute(tx)
    for (const row of rows) found.set(`${stream.name}/${row.stream_id}/${row.seq}`, current(stream, row))
  }
  return order.flatMap(({ position, stream, stream_id, seq }) => {
    const event = found.get(`${stream}/${stream_id}/${seq}`)
    return event === undefined ? [] : [{ position, stream, event }]
  })
}

async function oneByOne(tx: Tx, follower: Follower, events: readonly Positioned[], now: Now, onParked: OnParked): Promise<void> {
  const parked = new Set<string>()
  for (const event of events) {
    const { stream, position } = event
    const streamId = event.event.stream_id
    if (parked.has(`${stream}/${streamId}`)) continue
    const isDone = await attempt(tx, () => follower.handle(tx, [event], now))
    if (isDone === true) continue
    parked.add(`${stream}/${streamId}`)
    await sql`
      insert into follower_parked (follower, stream, stream_id, from_position, failure, tries, since)
      values (${follower.name}, ${stream}, ${streamId}, ${position}, ${nameOf(isDone)}, 1, ${now.at})`.execute(tx)
    onParked({ follower: follower.name, stream, streamId, failure: nameOf(isDone) })
  }
}

/** Runs work that may fail without spoiling the transaction around it. @returns true, or the error */
async function attempt(tx: Tx, work: () => Promise<void>): Promise<true | unknown> {
  await sql`savepoint attempt`.execute(tx)
  try {
    await work()
    await sql`release savepoint attempt`.execute(tx)
    return true
  } catch (error) {
    await sql`rollback to savepoint attempt`.execute(tx)
    return error
  }
}

type ParkedRow = { stream: string; stream_id: string; from_position: number }

async function parkedRows(tx: Tx, name: string): Promise<ParkedRow[]> {
  const { rows } = await sql<ParkedRow>`
    select stream, stream_id, from_position from follower_parked where follower = ${name} order by since`.execute(tx)
  return rows
}

async function parkedOf(tx: Tx, name: string): Promise<Set<string>> {
  return new Set((await parkedRows(tx, name)).map((row) => `${row.stream}/${row.stream_id}`))
}

async function eventsOfParked(tx: Tx, follower: Follower, row: ParkedRow, upTo: number): Promise<Positioned[]> {
  const { rows: order } = await sql<OrderRow>`
    select position, stream, stream_id, seq from log_order
    where stream_id = ${row.stream_id} and stream = ${row.stream} and position between ${row.from_position} and ${upTo}
    order by seq`.execute(tx)
  return positioned(tx, follower.streams, order)
}

/** The sort of a failure; its words may hold personal data. */
function nameOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return error instanceof Error ? (typeof code === 'string' ? `${error.name} ${code}` : error.name) : 'unknown'
}
