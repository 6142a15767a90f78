import { sql } from 'kysely'
import type { Tx } from '../../kernel/db/index.ts'

/** A database with its list: which one, the last change of the list, the last row of what staff know. */
export type Place = { readonly key: string; readonly change: number; readonly kept: number }

/** Which database this is, and how far its list has changed: asked at every search, so that nobody searches what is out of date. */
export async function readPlace(tx: Tx): Promise<Place> {
  const { rows } = await sql<{ key: string; change: string; kept: string }>`
    select extract(epoch from pg_postmaster_start_time())::text || '/' || (select oid from pg_database where datname = current_database()) as key,
      (select no from item_change) as change,
      (select coalesce(max(no), 0) from finder_knowledge) as kept`.execute(tx)
  const [row] = rows
  return { key: row?.key ?? '', change: Number(row?.change ?? 0), kept: Number(row?.kept ?? 0) }
}
