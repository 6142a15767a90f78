import type { Tx } from '../../../kernel/db/index.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { chainOf, findOrganisationByUscc, importOrganisations, UnknownDivision } from '../../region/index.ts'
import type { ItemDefinition } from '../contract.ts'

/** Adds the organisations that items name and region does not know yet. Remembers whom it has asked about, so that each is asked about once. */
export function missingOrgans(): {
  /** @returns what stands in the way of adding some, in Chinese */
  add(tx: Tx, definitions: readonly ItemDefinition[]): Promise<string[]>
} {
  const asked = new Set<string>()
  return {
    add: async (tx, definitions) => {
      const warnings: string[] = []
      for (const { organ, areaCode } of definitions) {
        if (organ.uscc === null || asked.has(organ.uscc)) continue
        asked.add(organ.uscc)
        if (await findOrganisationByUscc(tx, organ.uscc)) continue
        if (await isDivision(tx, areaCode))
          await importOrganisations(tx, [{ uscc: organ.uscc, name: organ.name, divisionCode: areaCode }])
        else warnings.push(`区划 ${areaCode} 尚未导入，没有登记机构“${organ.name}”`)
      }
      return warnings
    },
  }
}

async function isDivision(tx: Tx, code: string): Promise<boolean> {
  try {
    const [division] = await chainOf(tx, code)
    return division.code === code
  } catch (error) {
    if (isRefusal(error, UnknownDivision)) return false
    throw error
  }
}
