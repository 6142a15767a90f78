import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { type Day, dayOf, type Now } from '../../../kernel/now.ts'
import type { Managed, StandIn } from '../contract.ts'
import { findRole, isInForce, isOver, type Term } from '../rules.ts'
import * as store from '../store.ts'
import { grantOver, namesOf } from './posts.ts'

const mostListed = 200

/**
 * Who stands, stood and will stand in for whom at an organisation, the last named first.
 *
 * @throws Refusal(BeyondReach) recorded
 */
export async function standInsOf(tx: Tx, organisation: string, actor: Actor, now: Now): Promise<StandIn[]> {
  grantOver(actor, organisation)
  const rows = await store.standInsAt(tx, organisation, mostListed)
  const names = await namesOf(
    tx,
    rows.flatMap(({ accountId, holderId }) => [accountId, holderId]),
  )
  return rows.map((row) => ({
    id: row.id,
    name: names.get(row.accountId) ?? '',
    forName: names.get(row.holderId) ?? '',
    roleName: findRole(row.role)?.name ?? row.role,
    reason: row.reason,
    fromOn: row.fromOn,
    untilOn: row.untilOn,
    endedOn: row.endedAt === null ? null : dayOf(row.endedAt),
    state: stateOf(row, now.today),
  }))
}

/** Who stood in for whom by these authorities, 'substitute:…'; all others are left out. */
export async function standInsBehind(
  tx: Tx,
  authorities: readonly string[],
): Promise<Map<string, { readonly name: string; readonly forName: string }>> {
  const prefix = 'substitute:'
  const ids = new Set(authorities.flatMap((authority) => (authority.startsWith(prefix) ? [authority.slice(prefix.length)] : [])))
  const rows = await store.standInsWith(tx, [...ids])
  const names = await namesOf(
    tx,
    rows.flatMap(({ accountId, holderId }) => [accountId, holderId]),
  )
  return new Map(
    rows.map(({ id, accountId, holderId }) => [
      prefix + id,
      { name: names.get(accountId) ?? '', forName: names.get(holderId) ?? '' },
    ]),
  )
}

/** The organisations whose posts somebody manages. */
export async function managedBy(tx: Tx, actor: Actor): Promise<Managed[]> {
  const scopes = actor.grants.flatMap(({ power, scope }) => (power === 'staff.manage' ? [scope] : []))
  return store.organisationsWithPosts(tx, scopes.includes('*') ? null : scopes)
}

function stateOf(term: Term, today: Day): StandIn['state'] {
  if (term.endedAt !== null) return 'ended'
  if (isInForce(term, today)) return 'inForce'
  return isOver(term, today) ? 'over' : 'ahead'
}
