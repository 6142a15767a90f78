import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices, staffAt } from '../src/app/town.ts'
import { system } from '../src/kernel/actor.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { eventsOf } from '../src/kernel/log/index.ts'
import type { ReviewSheet } from '../src/modules/approval/contract.ts'
import type { CaseList } from '../src/modules/casework/contract.ts'
import { type CaseView, caseStream } from '../src/modules/casework/index.ts'
import { publish } from '../src/modules/catalogue/index.ts'
import { giveAll } from './apply.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'
import { makeItem } from './make-item.ts'

let house: TestHouse
/** Four who may review; the last two may decide as well. */
let people: { paper: string; first: string; second: string; chief: string }
beforeAll(async () => {
  house = await openHouse('2026-03-02T09:00:00+08:00')
  const publication = { code: 'SITE', definition: item, effectiveAt: house.now().at, source: 'test', approval: 'test' }
  await transaction(house.db, (tx) => publish(tx, publication, system, house.now()))
  const hire = (login: string, role: string) =>
    staffAt(house.call, house.town.admin, { login, role, organisation: offices.permit }, house.now())
  people = {
    paper: house.town.approver,
    first: await hire('first', 'approver'),
    second: await hire('second', 'chief_representative'),
    chief: house.town.chief,
  }
  const never = new Date('2099-01-01') // these sessions too last for ever, because time jumps
  await transaction(house.db, (tx) => tx.updateTable('session').set({ last_seen_at: never, until_at: never }).execute())
})
afterAll(() => house.close())

const workdays = (days: number) => ({ days, unit: 'workday' as const })
const item = makeItem({
  steps: [
    { code: 'review', kind: 'review', name: '书面审查', notBy: [], limit: workdays(2) },
    { code: 'inspect', kind: 'review', name: '现场核查', notBy: ['review'], people: 2, limit: workdays(4) },
    { code: 'decide', kind: 'decide', name: '决定', notBy: ['review', 'inspect'], limit: workdays(2) },
  ],
})

async function accepted(itemCode = 'SITE'): Promise<string> {
  house.at('2026-03-02T09:00:00+08:00')
  const { citizen, clerk } = house.town
  const materials = await giveAll(house, citizen, ['M01', 'M02'])
  const { caseId } = await house.call<{ caseId: string }>('POST /cases', {
    token: citizen.token,
    body: { itemCode, form: { request: '开办' }, materials },
  })
  house.at('2026-03-03T09:00:00+08:00')
  await house.call('POST /cases/:id/accept', { token: clerk, params: { id: caseId } })
  return caseId
}

const review = (id: string, token: string, step?: string) => {
  const body = { conclusion: 'grant', opinion: '符合条件，建议准予。', ...(step === undefined ? {} : { step }) }
  return house.call('POST /cases/:id/review', { token, params: { id }, body })
}
const grant = (id: string, token: string) =>
  house.call('POST /cases/:id/grant', { token, params: { id }, body: { decision: '准予许可。' } })
const view = (id: string, token: string) => house.call<CaseView>('GET /cases/:id', { token, params: { id } })
const sheet = (id: string, token: string) => house.call<ReviewSheet>('GET /cases/:id/review-sheet', { token, params: { id } })
/** The clocks of the steps: since when, until when. */
async function clocks(id: string): Promise<Record<string, (string | null)[]>> {
  const steps = (await view(id, people.chief)).timers.filter(({ code }) => code.startsWith('STEP:'))
  return Object.fromEntries(steps.map(({ code, startedOn, endedOn }) => [code.slice(5), [startedOn, endedOn]]))
}
/** What the list of the approvers says of a case. */
async function listedFor(id: string, token: string) {
  const query = { organisation: offices.permit, state: 'toApprove' }
  const { cases } = await house.call<CaseList>('GET /desk/cases', { token, query })
  return cases.find(({ caseId }) => caseId === id)?.step
}

test('each step is done by whom the plan lets in, two where it says two; then another one decides; every clock runs for its own step', async () => {
  const id = await accepted()
  const { paper, first, second, chief } = people
  expect(await listedFor(id, chief)).toEqual({ name: '书面审查', isBarred: false })
  expect(await refused(grant(id, chief))).toMatchObject({ code: 'casework.not_allowed' })

  house.at('2026-03-04T09:00:00+08:00')
  await review(id, paper, 'review')
  expect(await clocks(id)).toEqual({ review: ['2026-03-03', '2026-03-04'], inspect: ['2026-03-04', null] })
  expect(await listedFor(id, paper)).toEqual({ name: '现场核查', isBarred: true })
  expect(await refused(review(id, paper))).toMatchObject({
    code: 'approval.step_barred',
    facts: { step: '现场核查', did: '书面审查' },
  })
  expect((await view(id, paper)).allowedActs.map(({ code }) => code)).not.toContain('examine')
  expect(await refused(review(id, first, 'review'))).toMatchObject({ code: 'approval.step_passed' })

  house.at('2026-03-06T09:00:00+08:00')
  await review(id, first, 'inspect')
  expect(await refused(review(id, first))).toMatchObject({ facts: { step: '现场核查', did: '现场核查' } })
  expect(await refused(grant(id, chief))).toMatchObject({ code: 'casework.not_allowed' })
  expect(await clocks(id)).toMatchObject({ inspect: ['2026-03-04', null] }) // until both have been there
  const half = (await sheet(id, second)).plan.find(({ isCurrent }) => isCurrent)
  expect(half).toMatchObject({ code: 'inspect', people: 2, done: [{ on: '2026-03-06', isMine: false }] })

  house.at('2026-03-09T09:00:00+08:00')
  await review(id, second, 'inspect')
  expect(await clocks(id)).toMatchObject({ inspect: ['2026-03-04', '2026-03-09'], decide: ['2026-03-09', null] })
  expect(await listedFor(id, second)).toEqual({ name: '决定', isBarred: true })
  expect((await sheet(id, second)).barredBy).toBe('现场核查')
  expect(await refused(grant(id, second))).toMatchObject({ code: 'approval.reviewer_decides' })
  await grant(id, chief)

  const events = await transaction(house.db, (tx) => eventsOf(tx, caseStream, id))
  expect(events.slice(2).map(({ kind, body }) => [kind, body.step ?? null])).toEqual([
    ['examine', 'review'],
    ['examine', 'inspect'],
    ['review', 'inspect'],
    ['grant', null],
  ])
  const days = (await sheet(id, chief)).plan.map(({ done }) => done.map(({ on, isMine }) => (isMine ? `${on} mine` : on)))
  expect(days).toEqual([['2026-03-04'], ['2026-03-06', '2026-03-09'], ['2026-03-09 mine']])
  expect((await sheet(id, chief)).opinions.map(({ step, words }) => [step, words?.slice(0, 4)])).toEqual([
    ['书面审查', '符合条件'],
    ['现场核查', '符合条件'],
    ['现场核查', '符合条件'],
  ])
  expect(await verified(house)).toEqual([])
})

test('sent back, all steps are done again, and by whom the plan lets in then', async () => {
  const id = await accepted()
  const { paper, first, second, chief } = people
  for (const who of [paper, first, second]) await review(id, who)
  await house.call('POST /cases/:id/send-back', { token: chief, params: { id }, body: { reason: '现场情况没有写清楚。' } })
  expect(await listedFor(id, paper)).toEqual({ name: '书面审查', isBarred: false })
  expect(await clocks(id)).toMatchObject({ review: ['2026-03-03', null], decide: ['2026-03-03', '2026-03-03'] })
  for (const who of [first, paper, second]) await review(id, who)
  await grant(id, chief)
  expect((await view(id, chief)).state).toBe('granted')
})
