import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/index.ts'

export type AccountKind = 'citizen' | 'staff'

const columns = [
  'id',
  'kind',
  'person_id',
  'password_hash',
  'failures',
  'locked_until',
  'totp_box',
  'totp_step',
  'code_hash',
  'code_until',
  'closed_at',
] as const

export type AccountRow = {
  readonly id: string
  readonly kind: AccountKind
  readonly person_id: string
  readonly password_hash: string | null
  readonly failures: number
  readonly locked_until: Date | null
  readonly totp_box: Buffer | null
  readonly totp_step: number | null
  readonly code_hash: Buffer | null
  readonly code_until: Date | null
  readonly closed_at: Date | null
}

/**
 * Adds an account.
 *
 * @returns false when the login is taken; the transaction goes on
 */
export async function insertAccount(
  tx: Tx,
  row: { id: string; kind: AccountKind; person_id: string; login_lookup: Buffer },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('account')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** The open account that signs in so. */
export async function findAccountByLogin(tx: Tx, loginLookup: Buffer): Promise<AccountRow | undefined> {
  return tx
    .selectFrom('account')
    .select(columns)
    .where('login_lookup', '=', loginLookup)
    .$narrowType<{ kind: AccountKind }>()
    .executeTakeFirst()
}

/** An account by id, closed or not. */
export async function findAccount(tx: Tx, id: string): Promise<AccountRow | undefined> {
  return tx.selectFrom('account').select(columns).where('id', '=', id).$narrowType<{ kind: AccountKind }>().executeTakeFirst()
}

/** The open account of a person. */
export async function findAccountOf(tx: Tx, personId: string, kind: AccountKind): Promise<AccountRow | undefined> {
  return tx
    .selectFrom('account')
    .select(columns)
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .where('closed_at', 'is', null)
    .$narrowType<{ kind: AccountKind }>()
    .executeTakeFirst()
}

/** An account as it stands now; whoever else wants to change it waits. */
export async function lockAccount(tx: Tx, id: string): Promise<AccountRow> {
  return tx
    .selectFrom('account')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .$narrowType<{ kind: AccountKind }>()
    .executeTakeFirstOrThrow()
}

/** Changes some columns of an account. */
export async function updateAccount(
  tx: Tx,
  id: string,
  values: Partial<
    Omit<AccountRow, 'id' | 'kind' | 'person_id'> & { password_changed_at: Date | null; login_lookup: Buffer | null }
  >,
): Promise<void> {
  await tx.updateTable('account').set(values).where('id', '=', id).execute()
}

/** Whether no account was ever made here. When so, nobody else makes one before this transaction ends. */
export async function lockIfEmpty(tx: Tx): Promise<boolean> {
  await sql`lock table account in share row exclusive mode`.execute(tx)
  return (await tx.selectFrom('account').select('id').limit(1).executeTakeFirst()) === undefined
}
