import type { Tx } from '../../../kernel/db/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Day, Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { type MaterialForm, NotToBeChecked, type Trust } from '../contract.ts'
import { type MaterialSource, trustBySource } from '../rules.ts'
import { addMaterials, type MaterialRow } from '../store.ts'

/** A material as handed in. `code` names the line of the item's list; `fileId` is null for paper only. */
export type GivenMaterial = {
  readonly code: string
  readonly form: MaterialForm
  readonly copies: number
  readonly source: MaterialSource
  readonly fileId: string | null
  readonly validUntil: Day | null
  /** Who compared it with its original; needed when `source` is 'window', otherwise not allowed. */
  readonly checkedBy: string | null
}

/** A material on record, not replaced by a later one. */
export type MaterialRecord = {
  readonly materialId: string
  readonly code: string
  readonly form: MaterialForm
  readonly copies: number
  readonly trust: Trust
  readonly fileId: string | null
  readonly validUntil: Day | null
  readonly checkedBy: string | null
}

/** Records materials of a case. One for a line that has some already replaces them: what was there stays on record. */
export async function recordMaterials(
  tx: Tx,
  caseId: string,
  given: readonly GivenMaterial[],
  now: Now,
): Promise<MaterialRecord[]> {
  if (given.length === 0) return []
  const rows = given.map((one) => {
    if ((one.source === 'window') !== (one.checkedBy !== null)) throw new TypeError('only what a window compared has a checker')
    return {
      material_id: newId(now.at),
      code: one.code,
      form: one.form,
      copies: one.copies,
      trust: trustBySource[one.source],
      file_id: one.fileId,
      valid_until: one.validUntil,
      checked_by: one.checkedBy,
    }
  })
  await addMaterials(tx, caseId, rows, now.at)
  return rows.map(materialOf)
}

/** The materials of a case that count, in the order they came. */
export async function materialsOf(tx: Tx, caseId: string): Promise<MaterialRecord[]> {
  const rows = await tx
    .selectFrom('material')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('replaced_by', 'is', null)
    .orderBy('material_id')
    .execute()
  return rows.map(materialOf)
}

/**
 * Says that an uploaded licence was compared with its original 核验原件: C becomes B.
 *
 * @throws Refusal(NotToBeChecked)
 * @source 国办函〔2016〕108号 附件
 */
export async function checkMaterial(
  tx: Tx,
  ref: { caseId: string; materialId: string },
  checkedBy: string,
  now: Now,
): Promise<void> {
  const checked = await tx
    .updateTable('material')
    .set({ trust: 'B', checked_by: checkedBy, checked_at: now.at })
    .where('case_id', '=', ref.caseId)
    .where('material_id', '=', ref.materialId)
    .where('trust', '=', 'C')
    .where('replaced_by', 'is', null)
    .returning('material_id')
    .execute()
  if (checked.length === 0) throw new Refusal(NotToBeChecked, {})
}

function materialOf(row: MaterialRow): MaterialRecord {
  return {
    materialId: row.material_id,
    code: row.code,
    form: row.form as MaterialForm, // the table checks both
    copies: row.copies,
    trust: row.trust as Trust,
    fileId: row.file_id,
    validUntil: row.valid_until,
    checkedBy: row.checked_by,
  }
}
