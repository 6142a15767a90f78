import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../test/database.ts'
import { transaction } from '../kernel/db/index.ts'
import { nowAt } from '../kernel/now.ts'
import { openVersion } from '../modules/catalogue/index.ts'
import { findOrganisationByUscc, importDivisions } from '../modules/region/index.ts'
import { authoredFiles, bringAuthored } from './authored.ts'
import { bringItems, shipped } from './lists.ts'

const now = nowAt('2026-03-02T09:00:00.000+08:00')
const folder = mkdtempSync(join(tmpdir(), 'yichuang-authored-'))
let database: TestDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await database.close()
})

test('the described items stand on the shipped lists, with the organs of the demo area; again nothing is new', async () => {
  const divisions = [
    { code: '110000000000', name: '北京市', level: 1, parentCode: null },
    { code: '440000000000', name: '广东省', level: 1, parentCode: null },
  ]
  await transaction(database.db, (tx) => importDivisions(tx, divisions, 2023))
  expect(await bringEntries()).toMatchObject({ added: 9 })

  expect(await bringAuthored(database.db, now)).toEqual({ rows: 12, written: 12 })
  expect(await bringAuthored(database.db, now)).toEqual({ rows: 12, written: 0 })
  expect(await bringEntries()).toMatchObject({ unchanged: 9 })

  for (const code of codes) {
    const { definition } = await transaction(database.db, (tx) => openVersion(tx, code, now.at))
    expect(definition.details?.isDemo, code).toBe(definition.areaCode === '449901000000')
    if (definition.details?.isDemo !== true) continue
    const organ = await transaction(database.db, (tx) => findOrganisationByUscc(tx, definition.organ.uscc ?? ''))
    const { reviewOrgan, court } = definition.remedy ?? {}
    expect(organ).toMatchObject({ name: definition.organ.name, reviewAuthority: reviewOrgan, court })
  }
})

const codes = authoredFiles().map(({ text }): string => JSON.parse(text).code)

/** The rows of the shipped lists that are described. */
async function bringEntries() {
  const rows = shipped.items
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .filter((row) => codes.some((code) => row.includes(`"${code}"`)))
  const path = join(folder, 'entries.ndjson')
  writeFileSync(path, rows.join('\n'))
  return bringItems(database.db, path, now, { onRefused: () => {}, onWarned: () => {} })
}
