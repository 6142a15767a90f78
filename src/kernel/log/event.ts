import type { By } from '../actor.ts'
import { canonical, type JsonObject, sm3 } from '../canonical.ts'
import type { Day } from '../now.ts'

/** What an act wants to put on record. Everything else – number, link, hash – the log adds. */
export type NewEvent = {
  readonly kind: string
  /** Version of this kind's body. Old ones are read through up-casters for ever. */
  readonly v: number
  /** Codes, days, amounts, ids and digests. Personal data stands in a vault and is committed to here. */
  readonly body: JsonObject
  readonly by: By
  /** The clause that allows or orders it; null where no law speaks. */
  readonly ground: string | null
  readonly effectiveOn: Day
  readonly at: Date
}

/** A row of the log, as it stands in the table. */
export type EventRow = {
  readonly stream_id: string
  readonly seq: number
  readonly v: number
  readonly kind: string
  readonly body: JsonObject
  readonly actor: string
  readonly on_behalf_of: string | null
  readonly authority: string
  readonly ground: string | null
  readonly channel: string
  readonly place: string | null
  readonly effective_on: Day
  readonly at: Date
  readonly prev_hash: Buffer | null
  readonly hash: Buffer
}

/** The end of a chain: where the next event is to be linked. */
export type Head = { readonly seq: number; readonly hash: Buffer | null; readonly at: Date | null }

export const emptyHead: Head = { seq: 0, hash: null, at: null }

/**
 * SM3 over the canonical JSON (RFC 8785) of all columns but `hash`. Bytes are written in hexadecimal, instants in UTC with milliseconds.
 */
export function hashOf(row: Omit<EventRow, 'hash'>): Buffer {
  return sm3(
    canonical({
      stream_id: row.stream_id,
      seq: row.seq,
      v: row.v,
      kind: row.kind,
      body: row.body,
      actor: row.actor,
      on_behalf_of: row.on_behalf_of,
      authority: row.authority,
      ground: row.ground,
      channel: row.channel,
      place: row.place,
      effective_on: row.effective_on,
      at: row.at.toISOString(),
      prev_hash: row.prev_hash === null ? null : row.prev_hash.toString('hex'),
    }),
  )
}

/** Links new events to the end of a stream. Time never runs backwards within it: an earlier clock is held at the last event's. */
export function link(streamId: string, head: Head, events: readonly NewEvent[]): EventRow[] {
  let { seq, hash, at } = head
  return events.map((event) => {
    const instant: Date = at !== null && event.at < at ? at : event.at
    const row = {
      stream_id: streamId,
      seq: seq + 1,
      v: event.v,
      kind: event.kind,
      body: event.body,
      actor: event.by.actor,
      on_behalf_of: event.by.onBehalfOf,
      authority: event.by.authority,
      ground: event.ground,
      channel: event.by.channel,
      place: event.by.place,
      effective_on: event.effectiveOn,
      at: instant,
      prev_hash: hash,
    }
    seq = row.seq
    hash = hashOf(row)
    at = instant
    return { ...row, hash }
  })
}
