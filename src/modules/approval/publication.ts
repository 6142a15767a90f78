import type { Tx } from '../../kernel/db/index.ts'
import { type CaseState, findCase } from '../casework/index.ts'
import { definitionOf } from '../catalogue/index.ts'
import { maskedNames } from '../identity/index.ts'
import type { GrantList } from './contract.ts'
import * as store from './store.ts'

/** Puts a case on the register of grants, or takes it off: whatever holds of it now. @source 行政许可法 40 */
export async function publish(tx: Tx, caseId: string): Promise<void> {
  const state = await findCase(tx, caseId)
  if (state === null || state.decidedOn === null || !isGranted(state)) return store.removeGrant(tx, caseId)
  const { name, organ } = await definitionOf(tx, state.versionId)
  await store.putGrant(tx, {
    caseId,
    decidedOn: state.decidedOn,
    organisation: state.organisation,
    department: organ.name,
    itemCode: state.itemCode,
    itemName: name,
    applicantId: state.applicantId,
    letterNumber: state.documents.findLast(({ kind }) => kind === 'D18')?.number ?? null,
  })
}

/** Grants of permits as anybody may consult them, newest first; names of natural persons masked. @source 行政许可法 40; 个人信息保护法 51(三) */
export async function grantsOf(tx: Tx, { limit, ...asked }: store.GrantsAsked): Promise<GrantList> {
  const rows = await store.grantsPage(tx, { ...asked, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const applicants = shown.map(({ applicantId }) => applicantId)
  const names = await maskedNames(tx, applicants)
  return {
    grants: shown.map(({ decidedOn, department, itemCode, itemName, applicantId, letterNumber }) => {
      const applicantName = names.get(applicantId) ?? null
      return { decidedOn, department, itemCode, itemName, applicantName, letterNumber }
    }),
    next: rows.length > limit ? (shown.at(-1)?.cursor ?? null) : null,
  }
}

function isGranted({ ruleSet, state }: CaseState): boolean {
  return ruleSet === 'permit' && ['granted', 'issued', 'delivered'].includes(state)
}
