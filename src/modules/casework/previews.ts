import { sql } from 'kysely'
import type { Tx } from '../../kernel/db/index.ts'
import { type Call, type Download, NotFound, type Route } from '../../kernel/http/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { sampleOf } from '../document/index.ts'
import type { Acted } from './contract.ts'

/**
 * The letter 文书 that an act would make, to be read before it is done. The act is done and undone: what it refuses is refused here, and
 * nothing in the letter differs but what only an issued one has, its number and its check code.
 *
 * @throws Refusal          whatever the act refuses
 * @throws Refusal(NotFound) the act makes no letter
 */
async function preview(tx: Tx, act: () => Promise<Acted>): Promise<Download> {
  await sql`savepoint preview`.execute(tx)
  const { caseId, documentId } = await act()
  if (documentId === null) throw new Refusal(NotFound, {})
  const print = await sampleOf(tx, { caseId, documentId })
  await sql`rollback to savepoint preview`.execute(tx)
  return print()
}

/** The route of an act that makes a letter, and beside it the one that shows this letter beforehand. */
export function withPreview(act: Route): Route[] {
  return [
    act,
    {
      ...act,
      path: `${act.path}/preview`,
      summary: `${act.summary}：文书预览`,
      reply: 'file',
      refuses: [...act.refuses, NotFound],
      repeatable: true,
      handle: (tx, call: Call) => preview(tx, async () => (await act.handle(tx, call)) as Acted),
    },
  ]
}
