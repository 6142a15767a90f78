import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'

/** How many tries stand under a mark, and since when. */
export type Tries = { readonly tries: number; readonly since: Date }

/**
 * Counts a try; a count older than `from` begins anew. Whoever counts under the same mark waits until this transaction ends, so that many
 * tries at once pass one by one, whichever process they reach.
 */
export async function countTry(tx: Tx, mark: Buffer, at: Date, from: Date): Promise<Tries> {
  const { rows } = await sql<Tries>`
    insert into query_try as t (mark, since, tries) values (${mark}, ${at}, 1)
    on conflict (mark) do update set since = case when t.since < ${from} then excluded.since else t.since end,
      tries = case when t.since < ${from} then 1 else t.tries + 1 end
    returning tries, since`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('no try counted')
  return row
}

/** Takes back a try that was none: the code was right. */
export async function uncountTry(tx: Tx, mark: Buffer): Promise<void> {
  await sql`update query_try set tries = tries - 1 where mark = ${mark} and tries > 0`.execute(tx)
}

/** Removes counts begun before a moment; answers how many. */
export async function dropTries(tx: Tx, before: Date): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom('query_try').where('since', '<', before).executeTakeFirst()
  return Number(numDeletedRows)
}
