import type { Tx } from '../../../kernel/db/index.ts'
import { findOrganisationByUscc } from '../../region/index.ts'
import { findRole } from '../rules.ts'
import * as store from '../store.ts'

/** An office in words. */
export type OfficeName = { readonly roleName: string; readonly organName: string | null }

/** Which offices acted, for what the log names: by authority, and by account where the authority names none. */
export async function officesBehind(
  tx: Tx,
  named: readonly { readonly authority: string; readonly actor: string }[],
): Promise<Map<string, OfficeName>> {
  const offices = await store.officesBehind(tx, named)
  const organs = new Map<string, string>()
  for (const uscc of new Set([...offices.values()].flatMap(({ organisation }) => organisation ?? []))) {
    const organ = await findOrganisationByUscc(tx, uscc)
    if (organ !== undefined) organs.set(uscc, organ.name)
  }
  return new Map(
    [...offices].map(([key, { role, organisation }]) => [
      key,
      { roleName: findRole(role)?.name ?? role, organName: organisation === null ? null : (organs.get(organisation) ?? null) },
    ]),
  )
}
