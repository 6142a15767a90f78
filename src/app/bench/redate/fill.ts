import type pg from 'pg'

/** Cases made at once out of one, by the same fold. */
export type Filling = {
  /** The case that all are copies of. */
  readonly template: string
  /** Organisation of the copies. */
  readonly organisation: string
  readonly count: number
  /** Which set: its digit stands in the ids, so that no two sets share one. */
  readonly set: number
}

/** Makes copies of a case: rows of `case_state` with folds of their own, as if each had come the way of the first. */
export async function fill(owner: pg.ClientBase, { template, organisation, count, set }: Filling): Promise<void> {
  const { rows } = await owner.query<{ columns: string }>(`
    select string_agg(column_name, ', ' order by ordinal_position) as columns from information_schema.columns
    where table_schema = 'public' and table_name = 'case_state' and column_name not in ('case_id', 'organisation', 'fold')`)
  const columns = rows[0]?.columns ?? ''
  await owner.query(
    `insert into case_state (case_id, organisation, fold, ${columns})
     select id, $2, fold || jsonb_build_object('caseId', id, 'organisation', $2::text), ${columns}
     from case_state, lateral (select ${idOf('$3', 'i')} as id from generate_series(1, $4::int) as i) as copy
     where case_id = $1`,
    [template, organisation, set, count],
  )
  await owner.query('vacuum analyze case_state')
}

/** An id like those of the year's other cases: a range of ids is a range of time. */
function idOf(set: string, i: string): string {
  return `('019b76da-a8' || lpad(to_hex(${set}::int), 2, '0') || '-7000-8000-' || lpad(to_hex(${i}), 12, '0'))::uuid`
}
