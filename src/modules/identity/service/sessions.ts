import { type Actor, byOf } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { unseal } from '../../../kernel/secrets.ts'
import { type SecondFactor, type SessionOpened, type SignIn, SignInRefused } from '../contract.ts'
import { fits } from '../passwords.ts'
import { minutesAfter, secondFactorMinutes, sessionRules } from '../rules/access.ts'
import { type AccountRow, findAccountByLogin, lockAccount, updateAccount } from '../store/accounts.ts'
import { endSessions, findWaitingSession, insertSession } from '../store/sessions.ts'
import { failed, lockedNow } from './accounts.ts'
import { itself, note } from './events.ts'
import { loginLookup, newToken, tokenHash } from './logins.ts'
import { totpStep } from './totp.ts'

/**
 * Signs in by password. Citizens are in; staff get a token that is good for the second factor alone.
 *
 * @throws Refusal(SignInRefused) login or password wrong, not enrolled, closed or locked: never says which, and takes as long
 * @throws Refusal(SignInBusy)
 * @source GB/T 22239-2019 8.1.4.1
 */
export async function signIn(tx: Tx, knock: SignIn, now: Now): Promise<SessionOpened> {
  const found = await findAccountByLogin(tx, loginLookup(knock.login))
  const isRight = await fits(found?.password_hash ?? null, knock.password)
  if (found === undefined) throw new Refusal(SignInRefused, {})
  const account = await lockAccount(tx, found.id) // many guesses at once pass here one by one
  if (lockedNow(account, now)) throw new Refusal(SignInRefused, {})
  if (!isRight || account.password_hash !== found.password_hash) return failed(tx, account, 'password', now)

  const place = account.kind === 'staff' ? (knock.place ?? null) : null
  if (account.kind === 'citizen') return letIn(tx, account, place, now)
  const untilAt = minutesAfter(now.at, secondFactorMinutes)
  return open(tx, account, { stage: 'second_factor', place, untilAt }, now)
}

/**
 * The second step for staff: a code of their authenticator, which works once. The waiting token ends, a new one opens the house.
 *
 * @throws Refusal(SignInRefused) token unknown or too old, code wrong or used, or locked
 */
export async function passSecondFactor(tx: Tx, step: SecondFactor, now: Now): Promise<SessionOpened> {
  const waiting = await findWaitingSession(tx, tokenHash(step.token), now.at)
  if (waiting === undefined) throw new Refusal(SignInRefused, {})
  const account = await lockAccount(tx, waiting.account_id)
  if (lockedNow(account, now) || account.totp_box === null) throw new Refusal(SignInRefused, {})
  if ((await findWaitingSession(tx, waiting.token_hash, now.at)) === undefined) throw new Refusal(SignInRefused, {})
  const timeStep = totpStep(unseal(`account.totp:${account.id}`, account.totp_box), step.code, now.at, account.totp_step)
  if (timeStep === null) return failed(tx, account, 'second_factor', now)

  await endSessions(tx, { sessionId: waiting.id }, now.at)
  await updateAccount(tx, account.id, { totp_step: timeStep })
  return letIn(tx, account, waiting.place_code, now)
}

/** Ends the session of the call. */
export async function signOut(tx: Tx, actor: Actor, now: Now): Promise<void> {
  if (actor.session === undefined) return
  await endSessions(tx, { sessionId: actor.session }, now.at)
  await note(tx, actor.id, 'signed_out', {}, byOf(actor, 'self'), now)
}

/** Opens a session for an account whose holder has proved who they are. */
export async function letIn(tx: Tx, account: AccountRow, place: string | null, now: Now): Promise<SessionOpened> {
  if (account.failures > 0 || account.locked_until !== null) {
    await updateAccount(tx, account.id, { failures: 0, locked_until: null })
  }
  await note(tx, account.id, 'signed_in', {}, itself(account.id, place), now)
  const untilAt = minutesAfter(now.at, sessionRules[account.kind].absoluteMinutes)
  return open(tx, account, { stage: 'open', place, untilAt }, now)
}

async function open(
  tx: Tx,
  account: AccountRow,
  session: { stage: 'open' | 'second_factor'; place: string | null; untilAt: Date },
  now: Now,
): Promise<SessionOpened> {
  const { token, hash } = newToken()
  await insertSession(tx, {
    id: newId(now.at),
    token_hash: hash,
    account_id: account.id,
    stage: session.stage,
    place_code: session.place,
    idle_minutes: sessionRules[account.kind].idleMinutes,
    last_seen_at: now.at,
    until_at: session.untilAt,
  })
  return { token, next: session.stage === 'open' ? 'none' : 'second_factor', untilAt: session.untilAt.toISOString() }
}
