import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseView } from '../src/modules/casework/index.ts'
import { apply, giveAll } from './apply.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const on = (route: string, token: string, id: string, body: object = {}) => house.call(route, { token, params: { id }, body })
const propose = (id: string, receivedOn: string) =>
  on('POST /cases/:id/correction/propose', house.town.approver, id, {
    reason: 'entry_error',
    explanation: '收件登记的日期有误。',
    receivedOn,
    facts: {},
  })
const confirm = (id: string) => on('POST /cases/:id/correction/confirm', house.town.chief, id)

/** What happened to the case before; received on Monday, 2 March 2026. */
const pasts = {
  waiting: async () => {},
  accepted: (id: string) => on('POST /cases/:id/accept', house.town.clerk, id),
  noticed: (id: string) =>
    on('POST /cases/:id/ask-correction', house.town.clerk, id, { shortfalls: [{ material: 'M05', problem: 'unclear' }] }),
  supplied: async (id: string) => {
    await pasts.noticed(id)
    await on('POST /cases/:id/supply', house.town.citizen.token, id, {
      materials: await giveAll(house, house.town.citizen, ['M05']),
    })
  },
  'deemed accepted': async () => house.at('2026-03-10T09:00:00+08:00'),
  'deemed accepted from the supply': async (id: string) => {
    await pasts.supplied(id)
    house.at('2026-03-10T09:00:00+08:00')
  },
} as const

async function begin(past: keyof typeof pasts): Promise<string> {
  house.at('2026-03-02T09:00:00+08:00')
  const { caseId } = await apply(house, house.town.citizen)
  await pasts[past](caseId)
  return caseId
}

describe('a corrected day of receipt moves the clocks that ran from it, and no others', () => {
  test.each<[keyof typeof pasts, string | null, Record<string, string>]>([
    ['waiting', null, { ACCEPT_REVIEW: '2026-02-27' }],
    ['accepted', '2026-03-02', { DECIDE: '2026-03-02', PROMISE: '2026-03-02' }],
    ['noticed', null, {}],
    ['supplied', null, { ACCEPT_REVIEW: '2026-03-02' }],
    ['deemed accepted', '2026-02-27', { DECIDE: '2026-02-27', PROMISE: '2026-02-27' }],
    ['deemed accepted from the supply', '2026-03-02', { DECIDE: '2026-03-02', PROMISE: '2026-03-02' }],
  ])('%s', async (past, acceptedOn, running) => {
    const id = await begin(past)
    await propose(id, '2026-02-27')
    await confirm(id)
    const seen = await house.call<CaseView>('GET /cases/:id', { token: house.town.citizen.token, params: { id } })
    expect(seen).toMatchObject({ receivedOn: '2026-02-27', acceptedOn })
    const started = seen.timers.flatMap((timer) => (timer.endedOn === null ? [[timer.code, timer.startedOn]] : []))
    expect(Object.fromEntries(started)).toEqual(running)
  })
})

describe('a day on which it cannot have been received is refused', () => {
  test.each<[string, keyof typeof pasts, string, object]>([
    ['ahead', 'waiting', '2026-03-03', { code: 'casework.receipt_too_late', facts: { latestOn: '2026-03-02' } }],
    ['after acceptance', 'accepted', '2026-03-03', { code: 'casework.receipt_too_late', facts: { latestOn: '2026-03-02' } }],
    ['after the notice', 'noticed', '2026-03-03', { code: 'casework.receipt_too_late', facts: { latestOn: '2026-03-02' } }],
    ['no such day', 'waiting', '2026-02-30', { code: 'clock.day_invalid' }],
  ])('%s', async (_, past, receivedOn, refusal) => {
    const id = await begin(past)
    if (past !== 'waiting') house.at('2026-03-05T09:00:00+08:00')
    expect(await refused(propose(id, receivedOn))).toMatchObject(refusal)
  })

  test('accepted between proposal and confirmation', async () => {
    const id = await begin('waiting')
    house.at('2026-03-04T09:00:00+08:00')
    await propose(id, '2026-03-04')
    house.at('2026-03-03T09:00:00+08:00') // another machine, whose clock is behind
    await pasts.accepted(id)
    expect(await refused(confirm(id))).toMatchObject({ code: 'casework.receipt_too_late' })
  })
})

test('the log is whole afterwards', async () => expect(await verified(house)).toEqual([]))
