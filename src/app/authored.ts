import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Database, transaction } from '../kernel/db/index.ts'
import { system } from '../kernel/http/index.ts'
import type { Now } from '../kernel/now.ts'
import { authoredFrom, publishAuthored } from '../modules/catalogue/index.ts'
import {
  type DivisionRow,
  importDivisions,
  importOrganisations,
  type OrganisationRow,
  setOrganisation,
} from '../modules/region/index.ts'

const folder = fileURLToPath(new URL('../../data/items/authored/', import.meta.url))

/**
 * Publishes the items that our authors describe fully, on top of the entries of the shipped lists, which must be there, and those of the made-up
 * demo area with its organs. For demonstrations: what is written for demonstration binds no organ. Safe to repeat.
 *
 * @returns how many items there are and how many got a new version
 * @throws Refusal(UnknownItem | Unsound | PromiseExceedsLaw)
 */
export async function bringAuthored(database: Database, now: Now): Promise<{ rows: number; written: number }> {
  await bringArea(database)
  let written = 0
  const files = authoredFiles()
  for (const { name, text } of files) {
    const { isNew } = await transaction(database, (tx) => publishAuthored(tx, authoredFrom(text), name, system, now))
    if (isNew) written += 1
  }
  return { rows: files.length, written }
}

/** The files of authored items, by name. */
export function authoredFiles(): { readonly name: string; readonly text: string }[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== area)
  return names.sort().map((name) => ({ name: `authored/${name}`, text: readFileSync(folder + name, 'utf8') }))
}

const area = 'area.json'
const edition = 2023 // of the shipped list of divisions

type Area = {
  readonly divisions: readonly DivisionRow[]
  readonly organisations: readonly (OrganisationRow & { shortName: string; reviewAuthority: string; court: string })[]
}

async function bringArea(database: Database): Promise<void> {
  const { divisions, organisations } = JSON.parse(readFileSync(folder + area, 'utf8')) as Area
  await transaction(database, async (tx) => {
    await importDivisions(tx, divisions, edition)
    await importOrganisations(
      tx,
      organisations.map(({ uscc, name, divisionCode }) => ({ uscc, name, divisionCode })),
    )
    for (const { uscc, shortName, reviewAuthority, court } of organisations)
      await setOrganisation(tx, uscc, { shortName, reviewAuthority, court })
  })
}
