import type pg from 'pg'

/** Rows inserted, updated and deleted so far, by table. */
export type Rows = ReadonlyMap<string, { readonly inserted: number; readonly updated: number; readonly deleted: number }>

/** Reads the database's own count. What an open connection did may be missing: close it first. */
export async function rowsWritten(client: pg.ClientBase): Promise<Rows> {
  await client.query('select pg_stat_clear_snapshot()')
  const { rows } = await client.query<{ table: string; inserted: string; updated: string; deleted: string }>(`
    select relname as table, n_tup_ins as inserted, n_tup_upd as updated, n_tup_del as deleted
    from pg_stat_user_tables where schemaname = 'public' and relname <> 'session'`) // touched once a minute, not once an act
  return new Map(
    rows.map((row) => [
      row.table,
      { inserted: Number(row.inserted), updated: Number(row.updated), deleted: Number(row.deleted) },
    ]),
  )
}

/** Rows written between two counts, all tables together, and a line for each table. */
export function written(before: Rows, after: Rows): { total: number; lines: string[] } {
  let total = 0
  const lines = [...after].flatMap(([table, now]) => {
    const was = before.get(table) ?? { inserted: 0, updated: 0, deleted: 0 }
    const change = [now.inserted - was.inserted, now.updated - was.updated, now.deleted - was.deleted]
    const sum = change.reduce((a, b) => a + b, 0)
    total += sum
    return sum === 0 ? [] : [`${table} +${change[0]} ~${change[1]} -${change[2]}`]
  })
  return { total, lines: lines.sort() }
}
