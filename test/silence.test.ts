import { afterAll, beforeAll, expect, test } from 'vitest'
import { townItems } from '../src/app/town.ts'
import type { CaseView } from '../src/modules/casework/index.ts'
import { apply, giveAll } from './apply.ts'
import { openHouse, type TestHouse, verified } from './house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse('2026-01-05T09:00:00+08:00')
})
afterAll(() => house.close())

const on = (route: string, token: string, id: string, body: object) => house.call(route, { token, params: { id }, body })

/** A case received and, with a day of notice, asked to mend one material and supplied; then nobody answers. */
async function left(item: string, days: { received: string; noticed?: string; supplied?: string }): Promise<string> {
  const { citizen, clerk } = house.town
  house.at(`${days.received}T23:50:00+08:00`)
  const { caseId } = await apply(house, citizen, { item })
  if (days.noticed !== undefined) {
    house.at(`${days.noticed}T10:00:00+08:00`)
    await on('POST /cases/:id/ask-correction', clerk, caseId, { shortfalls: [{ material: 'M05', problem: 'unclear' }] })
  }
  if (days.supplied !== undefined) {
    house.at(`${days.supplied}T10:00:00+08:00`)
    await on('POST /cases/:id/supply', citizen.token, caseId, { materials: await giveAll(house, citizen, ['M05']) })
  }
  return caseId
}

const silent = '2026-06-01T09:00:00+08:00'

test.each([
  {
    name: 'from the day of receipt',
    received: '2026-03-02',
    answerBy: '2026-03-09',
    acceptedOn: '2026-03-02',
    dueOn: '2026-03-30',
  },
  {
    name: 'received on a rest day',
    received: '2026-03-07',
    answerBy: '2026-03-13',
    acceptedOn: '2026-03-07',
    dueOn: '2026-04-03',
  },
  {
    name: 'over the Spring Festival, with its make-up days',
    received: '2026-02-12',
    answerBy: '2026-02-26',
    acceptedOn: '2026-02-12',
    dueOn: '2026-03-18',
  },
  {
    name: 'from the day the last missing material came in',
    received: '2026-03-02',
    noticed: '2026-03-04',
    supplied: '2026-03-12',
    answerBy: '2026-03-19',
    acceptedOn: '2026-03-12',
    dueOn: '2026-04-10',
  },
  {
    name: 'supplied on a rest day',
    received: '2026-03-02',
    noticed: '2026-03-09',
    supplied: '2026-03-14',
    answerBy: '2026-03-20',
    acceptedOn: '2026-03-14',
    dueOn: '2026-04-13',
  },
])(
  'a permit that nobody answers is accepted $name: still open on the fifth working day, back to the first after it',
  async (row) => {
    const id = await left(townItems.permit, row)
    const look = () => house.call<CaseView>('GET /cases/:id', { token: house.town.citizen.token, params: { id } })
    house.at(`${row.answerBy}T23:59:59+08:00`)
    expect(await look()).toMatchObject({ state: 'submitted', acceptedOn: null })
    house.at(silent)
    const seen = await look()
    expect(seen).toMatchObject({ state: 'accepted', isDeemedAccepted: true, acceptedOn: row.acceptedOn })
    expect(seen.timers.find((timer) => timer.code === 'DECIDE')).toMatchObject({ startedOn: row.acceptedOn, dueOn: row.dueOn })
  },
)

test.each([
  { name: 'a permit noticed in time and not mended', item: townItems.permit, noticed: '2026-03-09', state: 'correcting' },
  { name: 'what is no permit', item: townItems.service, state: 'submitted' },
])('$name is not accepted by silence', async ({ item, noticed, state }) => {
  const id = await left(item, noticed === undefined ? { received: '2026-03-02' } : { received: '2026-03-02', noticed })
  house.at(silent)
  const seen = await house.call<CaseView>('GET /cases/:id', { token: house.town.citizen.token, params: { id } })
  expect(seen).toMatchObject({ state, isDeemedAccepted: false, acceptedOn: null })
})

test('the log is whole afterwards', async () => expect(await verified(house)).toEqual([]))
