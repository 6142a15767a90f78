import { type Actor, type By, byOf } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Now } from '../../../kernel/now.ts'
import { isRefusal, Refusal } from '../../../kernel/refusal.ts'
import {
  AlreadyRegistered,
  addPerson,
  closeAccount,
  findAccount,
  lockAccount,
  lockIfEmpty,
  openAccount,
  resetAccess,
} from '../../identity/index.ts'
import { BeyondReach, LoginTaken, type NewStaff, NotEmpty, NotFound, NotOneself, type StaffCreated } from '../contract.ts'
import * as store from '../store.ts'
import { addPost, grantOver, note, scopeOf } from './posts.ts'

/**
 * Opens an account for a member of staff. It holds no power until a post is given.
 *
 * @returns the account, and the one-time code with which its holder sets password and second factor
 * @throws Refusal(LoginTaken | WrongPerson)
 */
export async function createStaffAccount(tx: Tx, given: NewStaff, actor: Actor, now: Now): Promise<StaffCreated> {
  const grant = actor.grants.find((one) => one.power === 'staff.manage')
  if (grant === undefined) throw new Refusal(BeyondReach, {})
  return open(tx, given, byOf(actor, grant.authority), now)
}

/**
 * Gives a member of staff a new one-time code; password, second factor and sessions end.
 *
 * @throws Refusal(NotOneself | BeyondReach) recorded
 * @throws Refusal(NotFound)
 */
export async function resetStaffAccess(tx: Tx, accountId: string, actor: Actor, now: Now): Promise<string> {
  return resetAccess(tx, accountId, await rightOver(tx, accountId, actor), now)
}

/**
 * Closes the account of somebody who left: posts, standing in and sessions end at once.
 *
 * @throws Refusal(NotOneself | BeyondReach) recorded
 * @throws Refusal(NotFound)
 */
export async function closeStaffAccount(tx: Tx, accountId: string, actor: Actor, now: Now): Promise<void> {
  const by = await rightOver(tx, accountId, actor)
  for (const post of await store.postsOf(tx, accountId)) {
    await store.endPostRow(tx, post.id, now.at)
    await note(tx, post.id, 'ended', { reason: 'left' }, by, now)
  }
  for (const row of await store.substitutionsOf(tx, accountId)) {
    await store.endSubstituteRow(tx, row.id, now.at)
    await note(tx, row.postId, 'substitute_ended', { substitute: row.id }, by, now)
  }
  await closeAccount(tx, accountId, by, now)
}

/**
 * Opens the first account of an empty database: an administrator of all, by a one-time code.
 *
 * @throws Refusal(NotEmpty) there are accounts already
 */
export async function createFirstAdministrator(tx: Tx, given: NewStaff, now: Now): Promise<StaffCreated> {
  if (!(await lockIfEmpty(tx))) throw new Refusal(NotEmpty, {})
  const by: By = { actor: 'system', onBehalfOf: null, authority: 'installation', channel: 'system', place: null }
  const created = await open(tx, given, by, now)
  const seat = { organisation: null, place: null, window: null, fromOn: now.today, untilOn: null }
  await addPost(tx, newId(now.at), { account: created.account, role: 'administrator', ...seat }, by, now)
  return created
}

async function open(tx: Tx, given: NewStaff, by: By, now: Now): Promise<StaffCreated> {
  const person = { kind: 'natural', name: given.name, identifier: null, phone: null, proof: 'sighted' } as const
  const personId = await addPerson(tx, person, by, now)
  const login = { kind: 'staff', value: given.login }
  try {
    const { accountId, code } = await openAccount(tx, { kind: 'staff', personId, login, password: null }, by, now)
    return { account: accountId, oneTimeCode: code ?? '' }
  } catch (error) {
    throw isRefusal(error, AlreadyRegistered) ? new Refusal(LoginTaken, {}) : error
  }
}

/** Who manages all may touch any account; others only accounts whose every post is in their organisation. */
async function rightOver(tx: Tx, accountId: string, actor: Actor): Promise<By> {
  if (accountId === actor.id) throw new Refusal(NotOneself, {})
  const found = await findAccount(tx, accountId)
  if (found === undefined || found.kind !== 'staff') throw new Refusal(NotFound, { what: 'account' })
  if ((await lockAccount(tx, accountId)).closed_at !== null) throw new Refusal(NotFound, { what: 'account' })
  const scopes = (await store.postsOf(tx, accountId)).map(scopeOf)
  const [grant] = (scopes.length === 0 ? [null] : scopes).map((scope) => grantOver(actor, scope))
  if (grant === undefined) throw new Refusal(BeyondReach, {})
  return byOf(actor, grant.authority)
}
