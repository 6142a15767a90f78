import { type Database, type Tx, transaction } from '../../kernel/db/index.ts'
import { eventsAsStored, eventsOf } from '../../kernel/log/index.ts'
import { type Now, startOf } from '../../kernel/now.ts'
import { registeredActs } from './acts.ts'
import { foldAll, foldVersion } from './rules.ts'
import { caseStream, outdated, rewriteState, someCases } from './store.ts'
import { differencesOf } from './verify.ts'

/**
 * Folds cases anew whose cached row is of an older fold: after a release that raised `foldVersion`. Cases in use are left for the next call.
 *
 * @returns how many; fewer than `limit` when none is left
 */
export async function refoldOutdated(database: Database, limit: number): Promise<number> {
  return transaction(database, async (tx) => {
    const ids = await outdated(tx, foldVersion, limit)
    for (const caseId of ids) await rewriteState(tx, foldAll(registeredActs(), await eventsOf(tx, caseStream, caseId)))
    return ids.length
  })
}

const page = 200

/**
 * Folds again, compares and names the cases whose cached row is not the fold: all that were touched yesterday or today, and of the rest
 * a thirtieth, another one each day.
 */
export async function compareSome(database: Database, now: Now): Promise<string[]> {
  const since = new Date(startOf(now.today).getTime() - 86_400_000)
  const share = Math.floor(startOf(now.today).getTime() / 86_400_000) % 30
  const wrong: string[] = []
  for (let after: string | null = '00000000-0000-0000-0000-000000000000'; after !== null; ) {
    const from: string = after
    after = await snapshot(database, async (tx) => {
      const ids = await someCases(tx, { since, share }, from, page)
      for (const streamId of ids) {
        const events = await eventsAsStored(tx, caseStream, streamId)
        if ((await differencesOf(tx, { streamId, events, isWhole: true })).length > 0) wrong.push(streamId)
      }
      return ids.length < page ? null : (ids.at(-1) ?? null)
    })
  }
  return wrong
}

function snapshot<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction().setIsolationLevel('repeatable read').execute(work)
}
