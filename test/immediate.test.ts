import { afterAll, beforeAll, expect, test } from 'vitest'
import { system } from '../src/kernel/actor.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { eventsOf } from '../src/kernel/log/index.ts'
import type { ExplainedTimer } from '../src/modules/casework/contract.ts'
import { type CaseView, caseStream } from '../src/modules/casework/index.ts'
import { publish } from '../src/modules/catalogue/index.ts'
import { giveAll } from './apply.ts'
import { openHouse, type TestHouse, verified } from './house.ts'
import { makeItem } from './make-item.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse('2026-03-06T09:00:00+08:00') // Friday
  const publication = { code: 'AT-ONCE', definition: makeItem({ isImmediate: true }), effectiveAt: house.now().at }
  await transaction(house.db, (tx) => publish(tx, { ...publication, source: 'test', approval: 'test' }, system, house.now()))
})
afterAll(() => house.close())

const on = (route: string, token: string, id: string, body: object) => house.call(route, { token, params: { id }, body })
const decision = { decision: '符合条件，予以办理。', result: { name: '凭证', number: null } }
const review = { conclusion: 'grant', opinion: '符合条件，建议准予。' }

async function accepted(): Promise<string> {
  house.at('2026-03-06T16:00:00+08:00')
  const materials = await giveAll(house, house.town.citizen, ['M01', 'M02'])
  const body = { itemCode: 'AT-ONCE', form: { request: '申请' }, materials }
  const { caseId } = await house.call<{ caseId: string }>('POST /cases', { token: house.town.citizen.token, body })
  return caseId
}

const lookAt = async (id: string, instant: string) => {
  house.at(instant)
  const seen = await house.call<CaseView>('GET /cases/:id', { token: house.town.citizen.token, params: { id } })
  const events = await transaction(house.db, (tx) => eventsOf(tx, caseStream, id))
  const overdue = events.flatMap(({ kind, body }) => (kind === 'overdue' ? [body] : []))
  return { clock: seen.timers.find(({ code }) => code === 'IMMEDIATE'), overdue }
}

test('an immediate item that is accepted and not decided the same day stands in the log on the day after, a rest day or not', async () => {
  const id = await accepted()
  await on('POST /cases/:id/accept', house.town.clerk, id, {})
  const sameDay = await lookAt(id, '2026-03-06T23:59:59+08:00')
  expect(sameDay).toMatchObject({ clock: { name: '即办当日', dueOn: '2026-03-06', status: 'warning', basis: null }, overdue: [] })
  const { days, clauses } = await house.call<ExplainedTimer>('GET /cases/:id/timers/:code', {
    token: house.town.citizen.token,
    params: { id, code: 'IMMEDIATE' },
    query: {},
  })
  expect({ days, clauses }).toEqual({ days: [{ date: '2026-03-06', counted: true, why: '当日，不顺延' }], clauses: [] })
  const nextDay = await lookAt(id, '2026-03-07T00:00:00+08:00')
  expect(nextDay).toMatchObject({ clock: { status: 'late' }, overdue: [{ timer: 'IMMEDIATE', dueOn: '2026-03-06' }] })
})

test.each<[string, (id: string) => Promise<unknown>]>([
  ['at the counter', (id) => on('POST /cases/:id/decide-at-once', house.town.clerk, id, decision)],
  [
    'by two, the usual way',
    async (id) => {
      await on('POST /cases/:id/accept', house.town.clerk, id, {})
      await on('POST /cases/:id/review', house.town.approver, id, review)
      await on('POST /cases/:id/grant', house.town.chief, id, { decision: '准予许可。' })
    },
  ],
])('decided the same day %s it is in time', async (_, decide) => {
  const id = await accepted()
  await decide(id)
  const later = await lookAt(id, '2026-03-10T09:00:00+08:00')
  expect(later).toMatchObject({ clock: { status: 'met', endedOn: '2026-03-06' }, overdue: [] })
})

test('accepted by silence it is late at once; the day of receipt corrected, so is the clock', async () => {
  const id = await accepted()
  const { clock } = await lookAt(id, '2026-03-16T09:00:00+08:00')
  expect(clock).toMatchObject({ startedOn: '2026-03-06', dueOn: '2026-03-06', status: 'late' })
  const given = { reason: 'entry_error', explanation: '收件登记的日期有误。', receivedOn: '2026-03-05', facts: {} }
  await on('POST /cases/:id/correction/propose', house.town.approver, id, given)
  await on('POST /cases/:id/correction/confirm', house.town.chief, id, {})
  const corrected = await lookAt(id, '2026-03-16T10:00:00+08:00')
  expect(corrected.clock).toMatchObject({ startedOn: '2026-03-05', dueOn: '2026-03-05', status: 'late' })
})

test('the log of it is whole', async () => expect(await verified(house)).toEqual([]))
