import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'

/** Events moved in one transaction at most, so that nobody waits long for the head. */
export const sequencerBatch = 2_000

/**
 * Gives committed events their positions: dense, once, per stream in `seq` order. Whoever holds the row of `log_head` is the
 * sequencer; a second one waits. Order depends on nothing but what is committed: no transaction ids, no timestamps.
 *
 * Sorting by inbox id keeps a stream in order although ids of other streams commit late: within a stream the next id is only
 * drawn after the event before has committed, so whoever sees it sees all before it.
 *
 * @returns how many events got a position
 */
export async function sequence(tx: Tx): Promise<number> {
  await sql`select from log_head for update`.execute(tx)
  const { rows } = await sql<{ moved: number }>`
    with taken as (
      delete from log_inbox where id in (select id from log_inbox order by id limit ${sequencerBatch})
      returning id, stream, stream_id, seq
    ), ordered as (
      insert into log_order (position, stream, stream_id, seq)
      select (select position from log_head) + row_number() over (order by id), stream, stream_id, seq from taken
      returning position
    )
    update log_head set position = position + (select count(*) from ordered)
    where exists (select from ordered)
    returning (select count(*) from ordered)::int as moved`.execute(tx)
  return rows[0]?.moved ?? 0
}
