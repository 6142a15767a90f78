import { system } from '../kernel/actor.ts'
import type { Tx } from '../kernel/db/index.ts'
import { nameId } from '../kernel/ids.ts'
import { eventsOf, record } from '../kernel/log/index.ts'
import type { Now } from '../kernel/now.ts'
import { regionStream } from '../modules/region/index.ts'

const streamId = nameId('demonstration')

/** Puts on record, once and for ever, that everything in this database is made up. Every page says so from then on. */
export async function markDemonstration(tx: Tx, seed: string, now: Now): Promise<void> {
  await record(tx, regionStream, {
    streamId,
    kind: 'demonstration',
    v: 1,
    body: { seed },
    by: system,
    ground: null,
    effectiveOn: now.today,
    at: now.at,
  })
}

/** Whether this database is a demonstration. It says so in its log and never becomes a production one. */
export async function isDemonstration(tx: Tx): Promise<boolean> {
  return (await eventsOf(tx, regionStream, streamId)).length > 0
}
