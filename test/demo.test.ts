import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blobsOf, houseOf, routesOf } from '../src/app/assemble.ts'
import { type Caller, callerOf } from '../src/app/caller.ts'
import { fillDemo } from '../src/app/demo/index.ts'
import type { Plan } from '../src/app/demo/plan.ts'
import { importLines, itemLines, townItems } from '../src/app/town.ts'
import { system } from '../src/kernel/actor.ts'
import { type Database, transaction } from '../src/kernel/db/index.ts'
import { follow, sequence } from '../src/kernel/log/index.ts'
import { nowAt } from '../src/kernel/now.ts'
import type { FigureCases, FigureName, Glance } from '../src/modules/casework/figures/contract.ts'
import { type CaseState, figureKeeper } from '../src/modules/casework/index.ts'
import { openVersion } from '../src/modules/catalogue/index.ts'
import { importNational } from '../src/modules/clock/index.ts'
import type { Figures as RatingFigures } from '../src/modules/rating/contract.ts'
import { figureKeeper as ratingFigures } from '../src/modules/rating/index.ts'
import { foundInstallation, importDivisions, installationKind } from '../src/modules/region/index.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { refused } from './house.ts'

const now = nowAt('2026-11-20T12:00:00+08:00')
const plan: Plan = { seed: '小城', cases: 80, days: 40, citizens: 30, enterprises: 10, clerks: 2 }
const folders: string[] = []
const cities: TestDatabase[] = []

async function demo(): Promise<TestDatabase> {
  const base = await freshDatabase()
  cities.push(base)
  const dataDir = mkdtempSync(join(tmpdir(), 'yichuang-demo-'))
  folders.push(dataDir)
  houseOf(base.db, { dataDir })
  const blobs = blobsOf({ dataDir })
  await transaction(base.db, async (tx) => {
    await importDivisions(tx, [{ code: '440000000000', name: '广东省', level: 1, parentCode: null }], 2023)
    await importNational(tx, system, now)
  })
  const first = nowAt('2026-10-01T08:00:00+08:00')
  await importLines(base.db, await itemLines(Object.values(townItems)), first)
  const items = await transaction(base.db, (tx) =>
    Promise.all(
      Object.values(townItems).map(async (code) => ({ code, definition: (await openVersion(tx, code, now.at)).definition })),
    ),
  )
  const filled = await fillDemo({ database: base.db, blobs, routes: routesOf(blobs) }, items, plan, now, () => {})
  expect([...filled.refusals]).toEqual([])
  return base
}

beforeAll(async () => {
  await demo()
  await demo()
}, 120_000)
afterAll(async () => {
  for (const city of cities) await city.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const casesOf = async (database: Database) =>
  (await sql`select number, item_code, state, received_on, due_on from case_state order by number`.execute(database)).rows

test('the same seed gives the same city', async () => {
  const [one, other] = await Promise.all(cities.map((city) => casesOf(city.db)))
  expect(one).toHaveLength(plan.cases)
  expect(one).toEqual(other)
})

test('its cases are in every state', async () => {
  const rows = (await casesOf(cities[0]?.db as Database)) as { state: string }[]
  const states = new Set(rows.map((row) => row.state))
  for (const state of ['submitted', 'accepted', 'delivered']) expect(states).toContain(state)
})

test('every figure of the glance is as long as the list it opens, and is what the cases themselves say', async () => {
  const database = cities[0]?.db as Database
  await transaction(database, (tx) => sequence(tx))
  while ((await follow(database, figureKeeper, now, () => {})) > 0);
  const states = (await sql<{ fold: CaseState }>`select fold from case_state`.execute(database)).rows.map(({ fold }) => fold)
  const call = callerOf(
    houseOf(database, { dataDir: folders[0] ?? '' }),
    routesOf(blobsOf({ dataDir: folders[0] ?? '' })),
    () => now,
  )
  const { token } = await call<{ token: string }>('POST /sessions/trying-out', { body: { who: 'supervisor' } })
  let opened = 0
  for (const today of ['2026-11-20', '2026-11-03', '2026-10-30']) {
    const at = { token, now: nowAt(`${today}T12:00:00+08:00`) }
    const glance = await call<Glance>('GET /figures', at)
    expect(glance.departments.map(({ organisation }) => organisation).sort()).toEqual(
      [...new Set(states.map(({ organisation }) => organisation))].sort(),
    )
    for (const { organisation, ...periods } of glance.departments) {
      for (const [period, fromOn] of [
        ['today', today],
        ['month', glance.monthFrom],
      ] as const) {
        for (const figure of ['received', 'accepted', 'decided', 'late'] as const) {
          const ids = await opens(call, at, { organisation, figure, fromOn, toOn: today })
          const right = states.filter((state) => state.organisation === organisation && counts(state, figure, fromOn, today))
          expect([figure, period, ids.length]).toEqual([figure, period, periods[period][figure]])
          expect(ids.toSorted()).toEqual(right.map(({ caseId }) => caseId).sort())
          opened += ids.length
        }
      }
    }
  }
  expect(opened).toBeGreaterThan(100)
})

/** Whether a case belongs to a figure, by nothing but the case. */
function counts(state: CaseState, figure: FigureName, from: string, to: string): boolean {
  if (state.state === 'voided') return false
  const days = { received: state.receivedOn, accepted: state.acceptedOn, decided: state.decidedOn }
  if (figure !== 'late') return days[figure] !== null && from <= days[figure] && days[figure] <= to
  const limit = Object.values(state.timers).find(({ code }) => ['DECIDE', 'DECIDE_JOINT', 'LEGAL'].includes(code))
  if (limit === undefined || limit.dueOn === null || limit.dueOn >= to) return false
  return limit.endedOn === null || (limit.endedOn > limit.dueOn && limit.endedOn >= from)
}

/** Every case that a figure opens, page by page. */
async function opens(call: Caller, at: object, asked: object): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page: FigureCases = await call('GET /figures/cases', {
      ...at,
      query: { ...asked, ...(after === undefined ? {} : { after }) },
    })
    ids.push(...page.cases.map(({ caseId }) => caseId))
    after = page.next
  }
  return ids
}

test('some of those who were invited rated, the same ones in both; a bad mark has its work order', async () => {
  const marksOf = async ({ db }: TestDatabase) =>
    (
      await sql<{ number: string; kind: string; on_day: string; level: number; hasOrder: boolean }>`
        select c.number, i.kind, i.on_day, r.level, o.number is not null as "hasOrder"
        from rating r join rating_invitation i on i.id = r.invitation_id join case_state c on c.case_id = i.case_id
        left join rating_order o on o.invitation_id = r.invitation_id order by c.number, i.kind, i.on_day`.execute(db)
    ).rows
  const [one = [], other] = await Promise.all(cities.map(marksOf))
  expect(one.length).toBeGreaterThan(5)
  expect(one).toEqual(other)
  for (const { level, hasOrder } of one) expect(hasOrder).toBe(level <= 2)
})

test('the figures of its ratings are what the ratings themselves say', async () => {
  const database = cities[0]?.db as Database
  await transaction(database, (tx) => sequence(tx))
  while ((await follow(database, ratingFigures, now, () => {})) > 0);
  const dataDir = folders[0] ?? ''
  const call = callerOf(houseOf(database, { dataDir }), routesOf(blobsOf({ dataDir })), () => now)
  const { rows: counted } = await sql<object>`
    select count(*)::int as invitations, count(r.level)::int as answers, count(o.number)::int as orders,
      (count(*) filter (where o.state = 'closed'))::int as closed
    from rating_invitation i left join rating r on r.invitation_id = i.id left join rating_order o on o.invitation_id = i.id`.execute(
    database,
  )
  for (const by of ['organisation', 'item'] as const) {
    const { total, rows } = await call<RatingFigures>('GET /ratings/figures', { query: { by } })
    expect(total).toMatchObject(counted[0] ?? {})
    for (const what of ['invitations', 'answers', 'orders'] as const)
      expect(rows.reduce((sum, row) => sum + row[what], 0)).toBe(total[what])
  }
})

test('a demonstration says so in its log, and neither kind becomes the other', async () => {
  const database = cities[0]?.db as Database
  const { rows } = await sql<{ body: object }>`select body from region_event where kind = 'founded'`.execute(database)
  expect(rows).toEqual([{ body: { kind: 'demonstration', seed: plan.seed } }])
  const found = (kind: 'production' | 'demonstration') => transaction(database, (tx) => foundInstallation(tx, kind, {}, now))
  expect(await refused(found('production'))).toMatchObject({ code: 'region.already_founded' })
  await found('demonstration')
  expect(await transaction(database, installationKind)).toBe('demonstration')
})
