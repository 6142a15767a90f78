import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../src/app/caller.ts'
import { townItems } from '../../src/app/town.ts'
import { system } from '../../src/kernel/actor.ts'
import { canonical } from '../../src/kernel/canonical.ts'
import { transaction } from '../../src/kernel/db/index.ts'
import { type EventRow, eventsOf, hashOf } from '../../src/kernel/log/index.ts'
import { Refusal } from '../../src/kernel/refusal.ts'
import { proceduresOf } from '../../src/modules/approval/rules/procedures.ts'
import { actOf } from '../../src/modules/casework/acts.ts'
import type { CaseState } from '../../src/modules/casework/case.ts'
import { closedStates, type ExplainedTimer } from '../../src/modules/casework/contract.ts'
import { caseStream, registeredActs } from '../../src/modules/casework/index.ts'
import { fold, nextSettleOn } from '../../src/modules/casework/rules.ts'
import { findState } from '../../src/modules/casework/store.ts'
import { publish } from '../../src/modules/catalogue/index.ts'
import { genericForm } from '../../src/modules/catalogue/rules.ts'
import { calendarFor, due, statutoryStops } from '../../src/modules/clock/index.ts'
import { apply, type Given, giveAll } from '../apply.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { makeItem } from '../make-item.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  const publication = { code: many, definition: withProcedures, effectiveAt: house.now().at, source: 'test', approval: 'test' }
  await transaction(house.db, (tx) => publish(tx, publication, system, house.now()))
})
afterAll(() => house.close())

const people = ['citizen', 'stranger', 'clerk', 'approver', 'chief', 'leader', 'serviceClerk', 'supervisor'] as const
type Person = (typeof people)[number]

/** A permit whose list has procedures of every kind, and steps with limits of their own. */
const many = 'LAWS-PROCEDURES'
const withProcedures = makeItem({
  form: { isGeneric: true, fields: [...genericForm] },
  steps: [
    { code: 'review', kind: 'review', name: '审查', notBy: [], limit: { days: 3, unit: 'workday' } },
    { code: 'decide', kind: 'decide', name: '决定', notBy: ['review'], limit: { days: 2, unit: 'day' } },
  ],
  procedures: [
    { code: 'expert', name: '专家评审', kind: 'EXPERT_REVIEW', limit: { days: 10, unit: 'workday' }, stops: 'all' },
    { code: 'hearing', name: '听证', kind: 'HEARING', limit: null, stops: 'all' },
    { code: 'survey', name: '现场勘验', kind: 'SITE_CHECK', limit: null, stops: 'promise' },
    { code: 'study', name: '集体研究', kind: 'COLLECTIVE', limit: null, stops: 'nothing' },
  ],
})

const words = '符合条件，建议如此办理。'
const shortfalls = [{ material: 'M05', problem: 'unclear' }]
/** What may be tried, lawful or not, and who could: half of the tries are by somebody who can. */
const acts: Readonly<Record<string, { by: readonly Person[]; body: object | ((state: CaseState, dice: number) => object) }>> = {
  'procedures/begin': {
    by: ['approver', 'chief'],
    body: (_, dice) => ({
      procedure: ['expert', 'hearing', 'survey', 'study', 'auction'][dice % 5],
      plannedUntilOn: plus(house.now().today, 1 + dice),
      reason: words,
    }),
  },
  'procedures/end': {
    by: ['approver', 'chief'],
    body: (state, dice) => ({
      beganSeq: proceduresOf(state).filter((one) => one.endedOn === null)[dice % 2]?.seq ?? 3,
      conclusion: 'completed',
      result: words,
    }),
  },
  extend: { by: ['leader'], body: (_, dice) => ({ days: dice + 1, reason: words }) },
  accept: { by: ['clerk'], body: {} },
  'ask-correction': { by: ['clerk'], body: { shortfalls } },
  supply: { by: ['citizen'], body: {} },
  'turn-away': { by: ['clerk'], body: { ground: 'not_required', reason: words, competentOrgan: null } },
  withdraw: { by: ['citizen'], body: {} },
  review: { by: ['approver', 'chief'], body: { conclusion: 'grant', opinion: words } },
  'send-back': { by: ['chief', 'leader'], body: { reason: words } },
  grant: { by: ['chief', 'leader'], body: { decision: words } },
  refuse: { by: ['chief', 'leader'], body: { reasons: [words], basis: ['道路运输条例 24'] } },
  issue: { by: ['chief'], body: { name: '通行证', number: null } },
  'hand-over': { by: ['clerk'], body: { method: 'direct', receivedBy: '张三' } },
  'void/propose': { by: ['clerk', 'chief'], body: { reason: 'duplicate', explanation: words } },
  'void/confirm': { by: ['chief', 'leader'], body: {} },
  'correction/propose': {
    by: ['approver', 'chief'],
    body: { reason: 'entry_error', explanation: words, receivedOn: '2026-03-01', facts: { 'form/contactPhone': '13900000000' } },
  },
  'correction/confirm': { by: ['approver', 'chief'], body: {} },
  'proposal/dismiss': { by: ['chief', 'leader'], body: {} },
}

/** Where a case usually goes, so that many get far. */
const usual: Readonly<Record<string, string>> = {
  submitted: 'accept',
  correcting: 'supply',
  accepted: 'review',
  reviewed: 'grant',
  granted: 'issue',
  issued: 'hand-over',
}

const step = fc.record({
  isUsual: fc.boolean(),
  act: fc.constantFrom(...Object.keys(acts)),
  isEntitled: fc.boolean(),
  person: fc.constantFrom(...people),
  dice: fc.nat(10),
  hours: fc.oneof(fc.nat(30), fc.nat(24 * 40)),
})

/** What is tried of a case whose procedures matter more than where it goes. */
const held = fc.record({
  isUsual: fc.constant(false),
  act: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('procedures/begin', 'procedures/end') },
    { weight: 2, arbitrary: fc.constantFrom('extend', 'review', 'send-back') },
    { weight: 1, arbitrary: fc.constantFrom('correction/propose', 'correction/confirm', 'grant', 'withdraw') },
  ),
  isEntitled: fc.constant(true),
  person: fc.constantFrom(...people),
  dice: fc.nat(10),
  hours: fc.oneof(fc.nat(30), fc.nat(24 * 10)),
})

test('whatever is tried by whomever at whatever time, a case stays what its events say', { timeout: 120_000 }, async () => {
  let steps = 0
  const cases = fc.asyncProperty(
    fc.array(step, { minLength: 4, maxLength: 16 }),
    fc.constantFrom(townItems.permit, townItems.permit, townItems.service),
    fc.boolean(),
    async (tries, item, isComplete) => {
      const given = await begin(item, isComplete ? 0 : 4)
      for (const one of tries) await tryStep(given, one)
      await readIt(given)
      steps += tries.length
    },
  )
  await fc.assert(cases, { numRuns: 25, seed: 7 })
  expect(steps).toBeGreaterThan(200)
})

test('whatever procedures begin and end and whatever is extended, dates are the clock’s answer, and explain themselves', {
  timeout: 120_000,
}, async () => {
  const done = new Map<string, number>()
  const cases = fc.asyncProperty(fc.array(held, { minLength: 4, maxLength: 16 }), fc.nat(12), async (tries, days) => {
    const given = await begin(many, 0)
    house.at(new Date(house.now().at.getTime() + days * 86_400_000).toISOString())
    await attempt(given, 'accept', 'clerk', {})
    for (const one of tries) await tryStep(given, one, done)
    await readIt(given)
    await explainsItself(given)
  })
  await fc.assert(cases, { numRuns: 20, seed: 11 })
  for (const act of ['procedures/begin', 'procedures/end', 'extend']) expect([act, (done.get(act) ?? 0) > 5]).toEqual([act, true])
})

async function begin(item: string, leaveOut: number): Promise<Given> {
  house.at('2026-03-02T09:00:00+08:00')
  const given = await apply(house, house.town.citizen, { item, leaveOut })
  await keepsItsLaws(given)
  return given
}

type Step = { isUsual: boolean; act: string; isEntitled: boolean; person: Person; dice: number; hours: number }

async function tryStep(given: Given, one: Step, done = new Map<string, number>()): Promise<void> {
  house.at(new Date(house.now().at.getTime() + one.hours * 3_600_000).toISOString())
  const state = await stateOf(given)
  const name = one.isUsual ? (usual[state.state] ?? one.act) : one.act
  const { by, body } = acts[name] ?? { by: [], body: {} }
  const who = one.isUsual || one.isEntitled ? (by[one.dice % by.length] ?? one.person) : one.person
  const said = typeof body === 'function' ? body(state, one.dice) : body
  const isLawful = await attempt(
    given,
    name,
    who,
    name === 'supply' ? { materials: await giveAll(house, house.town.citizen, ['M05']) } : said,
  )
  if (isLawful) done.set(name, (done.get(name) ?? 0) + 1)
  if (isLawful || one.dice === 0) await keepsItsLaws(given)
}

async function readIt(given: Given): Promise<void> {
  await house.call('GET /cases/:id', { token: house.town.citizen.token, params: { id: given.caseId } })
  await keepsItsLaws(given)
}

/** The proof of each clock counts up to its date, and names only events that began a procedure. */
async function explainsItself(given: Given): Promise<void> {
  const { caseId } = given
  const { timers } = await stateOf(given)
  for (const { code, limit, extension, dueOn } of Object.values(timers)) {
    const asked = { token: house.town.citizen.token, params: { id: caseId, code } }
    const { timer, days } = await house.call<ExplainedTimer>('GET /cases/:id/timers/:code', asked)
    expect(timer.dueOn).toBe(dueOn)
    if (dueOn === null || limit.unit !== 'workday') continue
    expect([days.filter((day) => day.counted).length, days.at(-1)?.date]).toEqual([limit.days + extension, dueOn])
  }
}

/** @returns whether it was done; anything but an answer or a refusal is thrown */
async function attempt(given: Given, name: string, who: Person, body: object): Promise<boolean> {
  const person = house.town[who]
  const token = typeof person === 'string' ? person : person.token
  const call: Caller = house.call
  try {
    await call(`POST /cases/:id/${name}`, { token, params: { id: given.caseId }, body })
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

async function stateOf(given: Given): Promise<CaseState> {
  const row = await transaction(house.db, (tx) => findState(tx, given.caseId))
  if (row === null) throw new Error('no such case')
  return row.fold
}

/** Whether the overdue of a clock stood in the log before an event. */
function overdueBefore(events: readonly EventRow[], code: string, seq: number): boolean {
  return events.some((event) => event.kind === 'overdue' && event.body.timer === code && event.seq < seq)
}

function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

async function keepsItsLaws({ caseId }: Given): Promise<void> {
  const { events, row, calendar } = await transaction(house.db, async (tx) => ({
    events: await eventsOf(tx, caseStream, caseId),
    row: await findState(tx, caseId),
    calendar: await calendarFor(tx),
  }))
  let state: CaseState | null = null
  for (const [i, event] of events.entries()) {
    const before: CaseState | null = state
    const row = actOf(event.kind)
    expect(event.seq).toBe(i + 1)
    expect(event.prev_hash).toEqual(events[i - 1]?.hash ?? null)
    expect(hashOf(event)).toEqual(event.hash)
    expect(event.at.getTime()).toBeGreaterThanOrEqual(events[i - 1]?.at.getTime() ?? 0)
    if (before === null) expect(row.from).toEqual([])
    else {
      expect(row.from).toContain(before.state)
      expect(row.ruleSets ?? [before.ruleSet]).toContain(before.ruleSet)
    }
    state = fold(registeredActs(), before, event)
    expect(state.state).toBe(row.to ?? before?.state)
    if (row.who === 'system') expect(event.actor).toBe('system')
    else expect(event.actor).not.toBe('system')
  }
  if (state === null) throw new Error('a case without events')
  expect(canonical(row?.fold)).toBe(canonical(state))
  expect([row?.seq, row?.hash]).toEqual([events.at(-1)?.seq, events.at(-1)?.hash])

  for (const timer of Object.values(state.timers)) {
    const { startedOn, limit, extension, suspensions } = timer
    const { dueOn } = due({ startedOn, limit: limit.days, unit: limit.unit, extension, suspensions }, calendar)
    expect(timer.dueOn).toBe(dueOn)
    if (closedStates.includes(state.state)) expect(timer.endedOn).not.toBeNull()
    if (timer.endedOn !== null) expect([timer.code, timer.dueOn]).not.toEqual([timer.code, null])
    if (timer.code === 'PROMISE') expect(extension).toBe(0)
    for (const { seq, to } of suspensions) {
      expect(events[seq - 1]?.kind).toBe('beginProcedure')
      if (timer.code === 'DECIDE') expect(Object.keys(statutoryStops)).toContain(events[seq - 1]?.body.kind)
      if (to === null) expect(proceduresOf(state).find((one) => one.seq === seq)?.endedOn).toBeNull()
    }
    const late = suspensions.find(({ from }) => dueOn !== null && from > dueOn && timer.hasPassed)
    if (late !== undefined) expect(overdueBefore(events, timer.code, late.seq)).toBe(true)
  }
  expect((state.acceptedOn ?? state.receivedOn) >= state.receivedOn).toBe(true)
  if (state.decidedOn !== null) expect(state.decidedOn >= (state.acceptedOn ?? '')).toBe(true)
  if (['accepted', 'reviewed', 'granted', 'issued', 'delivered'].includes(state.state)) expect(state.acceptedOn).not.toBeNull()
  if (state.ruleSet !== 'permit')
    expect([state.isDeemedAccepted, Object.keys(state.timers)]).toEqual([
      false,
      expect.not.arrayContaining(['ACCEPT_REVIEW', 'DECIDE', 'ISSUE']),
    ])
  const settleOn = nextSettleOn(state)
  expect(settleOn === null || settleOn >= (events.at(-1)?.effective_on ?? '') || events.at(-1)?.kind === 'deemAccept').toBe(true)
}
