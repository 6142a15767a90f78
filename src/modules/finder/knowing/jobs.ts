import { type Database, transaction } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { keptDays } from './rules.ts'
import { forgetCounts } from './store.ts'

/** Forgets counts whose time is over. */
export async function tidyGaps(database: Database, now: () => Now): Promise<void> {
  await transaction(database, (tx) => forgetCounts(tx, now().today, keptDays))
}
