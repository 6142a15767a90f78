import { sql } from 'kysely'
import type { Tx } from '../../kernel/db/index.ts'

/** A database with its list: which one, and the last of its list's changes, of what staff know, of who switched a model on or off, of what a model said. */
export type Place = {
  readonly key: string
  readonly change: number
  readonly kept: number
  readonly model: number
  readonly vector: number
}

/** Which database this is, and how far its list has changed: asked at every search, so that nobody searches what is out of date. */
export async function readPlace(tx: Tx): Promise<Place> {
  const { rows } = await sql<{ [name in keyof Place]: string }>`
    select extract(epoch from pg_postmaster_start_time())::text || '/' || (select oid from pg_database where datname = current_database()) as key,
      (select no from item_change) as change,
      (select coalesce(max(no), 0) from finder_knowledge) as kept,
      (select coalesce(max(no), 0) from finder_model) as model,
      (select coalesce(max(no), 0) from finder_vector) as vector`.execute(tx)
  const [row] = rows
  const last = (name: Exclude<keyof Place, 'key'>) => Number(row?.[name] ?? 0)
  return { key: row?.key ?? '', change: last('change'), kept: last('kept'), model: last('model'), vector: last('vector') }
}
