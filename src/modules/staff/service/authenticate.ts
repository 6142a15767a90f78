import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
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
  if (now.at.getTime() - session.last_seen_at.getTime() >= touchAfterMs) await touchSession(tx, session.session_id, now.at)
  return session.kind === 'staff' ? staffActor(session, rows) : citizenActor(session)
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
