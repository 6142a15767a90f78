import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../src/app/caller.ts'
import { townItems } from '../../src/app/town.ts'
import { canonical } from '../../src/kernel/canonical.ts'
import { transaction } from '../../src/kernel/db/index.ts'
import { eventsOf, hashOf } from '../../src/kernel/log/index.ts'
import { nowAt } from '../../src/kernel/now.ts'
import { Refusal } from '../../src/kernel/refusal.ts'
import { actOf } from '../../src/modules/casework/acts.ts'
import type { CaseState } from '../../src/modules/casework/case.ts'
import { closedStates } from '../../src/modules/casework/contract.ts'
import { caseStream, registeredActs } from '../../src/modules/casework/index.ts'
import { fold, nextSettleOn } from '../../src/modules/casework/rules.ts'
import { findState } from '../../src/modules/casework/store.ts'
import { calendarFor, due } from '../../src/modules/clock/index.ts'
import { apply, type Given, giveAll } from '../apply.ts'
import { openHouse, type TestHouse } from '../house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const people = ['citizen', 'stranger', 'clerk', 'approver', 'chief', 'leader', 'serviceClerk', 'supervisor'] as const
type Person = (typeof people)[number]

const words = '符合条件，建议如此办理。'
const shortfalls = [{ material: 'M05', problem: 'unclear' }]
/** What may be tried, lawful or not, and who could: half of the tries are by somebody who can. */
const acts: Readonly<Record<string, { by: readonly Person[]; body: object }>> = {
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

test('whatever is tried by whomever at whatever time, a case stays what its events say', { timeout: 120_000 }, async () => {
  let steps = 0
  const cases = fc.asyncProperty(
    fc.array(step, { minLength: 4, maxLength: 16 }),
    fc.constantFrom(townItems.permit, townItems.permit, townItems.service),
    fc.boolean(),
    async (tries, item, isComplete) => {
      let at = nowAt('2026-03-02T09:00:00+08:00').at.getTime()
      house.at(new Date(at).toISOString())
      const given = await apply(house, house.town.citizen, { item, leaveOut: isComplete ? 0 : 4 })
      await keepsItsLaws(given)
      for (const one of tries) {
        at += one.hours * 3_600_000
        house.at(new Date(at).toISOString())
        const state = await stateOf(given)
        const name = one.isUsual ? (usual[state.state] ?? one.act) : one.act
        const { by, body } = acts[name] ?? { by: [], body: {} }
        const who = one.isUsual || one.isEntitled ? (by[one.dice % by.length] ?? one.person) : one.person
        const isLawful = await attempt(
          given,
          name,
          who,
          name === 'supply' ? { materials: await giveAll(house, house.town.citizen, ['M05']) } : body,
        )
        if (isLawful || one.dice === 0) await keepsItsLaws(given)
        steps += 1
      }
      await house.call('GET /cases/:id', { token: house.town.citizen.token, params: { id: given.caseId } })
      await keepsItsLaws(given)
    },
  )
  await fc.assert(cases, { numRuns: 25, seed: 7 })
  expect(steps).toBeGreaterThan(200)
})

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
    const { dueOn } = due({ startedOn: timer.startedOn, limit: timer.limit.days, unit: timer.limit.unit }, calendar)
    expect(timer.dueOn).toBe(dueOn)
    if (closedStates.includes(state.state)) expect(timer.endedOn).not.toBeNull()
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
