import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { staffAt } from '../src/app/town.ts'
import { system } from '../src/kernel/actor.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { attemptStream } from '../src/kernel/http/index.ts'
import { eventsOf } from '../src/kernel/log/index.ts'
import type { ProcedureList } from '../src/modules/approval/contract.ts'
import type { ExplainedTimer, ListedCase, TimerView } from '../src/modules/casework/contract.ts'
import { type CaseView, caseStream } from '../src/modules/casework/index.ts'
import { type ItemDefinition, publish } from '../src/modules/catalogue/index.ts'
import { form, giveAll } from './apply.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'
import { makeItem } from './make-item.ts'

let house: TestHouse
let mayor: string
beforeAll(async () => {
  house = await openHouse('2026-03-02T09:00:00+08:00')
  for (const [code, definition] of Object.entries(items)) {
    const publication = { code, definition, effectiveAt: house.now().at, source: 'test', approval: 'test' }
    await transaction(house.db, (tx) => publish(tx, publication, system, house.now()))
  }
  const post = { login: 'mayor', role: 'government_leader', organisation: '11440000006939844R' }
  mayor = await staffAt(house.call, house.town.admin, post, house.now())
  const never = new Date('2099-01-01') // this session too lasts for ever, because time jumps
  await transaction(house.db, (tx) => tx.updateTable('session').set({ last_seen_at: never, until_at: never }).execute())
})
afterAll(() => house.close())

const generic = {
  isGeneric: true,
  fields: [
    { code: 'contactName', label: '联系人', type: 'text', required: true, maxLength: 60 },
    { code: 'contactPhone', label: '联系电话', type: 'phone', required: true, maxLength: 20 },
    { code: 'request', label: '申请事由', type: 'longText', required: true, maxLength: 2_000 },
  ],
} satisfies ItemDefinition['form']
const workdays = (days: number) => ({ days, unit: 'workday' as const })
const steps: ItemDefinition['steps'] = [
  { code: 'review', kind: 'review', name: '审查', notBy: [], limit: workdays(3) },
  { code: 'decide', kind: 'decide', name: '决定', notBy: ['review'], limit: workdays(2) },
]
const procedures: ItemDefinition['procedures'] = [
  { code: 'expert', name: '专家评审', kind: 'EXPERT_REVIEW', limit: workdays(10), stops: 'all' },
  { code: 'hearing', name: '听证', kind: 'HEARING', limit: null, stops: 'all' },
  { code: 'survey', name: '现场勘验', kind: 'SITE_CHECK', limit: null, stops: 'promise' },
  { code: 'study', name: '集体研究', kind: 'COLLECTIVE', limit: null, stops: 'nothing' },
]
const permit = makeItem({ form: generic, steps, procedures })
const service = makeItem({
  form: generic,
  typeCode: '20',
  ruleSet: 'service',
  legalLimit: workdays(15),
  procedures: [{ code: 'test', name: '检测', kind: 'TESTING', limit: null, stops: 'all' }],
})
const items: Readonly<Record<string, ItemDefinition>> = {
  PERMIT: permit,
  JOINT: { ...permit, legalLimit: workdays(45), isJoint: true },
  PLAIN: makeItem({ form: generic, legalLimit: workdays(10) }),
  SPECIAL: { ...permit, legalLimit: workdays(30) },
  OWN: { ...permit, legalLimit: workdays(30), extension: { days: 5, approver: 'organHead', basis: '道路运输条例 24' } },
  SERVICE: service,
  SERVICE_OWN: { ...service, extension: { days: 3, approver: 'organHead', basis: '本事项清单' } },
}

const words = '依法需要进行，特此说明。'
const on = (route: string, token: string, id: string, body: object = {}) =>
  house.call<Record<string, unknown>>(route, { token, params: { id }, body })
const view = (id: string) => house.call<CaseView>('GET /cases/:id', { token: house.town.citizen.token, params: { id } })
const timer = async (id: string, code: string): Promise<TimerView> => {
  const found = (await view(id)).timers.find((one) => one.code === code)
  if (found === undefined) throw new Error(`no timer ${code}`)
  return found
}
const explain = (id: string, code: string, query: object = {}) =>
  house.call<ExplainedTimer>('GET /cases/:id/timers/:code', { token: house.town.citizen.token, params: { id, code }, query })
const eventsIn = (id: string) => transaction(house.db, (tx) => eventsOf(tx, caseStream, id))
const begin = (id: string, procedure: string, plannedUntilOn: string) =>
  on('POST /cases/:id/procedures/begin', house.town.approver, id, { procedure, plannedUntilOn, reason: words })
const end = (id: string, beganSeq: unknown) =>
  on('POST /cases/:id/procedures/end', house.town.approver, id, { beganSeq, conclusion: 'passed', result: words })
const extend = (id: string, days: number, route = 'extend', token = house.town.leader) =>
  on(`POST /cases/:id/${route}`, token, id, { days, reason: words })

/** A case accepted on Tuesday, 3 March 2026: the law ends on 31 March, the promise on 10 March, the first step on 6 March. */
async function accepted(itemCode = 'PERMIT'): Promise<string> {
  house.at('2026-03-02T09:00:00+08:00')
  const { citizen, clerk } = house.town
  const materials = await giveAll(house, citizen, ['M01', 'M02'])
  const body = { itemCode, form, materials }
  const { caseId } = await house.call<{ caseId: string }>('POST /cases', { token: citizen.token, body })
  house.at('2026-03-03T09:00:00+08:00')
  await on('POST /cases/:id/accept', clerk, caseId)
  return caseId
}

describe('a special procedure', () => {
  test('one of the eight stops law, promise and step; the notice says until when; they run on from the day after its end', async () => {
    const id = await accepted()
    house.at('2026-03-04T10:00:00+08:00')
    const began = await begin(id, 'expert', '2026-03-12')
    expect(began).toMatchObject({ dueOn: null, promisedOn: null, documentId: expect.any(String) })
    const seen = await view(id)
    expect(seen.documents.at(-1)?.kind).toBe('D09')
    expect(
      seen.timers.filter((one) => one.endedOn === null).map((one) => [one.code, one.status, one.remaining, one.expectedOn]),
    ).toEqual([
      ['DECIDE', 'suspended', 19, '2026-04-09'],
      ['PROMISE', 'suspended', 4, '2026-03-18'],
      ['STEP:review', 'suspended', 2, '2026-03-16'],
      ['PROCEDURE:expert', 'running', 10, '2026-03-18'],
    ])
    house.at('2026-04-20T10:00:00+08:00') // nothing passes while it lasts, but for the limit of the procedure itself
    expect((await view(id)).state).toBe('accepted')
    expect((await eventsIn(id)).filter((event) => event.kind === 'overdue').map((event) => event.body.timer)).toEqual([
      'PROCEDURE:expert',
    ])
    await end(id, began.seq)
    expect(await timer(id, 'DECIDE')).toMatchObject({ dueOn: '2026-05-19', status: 'running', remaining: 19 })
    const events = await eventsIn(id)
    expect(events.filter((event) => event.kind.endsWith('Procedure')).map((event) => [event.kind, event.ground])).toEqual([
      ['beginProcedure', '行政许可法 45'],
      ['endProcedure', '行政许可法 45'],
    ])
    expect(JSON.stringify(events)).not.toContain(words)
  })

  test('one that only the item lists stops the promise and the step, not the law', async () => {
    const id = await accepted()
    const began = await begin(id, 'survey', '2026-03-06')
    expect(began).toMatchObject({ dueOn: '2026-03-31', promisedOn: null })
    expect((await view(id)).documents.at(-1)?.kind).toBe('S09')
    house.at('2026-03-05T10:00:00+08:00')
    expect(await end(id, began.seq)).toMatchObject({ dueOn: '2026-03-31', promisedOn: '2026-03-12' })
    expect((await timer(id, 'STEP:review')).dueOn).toBe('2026-03-10')
    expect((await eventsIn(id)).at(-1)?.ground).toBeNull()
  })

  test('one that stops nothing is on record, without a notice', async () => {
    const id = await accepted()
    expect(await begin(id, 'study', '2026-03-06')).toMatchObject({
      dueOn: '2026-03-31',
      promisedOn: '2026-03-10',
      documentId: null,
    })
  })

  test('two that overlap: no day is left out twice, and there is no date until both have ended', async () => {
    const id = await accepted()
    const first = await begin(id, 'expert', '2026-03-12')
    house.at('2026-03-05T10:00:00+08:00')
    const second = await begin(id, 'hearing', '2026-03-20')
    house.at('2026-03-10T10:00:00+08:00')
    expect(await end(id, first.seq)).toMatchObject({ dueOn: null })
    house.at('2026-03-12T10:00:00+08:00')
    expect(await end(id, second.seq)).toMatchObject({ dueOn: '2026-04-10' }) // seven working days of 4–12 March
    expect(await refused(end(id, second.seq))).toMatchObject({ code: 'approval.no_such_procedure' })
  })

  test('what the list does not have cannot be started, and the attempt is recorded', async () => {
    const id = await accepted()
    expect(await refused(begin(id, 'auction', '2026-03-12'))).toMatchObject({ code: 'approval.procedure_not_listed' })
    const attempts = await transaction(house.db, (tx) =>
      tx.selectFrom('attempt_event').select('body').where('kind', '=', 'refused').execute(),
    )
    expect(JSON.stringify(attempts)).toContain('approval.procedure_not_listed')
    expect(attemptStream.name).toBe('attempt')
  })

  test.each([
    ['today', 'expert', '2026-03-03'],
    ['later than its own limit', 'expert', '2026-03-18'],
    ['for ever', 'hearing', '2027-03-05'],
    ['a day that is none', 'hearing', '2026-04-31'],
  ])('planned to end %s: refused', async (_, procedure, plannedUntilOn) => {
    const id = await accepted()
    expect(await refused(begin(id, procedure, plannedUntilOn))).toMatchObject({ code: 'approval.planned_end' })
  })

  test('the same again while it lasts: refused', async () => {
    const id = await accepted()
    await begin(id, 'expert', '2026-03-12')
    expect(await refused(begin(id, 'expert', '2026-03-12'))).toMatchObject({ code: 'approval.procedure_under_way' })
  })

  test('what begins after the limit has passed finds the overdue in the log, and changes no date', async () => {
    const id = await accepted()
    house.at('2026-04-03T10:00:00+08:00')
    expect(await begin(id, 'expert', '2026-04-10')).toMatchObject({
      dueOn: '2026-03-31',
      promisedOn: '2026-03-10',
      documentId: null,
    })
    expect((await eventsIn(id)).map((event) => [event.kind, event.body.timer ?? null]).slice(2)).toEqual([
      ['overdue', 'STEP:review'],
      ['overdue', 'PROMISE'],
      ['overdue', 'DECIDE'],
      ['beginProcedure', null],
    ])
    expect(await timer(id, 'DECIDE')).toMatchObject({ status: 'late', remaining: -3, hasPassed: true })
  })

  test('on the last day itself it is too late too', async () => {
    const id = await accepted()
    house.at('2026-03-31T10:00:00+08:00')
    expect(await begin(id, 'expert', '2026-04-08')).toMatchObject({ dueOn: '2026-03-31', documentId: null })
    house.at('2026-04-01T10:00:00+08:00')
    expect(await timer(id, 'DECIDE')).toMatchObject({ status: 'late' })
  })

  test('a decision ends it, and says when the law would have ended', async () => {
    const id = await accepted()
    await begin(id, 'expert', '2026-03-12')
    house.at('2026-03-05T10:00:00+08:00')
    await on('POST /cases/:id/review', house.town.approver, id, { conclusion: 'grant', opinion: words })
    expect(await timer(id, 'STEP:decide')).toMatchObject({ dueOn: null, status: 'suspended', remaining: 2 })
    await on('POST /cases/:id/grant', house.town.chief, id, { decision: words })
    expect(await timer(id, 'DECIDE')).toMatchObject({
      endedOn: '2026-03-05',
      dueOn: '2026-04-02',
      status: 'met',
      remaining: null,
    })
    expect((await view(id)).timers.flatMap(({ code, endedOn }) => (endedOn === null ? [code] : []))).toEqual(['ISSUE'])
    const token = house.town.citizen.token
    const { started } = await house.call<ProcedureList>('GET /cases/:id/procedures', { token, params: { id } })
    expect(started).toMatchObject([{ procedure: 'expert', endedOn: '2026-03-05', conclusion: null }])
  })

  test('so does a withdrawal', async () => {
    const id = await accepted()
    await begin(id, 'hearing', '2026-03-12')
    await on('POST /cases/:id/withdraw', house.town.citizen.token, id)
    expect((await view(id)).timers.filter((one) => one.endedOn === null || one.dueOn === null)).toEqual([])
  })

  test('of an item that is no permit: by its own list, without a clause of the licensing law', async () => {
    const id = await accepted('SERVICE')
    const began = await begin(id, 'test', '2026-03-12')
    expect(began).toMatchObject({ dueOn: null, promisedOn: null })
    house.at('2026-03-05T10:00:00+08:00')
    expect(await end(id, began.seq)).toMatchObject({ dueOn: '2026-03-26' })
    expect((await view(id)).documents.at(-1)?.kind).toBe('S09')
    const explained = await explain(id, 'LEGAL')
    expect([...(await eventsIn(id)).map((event) => event.ground), ...explained.clauses].join()).not.toContain('许可法')
  })
})

describe('an extension', () => {
  test('moves the law, not the promise; once, with the notice', async () => {
    const id = await accepted()
    expect(await extend(id, 10)).toMatchObject({ dueOn: '2026-04-15', promisedOn: '2026-03-10', documentId: expect.any(String) })
    expect((await view(id)).documents.at(-1)?.kind).toBe('D08')
    expect((await eventsIn(id)).at(-1)).toMatchObject({ ground: '行政许可法 42', body: { timer: 'DECIDE', days: 10 } })
    expect(await refused(extend(id, 1))).toMatchObject({ code: 'approval.already_extended' })
  })

  test.each<[string, string, object, (id: string) => Promise<unknown>]>([
    ['more than ten days', 'PERMIT', { code: 'approval.extension_too_long', facts: { mostDays: 10 } }, (id) => extend(id, 11)],
    ['by another than the head', 'PERMIT', { code: 'http.not_permitted' }, (id) => extend(id, 5, 'extend', house.town.chief)],
    [
      'by the government where one department decides',
      'PERMIT',
      { code: 'approval.wrong_approver' },
      (id) => extend(id, 5, 'extend-by-government', mayor),
    ],
    ['by the head where several decide', 'JOINT', { code: 'approval.wrong_approver' }, (id) => extend(id, 5)],
    ['of a limit that another law set', 'SPECIAL', { code: 'approval.not_extendable' }, (id) => extend(id, 5)],
    ['of what is no permit', 'SERVICE', { code: 'approval.not_extendable' }, (id) => extend(id, 5)],
  ])('%s: refused', async (_, item, refusal, attempt) => {
    const id = await accepted(item)
    expect(await refused(attempt(id))).toMatchObject(refusal)
  })

  test('after the limit has passed: refused, and the overdue is on record', async () => {
    const id = await accepted()
    house.at('2026-04-01T00:00:00+08:00')
    expect(await refused(extend(id, 10))).toMatchObject({ code: 'approval.limit_passed', facts: { dueOn: '2026-03-31' } })
  })

  test('on the last day: still in time', async () => {
    const id = await accepted()
    house.at('2026-03-31T23:59:59+08:00')
    expect(await extend(id, 10)).toMatchObject({ dueOn: '2026-04-15' })
  })

  test('while a procedure holds the limit: only after it', async () => {
    const id = await accepted()
    const began = await begin(id, 'hearing', '2026-03-12')
    expect(await refused(extend(id, 10))).toMatchObject({ code: 'approval.limit_stopped' })
    house.at('2026-03-05T10:00:00+08:00')
    await end(id, began.seq)
    expect(await extend(id, 10)).toMatchObject({ dueOn: '2026-04-17' })
  })

  test('of joint handling: 45 working days and 15, by the head of the government', async () => {
    const id = await accepted('JOINT')
    const { dueOn } = await timer(id, 'DECIDE_JOINT')
    expect(dueOn).toBe('2026-05-09') // a Saturday that is worked
    expect(await extend(id, 15, 'extend-by-government', mayor)).toMatchObject({ dueOn: '2026-05-29' })
  })

  test.each([
    ['OWN', '2026-04-22', '道路运输条例 24', 'D08'],
    ['SERVICE_OWN', '2026-03-27', '本事项清单', 'S08'],
  ])('%s: by its own list', async (item, dueOn, ground, kind) => {
    const id = await accepted(item)
    expect(await extend(id, item === 'OWN' ? 5 : 3)).toMatchObject({ dueOn })
    expect((await eventsIn(id)).at(-1)?.ground).toBe(ground)
    expect((await view(id)).documents.at(-1)?.kind).toBe(kind)
  })
})

describe('the clock of a step', () => {
  test('runs from acceptance, anew with each step, and leaves its overdue on record', async () => {
    const id = await accepted()
    expect((await timer(id, 'STEP:review')).dueOn).toBe('2026-03-06')
    house.at('2026-03-09T10:00:00+08:00')
    await on('POST /cases/:id/review', house.town.approver, id, { conclusion: 'grant', opinion: words })
    expect(await timer(id, 'STEP:review')).toMatchObject({ status: 'late', endedOn: '2026-03-09' })
    expect(await timer(id, 'STEP:decide')).toMatchObject({ dueOn: '2026-03-11', status: 'running', remaining: 2 })
    await on('POST /cases/:id/send-back', house.town.chief, id, { reason: words })
    expect(await timer(id, 'STEP:review')).toMatchObject({ dueOn: '2026-03-12', hasPassed: false, endedOn: null })
    expect((await eventsIn(id)).map((event) => event.kind)).toEqual(['submit', 'accept', 'overdue', 'review', 'sendBack'])
  })

  test('warns within one working day, and is late after the last', async () => {
    const id = await accepted()
    const at = async (day: string) => {
      house.at(`${day}T10:00:00+08:00`)
      const { status, remaining } = await timer(id, 'STEP:review')
      return [status, remaining]
    }
    expect(await at('2026-03-04')).toEqual(['running', 2])
    expect(await at('2026-03-05')).toEqual(['warning', 1])
    expect(await at('2026-03-06')).toEqual(['warning', 0])
    expect(await at('2026-03-07')).toEqual(['late', 0])
    expect(await at('2026-03-09')).toEqual(['late', -1])
  })
})

test('buttons offer only what the item lists and the law allows', async () => {
  const offered = async (item: string) => {
    const id = await accepted(item)
    const seenBy = async (token: string) => (await house.call<CaseView>('GET /cases/:id', { token, params: { id } })).allowedActs
    const all = [await seenBy(house.town.approver), await seenBy(house.town.leader), await seenBy(mayor)]
    return all.flat().flatMap(({ code }) => (/procedure|extend/i.test(code) ? [code] : []))
  }
  expect(await offered('PERMIT')).toEqual(['beginProcedure', 'extend'])
  expect(await offered('JOINT')).toEqual(['beginProcedure', 'extendByGovernment'])
  expect(await offered('SPECIAL')).toEqual(['beginProcedure'])
  expect(await offered('PLAIN')).toEqual([])
})

test('lists show the tightest clock that runs', async () => {
  const clockOf = async (id: string) => {
    const token = house.town.citizen.token
    const { cases } = await house.call<{ cases: ListedCase[] }>('GET /cases/mine', { token })
    return cases.find(({ caseId }) => caseId === id)?.clock
  }
  const id = await accepted()
  expect(await clockOf(id)).toMatchObject({ code: 'STEP:review', status: 'running', remaining: 3, dueOn: '2026-03-06' })
  const began = await begin(id, 'hearing', '2026-03-12')
  expect(await clockOf(id)).toMatchObject({ code: 'DECIDE', status: 'suspended', remaining: 20, dueOn: null })
  await end(id, began.seq)
  house.at('2026-03-09T10:00:00+08:00')
  expect(await clockOf(id)).toMatchObject({ code: 'STEP:review', status: 'late', remaining: -1 })
  await on('POST /cases/:id/withdraw', house.town.citizen.token, id)
  expect(await clockOf(id)).toBeNull()
  const query = { organisation: '11440000006939844R', state: 'accepted' }
  const { cases } = await house.call<{ cases: ListedCase[] }>('GET /desk/cases', { token: house.town.approver, query })
  expect(cases.length).toBeGreaterThan(0)
  expect(cases.filter(({ clock }) => clock === null)).toEqual([])
})

describe('a corrected day of receipt', () => {
  test('after silence keeps what was extended and held up', async () => {
    house.at('2026-03-02T09:00:00+08:00')
    const { citizen, approver, chief } = house.town
    const materials = await giveAll(house, citizen, ['M01', 'M02'])
    const body = { itemCode: 'PERMIT', form, materials }
    const { caseId: id } = await house.call<{ caseId: string }>('POST /cases', { token: citizen.token, body })
    house.at('2026-03-10T09:00:00+08:00') // accepted as of 2 March: 20 working days end on 30 March
    const began = await begin(id, 'expert', '2026-03-12')
    house.at('2026-03-12T09:00:00+08:00')
    expect(await end(id, began.seq)).toMatchObject({ dueOn: '2026-04-01' })
    expect(await extend(id, 10)).toMatchObject({ dueOn: '2026-04-16' })
    await on('POST /cases/:id/correction/propose', approver, id, {
      reason: 'entry_error',
      explanation: words,
      receivedOn: '2026-02-27',
      facts: {},
    })
    await on('POST /cases/:id/correction/confirm', chief, id)
    expect(await timer(id, 'DECIDE')).toMatchObject({
      startedOn: '2026-02-27',
      extension: 10,
      suspensions: [{ from: '2026-03-10', to: '2026-03-12' }],
      dueOn: '2026-04-14', // Saturday, 28 February, is worked
    })
  })
})

describe('the explanation', () => {
  test('names procedure and event for each day held up, and recomputes to the date', async () => {
    const id = await accepted()
    house.at('2026-03-04T10:00:00+08:00')
    const began = await begin(id, 'expert', '2026-03-12')
    house.at('2026-03-06T10:00:00+08:00')
    await end(id, began.seq)
    await extend(id, 10)
    const { timer: clock, days, clauses, asOf } = await explain(id, 'DECIDE')
    expect(clock.dueOn).toBe('2026-04-17')
    expect([days.filter((day) => day.counted).length, days.at(-1)?.date]).toEqual([30, clock.dueOn])
    expect(days.find((day) => day.date === '2026-03-05')?.why).toContain(`专家评审，办件记录第${began.seq}号`)
    expect([clauses, asOf]).toEqual([['行政许可法 42', '民法典 201', '行政许可法 82', '行政许可法 45'], '2026-03-06'])
  })

  test('as of an earlier day says what had happened until then', async () => {
    const id = await accepted()
    house.at('2026-03-05T10:00:00+08:00')
    await extend(id, 10)
    expect((await explain(id, 'DECIDE', { asOf: '2026-03-04' })).timer).toMatchObject({
      extension: 0,
      dueOn: '2026-03-31',
      status: 'running',
    })
    expect((await explain(id, 'DECIDE')).timer).toMatchObject({ extension: 10, dueOn: '2026-04-15' })
    expect(await refused(explain(id, 'DECIDE', { asOf: '2026-03-02' }))).toMatchObject({ code: 'casework.unknown_timer' })
    expect(await refused(explain(id, 'DECIDE', { asOf: '2026-02-30' }))).toMatchObject({ code: 'clock.day_invalid' })
  })

  test('is for the parties and the handlers alone', async () => {
    const id = await accepted()
    const call = (token: string) => house.call('GET /cases/:id/timers/:code', { token, params: { id, code: 'DECIDE' } })
    expect(await refused(call(house.town.stranger.token))).toMatchObject({ code: 'casework.unknown_case' })
    expect(await call(house.town.clerk)).toBeDefined()
  })
})

test('the log is whole afterwards', async () => expect(await verified(house)).toEqual([]))
