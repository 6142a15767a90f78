import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followers } from '../src/app/assemble.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { firstIdOf } from '../src/kernel/db/partitions.ts'
import { system } from '../src/kernel/http/index.ts'
import { eventsOf, follow, sequence } from '../src/kernel/log/index.ts'
import type { CaseView } from '../src/modules/casework/contract.ts'
import { caseStream, redateQueued } from '../src/modules/casework/index.ts'
import type { RedatePreview } from '../src/modules/casework/redate/contract.ts'
import type { Entry } from '../src/modules/clock/contract.ts'
import { importNational } from '../src/modules/clock/index.ts'
import { apply } from './apply.ts'
import { openHouse, type TestHouse, verified } from './house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse('2020-01-14T09:00:00+08:00')
  const owner = new pg.Client({ connectionString: house.ownerUrl })
  await owner.connect()
  await owner.query(
    `create table case_event_2020 partition of case_event for values from ('${firstIdOf(2020)}') to ('${firstIdOf(2021)}')`,
  )
  await owner.end()
})
afterAll(() => house.close())

/** What happens by itself: positions, followers, and the job they ask for. */
async function followOn(): Promise<number> {
  await transaction(house.db, (tx) => sequence(tx))
  for (const follower of followers)
    while ((await follow(house.db, follower, house.now(), (parked) => expect(parked).toBeNull())) > 0);
  return redateQueued(house.db, house.now)
}

const view = (caseId: string) =>
  house.call<CaseView>('GET /cases/:id', { token: house.town.citizen.token, params: { id: caseId } })
const timerOf = async (caseId: string, code: string) => (await view(caseId)).timers.find((timer) => timer.code === code)
const eventsIn = (caseId: string) => transaction(house.db, (tx) => eventsOf(tx, caseStream, caseId))
const accept = (caseId: string) =>
  house.call('POST /cases/:id/accept', { token: house.town.clerk, params: { id: caseId }, body: {} })
const explained = (caseId: string, code: string, asOf: string) =>
  house.call<{ timer: { dueOn: string | null }; days: { date: string; counted: boolean; why: string }[] }>(
    'GET /cases/:id/timers/:code',
    { token: house.town.citizen.token, params: { id: caseId, code }, query: { asOf } },
  )
const enter = (layer: string, body: Entry) =>
  house.call<{ seq: number; isNew: boolean }>('POST /calendar/layers/:code/notices', {
    token: house.town.admin,
    params: { code: layer },
    body,
  })

/*
 * By the notice of 21 November 2019 the Spring Festival lasts from 24 to 30 January 2020, 19 January and 1 February are worked.
 * By that of 26 January it lasts to 2 February: 31 January (Friday) and 1 February (Saturday, a make-up day) are worked no more.
 * Accepted on Tuesday, 14 January, 20 working days:
 *   first notice:  15 16 17 19 20 21 22 23 (8) | 31, 1 February (10) | 3–7 (15) | 10–14 (20)  → 14 February
 *   second notice: 15 16 17 19 20 21 22 23 (8) | 3–7 (13) | 10–14 (18) | 17 18 (20)           → 18 February
 * Promised in 5: 15 16 17 19 20 → 20 January, before anything changed.
 */
test('January 2020 in two times: the holiday is lengthened, open cases follow, and what was told before stays explainable', async () => {
  const { caseId } = await apply(house, house.town.citizen)
  await accept(caseId)
  expect(await timerOf(caseId, 'DECIDE')).toMatchObject({ dueOn: '2020-02-14', isProvisional: false })
  await followOn()

  house.at('2020-01-27T08:00:00+08:00')
  expect(await transaction(house.db, (tx) => importNational(tx, system, house.now()))).toBe(1)
  expect(await followOn()).toBe(1)
  expect((await eventsIn(caseId)).at(-1)).toMatchObject({
    kind: 'redated',
    actor: 'system',
    ground: '行政许可法 82',
    effective_on: '2020-01-27',
    body: {
      notices: [{ layer: 'national', seq: 5, knownOn: '2020-01-26' }],
      moved: [{ timer: 'DECIDE', from: '2020-02-14', to: '2020-02-18' }],
    },
  })
  expect(await timerOf(caseId, 'DECIDE')).toMatchObject({ dueOn: '2020-02-18' })

  expect(await followOn()).toBe(0)
  expect((await eventsIn(caseId)).map((event) => event.kind)).toEqual(['submit', 'accept', 'redated', 'overdue'])

  const then = await explained(caseId, 'DECIDE', '2020-01-26')
  expect(then.timer.dueOn).toBe('2020-02-14')
  expect(then.days.find((day) => day.date === '2020-01-31')).toEqual({ date: '2020-01-31', counted: true, why: '工作日' })
  const since = await explained(caseId, 'DECIDE', '2020-01-27')
  expect(since.timer.dueOn).toBe('2020-02-18')
  expect(since.days.find((day) => day.date === '2020-01-31')).toEqual({ date: '2020-01-31', counted: false, why: '春节放假' })
  expect(await verified(house)).toEqual([])
})
