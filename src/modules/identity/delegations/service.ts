import { type Actor, byOf } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Day, Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { PersonNotFound } from '../contract.ts'
import { authorityOf, bestOf, covers, isDay } from '../rules/access.ts'
import { normaliseName } from '../rules/masks.ts'
import { note } from '../service/events.ts'
import { findPersonByIdentifier, maskedNames, nameIn } from '../service/persons.ts'
import { findPerson } from '../store/persons.ts'
import { type Delegate, type Delegation, DelegationNotFound, DelegationNotYours, DelegationUnsound } from './contract.ts'
import * as store from './store.ts'

/**
 * By which right somebody acts in an item for a principal: 'self', 'representative:<id>', 'delegation:<id>', or null for none.
 *
 * @source 行政许可法 29
 */
export async function authorityFor(
  tx: Tx,
  agentPersonId: string,
  principalPersonId: string,
  itemCode: string,
  today: Day,
): Promise<string | null> {
  if (agentPersonId === principalPersonId) return 'self'
  return authorityOf(await store.delegationsBetween(tx, agentPersonId, principalPersonId), itemCode, today)
}

/**
 * Records that somebody may act for another. The principal does it in their own account, a legal person's representative in
 * theirs, or staff who saw the paper. An agent cannot pass the right on.
 *
 * @throws Refusal(DelegationNotYours) recorded
 * @throws Refusal(DelegationUnsound | PersonNotFound | WrongIdentifier)
 * @source 行政许可法 29
 */
export async function delegate(tx: Tx, given: Delegate, actor: Actor, now: Now): Promise<Delegation> {
  const principalId = given.principal ?? actor.subject
  if (principalId === null) throw new Refusal(PersonNotFound, {})
  const right = await rightToDelegate(tx, given, principalId, actor, now.today)
  const principal = await findPerson(tx, principalId)
  if (principal === undefined) throw new Refusal(PersonNotFound, {})
  const agent = await agentOf(tx, given, right, now.today)
  refuseUnsound(given, principal, agent, now.today)

  const id = newId(now.at)
  const { basis, scope, fromOn, untilOn } = given
  const row = { id, basis, principalId, agentId: agent.id, scope, fromOn, untilOn, endedAt: null }
  await store.insertDelegation(tx, { ...row, proof: right.proof, proofFileId: right.fileId, madeAt: now.at })
  const body = { basis, principal: principalId, agent: agent.id, scope, fromOn, untilOn, proof: right.proof, file: right.fileId }
  await note(
    tx,
    id,
    'delegated',
    body,
    byOf(actor, right.authority, actor.subject === principalId ? null : principalId),
    now,
    '行政许可法 29',
  )
  return shown(row, await maskedNames(tx, [principalId, agent.id]), now.today)
}

/**
 * Ends a delegation at once: the principal takes it back, the agent lays it down, or staff at the principal's word.
 *
 * @throws Refusal(DelegationNotFound) recorded: also when it is somebody else's, whose existence is not told
 * @throws Refusal(DelegationUnsound)  ended before
 */
export async function endDelegation(tx: Tx, id: string, actor: Actor, now: Now): Promise<void> {
  const row = await store.lockDelegation(tx, id)
  const authority = row === undefined ? null : await rightToEnd(tx, row, actor, now.today)
  if (row === undefined || authority === null) throw new Refusal(DelegationNotFound, {})
  if (row.endedAt !== null) throw new Refusal(DelegationUnsound, { problem: 'ended' })
  await store.endDelegationRow(tx, id, now.at)
  const isParty = actor.subject === row.principalId || actor.subject === row.agentId
  await note(tx, id, 'delegation_ended', {}, byOf(actor, authority, isParty ? null : row.principalId), now)
}

const mostShown = 1_000

/** What a person has given and been given, and what those whom they represent have given, not ended, oldest first. */
export async function delegationsOf(tx: Tx, personId: string, today: Day): Promise<Delegation[]> {
  const own = await store.delegationsOf(tx, personId)
  const represented = own.filter(
    (row) => row.agentId === personId && row.basis === 'representative' && covers(row, row.scope, today),
  )
  const theirs = await store.givenBy(
    tx,
    represented.map(({ principalId }) => principalId),
  )
  const rows = [...own, ...theirs.filter(({ id }) => !own.some((row) => row.id === id))].slice(0, mostShown)
  const names = await maskedNames(
    tx,
    rows.flatMap(({ principalId, agentId }) => [principalId, agentId]),
  )
  return rows.map((row) => shown(row, names, today))
}

/**
 * For whom a person may act in an item today, longest known first; of several rights the one that counts.
 *
 * @source 行政许可法 29
 */
export async function principalsOf(
  tx: Tx,
  agentId: string,
  itemCode: string,
  today: Day,
): Promise<{ personId: string; basis: store.DelegationRow['basis']; untilOn: Day | null }[]> {
  const rows = (await store.delegationsOf(tx, agentId)).filter((row) => row.agentId === agentId)
  return [...new Set(rows.map((row) => row.principalId))].flatMap((personId) => {
    const theirs = rows.filter((row) => row.principalId === personId)
    const best = bestOf(theirs, itemCode, today)
    return best === undefined ? [] : [{ personId, basis: best.basis, untilOn: best.untilOn }]
  })
}

/** Somebody whom a person speaks for today, and in what. */
export type Principal = {
  readonly personId: string
  readonly basis: store.DelegationRow['basis']
  /** Codes of items; null: in all. */
  readonly items: readonly string[] | null
}

/**
 * All for whom a person may act in anything today, longest known first.
 *
 * @source 行政许可法 29
 */
export async function spokenFor(tx: Tx, agentId: string, today: Day): Promise<Principal[]> {
  const rows = (await store.delegationsOf(tx, agentId)).filter((row) => row.agentId === agentId && covers(row, row.scope, today))
  return [...new Set(rows.map((row) => row.principalId))].flatMap((personId) => {
    const theirs = rows.filter((row) => row.principalId === personId)
    const whole = bestOf(theirs, '*', today)
    const [first] = theirs
    if (first === undefined) return []
    return [{ personId, basis: (whole ?? first).basis, items: whole === undefined ? theirs.map(({ scope }) => scope) : null }]
  })
}

type Right = { authority: string; proof: 'own_account' | 'representative_account' | 'document'; fileId: string | null }

async function rightToDelegate(tx: Tx, given: Delegate, principalId: string, actor: Actor, today: Day): Promise<Right> {
  const staff = actor.grants.find((grant) => grant.power === 'identity.manage')
  if (staff !== undefined && actor.subject === null) {
    if (given.proofFileId === undefined) throw new Refusal(DelegationUnsound, { problem: 'document' })
    return { authority: staff.authority, proof: 'document', fileId: given.proofFileId }
  }
  // That somebody represents a legal person is never taken from their own mouth.
  if (given.basis === 'representative' || actor.subject === null) throw new Refusal(DelegationNotYours, {})
  if (actor.subject === principalId) return { authority: 'self', proof: 'own_account', fileId: null }
  const authority = await representation(tx, actor.subject, principalId, today)
  if (authority === null) throw new Refusal(DelegationNotYours, {})
  return { authority, proof: 'representative_account', fileId: null }
}

/**
 * Who is to be the agent. From one's own account nobody has looked at the document: a slip in the number must not make a stranger the
 * agent, and trying numbers must not tell who is registered, so the name is needed as well, and what does not fit is not told.
 */
async function agentOf(
  tx: Tx,
  { agent, agentName }: Delegate,
  { proof }: Right,
  today: Day,
): Promise<{ id: string; kind: string }> {
  const id = await findPersonByIdentifier(tx, agent, today)
  const person = id === undefined ? undefined : await findPerson(tx, id)
  if (proof === 'document') {
    if (person === undefined) throw new Refusal(PersonNotFound, {})
    return person
  }
  if (person === undefined || nameIn(person.id, person.name_box) !== normaliseName(agentName ?? ''))
    throw new Refusal(DelegationUnsound, { problem: 'agent' })
  return person
}

async function rightToEnd(tx: Tx, row: store.DelegationRow, actor: Actor, today: Day): Promise<string | null> {
  if (actor.subject === null) return actor.grants.find((grant) => grant.power === 'identity.manage')?.authority ?? null
  if (actor.subject === row.agentId) return 'self'
  if (actor.subject === row.principalId) return row.basis === 'delegation' ? 'self' : null
  return row.basis === 'delegation' ? representation(tx, actor.subject, row.principalId, today) : null
}

/** The authority of a legal person's representative; agents get null, for they cannot pass their right on. */
async function representation(tx: Tx, personId: string, principalId: string, today: Day): Promise<string | null> {
  const authority = await authorityFor(tx, personId, principalId, '*', today)
  return authority?.startsWith('representative:') === true ? authority : null
}

function refuseUnsound(
  given: Delegate,
  principal: { id: string; kind: string },
  agent: { id: string; kind: string },
  today: Day,
): void {
  const { basis, scope, fromOn, untilOn } = given
  const isPeriod = isDay(fromOn) && (untilOn === null || (isDay(untilOn) && fromOn <= untilOn && today <= untilOn))
  const isKind = agent.kind === 'natural' && (basis === 'delegation' || (principal.kind === 'legal' && scope === '*'))
  if (principal.id === agent.id) throw new Refusal(DelegationUnsound, { problem: 'self' })
  if (!isPeriod) throw new Refusal(DelegationUnsound, { problem: 'period' })
  if (!isKind) throw new Refusal(DelegationUnsound, { problem: 'kind' })
}

function shown(row: store.DelegationRow, names: ReadonlyMap<string, string>, today: Day): Delegation {
  const { id, basis, principalId, agentId, scope, fromOn, untilOn } = row
  const [principalName = '', agentName = ''] = [names.get(principalId), names.get(agentId)]
  const parties = { principal: principalId, principalName, agent: agentId, agentName }
  return { id, basis, ...parties, scope, fromOn, untilOn, isInForce: covers(row, scope, today) }
}
