import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Recalled } from '../../../kernel/http/index.ts'
import type { Day, Now } from '../../../kernel/now.ts'
import { tokenHash, touchSession } from '../../identity/index.ts'
import { grantsOf, placeOf } from '../rules.ts'
import { type SessionRow, sessionWithPosts } from '../store.ts'

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
  const actor = session.kind === 'staff' ? staffActor(session, rows) : citizenActor(session)
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

function citizenActor(session: SessionRow): Actor {
  return {
    id: session.account_id,
    subject: session.person_id,
    grants: [],
    session: session.session_id,
    channel: 'online',
    place: null,
  }
}

function staffActor(session: SessionRow, rows: readonly SessionRow[]): Actor {
  const held = rows.flatMap(({ authority, role, organisation }) =>
    authority === null || role === null ? [] : [{ authority, role, organisation }],
  )
  const place = placeOf(
    session.named_place,
    rows.map((row) => row.place_code),
  )
  return {
    id: session.account_id,
    subject: null,
    grants: grantsOf(held),
    session: session.session_id,
    channel: place === null ? 'online' : 'window',
    place,
  }
}
