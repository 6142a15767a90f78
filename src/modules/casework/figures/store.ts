import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Day } from '../../../kernel/now.ts'
import type { CaseState } from '../case.ts'
import { type ListedRow, listedSql, stateOf } from '../store.ts'
import type { AsOf, FigureAsked, Figures } from './contract.ts'
import type { Milestone } from './rules.ts'

/** A day of an organisation on which cases reached something. */
export type Tallied = { readonly organisation: string; readonly kind: string; readonly on_day: Day }

/** Cases as they stand. */
export async function statesOf(tx: Tx, ids: readonly string[]): Promise<CaseState[]> {
  const { rows } = await sql<{ fold: CaseState }>`select fold from case_state where case_id = any(${ids}::uuid[])`.execute(tx)
  return rows.map(({ fold }) => fold)
}

/** Makes these the milestones of these cases. @returns what no longer holds, and what is new */
export async function putMilestones(
  tx: Tx,
  ids: readonly string[],
  given: readonly (Milestone & { readonly caseId: string; readonly organisation: string })[],
): Promise<{ gone: Tallied[]; fresh: Tallied[] }> {
  const held = sql`select * from unnest(${given.map((one) => one.caseId)}::uuid[], ${given.map((one) => one.kind)}::text[],
    ${given.map((one) => one.organisation)}::text[], ${given.map((one) => one.onDay)}::date[])`
  const { rows: gone } = await sql<Tallied>`
    delete from case_milestone where case_id = any(${ids}::uuid[]) and (case_id, kind, organisation, on_day) not in (${held})
    returning organisation, kind, on_day`.execute(tx)
  const { rows: fresh } = await sql<Tallied>`
    insert into case_milestone (case_id, kind, organisation, on_day) ${held}
    on conflict do nothing returning organisation, kind, on_day`.execute(tx)
  return { gone, fresh }
}

/** Adds to the tallies of days; one that comes to nothing goes. */
export async function addTallies(tx: Tx, changes: readonly (Tallied & { readonly by: number })[]): Promise<void> {
  if (changes.length === 0) return
  const days = sql`unnest(${changes.map((one) => one.organisation)}::text[], ${changes.map((one) => one.kind)}::text[],
    ${changes.map((one) => one.on_day)}::date[])`
  await sql`
    insert into case_tally (organisation, kind, on_day, count)
    select * from rows from (${days}, unnest(${changes.map(({ by }) => by)}::int[]))
    on conflict (organisation, kind, on_day) do update set count = case_tally.count + excluded.count`.execute(tx)
  await sql`
    delete from case_tally where count = 0 and (organisation, kind, on_day) in (select * from ${days})`.execute(tx)
}

/** Makes these the limits of these cases. */
export async function putLimits(
  tx: Tx,
  ids: readonly string[],
  given: readonly { readonly caseId: string; readonly organisation: string; readonly dueOn: Day; readonly endedOn: Day | null }[],
): Promise<void> {
  const kept = given.map((one) => one.caseId)
  await sql`
    delete from case_limit where case_id = any(${ids}::uuid[]) and not case_id = any(${kept}::uuid[])`.execute(tx)
  await sql`
    insert into case_limit (case_id, organisation, due_on, ended_on)
    select * from unnest(${kept}::uuid[], ${given.map((one) => one.organisation)}::text[], ${given.map((one) => one.dueOn)}::date[],
      ${given.map((one) => one.endedOn)}::date[])
    on conflict (case_id) do update
      set organisation = excluded.organisation, due_on = excluded.due_on, ended_on = excluded.ended_on`.execute(tx)
}

export async function clearFigures(tx: Tx): Promise<void> {
  for (const table of ['case_milestone', 'case_tally', 'case_limit'] as const) await tx.deleteFrom(table).execute()
}

/** How far a follower has counted. */
export async function asOf(tx: Tx, follower: string): Promise<AsOf> {
  const { rows } = await sql<{ position: number; at: Date | null; isWhole: boolean }>`
    with cursor as (select coalesce((select position from follower where name = ${follower}), 0) as position)
    select position, position >= coalesce((select max(position) from log_order), 0) and not exists (select from log_inbox) as "isWhole",
      (select e.at from log_order o join case_event e on e.case_id = o.stream_id and e.seq = o.seq
       where o.stream = 'case' and o.position <= cursor.position order by o.position desc limit 1) as at
    from cursor`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('no cursor')
  return { ...row, at: row.at?.toISOString() ?? null }
}

/** The figures of one organisation, as the database counts them. */
export type Counted = { readonly organisation: string; readonly name: string; readonly today: Figures; readonly month: Figures }

/**
 * Figures of organisations, of a day and of the month so far.
 *
 * @param organisations null: all that ever had a case
 */
export async function figuresOf(
  tx: Tx,
  organisations: readonly string[] | null,
  { monthFrom, today }: { readonly monthFrom: Day; readonly today: Day },
): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    with recursive seen (organisation) as (
      select min(organisation) from case_tally
      union all
      select (select min(organisation) from case_tally t where t.organisation > seen.organisation) from seen
      where seen.organisation is not null -- one step of the index an organisation, however many days there are
    ), office as (
      ${organisations === null ? sql`select organisation from seen where organisation is not null` : sql`select unnest(${organisations}::text[]) as organisation`}
    )
    select office.organisation, coalesce((select name from organisation o where o.uscc = office.organisation), office.organisation) as name,
      jsonb_build_object('received', received, 'accepted', accepted, 'decided', decided, 'late', late) as today,
      jsonb_build_object('received', received_month, 'accepted', accepted_month, 'decided', decided_month, 'late', late_month) as month
    from office, lateral (
      select ${tallied('received')}, ${tallied('accepted')}, ${tallied('decided')},
        ${tallied('received', today)}, ${tallied('accepted', today)}, ${tallied('decided', today)}
      from case_tally t
      where t.organisation = office.organisation and kind in ('received', 'accepted', 'decided') and on_day between ${monthFrom} and ${today}
    ) as reached, lateral (
      select count(*)::int as late_month, count(*) filter (where ${lateBetween(today, today)})::int as late
      from case_limit where organisation = office.organisation and ${lateBetween(monthFrom, today)}
    ) as passed
    order by name, office.organisation`.execute(tx)
  return rows
}

function tallied(kind: Milestone['kind'], day: Day | null = null) {
  const name = sql.raw(day === null ? `${kind}_month` : kind)
  return sql`coalesce(sum(count) filter (where kind = ${kind} ${day === null ? sql`` : sql`and on_day = ${day}`}), 0)::int as ${name}`
}

/** Past the limit on any of these days: since the day after it, and up to the day on which it was decided. */
function lateBetween(from: Day, to: Day) {
  return sql`due_on < ${to}::date and (ended_on is null or ended_on >= ${from}::date)`
}

/** The number that a figure shows. */
export async function countOf(tx: Tx, { organisation, figure, fromOn, toOn }: FigureAsked): Promise<number> {
  const counting =
    figure === 'late'
      ? sql<{ count: number }>`
          select count(*)::int as count from case_limit where organisation = ${organisation} and ${lateBetween(fromOn, toOn)}`
      : sql<{ count: number }>`
          select coalesce(sum(count), 0)::int as count from case_tally
          where organisation = ${organisation} and kind = ${figure} and on_day between ${fromOn} and ${toOn}`
  return (await counting.execute(tx)).rows[0]?.count ?? 0
}

/** The cases of a figure, a page of them: a stretch of one index, however many there are. A cursor is the number of the day, and the case. */
export async function casesOf(tx: Tx, asked: FigureAsked, limit: number): Promise<(ListedRow & { cursor: string })[]> {
  const { organisation, figure, fromOn, toOn, after } = asked
  const [day = '', caseId = ''] = after?.split('.') ?? []
  const place = sql`(date '1970-01-01' + ${day}::int, ${caseId}::uuid)`
  const stretch =
    figure === 'late'
      ? sql`select case_id, due_on as on_day from case_limit where organisation = ${organisation} and ${lateBetween(fromOn, toOn)}
          ${after === undefined ? sql`` : sql`and (due_on, case_id) > ${place}`} order by due_on, case_id limit ${limit}`
      : sql`select case_id, on_day from case_milestone
          where organisation = ${organisation} and kind = ${figure} and on_day between ${fromOn} and ${toOn}
          ${after === undefined ? sql`` : sql`and (on_day, case_id) < ${place}`} order by on_day desc, case_id desc limit ${limit}`
  const order = figure === 'late' ? sql`on_day, case_id` : sql`on_day desc, case_id desc`
  const { rows } = await sql<ListedRow & { cursor: string }>`
    select ${listedSql}, (on_day - date '1970-01-01') || '.' || case_id as cursor
    from (${stretch}) as stretch, ${stateOf('stretch')} order by ${order}`.execute(tx)
  return rows
}
