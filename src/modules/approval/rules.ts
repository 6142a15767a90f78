import { Type } from 'typebox'
import type { Day } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type Act, act, type CaseState, sliceOf, type TimerStart, withSlice } from '../casework/index.ts'
import type { ItemDefinition } from '../catalogue/index.ts'
import { timerRules } from '../clock/index.ts'
import { ReviewerDecides } from './contract.ts'

const closed = { additionalProperties: false }
const nothing = Type.Object({}, closed)
const notPermit = ['confirmation', 'benefit', 'reward', 'adjudication', 'service', 'other']

/** The acts of review and decision 审查与决定. */
export const acts: readonly Act[] = [
  act({
    code: 'review',
    name: '审查',
    from: ['accepted'],
    to: 'reviewed',
    who: 'approval.review',
    source: { permit: '行政许可法 34' },
    body: Type.Object({ conclusion: Type.Enum(['grant', 'refuse']) }, closed),
    fold: (state, event) => withSlice(state, 'approval', { reviewedBy: event.actor, conclusion: event.body.conclusion ?? null }),
  }),
  act({
    code: 'sendBack',
    name: '退回重新审查',
    from: ['reviewed'],
    to: 'accepted',
    who: 'approval.decide',
    body: nothing,
    may: bySecondPerson,
    fold: (state) => withSlice(state, 'approval', { reviewedBy: null, conclusion: null }),
  }),
  act({
    code: 'grant',
    name: '准予',
    from: ['reviewed'],
    to: 'granted',
    who: 'approval.decide',
    source: { permit: '行政许可法 38' },
    body: nothing,
    may: bySecondPerson,
    fold: (state, event) => ({ ...state, decidedOn: event.effective_on }),
  }),
  act({
    code: 'refuse',
    name: '不予许可',
    from: ['reviewed'],
    to: 'refused',
    who: 'approval.decide',
    ruleSets: ['permit'],
    source: '行政许可法 38',
    body: nothing,
    may: bySecondPerson,
    fold: (state, event) => ({ ...state, decidedOn: event.effective_on }),
  }),
  act({
    code: 'decline',
    name: '不予办理',
    from: ['reviewed'],
    to: 'declined',
    who: 'approval.decide',
    ruleSets: notPermit,
    body: nothing,
    may: bySecondPerson,
    fold: (state, event) => ({ ...state, decidedOn: event.effective_on }),
  }),
]

/** The clock that runs from a grant until the licence is in the applicant's hands. @source 行政许可法 44 */
export function grantTimers(item: ItemDefinition, on: Day): TimerStart[] {
  if (item.ruleSet !== 'permit') return []
  const { duration, basis } = timerRules.ISSUE
  return [{ code: 'ISSUE', origin: 'decision', from: on, limit: { days: duration, unit: 'workday' }, basis }]
}

/** The clocks that a decision ends. */
export const decisionTimers = ['DECIDE', 'LEGAL', 'PROMISE']

function bySecondPerson(state: CaseState, actorId: string): Refusal | null {
  return sliceOf(state, 'approval').reviewedBy === actorId ? new Refusal(ReviewerDecides, {}) : null
}
