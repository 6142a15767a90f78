import { type Actor, type By, byOf, type Grant, grantFor } from '../../../kernel/actor.ts'
import type { JsonObject } from '../../../kernel/canonical.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { newId } from '../../../kernel/ids.ts'
import { defineStream, record } from '../../../kernel/log/index.ts'
import type { Day, Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { findAccount, isDay, lockAccount, readPerson } from '../../identity/index.ts'
import { findOrganisationByUscc, findPlace, windowsOf } from '../../region/index.ts'
import {
  type AssignPost,
  BeyondReach,
  type EndPost,
  Incompatible,
  type Made,
  type NameSubstitute,
  NotFound,
  NotOneself,
  type Post,
  TermUnsound,
} from '../contract.ts'
import { areCompatible, findRole, isOver, type Role } from '../rules.ts'
import * as store from '../store.ts'

/** What happened to posts, a stream for each. */
export const staffStream = defineStream({ name: 'staff', table: 'staff_event' })

/**
 * Gives somebody a post. A role that reaches every organisation is given only by who manages staff of all.
 *
 * @throws Refusal(NotOneself | BeyondReach) recorded
 * @throws Refusal(NotFound | TermUnsound | Incompatible)
 */
export async function assignPost(tx: Tx, given: AssignPost, actor: Actor, now: Now): Promise<Made> {
  const role = findRole(given.role)
  if (role === undefined || !role.isPost) throw new Refusal(NotFound, { what: 'role' })
  if (given.account === actor.id) throw new Refusal(NotOneself, {})
  const grant = grantOver(actor, role.reach === 'all' ? null : given.organisation)
  refuseUnsoundTerm(given, now.today)
  await refuseUnknownSeat(tx, given)
  await refuseUnfit(tx, given.account, given.role, now.today)

  const id = newId(now.at)
  await addPost(tx, id, { ...given, place: given.place ?? null, window: given.window ?? null }, byOf(actor, grant.authority), now)
  return { id }
}

/** Writes a post and its event. */
export async function addPost(
  tx: Tx,
  id: string,
  post: {
    account: string
    role: Role['code']
    organisation: string | null
    place: string | null
    window: string | null
    fromOn: Day
    untilOn: Day | null
  },
  by: By,
  now: Now,
): Promise<void> {
  const { account, role, organisation, place, window, fromOn, untilOn } = post
  await store.insertPost(tx, { id, accountId: account, role, organisation, place, window, fromOn, untilOn, endedAt: null })
  await note(tx, id, 'assigned', { account, role, organisation, place, window, fromOn, untilOn }, by, now)
}

/**
 * Takes a post away, at once, and with it the right of all who stand in for it.
 *
 * @throws Refusal(NotOneself | BeyondReach) recorded
 * @throws Refusal(NotFound) unknown or ended before
 */
export async function endPost(tx: Tx, id: string, given: EndPost, actor: Actor, now: Now): Promise<void> {
  const post = await store.lockPost(tx, id)
  if (post === undefined || post.endedAt !== null) throw new Refusal(NotFound, { what: 'post' })
  if (post.accountId === actor.id) throw new Refusal(NotOneself, {})
  const grant = grantOver(actor, scopeOf(post))
  await store.endPostRow(tx, id, now.at)
  await note(tx, id, 'ended', { reason: given.reason }, byOf(actor, grant.authority), now)
}

/**
 * Lets somebody stand in for the holder of a post.
 *
 * @throws Refusal(NotOneself | BeyondReach) recorded
 * @throws Refusal(NotFound | TermUnsound | Incompatible)
 */
export async function nameSubstitute(tx: Tx, given: NameSubstitute, actor: Actor, now: Now): Promise<Made> {
  const post = await store.lockPost(tx, given.post)
  if (post === undefined || isOver(post, now.today)) throw new Refusal(NotFound, { what: 'post' })
  if (given.account === actor.id) throw new Refusal(NotOneself, {})
  const grant = grantOver(actor, scopeOf(post))
  refuseUnsoundTerm(given, now.today)
  if (given.untilOn === null && given.reason !== 'b_post') throw new Refusal(TermUnsound, {})
  if (given.account === post.accountId) throw new Refusal(NotFound, { what: 'substitute' })
  await refuseUnfit(tx, given.account, post.role, now.today)

  const id = newId(now.at)
  const { account, reason, fromOn, untilOn } = given
  await store.insertSubstitute(tx, { id, postId: post.id, accountId: account, reason, fromOn, untilOn, endedAt: null })
  const body = { substitute: id, account, reason, fromOn, untilOn }
  await note(tx, post.id, 'substitute_named', body, byOf(actor, grant.authority), now)
  return { id }
}

/**
 * Ends a standing-in at once.
 *
 * @throws Refusal(BeyondReach) recorded
 * @throws Refusal(NotFound) unknown or ended before
 */
export async function endSubstitute(tx: Tx, id: string, actor: Actor, now: Now): Promise<void> {
  const row = await store.lockSubstitute(tx, id)
  if (row === undefined || row.endedAt !== null) throw new Refusal(NotFound, { what: 'substitute' })
  const post = await store.lockPost(tx, row.postId)
  if (post === undefined) throw new Error(`substitute ${id} without a post`)
  const grant = grantOver(actor, scopeOf(post))
  await store.endSubstituteRow(tx, id, now.at)
  await note(tx, post.id, 'substitute_ended', { substitute: id }, byOf(actor, grant.authority), now)
}

/**
 * The posts of an organisation that are not over, with who stands in, by role; at most 500.
 *
 * @throws Refusal(BeyondReach) recorded
 */
export async function postsIn(tx: Tx, organisation: string, actor: Actor, now: Now): Promise<Post[]> {
  grantOver(actor, organisation)
  const posts = await store.postsIn(tx, organisation, now.today, 500)
  const ids = posts.map((post) => post.id)
  const substitutes = (await store.substitutesFor(tx, ids)).filter((row) => !isOver(row, now.today))
  const accounts = [...posts, ...substitutes].map((row) => row.accountId)
  const names = await namesOf(tx, accounts)
  return posts.map(({ endedAt: _, organisation: __, accountId, ...post }) => ({
    ...post,
    account: accountId,
    name: names.get(accountId) ?? '',
    roleName: findRole(post.role)?.name ?? post.role,
    substitutes: substitutes
      .filter((row) => row.postId === post.id)
      .map(({ id, accountId: account, reason, fromOn, untilOn }) => ({
        id,
        account,
        name: names.get(account) ?? '',
        reason,
        fromOn,
        untilOn,
      })),
  }))
}

/**
 * The grant by which an actor manages staff of an organisation; of all, for null.
 *
 * @throws Refusal(BeyondReach) recorded
 */
export function grantOver(actor: Actor, organisation: string | null): Grant {
  const grant = grantFor(actor, 'staff.manage', organisation ?? '*')
  if (grant === null) throw new Refusal(BeyondReach, {})
  return grant
}

/** The organisation whose manager may touch a post; null when only a manager of all may. */
export function scopeOf(post: { role: string; organisation: string | null }): string | null {
  return findRole(post.role)?.reach === 'own' ? post.organisation : null
}

/** Puts something on record about a post. */
export async function note(tx: Tx, postId: string, kind: string, body: JsonObject, by: By, now: Now): Promise<void> {
  await record(tx, staffStream, { streamId: postId, kind, v: 1, body, by, ground: null, effectiveOn: now.today, at: now.at })
}

async function refuseUnknownSeat(tx: Tx, given: AssignPost): Promise<void> {
  if ((await findOrganisationByUscc(tx, given.organisation)) === undefined) throw new Refusal(NotFound, { what: 'organisation' })
  if (given.window !== undefined && given.place === undefined) throw new Refusal(NotFound, { what: 'place' })
  if (given.place === undefined) return
  if ((await findPlace(tx, given.place)) === undefined) throw new Refusal(NotFound, { what: 'place' })
  if (given.window === undefined) return
  const windows = await windowsOf(tx, given.place)
  if (!windows.some((window) => window.code === given.window)) throw new Refusal(NotFound, { what: 'window' })
}

/** The account must be an open staff account, and the role must go with those it holds or will hold. */
async function refuseUnfit(tx: Tx, accountId: string, role: string, today: Day): Promise<void> {
  const found = await findAccount(tx, accountId)
  if (found === undefined || found.kind !== 'staff') throw new Refusal(NotFound, { what: 'account' })
  const account = await lockAccount(tx, accountId) // two posts given at once pass here one by one
  if (account.closed_at !== null) throw new Refusal(NotFound, { what: 'account' })
  const held = [...(await store.postsOf(tx, accountId)), ...(await store.substitutionsOf(tx, accountId))]
  const roles = held.filter((term) => !isOver(term, today)).map((term) => term.role)
  if (!areCompatible([...roles, role])) throw new Refusal(Incompatible, {})
}

function refuseUnsoundTerm({ fromOn, untilOn }: { fromOn: Day; untilOn: Day | null }, today: Day): void {
  const isSound = isDay(fromOn) && (untilOn === null || (isDay(untilOn) && fromOn <= untilOn && today <= untilOn))
  if (!isSound) throw new Refusal(TermUnsound, {})
}

/** Names of open accounts, by id. */
export async function namesOf(tx: Tx, accountIds: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const id of new Set(accountIds)) {
    const account = await findAccount(tx, id)
    if (account?.closed_at === null) names.set(id, (await readPerson(tx, account.person_id)).name)
  }
  return names
}
