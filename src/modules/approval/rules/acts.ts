import { Type } from 'typebox'
import type { EventRow } from '../../../kernel/log/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { type Act, act, barredBy, type CaseState, sliceOf, stepAt, withSlice } from '../../casework/index.ts'
import type { ItemDefinition } from '../../catalogue/index.ts'
import { timerRules } from '../../clock/index.ts'
import {
  AlreadyExtended,
  type Approver,
  conclusions,
  Finding,
  LimitPassed,
  LimitStopped,
  NoSuchProcedure,
  NotExtendable,
  Recused,
  ReviewerDecides,
  type StartedProcedure,
  StepBarred,
} from '../contract.ts'
import { findingsOf } from './conditions.ts'
import { extendable, legalTimer } from './limits.ts'
import { ended, openProcedures, proceduresOf, withProcedures } from './procedures.ts'
import { endsReview } from './steps.ts'

const closed = { additionalProperties: false }
const Code = Type.String({ maxLength: 60 })
const nothing = Type.Object({}, closed)
const notPermit = ['confirmation', 'benefit', 'reward', 'adjudication', 'service', 'other']

/** What a review says, of whichever step. */
const Reviewed = Type.Object(
  {
    /** The step of the plan; the first events did not say it. */
    step: Type.Optional(Code),
    conclusion: Type.Enum(['grant', 'refuse']),
    findings: Type.Optional(Type.Array(Finding, { maxItems: 40 })),
  },
  closed,
)

/** The acts of review and decision 审查与决定. */
export const acts: readonly Act[] = [
  act({
    code: 'examine',
    name: '审查（后面还有环节）',
    from: ['accepted'],
    to: null,
    who: 'approval.review',
    source: { permit: '行政许可法 34' },
    isOffered: (state, item) => !endsReview(state, item),
    body: Reviewed,
    may: byFreshPerson,
    fold: reviewed,
  }),
  act({
    code: 'review',
    name: '审查',
    from: ['accepted'],
    to: 'reviewed',
    who: 'approval.review',
    source: { permit: '行政许可法 34' },
    isOffered: endsReview,
    body: Reviewed,
    may: byFreshPerson,
    fold: (state, event) => withSlice(reviewed(state, event), 'approval', { reviewedBy: event.actor }),
  }),
  act({
    code: 'sendBack',
    name: '退回重新审查',
    from: ['reviewed'],
    to: 'accepted',
    who: 'approval.decide',
    body: nothing,
    may: bySecondPerson,
    fold: (state) => {
      const fresh = withSlice(state, 'approval', { reviewedBy: null, conclusion: null })
      return state.steps === undefined ? fresh : { ...fresh, steps: [] }
    },
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
    fold: decided,
  }),
  act({
    code: 'deemRenew',
    name: '逾期未作决定，视为准予延续',
    from: ['accepted', 'reviewed'],
    to: 'granted',
    who: 'system',
    ruleSets: ['permit'],
    source: '行政许可法 50',
    body: Type.Object({ expiredOn: Type.String({ maxLength: 10 }) }, closed),
    fold: (state, event) => withMissed(decided(state, event), timerRules.RENEW_DECIDE.code),
    words: ({ expiredOn }) => `有效期 ${expiredOn} 届满前没有作出决定。`,
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
    fold: decided,
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
    fold: decided,
  }),
  act({
    code: 'decideAtOnce',
    name: '即办',
    from: ['submitted', 'accepted'],
    to: 'issued',
    who: 'approval.decide_at_once',
    source: { permit: '行政许可法 34' },
    isOffered: (_state, item) => item.isImmediate,
    body: nothing,
    fold: decided,
  }),
  act({
    code: 'recuse',
    name: '回避',
    from: ['accepted', 'reviewed'],
    to: null,
    who: 'approval.recuse',
    body: nothing,
    may: notRecused,
    fold: (state, { actor }) => withSlice(state, 'approval', { recused: [...recusedOf(state), actor] }),
  }),
  act({
    code: 'beginProcedure',
    name: '启动特别程序',
    from: ['accepted', 'reviewed'],
    to: null,
    who: 'approval.procedure',
    isOffered: (state, { procedures = [] }) => {
      const open = openProcedures(state).map(({ procedure }) => procedure)
      return procedures.some(({ code }) => !open.includes(code))
    },
    body: Type.Object(
      { procedure: Code, name: Code, kind: Code, stops: Code, plannedUntilOn: Type.String({ maxLength: 10 }) },
      closed,
    ),
    fold: (state, event) => {
      const { procedure, name, kind, stops, plannedUntilOn } = event.body
      const began = { seq: event.seq, procedure, name, kind, stops, fromOn: event.effective_on, plannedUntilOn }
      return withProcedures(state, [...proceduresOf(state), { ...began, endedOn: null, conclusion: null } as StartedProcedure])
    },
  }),
  act({
    code: 'endProcedure',
    name: '结束特别程序',
    from: ['accepted', 'reviewed'],
    to: null,
    who: 'approval.procedure',
    body: Type.Object({ beganSeq: Type.Integer({ minimum: 1 }), conclusion: Type.Enum(Object.keys(conclusions)) }, closed),
    may: (state) => (openProcedures(state).length > 0 ? null : new Refusal(NoSuchProcedure, {})),
    fold: (state, event) =>
      ended(state, event.effective_on, event.body.conclusion as StartedProcedure['conclusion'], Number(event.body.beganSeq)),
  }),
  extending('extend', '延长办理期限', 'approval.extend', 'organHead'),
  extending('extendByGovernment', '延长办理期限（本级人民政府负责人）', 'approval.extend_government', 'governmentHead'),
]

/** Accounts that withdrew from a case. */
export function recusedOf(state: CaseState): string[] {
  return (sliceOf(state, 'approval').recused ?? []) as string[]
}

function extending(code: string, name: string, who: string, approver: Approver): Act {
  return act({
    code,
    name,
    from: ['accepted', 'reviewed'],
    to: null,
    who,
    source: { permit: '行政许可法 42' },
    isOffered: (state, item) => extendable(state, item)?.approver === approver,
    body: Type.Object({ timer: Code, days: Type.Integer({ minimum: 1 }) }, closed),
    may: (state) => {
      const timer = legalTimer(state)
      if (timer === null) return new Refusal(NotExtendable, {})
      if (timer.extension > 0) return new Refusal(AlreadyExtended, {})
      if (timer.hasPassed) return new Refusal(LimitPassed, { dueOn: timer.dueOn })
      return timer.dueOn === null ? new Refusal(LimitStopped, {}) : null
    },
  })
}

function reviewed(state: CaseState, { actor, body, effective_on: on }: EventRow): CaseState {
  const isFound = body.findings !== undefined || findingsOf(state).length > 0
  const findings = isFound ? { findings: body.findings ?? [] } : {}
  const said = withSlice(state, 'approval', { conclusion: body.conclusion ?? null, ...findings })
  return body.step === undefined ? said : { ...said, steps: [...(state.steps ?? []), { code: String(body.step), by: actor, on }] }
}

function decided(state: CaseState, event: EventRow): CaseState {
  return ended({ ...state, decidedOn: event.effective_on }, event.effective_on, null)
}

/** A clock that ran out unanswered, whatever day it ended on. */
function withMissed(state: CaseState, code: string): CaseState {
  const timer = state.timers[code]
  return timer === undefined ? state : { ...state, timers: { ...state.timers, [code]: { ...timer, hasPassed: true } } }
}

/** Whoever withdrew takes no further part in a case. */
function notRecused(state: CaseState, actorId: string): Refusal | null {
  return recusedOf(state).includes(actorId) ? new Refusal(Recused, {}) : null
}

/** A step of review is done by somebody whom the plan does not keep out of it. */
function byFreshPerson(state: CaseState, actorId: string, _now: Now, item: ItemDefinition): Refusal | null {
  const refusal = notRecused(state, actorId)
  const step = stepAt(state, item)
  const did = step === null ? null : barredBy(state, step, actorId, item)
  return refusal ?? (step === null || did === null ? null : new Refusal(StepBarred, { step: step.name, did: did.name }))
}

/** Whoever reviewed last never decides, and nobody whom the plan keeps out of the decision. */
function bySecondPerson(state: CaseState, actorId: string, _now: Now, item: ItemDefinition): Refusal | null {
  if (recusedOf(state).includes(actorId)) return new Refusal(Recused, {})
  const step = stepAt(state, item)
  const isBarred = step !== null && barredBy(state, step, actorId, item) !== null
  return isBarred || sliceOf(state, 'approval').reviewedBy === actorId ? new Refusal(ReviewerDecides, {}) : null
}
