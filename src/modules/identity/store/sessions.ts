import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'

export type SessionRow = {
  readonly id: string
  readonly token_hash: Buffer
  readonly account_id: string
  readonly stage: 'second_factor' | 'open'
  readonly place_code: string | null
  readonly idle_minutes: number
  readonly last_seen_at: Date
  readonly until_at: Date
}

/** Adds a session, and drops those of the account that are over. */
export async function insertSession(tx: Tx, row: SessionRow): Promise<void> {
  await tx
    .deleteFrom('session')
    .where('account_id', '=', row.account_id)
    .where((is) => is.or([is('ended_at', 'is not', null), is('until_at', '<=', row.last_seen_at)]))
    .execute()
  await tx.insertInto('session').values(row).execute()
}

/** A session that waits for its second factor and is not over. */
export async function findWaitingSession(tx: Tx, tokenHash: Buffer, at: Date): Promise<SessionRow | undefined> {
  return tx
    .selectFrom('session')
    .select(['id', 'token_hash', 'account_id', 'stage', 'place_code', 'idle_minutes', 'last_seen_at', 'until_at'])
    .where('token_hash', '=', tokenHash)
    .where('stage', '=', 'second_factor')
    .where('ended_at', 'is', null)
    .where('until_at', '>', at)
    .$narrowType<{ stage: 'second_factor' }>()
    .executeTakeFirst()
}

/** Ends one session, or all of an account but one. */
export async function endSessions(
  tx: Tx,
  which: { sessionId: string } | { accountId: string; except: string | null },
  at: Date,
): Promise<void> {
  let ending = tx.updateTable('session').set({ ended_at: at }).where('ended_at', 'is', null)
  if ('sessionId' in which) ending = ending.where('id', '=', which.sessionId)
  else {
    ending = ending.where('account_id', '=', which.accountId)
    if (which.except !== null) ending = ending.where('id', '<>', which.except)
  }
  await ending.execute()
}

/** Notes that a session is in use. Waits for nobody: when another call is at it, that one has noted it. */
export async function touchSession(tx: Tx, sessionId: string, at: Date): Promise<void> {
  await sql`
    update session set last_seen_at = ${at}
    where id = (select id from session where id = ${sessionId} and last_seen_at < ${at} for update skip locked)`.execute(tx)
}
