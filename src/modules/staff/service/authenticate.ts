import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Recalled } from '../../../kernel/http/index.ts'
import type { Day, Now } from '../../../kernel/now.ts'
import { findAccount, tokenHash, touchSession } from '../../identity/index.ts'
import { grantsOf, placeOf } from '../rules.ts'
import { type HeldRow, heldToday, type SessionRow, sessionWithPosts } from '../store.ts'

const touchAfterMs = 60_000

/**
 * Finds out who calls: account, subject, and every grant in force today, by posts of their own and by standing in.
 * One round trip; once a minute a second one notes that the session is in use.
 *
 * @returns null when the token is unknown, expired, unused for too long, ended, or waits for its second factor
 */
export async function authenticate(tx: Tx, token: string, now: Now): Promise<Actor | null> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null
  const rows = await sessionWithPosts.run(tx, [tokenHash(token), now.at, now.today])
  const [session] = rows
  if (session === undefined) return null
  const isTouched = now.at.getTime() - session.last_seen_at.getTime() >= touchAfterMs
  if (isTouched) await touchSession(tx, session.session_id, now.at)
  const actor = actorOf({ ...session, session: session.session_id }, rows)
  remember(token, {
    actor,
    version: session.rights,
    today: now.today,
    freshUntilMs: (isTouched ? now.at : session.last_seen_at).getTime() + touchAfterMs,
    untilMs: session.until_at.getTime(),
  })
  return actor
}

/** Who a token belonged to when it was last read, today and less than a minute ago. */
export function recall(token: string, now: Now): Recalled | null {
  const known = remembered.get(keyOf(token))
  if (known === undefined || known.today !== now.today) return null
  const atMs = now.at.getTime()
  return atMs < known.freshUntilMs && atMs < known.untilMs ? known : null
}

/** `freshUntilMs`: then the session is touched again. `untilMs`: then it is over. */
type Remembered = Recalled & { readonly today: Day; readonly freshUntilMs: number; readonly untilMs: number }

/** What was read lately, by the digest of the token, in memory alone. */
const remembered = new Map<string, Remembered>()
const mostRemembered = 20_000

function keyOf(token: string): string {
  return tokenHash(token).toString('base64')
}

function remember(token: string, what: Remembered): void {
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(keyOf(token), what)
}

/**
 * An account as it would act at a place, without a session: for simulations, where nobody signs in.
 *
 * @throws Error when there is no such account
 */
export async function actorOfAccount(tx: Tx, accountId: string, place: string | null, now: Now): Promise<Actor> {
  const account = await findAccount(tx, accountId)
  if (account === undefined) throw new Error('no such account')
  const { kind, person_id } = account
  return actorOf({ account_id: accountId, kind, person_id, named_place: place }, await heldToday.run(tx, [accountId, now.today]))
}

type Holder = Pick<SessionRow, 'account_id' | 'kind' | 'person_id' | 'named_place'> & { readonly session?: string }

function actorOf({ account_id: id, kind, person_id, named_place, session }: Holder, rows: readonly HeldRow[]): Actor {
  const of = session === undefined ? {} : { session }
  if (kind === 'citizen') return { id, subject: person_id, grants: [], ...of, channel: 'online', place: null }
  const held = rows.flatMap(({ authority, role, organisation }) =>
    authority === null || role === null ? [] : [{ authority, role, organisation }],
  )
  const place = placeOf(
    named_place,
    rows.map((row) => row.place_code),
  )
  return { id, subject: null, grants: grantsOf(held), ...of, channel: place === null ? 'online' : 'window', place }
}
