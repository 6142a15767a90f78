import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../test/database.ts'
import { nowAt } from '../kernel/now.ts'
import { seed } from './seed.ts'

const now = nowAt('2026-03-02T09:00:00+08:00')
let base: TestDatabase
let dataDir: string
beforeAll(async () => {
  base = await freshDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'yichuang-seed-'))
})
afterAll(async () => {
  await base.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const counts = async () => {
  const { rows } = await sql<{ divisions: number; items: number; versions: number; notices: number }>`
    select (select count(*) from division) as divisions, (select count(*) from item) as items,
      (select count(*) from item_version) as versions, (select count(*) from calendar_notice) as notices`.execute(base.db)
  return rows[0]
}

test('an empty database gets the lists that ship, once; one that was broken off is finished and nothing stands twice', async () => {
  const said: string[] = []
  const run = () => seed(base.db, dataDir, now, (sentence) => said.push(sentence))
  await run()
  const first = await counts()
  expect(first).toMatchObject({ divisions: 44_699, items: 3_159, versions: 3_159 })
  expect(first?.notices).toBeGreaterThan(0)
  expect(said).toHaveLength(2)
  expect(existsSync(join(dataDir, 'seeding'))).toBe(false)

  await run()
  expect(said).toHaveLength(2)

  writeFileSync(join(dataDir, 'seeding'), '') // as a kill in the middle leaves it
  await run()
  expect(said).toHaveLength(4)
  expect(await counts()).toEqual(first)
}, 60_000)
