import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Day } from '../../../kernel/now.ts'
import type { GapKind, KnowledgeKind } from './contract.ts'
import type { Kept } from './rules.ts'

/** A count to be written. `area`: '' where no place was chosen. */
export type Count = {
  readonly question: string
  readonly area: string
  readonly kind: GapKind
  readonly onDay: Day
  readonly times: number
}

/** Adds counts, in one statement; what is new goes in only while the day has room. */
export async function addCounts(tx: Tx, counts: readonly Count[], mostADay: number): Promise<void> {
  if (counts.length === 0) return
  const column = <K extends keyof Count>(name: K) => counts.map((count) => count[name])
  await sql`
    insert into finder_gap as g (question, area, kind, on_day, times)
    select c.question, c.area, c.kind, c.on_day, c.times
    from unnest(${column('question')}::text[], ${column('area')}::text[], ${column('kind')}::text[], ${column('onDay')}::date[],
      ${column('times')}::int[]) with ordinality as c (question, area, kind, on_day, times, place)
    where c.place + (select count(*) from finder_gap d where d.on_day = any(${column('onDay')}::date[])) <= ${mostADay}
      or exists (select from finder_gap d where (d.on_day, d.question, d.area, d.kind) = (c.on_day, c.question, c.area, c.kind))
    order by c.on_day, c.question, c.area, c.kind
    on conflict (on_day, question, area, kind) do update set times = g.times + excluded.times`.execute(tx)
}

/** Forgets what was counted more than so many days ago. */
export async function forgetCounts(tx: Tx, today: Day, days: number): Promise<void> {
  await sql`delete from finder_gap where on_day < ${today}::date - ${days}::int`.execute(tx)
}

export type GapRow = {
  readonly question: string
  readonly area: string
  readonly none: number
  readonly left: number
  readonly bad: number
  readonly lastOn: Day
}

/** Questions of the last days, those that people left weighing more than those that nobody waits for. */
export async function gapsOf(tx: Tx, today: Day, days: number, order: 'most' | 'newest', most: number): Promise<GapRow[]> {
  const by = order === 'most' ? sql`weight desc, "lastOn" desc` : sql`"lastOn" desc, weight desc`
  const { rows } = await sql<GapRow>`
    select question, area, coalesce(sum(times) filter (where kind = 'none'), 0)::int as none,
      coalesce(sum(times) filter (where kind = 'left'), 0)::int as left, coalesce(sum(times) filter (where kind = 'bad'), 0)::int as bad,
      max(on_day)::text as "lastOn", sum(case when kind = 'none' then times else 3 * times end) as weight
    from finder_gap where on_day > ${today}::date - ${days}::int group by question, area order by ${by}, question collate "C", area limit ${most}`.execute(
    tx,
  )
  return rows.map(({ question, area, none, left, bad, lastOn }) => ({ question, area, none, left, bad, lastOn }))
}

/** What staff added and nobody undid, and the number up to which that is so. */
export async function readKept(tx: Tx): Promise<{ no: number; kept: Kept[] }> {
  const { rows } = await sql<Kept & { no: string }>`
    select no, kind, item_name as "itemName", words from finder_knowledge order by no`.execute(tx)
  const { rows: undone } = await sql<{ undoes: string; no: string }>`
    select undoes, no from finder_knowledge where undoes is not null`.execute(tx)
  const isUndone = new Set(undone.map(({ undoes }) => undoes))
  const no = Math.max(0, ...rows.map((row) => Number(row.no)))
  return { no, kept: rows.filter((row) => row.kind !== 'undo' && !isUndone.has(row.no)).map(({ no: _, ...row }) => row) }
}

export type Added = {
  readonly kind: KnowledgeKind | 'undo'
  readonly itemName: string | null
  readonly words: readonly string[]
  readonly undoes: number | null
  readonly reason: string
  readonly by: string
  readonly authority: string
  readonly at: Date
}

/** One after another, so that nobody sees a number before those below it. */
export async function lockKnowledge(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(4702111236)`.execute(tx)
}

/** Adds a row under the next number. @returns it */
export async function addKnowledge(tx: Tx, { kind, itemName, words, undoes, reason, by, authority, at }: Added): Promise<number> {
  await lockKnowledge(tx)
  const { rows } = await sql<{ no: string }>`
    insert into finder_knowledge (no, kind, item_name, words, undoes, reason, by_account, authority, at)
    select coalesce(max(no), 0) + 1, ${kind}, ${itemName}::text, ${words}::text[], ${undoes}::bigint, ${reason}, ${by}, ${authority}, ${at}::timestamptz
    from finder_knowledge returning no`.execute(tx)
  return Number(rows[0]?.no)
}

/** Whether a number is something that was added, and whether it was undone. */
export async function findKnowledge(tx: Tx, no: number): Promise<{ isUndone: boolean } | undefined> {
  const { rows } = await sql<{ isUndone: boolean }>`
    select exists (select from finder_knowledge u where u.undoes = k.no) as "isUndone"
    from finder_knowledge k where no = ${no} and kind <> 'undo'`.execute(tx)
  return rows[0]
}

export type HistoryRow = {
  readonly no: number
  readonly kind: KnowledgeKind
  readonly item: string | null
  readonly words: string[]
  readonly reason: string
  readonly by: string
  readonly on: Day
  readonly undoneReason: string | null
  readonly undoneBy: string | null
  readonly undoneOn: Day | null
}

export async function history(tx: Tx, most: number): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select k.no::int as no, k.kind, k.item_name as item, k.words, k.reason, k.by_account as by, (k.at at time zone 'Asia/Shanghai')::date::text as on,
      u.reason as "undoneReason", u.by_account as "undoneBy", (u.at at time zone 'Asia/Shanghai')::date::text as "undoneOn"
    from finder_knowledge k left join finder_knowledge u on u.undoes = k.no where k.kind <> 'undo' order by k.no desc limit ${most}`.execute(
    tx,
  )
  return rows
}
