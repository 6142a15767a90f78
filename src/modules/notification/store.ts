import { sql } from 'kysely'
import type { Tx } from '../../kernel/db/index.ts'
import { defineStream } from '../../kernel/log/index.ts'
import type { Day } from '../../kernel/now.ts'
import type { ChannelCode, FailureReason, MessageState } from './contract.ts'

/** What became of each message, a stream for each. */
export const letterStream = defineStream({ name: 'letter', table: 'letter_event' })

/** A message before anything became of it. */
export type NewMessage = {
  readonly id: string
  readonly recipient_id: string
  readonly channel: ChannelCode
  readonly template: string
  readonly text: string
  readonly path: string
  readonly due_on: Day | null
  readonly document_id: string | null
  readonly effective_on: Day
  readonly at: Date
  readonly about_stream: string
  readonly about_id: string
  readonly about_seq: number
}

export type MessageRow = NewMessage & {
  readonly state: MessageState
  readonly state_at: Date
  readonly reason: FailureReason | null
  readonly external_id: string | null
  readonly tries: number
  readonly next_at: Date | null
}

/** Which of these messages there are already, by the log: it forgets none. */
export async function knownIds(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ stream_id: string }>`
    select stream_id from stream_head where stream = ${letterStream.name} and stream_id = any(${ids}::uuid[])`.execute(tx)
  return new Set(rows.map((row) => row.stream_id))
}

type Begun = NewMessage & Pick<MessageRow, 'state' | 'state_at' | 'next_at'>

/** Adds messages, many in one statement. */
export async function insertMessages(tx: Tx, rows: readonly Begun[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into message (id, recipient_id, channel, template, text, path, due_on, document_id, effective_on, at, about_stream, about_id,
      about_seq, state, state_at, next_at)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, recipient_id uuid, channel text, template text,
      text text, path text, due_on date, document_id uuid, effective_on date, at timestamptz, about_stream text, about_id uuid,
      about_seq int, state text, state_at timestamptz, next_at timestamptz)`.execute(tx)
}

const all = (tx: Tx) =>
  tx.selectFrom('message').selectAll().$narrowType<{ channel: ChannelCode; state: MessageState; reason: FailureReason | null }>()

/** One message, locked until this transaction ends. */
export async function lockMessage(tx: Tx, id: string): Promise<MessageRow | undefined> {
  return all(tx).where('id', '=', id).forUpdate().executeTakeFirst()
}

/** The tray of a person, newest first, from behind a message on. */
export async function trayOf(tx: Tx, personId: string, before: string | null, limit: number): Promise<MessageRow[]> {
  return all(tx)
    .where('recipient_id', '=', personId)
    .where('channel', '=', 'tray') // partial index message_tray covers exactly this
    .$if(before !== null, (query) =>
      query.where(
        sql<boolean>`(at, about_seq, id) < (select at, about_seq, id from message where id = ${before} and recipient_id = ${personId})`,
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('about_seq', 'desc') // what happened in one moment stays in the order of the case
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** How many messages a person has not read, counted up to a limit. */
export async function unreadOf(tx: Tx, personId: string, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select from message where recipient_id = ${personId} and channel = 'tray' and state = 'delivered' limit ${most}) as unread`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}

/** Messages about the events of one stream, in order. */
export async function messagesAbout(tx: Tx, stream: string, streamId: string, limit: number): Promise<MessageRow[]> {
  return all(tx)
    .where('about_id', '=', streamId)
    .where('about_stream', '=', stream)
    .orderBy('about_seq')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Messages by id. */
export async function messagesById(tx: Tx, ids: readonly string[]): Promise<MessageRow[]> {
  return all(tx).where(sql<boolean>`id = any(${ids}::uuid[])`).execute()
}

/** How many messages wait to be sent, and how many of them were due before an instant. */
export async function countWaiting(tx: Tx, before: Date): Promise<{ waiting: number; late: number }> {
  const { rows } = await sql<{ waiting: number; late: number }>`
    select count(*)::int as waiting, count(*) filter (where next_at < ${before})::int as late
    from message where state = 'queued' and next_at is not null`.execute(tx)
  return rows[0] ?? { waiting: 0, late: 0 }
}

/** Takes messages whose time has come, so that nobody else does until `untilAt`; counts a try of those that wait to be sent. */
export async function claim(
  tx: Tx,
  state: 'queued' | 'sent',
  at: Date,
  untilAt: Date,
  limit: number,
): Promise<
  Pick<MessageRow, 'id' | 'recipient_id' | 'channel' | 'text' | 'path' | 'tries' | 'at' | 'state_at' | 'external_id'>[]
> {
  const { rows } = await sql<MessageRow>`
    update message set next_at = ${untilAt}, tries = tries + ${state === 'queued' ? 1 : 0}
    where id in (
      select id from message where state = ${state} and next_at <= ${at} order by next_at limit ${limit} for update skip locked)
    returning id, recipient_id, channel, text, path, tries, at, state_at, external_id`.execute(tx)
  return rows
}

/** Writes what became of a message. */
export async function updateMessage(
  tx: Tx,
  id: string,
  values: Partial<Pick<MessageRow, 'state' | 'state_at' | 'reason' | 'external_id' | 'next_at'>>,
): Promise<void> {
  await tx.updateTable('message').set(values).where('id', '=', id).execute()
}

/** What persons turned off, as `person/channel`. */
export async function turnedOff(tx: Tx, personIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ person_id: string; channel: string }>`
    select person_id, channel from message_setting where person_id = any(${personIds}::uuid[]) and not is_on`.execute(tx)
  return new Set(rows.map((row) => `${row.person_id}/${row.channel}`))
}

/** Turns a channel on or off. */
export async function putSetting(
  tx: Tx,
  row: { person_id: string; channel: ChannelCode; is_on: boolean; changed_by: string; changed_at: Date },
): Promise<void> {
  const { is_on, changed_by, changed_at } = row
  await tx
    .insertInto('message_setting')
    .values(row)
    .onConflict((conflict) => conflict.columns(['person_id', 'channel']).doUpdateSet({ is_on, changed_by, changed_at }))
    .execute()
}
