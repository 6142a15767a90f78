import { sql } from 'kysely'
import type { Tx } from '../../kernel/db/index.ts'

/** Which database this is, and how far its list has changed: asked at every search, so that nobody searches what is out of date. */
export async function readPlace(tx: Tx): Promise<{ key: string; change: number }> {
  const { rows } = await sql<{ key: string; change: string }>`
    select extract(epoch from pg_postmaster_start_time())::text || '/' || (select oid from pg_database where datname = current_database()) as key,
      (select no from item_change) as change`.execute(tx)
  const [row] = rows
  return { key: row?.key ?? '', change: Number(row?.change ?? 0) }
}
