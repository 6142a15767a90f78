import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Access } from '../contract.ts'

/** Who saw a person's data, newest first. */
export async function accessesOf(tx: Tx, personId: string, limit: number): Promise<Access[]> {
  const rows = await tx
    .selectFrom('access_event')
    .select(['at', 'authority', 'place'])
    .select([
      sql<string | null>`body ->> 'caseId'`.as('caseId'),
      sql<string>`body ->> 'purpose'`.as('purpose'),
      sql<string[]>`body -> 'fields'`.as('fields'),
    ])
    .where('stream_id', '=', personId)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
