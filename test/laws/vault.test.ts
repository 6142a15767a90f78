import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { streams } from '../../src/app/assemble.ts'
import { makeTown, type Town } from '../../src/app/bench/tamper/town.ts'
import { exportCase } from '../../src/app/commands/export.ts'
import { lineOf, verifyAll } from '../../src/app/verify.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { type Database, openDatabase, type Tx, transaction } from '../../src/kernel/db/index.ts'
import { sizeOf } from '../../src/kernel/log/index.ts'
import { nowAt } from '../../src/kernel/now.ts'
import { compareSome, erase, factRows, NoPower, refoldOutdated } from '../../src/modules/casework/index.ts'
import { sweepBlobs } from '../../src/modules/document/index.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

const now = nowAt('2026-03-02T11:00:00+08:00')
const folder = mkdtempSync(join(tmpdir(), 'vault-'))
const keeper: Actor = {
  id: 'keeper',
  subject: null,
  grants: [{ power: 'casework.erase', scope: '*', authority: 'post:9' }],
  channel: 'window',
  place: null,
}
let database: TestDatabase
let owner: Database
let town: Town
let cases: string[]
beforeAll(async () => {
  database = await freshDatabase()
  owner = openDatabase({ url: database.ownerUrl, max: 2 })
  town = await makeTown(database.db, folder, 24)
  cases = (await sql<{ id: string }>`select case_id as id from case_state order by case_id`.execute(database.db)).rows.map(
    (row) => row.id,
  )
})
afterAll(async () => {
  await owner.destroy()
  await database.close()
  rmSync(folder, { recursive: true })
})

const act = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work)
async function complaints(): Promise<string[]> {
  const { file: path, publicKey, blobs } = town
  const seals = { path, size: sizeOf(path), publicKey, lookAgain: async () => sizeOf(path) }
  const found = await act((tx) => verifyAll(tx, { streams, seals, blobs, nowIn: (work) => work(tx) }))
  return found.map(lineOf)
}
async function exported(caseId: string): Promise<string> {
  return JSON.stringify(await act((tx) => exportCase(tx, streams, town.blobs, town.publicKey, caseId)))
}

test('a case is exported with all its proofs, and checked without the platform', async () => {
  const path = join(folder, 'case.json')
  const check = (text: string) => {
    writeFileSync(path, text)
    const { status, stdout } = spawnSync(process.execPath, ['scripts/check-export.mjs', path], { encoding: 'utf8' })
    return { status, lines: stdout.trim().split('\n') }
  }
  const text = await exported(cases[4] ?? '')
  expect(check(text)).toMatchObject({
    status: 0,
    lines: [expect.stringMatching(/^完好：5 个事件、.*5 份证明；0 个事件尚未封存$/)],
  })

  const changes: [from: string | RegExp, to: string][] = [
    ['张三', '李四'],
    ['"kind":"accept"', '"kind":"refuse"'],
    [/"content":"bWF0/, '"content":"bWF1'],
    [/"signature":"(.)/, '"signature":"f$1'.slice(0, -1)],
    [/"path":\["[0-9a-f]{4}/, '"path":["0000'],
    [/"root":"[0-9a-f]{4}/, '"root":"0000'],
  ]
  for (const [from, to] of changes) {
    expect(text).toMatch(from)
    expect({ from, status: check(text.replace(from, to)).status }).toEqual({ from, status: 1 })
  }
  expect(await exported('00000000-0000-7000-8000-000000000000')).toBe('null')
})

test('who may not erase is refused, and nothing is gone', async () => {
  const clerk = { ...keeper, grants: [] }
  const caseId = cases[1] ?? ''
  await expect(act((tx) => erase(tx, caseId, { paths: 'all', ground: 'retention' }, clerk, now))).rejects.toMatchObject({
    kind: NoPower,
  })
  expect(await complaints()).toEqual([])
})

test('whatever is erased from any case: the log stays whole, the state is the fold, the value is nowhere', async () => {
  const left = cases.slice(5)
  const paths = fc.oneof(
    fc.constant<'all'>('all'),
    fc.subarray(['form/name', 'form/phone', 'opinion/1', 'undo/explanation', 'not/there'], { minLength: 1 }),
    fc.constant<'material'>('material'),
  )
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: left.length - 1 }), paths, fc.boolean(), async (i, meant, isOrdered) => {
      const caseId = left[i] ?? ''
      const before = await act((tx) => factRows(tx, caseId))
      const chosen = meant === 'material' ? before.map((row) => row.path).filter((path) => path.startsWith('material/')) : meant
      await act((tx) => erase(tx, caseId, { paths: chosen, ground: 'retention' }, isOrdered ? keeper : null, now))
      const after = await act((tx) => factRows(tx, caseId))
      expect(after.map((row) => row.path)).toEqual(
        before.map((row) => row.path).filter((path) => chosen !== 'all' && !chosen.includes(path)),
      )
      expect(await complaints()).toEqual([])
    }),
    { numRuns: 15 },
  )
})

test('after everything of a person is erased, the value is in no table and no file', async () => {
  const caseId = cases[2] ?? ''
  const secret = '张三 2"'
  expect(await wherever(secret)).toEqual(['case_fact'])
  const digests = (await sql<{ digest: string }>`select digest from file where case_id = ${caseId}`.execute(database.db)).rows
  await act((tx) => erase(tx, caseId, { paths: 'all', ground: 'withdrawn_consent' }, keeper, now))
  await sweepBlobs(database.db, town.blobs, now)
  expect(await wherever(secret)).toEqual([])
  for (const { digest } of digests) expect(await town.blobs.has(digest)).toBe(false)
  expect(await complaints()).toEqual([])
  expect(await exported(caseId)).not.toContain('张三')

  const events = () =>
    sql<{ n: number }>`select count(*)::int as n from case_event where case_id = ${caseId}`.execute(database.db)
  const once = (await events()).rows
  await act((tx) => erase(tx, caseId, { paths: 'all', ground: 'withdrawn_consent' }, keeper, now))
  expect((await events()).rows).toEqual(once)
})

test('a cached row of an older fold is folded anew; the nightly comparison names a row that is not the fold', async () => {
  const [a = '', b = ''] = cases
  await sql`update case_state set fold_version = 0, state = 'voided', fold = '{}' where case_id in (${a}, ${b})`.execute(owner)
  expect((await compareSome(database.db, now)).sort()).toEqual([a, b].sort())
  expect(await refoldOutdated(database.db, 100)).toBe(2)
  expect(await refoldOutdated(database.db, 100)).toBe(0)
  expect(await compareSome(database.db, now)).toEqual([])
  expect(await complaints()).toEqual([])
})

test('of what was not touched a thirtieth is compared each day, and all of it within thirty', async () => {
  const caseId = cases[3] ?? ''
  await sql`update case_state set due_on = '2030-01-01' where case_id = ${caseId}`.execute(owner)
  const named: string[] = []
  for (let day = 0; day < 30; day++) {
    named.push(...(await compareSome(database.db, nowAt(new Date(now.at.getTime() + (40 + day) * 86_400_000)))))
  }
  expect(named).toEqual([caseId])
})

/** Tables in any row of which a text stands. */
async function wherever(text: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`.execute(owner)
  const found: string[] = []
  for (const { name } of rows) {
    const hit = await sql`select from ${sql.table(name)} t where t::text like ${`%${text}%`} limit 1`.execute(owner)
    if (hit.rows.length > 0) found.push(name)
  }
  return found
}
