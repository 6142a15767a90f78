import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Access } from '../contract.ts'

/** A look at a person's data as the log has it. */
export type AccessRow = Access & { readonly seq: number; readonly actor: string }

/** Who saw a person's data, newest first. @param before the `seq` of the last one of the page before; null: from the newest on */
export async function accessesOf(tx: Tx, personId: string, limit: number, before: number | null = null): Promise<AccessRow[]> {
  const rows = await tx
    .selectFrom('access_event')
    .select(['seq', 'actor', 'at', 'authority', 'place'])
    .select([
      sql<string | null>`body ->> 'caseId'`.as('caseId'),
      sql<string>`body ->> 'purpose'`.as('purpose'),
      sql<string[]>`body -> 'fields'`.as('fields'),
    ])
    .where('stream_id', '=', personId)
    .$if(before !== null, (query) => query.where('seq', '<', before))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
