import type { Tx } from '../../kernel/db/index.ts'
import { type Actor, type By, byOf, grantFor, NotPermitted } from '../../kernel/http/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { ItemDefinition } from './contract.ts'
import * as store from './store.ts'

/**
 * By which right an actor changes an item: a power over the organisation that acts in it now and, with a new definition, over the one that
 * will act. Nobody takes an item from a foreign organisation, nor puts one into its hands.
 *
 * @throws Refusal(NotPermitted) recorded
 */
export async function byFor(tx: Tx, actor: Actor, power: string, code: string, next?: ItemDefinition): Promise<By> {
  const newest = await store.findNewest(tx, code)
  const organs = [...(newest ? [newest.organ.uscc] : []), ...(next ? [next.organ.uscc] : [])].map((uscc) => uscc ?? '*')
  const grants = (organs.length === 0 ? ['*'] : organs).map((organ) => grantFor(actor, power, organ))
  const [grant] = grants
  if (!grant || grants.includes(null)) throw new Refusal(NotPermitted, { power })
  return byOf(actor, grant.authority)
}
