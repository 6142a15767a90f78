import { type Database, transaction } from '../../kernel/db/index.ts'
import type { Now } from '../../kernel/now.ts'
import { settleOrder } from './service/record.ts'
import { dueOrders } from './store.ts'

const most = 1_000 // a turn; the rest waits for the next, and whoever opens an order settles it anyway

/** Puts on record which limits of work orders have passed, each order in its own transaction. */
export async function settleDueOrders(database: Database, now: () => Now): Promise<void> {
  for (const id of await transaction(database, (tx) => dueOrders(tx, now().today, most))) {
    await transaction(database, (tx) => settleOrder(tx, id, now()))
  }
}
