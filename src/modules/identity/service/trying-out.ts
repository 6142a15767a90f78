import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { installationKind } from '../../region/index.ts'
import { type DemoWho, demoLogins, NoDemonstration, type SessionOpened } from '../contract.ts'
import { findAccountByLogin } from '../store/accounts.ts'
import { loginLookup } from './logins.ts'
import { letIn } from './sessions.ts'

/**
 * Opens a session for one of the made-up people of a demonstration, without password or second factor.
 *
 * @throws Refusal(NoDemonstration) this is none
 */
export async function tryOut(tx: Tx, who: DemoWho, now: Now): Promise<SessionOpened> {
  if ((await installationKind(tx)) !== 'demonstration') throw new Refusal(NoDemonstration, {})
  const account = await findAccountByLogin(tx, loginLookup(demoLogins[who].login))
  if (account === undefined || account.closed_at !== null) throw new Refusal(NoDemonstration, {})
  return letIn(tx, account, null, now)
}
