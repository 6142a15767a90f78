import { type Actor, type By, byOf } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { seal } from '../../../kernel/secrets.ts'
import { AlreadyRegistered, type ChangePassword, type Enrol, type Enrolled, type Login, SignInRefused } from '../contract.ts'
import { fits, hashPassword } from '../passwords.ts'
import { afterFailure, codeHours, isLocked, minutesAfter } from '../rules/access.ts'
import {
  type AccountKind,
  type AccountRow,
  findAccountByLogin,
  insertAccount,
  lockAccount,
  updateAccount,
} from '../store/accounts.ts'
import { endSessions } from '../store/sessions.ts'
import { itself, knocking, note } from './events.ts'
import { isCode, loginLookup, newCode, normaliseLogin } from './logins.ts'
import { newTotpSecret, totpUri } from './totp.ts'

/**
 * Opens an account for a person: with a password of their own choice, or with a one-time code to be handed to them.
 *
 * @param opening.password null for a one-time code
 * @param by               who opens it; null when the person does
 * @throws Refusal(AlreadyRegistered) the login is taken
 * @throws Refusal(PasswordTooWeak)
 */
export async function openAccount(
  tx: Tx,
  opening: { kind: AccountKind; personId: string; login: Login; password: string | null },
  by: By | null,
  now: Now,
): Promise<{ accountId: string; code: string | null }> {
  const id = newId(now.at)
  const passwordHash = opening.password === null ? null : await hashPassword(opening.password, normaliseLogin(opening.login))
  const row = { id, kind: opening.kind, person_id: opening.personId, login_lookup: loginLookup(opening.login) }
  if (!(await insertAccount(tx, row))) throw new Refusal(AlreadyRegistered, {})
  await note(tx, id, 'opened', { kind: opening.kind, person: opening.personId }, by ?? itself(id), now)
  if (passwordHash !== null) {
    await updateAccount(tx, id, { password_hash: passwordHash, password_changed_at: now.at })
    return { accountId: id, code: null }
  }
  return { accountId: id, code: await giveCode(tx, id, now) }
}

/**
 * Takes password, second factor and sessions from an account and gives a one-time code to start anew: forgotten password,
 * lost telephone, or an account that somebody else may have opened.
 */
export async function resetAccess(tx: Tx, accountId: string, by: By, now: Now): Promise<string> {
  await lockAccount(tx, accountId)
  const empty = {
    password_hash: null,
    password_changed_at: null,
    totp_box: null,
    totp_step: null,
    failures: 0,
    locked_until: null,
  }
  await updateAccount(tx, accountId, empty)
  await endSessions(tx, { accountId, except: null }, now.at)
  await note(tx, accountId, 'access_reset', {}, by, now)
  return giveCode(tx, accountId, now)
}

/** Closes an account for good. Its login is free again; nothing of its secrets stays. */
export async function closeAccount(tx: Tx, accountId: string, by: By, now: Now): Promise<void> {
  const account = await lockAccount(tx, accountId)
  if (account.closed_at !== null) return
  const empty = { login_lookup: null, password_hash: null, totp_box: null, totp_step: null, code_hash: null, code_until: null }
  await updateAccount(tx, accountId, { ...empty, closed_at: now.at })
  await endSessions(tx, { accountId, except: null }, now.at)
  await note(tx, accountId, 'closed', {}, by, now)
}

/**
 * Sets the first password with a one-time code. Staff get the secret of their second factor, this once.
 *
 * @throws Refusal(SignInRefused) login or code wrong, code used or too old, or locked: never says which
 * @throws Refusal(PasswordTooWeak)
 */
export async function enrol(tx: Tx, enrolment: Enrol, now: Now): Promise<Enrolled> {
  const login = normaliseLogin(enrolment.login)
  const passwordHash = await hashPassword(enrolment.password, login)
  const found = await findAccountByLogin(tx, loginLookup(enrolment.login))
  if (found === undefined) throw new Refusal(SignInRefused, {})
  const account = await lockAccount(tx, found.id)
  const isGood = account.code_until !== null && now.at < account.code_until && isCode(account.code_hash, enrolment.code)
  if (lockedNow(account, now)) throw new Refusal(SignInRefused, {})
  if (!isGood) return failed(tx, account, 'code', now)

  const secret = account.kind === 'staff' ? newTotpSecret() : null
  await updateAccount(tx, account.id, {
    password_hash: passwordHash,
    password_changed_at: now.at,
    totp_box: secret === null ? null : seal(`account.totp:${account.id}`, secret),
    totp_step: null,
    code_hash: null,
    code_until: null,
    failures: 0,
    locked_until: null,
  })
  await note(tx, account.id, 'enrolled', { secondFactor: secret !== null }, itself(account.id), now)
  return { secondFactor: secret === null ? null : { secret, uri: totpUri(secret, login) } }
}

/**
 * Changes one's own password; every other session of the account ends.
 *
 * @throws Refusal(SignInRefused) the current one is wrong; counts like a failed sign-in
 * @throws Refusal(PasswordTooWeak)
 */
export async function changePassword(tx: Tx, actor: Actor, change: ChangePassword, now: Now): Promise<void> {
  const before = await lockAccount(tx, actor.id)
  if (lockedNow(before, now)) throw new Refusal(SignInRefused, {})
  if (!(await fits(before.password_hash, change.current))) await failed(tx, before, 'password', now)
  const passwordHash = await hashPassword(change.next, '')
  await updateAccount(tx, actor.id, { password_hash: passwordHash, password_changed_at: now.at, failures: 0 })
  await endSessions(tx, { accountId: actor.id, except: actor.session ?? null }, now.at)
  await note(tx, actor.id, 'password_changed', {}, byOf(actor, 'self'), now)
}

/**
 * Counts a failure of a locked account row, locks the account at the fifth, and refuses. What is written here stays,
 * because the refusal keeps.
 */
export async function failed(tx: Tx, account: AccountRow, by: 'password' | 'second_factor' | 'code', now: Now): Promise<never> {
  const after = afterFailure({ failures: account.failures, lockedUntil: account.locked_until }, now.at)
  await updateAccount(tx, account.id, { failures: after.failures, locked_until: after.lockedUntil })
  await note(tx, account.id, 'sign_in_failed', { by, failures: after.failures }, knocking(null), now)
  if (after.lockedUntil !== null) {
    await note(tx, account.id, 'locked', { until: after.lockedUntil.toISOString() }, knocking(null), now)
  }
  throw new Refusal(SignInRefused, {})
}

/** Whether sign-in to an account is barred now. Said of a locked row, it holds for the rest of the transaction. */
export function lockedNow(account: AccountRow, now: Now): boolean {
  return account.closed_at !== null || isLocked({ failures: account.failures, lockedUntil: account.locked_until }, now.at)
}

async function giveCode(tx: Tx, accountId: string, now: Now): Promise<string> {
  const { code, hash } = newCode()
  await updateAccount(tx, accountId, { code_hash: hash, code_until: minutesAfter(now.at, codeHours * 60) })
  return code
}
