import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'
import type { StateName } from '../contract.ts'
import { noDay } from '../store.ts'
import type { WaitingIn } from './contract.ts'

/**
 * How many cases stand in each of some states of each of some organisations: of each a stretch of the index that the lists are read by,
 * so that a hundred thousand cost no more than a hundred.
 *
 * @param most counting stops here
 */
export async function countsAtDesk(
  tx: Tx,
  organisations: readonly string[],
  states: readonly StateName[],
  most: number,
): Promise<(WaitingIn & { organisation: string })[]> {
  const { rows } = await sql<WaitingIn & { organisation: string }>`
    select organisation, state, counted.count, nullif(counted.nearest, ${noDay})::text as "nearestOn"
    from unnest(${[...organisations]}::text[]) with ordinality as o (organisation, place)
    cross join unnest(${[...states]}::text[]) with ordinality as s (state, step)
    cross join lateral (
      select count(*)::int as count, min(tightest_on) as nearest from (
        select tightest_on from case_state where organisation = o.organisation and state = s.state
        order by tightest_on, case_id limit ${most}) as first
    ) as counted
    order by place, step`.execute(tx)
  return rows
}
