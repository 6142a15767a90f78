import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { versionInForce } from '../../catalogue/index.ts'
import { findOrganisationByUscc } from '../../region/index.ts'
import { timerName } from '../timers/rules.ts'
import type { NamedPreview, RedatePreview } from './contract.ts'

/** A preview with the names people know: items as they are called today, organisations, clocks. */
export async function named(tx: Tx, preview: RedatePreview, now: Now): Promise<NamedPreview> {
  const itemNames = await mapped(
    [...preview.byItem, ...preview.sample].map(({ itemCode }) => itemCode),
    async (code) => (await versionInForce(tx, code, now.at)).definition.name,
  )
  const organisationNames = await mapped(
    [...preview.byOrganisation, ...preview.sample].map(({ organisation }) => organisation),
    async (uscc) => (await findOrganisationByUscc(tx, uscc))?.name ?? uscc,
  )
  const itemNamed = (code: string) => itemNames.get(code) ?? code
  const organisationNamed = (uscc: string) => organisationNames.get(uscc) ?? uscc
  return {
    ...preview,
    byItem: preview.byItem.map((row) => ({ ...row, itemName: itemNamed(row.itemCode) })),
    byOrganisation: preview.byOrganisation.map((row) => ({ ...row, organisationName: organisationNamed(row.organisation) })),
    sample: preview.sample.map((row) => ({
      ...row,
      itemName: itemNamed(row.itemCode),
      organisationName: organisationNamed(row.organisation),
      timerName: timerName(row.timer),
    })),
  }
}

async function mapped(codes: readonly string[], name: (code: string) => Promise<string>): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (const code of new Set(codes)) names.set(code, await name(code))
  return names
}
