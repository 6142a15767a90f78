import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { closedStates, type StateName, stateNames } from '../contract.ts'
import { mostCounted, type Waiting } from './contract.ts'
import { countsAtDesk } from './store.ts'

const openStates = (Object.keys(stateNames) as StateName[]).filter((state) => !closedStates.includes(state))

/** What waits in the offices at which the caller holds a post that reads cases. Whoever reads the cases of all offices sits at none by that. */
export async function waitingFor(tx: Tx, actor: Actor): Promise<Waiting> {
  const own = actor.grants.flatMap(({ power, scope }) => (power === 'casework.read' && scope !== '*' ? [scope] : []))
  const offices = [...new Set(own)]
  const counted = await countsAtDesk(tx, offices, openStates, mostCounted)
  return {
    offices: offices.map((organisation) => ({
      organisation,
      lists: counted.flatMap(({ organisation: office, ...list }) => (office === organisation ? [list] : [])),
    })),
  }
}
