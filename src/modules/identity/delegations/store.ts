import type { Tx } from '../../../kernel/db/index.ts'
import type { DelegationFact } from '../rules/access.ts'

export type DelegationRow = DelegationFact & { readonly principalId: string; readonly agentId: string }

/** Adds a delegation. */
export async function insertDelegation(
  tx: Tx,
  row: DelegationRow & { proof: 'own_account' | 'representative_account' | 'document'; proofFileId: string | null; madeAt: Date },
): Promise<void> {
  await tx
    .insertInto('delegation')
    .values({
      id: row.id,
      basis: row.basis,
      principal_id: row.principalId,
      agent_id: row.agentId,
      scope: row.scope,
      from_on: row.fromOn,
      until_on: row.untilOn,
      proof: row.proof,
      proof_file_id: row.proofFileId,
      made_at: row.madeAt,
      ended_at: row.endedAt,
    })
    .execute()
}

/** Of these files the ones that prove a delegation, ended or not, with its id. */
export async function proofsAmong(tx: Tx, fileIds: readonly string[]): Promise<{ fileId: string; delegationId: string }[]> {
  if (fileIds.length === 0) return []
  const rows = await tx.selectFrom('delegation').select(['id', 'proof_file_id']).where('proof_file_id', 'in', fileIds).execute()
  return rows.flatMap(({ id, proof_file_id: fileId }) => (fileId === null ? [] : [{ fileId, delegationId: id }]))
}

/** What was given by a principal to an agent and not ended, oldest first. */
export async function delegationsBetween(tx: Tx, agentId: string, principalId: string): Promise<DelegationRow[]> {
  return open(tx).where('agent_id', '=', agentId).where('principal_id', '=', principalId).execute()
}

/** What a person has given or been given and not ended, oldest first. */
export async function delegationsOf(tx: Tx, personId: string): Promise<DelegationRow[]> {
  return open(tx)
    .where((is) => is.or([is('agent_id', '=', personId), is('principal_id', '=', personId)]))
    .limit(1_000)
    .execute()
}

/** What these principals have given agents and not ended, oldest first. */
export async function givenBy(tx: Tx, principalIds: readonly string[]): Promise<DelegationRow[]> {
  if (principalIds.length === 0) return []
  return open(tx).where('principal_id', 'in', principalIds).where('basis', '=', 'delegation').limit(1_000).execute()
}

/** One delegation, locked against being ended twice. */
export async function lockDelegation(tx: Tx, id: string): Promise<DelegationRow | undefined> {
  return rows(tx).where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Ends a delegation from this instant on. */
export async function endDelegationRow(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('delegation').set({ ended_at: at }).where('id', '=', id).execute()
}

function rows(tx: Tx) {
  return tx
    .selectFrom('delegation')
    .select([
      'id',
      'basis',
      'scope',
      'principal_id as principalId',
      'agent_id as agentId',
      'from_on as fromOn',
      'until_on as untilOn',
      'ended_at as endedAt',
    ])
    .$narrowType<{ basis: DelegationFact['basis'] }>()
}

function open(tx: Tx) {
  return rows(tx).where('ended_at', 'is', null).orderBy('made_at').orderBy('id')
}
