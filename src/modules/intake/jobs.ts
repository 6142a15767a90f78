import { type Database, transaction } from '../../kernel/db/index.ts'
import type { Now } from '../../kernel/now.ts'
import { removeOldDrafts } from './drafts/service/ending.ts'
import { forgetTries } from './progress/service.ts'

const atOnce = 200

/** Removes drafts whose time is over 保存期限, some hundred in a transaction. */
export async function tidyDrafts(database: Database, now: () => Now): Promise<void> {
  while ((await transaction(database, (tx) => removeOldDrafts(tx, now(), atOnce))) === atOnce);
}

/** Forgets how often query codes were guessed wrong, a day later. */
export async function tidyTries(database: Database, now: () => Now): Promise<void> {
  await transaction(database, (tx) => forgetTries(tx, now()))
}
