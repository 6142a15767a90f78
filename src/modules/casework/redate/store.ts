import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'
import type { EventRow } from '../../../kernel/log/index.ts'
import { calendarVersionSql, type Reach, type Span } from '../../clock/index.ts'
import type { CaseState } from '../case.ts'
import { columnsOf } from '../store.ts'

/** Cases that a change of these days may move: some running clock started before the last of them and ends on the first or later. */
function reached(span: Span, reach: Reach) {
  const within = sql`dated_until >= ${span.from} and dated_from < ${span.to}` // index case_state_dated
  if (reach.kind === 'all') return within
  if (reach.kind === 'place') return sql`${within} and place = ${reach.place}`
  if (reach.kind === 'none') return sql`false`
  return sql`${within} and organisation in (select uscc from organisation where division_code between ${reach.from} and ${reach.to})`
}

/** Puts the cases that a change of these days may move into the queue. @returns how many were not in it yet */
export async function queueReached(tx: Tx, span: Span, reach: Reach): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into case_to_redate (case_id) select case_id from case_state where ${reached(span, reach)}
    on conflict do nothing`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Empties the queue: whoever reads the calendar's log again puts them back. */
export async function clearQueue(tx: Tx): Promise<void> {
  await sql`delete from case_to_redate`.execute(tx)
}

/** Takes the next cases out of the queue, past those that another has in hand. */
export async function takeNext(tx: Tx, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`
    delete from case_to_redate where case_id = any(array(
      select case_id from case_to_redate where case_id > ${after} order by case_id limit ${limit} for update skip locked))
    returning case_id`.execute(tx)
  return rows.map((row) => row.case_id)
}

/** Puts cases back into the queue. */
export async function putBack(tx: Tx, caseIds: readonly string[]): Promise<void> {
  if (caseIds.length === 0) return
  await sql`insert into case_to_redate select * from unnest(${caseIds}::uuid[]) on conflict do nothing`.execute(tx)
}

/** A case with what its dates are reckoned by. */
export type Candidate = {
  readonly case_id: string
  readonly seq: number
  readonly hash: Buffer
  readonly at: Date
  readonly fold: CaseState
  readonly fold_version: number
  readonly division_code: string | null
  /** Of the calendar, as this statement saw it. */
  readonly version: string
}

const candidate =
  sql.raw(`s.case_id, s.seq, s.hash, s.at, s.fold, s.fold_version, o.division_code, ${calendarVersionSql} as version
  from case_state s left join organisation o on o.uscc = s.organisation`)

/** Locks cases without waiting: those that somebody is acting on are left out. */
export async function lockFree(tx: Tx, caseIds: readonly string[]): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select ${candidate} where s.case_id = any(${caseIds}::uuid[]) order by s.case_id for update of s skip locked`.execute(tx)
  return rows
}

/** Some of the cases that a change of these days may move, and how many there are. */
export async function someReached(tx: Tx, span: Span, reach: Reach, limit: number): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select ${candidate} where s.case_id in (select case_id from case_state where ${reached(span, reach)} limit ${limit})`.execute(
    tx,
  )
  return rows
}

/** How many cases a change of these days may move. */
export async function countReached(tx: Tx, span: Span, reach: Reach): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from case_state where ${reached(span, reach)}`.execute(
    tx,
  )
  return rows[0]?.count ?? 0
}

/** Writes an event for each of many locked cases, its place in the queue for an order, and the new dates: one statement. */
export async function writeAll(tx: Tx, rows: readonly { event: EventRow; state: CaseState }[]): Promise<void> {
  if (rows.length === 0) return
  const all = <K extends keyof EventRow>(column: K) => rows.map(({ event }) => event[column])
  const cached = rows.map(({ state }) => columnsOf(state))
  const each = <K extends keyof ReturnType<typeof columnsOf>>(column: K) => cached.map((columns) => columns[column])
  await sql`
    with given as (
      select * from unnest(${all('stream_id')}::uuid[], ${all('seq')}::int[], ${all('v')}::smallint[], ${all('kind')}::text[],
        ${rows.map(({ event }) => JSON.stringify(event.body))}::text[], ${all('actor')}::text[], ${all('authority')}::text[],
        ${all('ground')}::text[], ${all('channel')}::text[], ${all('effective_on')}::date[], ${all('at')}::timestamptz[],
        ${all('prev_hash')}::bytea[], ${all('hash')}::bytea[], ${rows.map(({ state }) => JSON.stringify(state.timers))}::text[],
        ${each('due_on')}::date[], ${each('promised_on')}::date[], ${each('next_settle_on')}::date[], ${each('dated_from')}::date[],
        ${each('dated_until')}::date[])
        as g (case_id, seq, v, kind, body, actor, authority, ground, channel, effective_on, at, prev_hash, hash, timers, due_on,
          promised_on, next_settle_on, dated_from, dated_until)
    ), event as (
      insert into case_event (case_id, seq, v, kind, body, actor, authority, ground, channel, effective_on, at, prev_hash, hash)
      select case_id, seq, v, kind, body::jsonb, actor, authority, ground, channel, effective_on, at, prev_hash, hash from given
    ), inbox as (
      insert into log_inbox (stream, stream_id, seq) select 'case', case_id, seq from given
    )
    update case_state s set seq = g.seq, hash = g.hash, at = g.at, fold = jsonb_set(s.fold, '{timers}', g.timers::jsonb),
      due_on = g.due_on, promised_on = g.promised_on, next_settle_on = g.next_settle_on, dated_from = g.dated_from,
      dated_until = g.dated_until
    from given g where s.case_id = g.case_id`.execute(tx)
}
