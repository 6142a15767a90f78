import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Day } from '../../../kernel/now.ts'
import type { FigureBy } from '../contract.ts'
import { type Counted, countNames } from './rules.ts'

const columns = sql.join(countNames.map((name) => sql.ref(name)))

/** Adds one to a count of each of these invitations: on its day and in its month, for its office, its item and its window. */
export async function addCounts(tx: Tx, ones: readonly { readonly id: string; readonly what: Counted }[]): Promise<void> {
  if (ones.length === 0) return
  const counted = countNames.map((name) => sql`(count(*) filter (where what = ${name}))::int`)
  const summed = countNames.map((name) => sql`${sql.ref(name)} = t.${sql.ref(name)} + excluded.${sql.ref(name)}`)
  await sql`
    insert into rating_tally as t (kind, organisation, span, from_on, subject, version_id, ${columns})
    select subjects.kind, organisation, span, from_on, subject, max(version_id::text)::uuid, ${sql.join(counted)}
    from unnest(${ones.map(({ id }) => id)}::uuid[], ${ones.map(({ what }) => what)}::text[]) as one (id, what)
    join rating_invitation i using (id),
      lateral (values ('day', on_day), ('month', date_trunc('month', on_day::timestamp)::date)) as days (span, from_on),
      lateral (values ('organisation', array[organisation]), ('item', array[item_code]), ('window', array[place, window_code]))
        as subjects (kind, subject)
    where subjects.kind <> 'window' or window_code is not null
    group by 1, 2, 3, 4, 5
    on conflict (kind, organisation, span, from_on, subject) do update
      set version_id = greatest(t.version_id, excluded.version_id), ${sql.join(summed)}`.execute(tx)
}

export async function clearTallies(tx: Tx): Promise<void> {
  await tx.deleteFrom('rating_tally').execute()
}

/** Counts of a group, and what its members have in common. */
export type FigureRow = {
  /** Null of all together. */
  readonly subject: readonly string[] | null
  /** The newest version of the item among them. */
  readonly version_id: string
  readonly invitations: number
  /** 5 first. */
  readonly by_level: readonly number[]
  readonly orders: number
  readonly closed: number
  readonly solved: number
}

/** Counts since a day by office, item or window, those with most invitations first; null: one row of all, none where there are none. */
export async function figures(
  tx: Tx,
  by: FigureBy | null,
  options: { readonly fromOn: Day; readonly organisation: string | null; readonly limit: number },
): Promise<FigureRow[]> {
  const { fromOn, organisation, limit } = options
  const whose = organisation === null ? sql`` : sql`and organisation = ${organisation}`
  const levels = countNames.filter((name) => name.startsWith('level_')).map((name) => sql`sum(${sql.ref(name)})::int`)
  const { rows } = await sql<FigureRow>`
    select ${by === null ? sql`null::text[] as subject` : sql`subject`}, max(version_id::text) as version_id,
      sum(invitations)::int as invitations, array[${sql.join(levels)}] as by_level,
      sum(orders)::int as orders, sum(closed)::int as closed, sum(solved)::int as solved
    from rating_tally
    where kind = ${by ?? 'organisation'} ${whose} and (span = 'month' and from_on > ${fromOn}
      or span = 'day' and from_on >= ${fromOn} and from_on < date_trunc('month', ${fromOn}::timestamp) + interval '1 month')
    ${by === null ? sql`having count(*) > 0` : sql`group by subject`}
    order by invitations desc, min(organisation), version_id, subject limit ${limit}`.execute(tx)
  return rows
}
