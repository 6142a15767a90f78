import { sql } from 'kysely'
import { system } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { EventRow } from '../../../kernel/log/index.ts'
import { calendarVersionSql, type Reach, type Span } from '../../clock/index.ts'
import { clockColumns } from '../store.ts'
import type { Correction } from './rules.ts'

/** Cases that a change of these days may move: some running clock started before the last of them and ends on the first or later. */
function reached(span: Span, reach: Reach) {
  const within = sql`dated_until >= ${span.from} and dated_from < ${span.to}` // index case_state_dated
  if (reach.kind === 'all') return within
  if (reach.kind === 'place') return sql`${within} and place = ${reach.place}`
  if (reach.kind === 'none') return sql`false`
  return sql`${within} and organisation in (select uscc from organisation where division_code between ${reach.from} and ${reach.to})`
}

/** Puts the cases that a change of these days may move into the queue, or tells that those in it are to be looked at once more. */
export async function queueReached(tx: Tx, span: Span, reach: Reach): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into case_to_redate (case_id, version)
    select case_id, ${sql.raw(calendarVersionSql)} from case_state where ${reached(span, reach)}
    on conflict (case_id) do update set version = excluded.version`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Puts the open cases of an organisation into the queue: their calendar has become another one. */
export async function queueOrganisation(tx: Tx, organisation: string): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into case_to_redate (case_id, version)
    select case_id, ${sql.raw(calendarVersionSql)} from case_state where organisation = ${organisation} and dated_until is not null
    on conflict (case_id) do update set version = excluded.version`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Empties the queue: whoever reads the calendar's log again puts them back. */
export async function clearQueue(tx: Tx): Promise<void> {
  await sql`delete from case_to_redate`.execute(tx)
}

/** A case with what its dates are reckoned by. */
export type Candidate = {
  readonly case_id: string
  readonly seq: number
  readonly hash: Buffer
  readonly at: Date
  readonly rule_set: string
  readonly place: string | null
  /** As JSON. */
  readonly timers: string
  readonly fold_version: number
  readonly division_code: string | null
  /** Of the calendar, as this statement saw it. */
  readonly version: string
}

const candidate =
  sql.raw(`s.case_id, s.seq, s.hash, s.at, s.rule_set, s.place, (s.fold -> 'timers')::text as timers, s.fold_version,
  o.division_code, ${calendarVersionSql} as version`)

/** A case in the queue, with the version that put it there. */
export type Queued = Candidate & { readonly queued_version: string }

/** The next cases of the queue, in the order of their ids. Locks nothing. */
export async function nextQueued(tx: Tx, after: string, limit: number): Promise<Queued[]> {
  const { rows } = await sql<Queued>`
    select ${candidate}, q.version as queued_version
    from (select case_id, version from case_to_redate where case_id > ${after} order by case_id limit ${limit}) as q
      join case_state s using (case_id) left join organisation o on o.uscc = s.organisation
    order by s.case_id`.execute(tx)
  return rows
}

/** Some of the cases that a change of these days may move. */
export async function someReached(
  tx: Tx,
  span: Span,
  reach: Reach,
  limit: number,
): Promise<(Candidate & { number: string; item_code: string; organisation: string })[]> {
  const { rows } = await sql<Candidate & { number: string; item_code: string; organisation: string }>`
    select ${candidate}, s.number, s.item_code, s.organisation
    from (select case_id from case_state where ${reached(span, reach)} limit ${limit}) as r
      join case_state s using (case_id) left join organisation o on o.uscc = s.organisation`.execute(tx)
  return rows
}

/** How many cases a change of these days may move. */
export async function countReached(tx: Tx, span: Span, reach: Reach): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from case_state where ${reached(span, reach)}`.execute(
    tx,
  )
  return rows[0]?.count ?? 0
}

/** A case that was looked at: its event and what it says, or null where its dates are right. */
export type Looked = {
  readonly row: Queued
  readonly done: { readonly event: EventRow; readonly correction: Correction } | null
}

/**
 * Writes for many cases the event, its place in the queue for an order and the new dates, and takes the cases out of the queue: one
 * statement, so that their rows are locked for no longer than it runs. Cases that somebody is acting on or has acted on since they were
 * read are left in the queue, and so are those that another notice has put there again.
 *
 * A crash that loses the commit loses all of it, queue included; whatever is given a position later is on disk before it. So nobody
 * need wait for the disk here.
 *
 * @returns how many cases left the queue, and how many of these got new dates
 */
export async function writeLooked(tx: Tx, looked: readonly Looked[]): Promise<{ left: number; moved: number }> {
  const shared = [...new Set(looked.flatMap(({ done }) => done?.correction ?? []))]
  const places = new Map(shared.map((correction, k) => [correction, k]))
  const said = shared.map(({ body, ground, effectiveOn, timers }, k) => {
    return { k, body, ground, effective_on: effectiveOn, timers, ...clockColumns(timers) }
  })
  const each = <T>(read: (one: Looked) => T) => looked.map(read)
  await sql`set local synchronous_commit = off`.execute(tx)
  const { rows } = await sql<{ left: number; moved: number }>`
    with said as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as s (k int, body jsonb, ground text, effective_on date, timers jsonb,
        due_on date, promised_on date, next_settle_on date, dated_from date, dated_until date, tightest_on date)
    ), given as materialized (
      select * from unnest(${each(({ row }) => row.case_id)}::uuid[], ${each(({ row }) => row.seq)}::int[],
        ${each(({ row }) => row.queued_version)}::uuid[], ${each(({ done }) => (done === null ? null : places.get(done.correction)))}::int[],
        ${each(({ done }) => done?.event.at.toISOString() ?? null)}::timestamptz[],
        ${each(({ done }) => done?.event.hash.toString('hex') ?? null)}::text[]) as g (case_id, seen, queued, k, at, hash)
    ), free as materialized (
      select g.case_id, g.queued, g.k, g.at, s.seq + 1 as seq, s.hash as prev_hash, decode(g.hash, 'hex') as hash
      from given g join case_state s on s.case_id = g.case_id where s.seq = g.seen for update of s skip locked
    ), event as (
      insert into case_event (case_id, seq, v, kind, body, actor, authority, ground, channel, effective_on, at, prev_hash, hash)
      select f.case_id, f.seq, 1, 'redated', s.body, ${system.actor}, ${system.authority}, s.ground, ${system.channel}, s.effective_on,
        f.at, f.prev_hash, f.hash
      from free f join said s using (k)
    ), inbox as (
      insert into log_inbox (stream, stream_id, seq) select 'case', case_id, seq from free where k is not null
    ), gone as (
      delete from case_to_redate q where q.case_id = any(array(select case_id from free)) -- by the key, however little is known of the table
        and (q.case_id, q.version) in (select case_id, queued from free)
    ), moved as (
      update case_state c set seq = f.seq, hash = f.hash, at = f.at, fold = jsonb_set(c.fold, '{timers}', s.timers), due_on = s.due_on,
        promised_on = s.promised_on, next_settle_on = s.next_settle_on, dated_from = s.dated_from, dated_until = s.dated_until,
        tightest_on = s.tightest_on
      from free f join said s using (k) where c.case_id = f.case_id
    )
    select count(*)::int as left, count(k)::int as moved from free`.execute(tx)
  return rows[0] ?? { left: 0, moved: 0 }
}
