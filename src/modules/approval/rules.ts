import { Type } from 'typebox'
import type { JsonObject } from '../../kernel/canonical.ts'
import type { EventRow } from '../../kernel/log/index.ts'
import { type Day, dayOf, type Now, startOf } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import {
  type Act,
  act,
  barredBy,
  type CaseState,
  legalTimers,
  peopleLeft,
  running,
  sliceOf,
  stepAt,
  type Timer,
  type TimerStart,
  withSlice,
} from '../casework/index.ts'
import type { Condition, ItemDefinition, Procedure, Step } from '../catalogue/index.ts'
import { type Calendar, due, statutoryStops, timerRules } from '../clock/index.ts'
import { stepTimers } from '../intake/index.ts'
import {
  AlreadyExtended,
  type Approver,
  ConditionUnmet,
  conclusions,
  Finding,
  LimitPassed,
  LimitStopped,
  NoReason,
  NoSuchProcedure,
  NotExtendable,
  NoUnmetCondition,
  Recused,
  type Refusing,
  type Review,
  ReviewerDecides,
  type StartedProcedure,
  StepBarred,
  UnknownCondition,
} from './contract.ts'

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

/** What the last review found of the conditions; empty: nothing was said of them. */
export function findingsOf(state: CaseState): Finding[] {
  return (sliceOf(state, 'approval').findings ?? []) as unknown as Finding[]
}

/** Accounts that withdrew from a case. */
export function recusedOf(state: CaseState): string[] {
  return (sliceOf(state, 'approval').recused ?? []) as string[]
}

/** The conditions of an item that somebody has described one by one; empty: nobody has. */
export function conditionsOf(item: ItemDefinition): readonly Condition[] {
  return item.details?.conditions ?? []
}

/**
 * A conclusion agrees with what was found: whoever finds a condition not met does not propose to grant.
 *
 * @throws Refusal(ConditionUnmet)
 * @source 行政许可法 38
 */
export function refuseGrantOfUnmet({ conclusion, findings = [] }: Pick<Review, 'conclusion' | 'findings'>): void {
  const unmet = findings.filter(({ isMet }) => !isMet).map(({ condition }) => condition)
  if (conclusion === 'grant' && unmet.length > 0) throw new Refusal(ConditionUnmet, { conditions: unmet })
}

/**
 * What a refusal says: the sentences and clauses of the conditions that are not met, then what was added.
 *
 * @throws Refusal(UnknownCondition) a condition that the item's list does not have; recorded
 * @throws Refusal(NoUnmetCondition) the list describes its conditions, and none is named
 * @throws Refusal(NoReason)         no reason or no clause at all
 * @source 行政许可法 38
 */
export function reasonsOf(
  item: ItemDefinition,
  { unmet = [], reasons, basis }: Refusing,
): { reasons: string[]; basis: string[] } {
  const conditions = conditionsOf(item)
  refuseUnknownConditions(item, unmet)
  if (conditions.length > 0 && unmet.length === 0) throw new Refusal(NoUnmetCondition, {})
  const missed = conditions.filter(({ code }) => unmet.includes(code))
  const clauses = missed.flatMap((condition) => (condition.basis.from === 'law' ? [condition.basis.clause] : []))
  const given = {
    reasons: [...missed.map((condition) => condition.unmet), ...reasons],
    basis: [...new Set([...clauses, ...basis])],
  }
  const ownLaw = item.ruleSet === 'permit' ? ['中华人民共和国行政许可法 38'] : []
  const complete = { reasons: given.reasons, basis: given.basis.length > 0 ? given.basis : ownLaw }
  if (complete.reasons.length === 0 || complete.basis.length === 0) throw new Refusal(NoReason, {})
  return complete
}

/** @throws Refusal(UnknownCondition) recorded */
export function refuseUnknownConditions(item: ItemDefinition, codes: readonly string[]): void {
  const unknown = codes.filter((code) => !conditionsOf(item).some((condition) => condition.code === code))
  if (unknown.length > 0) throw new Refusal(UnknownCondition, { conditions: unknown })
}

/** The procedures of a case, in the order in which they began. */
export function proceduresOf(state: CaseState): StartedProcedure[] {
  return (sliceOf(state, 'approval').procedures ?? []) as unknown as StartedProcedure[]
}

/** Those that last. */
export function openProcedures(state: CaseState): StartedProcedure[] {
  return proceduresOf(state).filter((one) => one.endedOn === null)
}

/** Whether a procedure of the item's list is one of the eight that stop the limit of a permit. @source 行政许可法 45 */
export function isStatutory(ruleSet: string, { kind }: Pick<Procedure, 'kind'>): boolean {
  return ruleSet === 'permit' && Object.hasOwn(statutoryStops, kind)
}

/**
 * The clocks that a procedure holds up: the legal one only if the list says so – for permits that is the closed list of the law –, the
 * promised one and those of the steps also when the item alone says so.
 *
 * @source 行政许可法 45
 */
export function stoppedTimers(state: CaseState, { stops }: Pick<Procedure, 'stops'>): Timer[] {
  if (stops === 'nothing') return []
  return running(state).filter(
    ({ code }) => code === 'PROMISE' || code.startsWith('STEP:') || (stops === 'all' && legalTimers.includes(code)),
  )
}

/** The longest that a procedure without a published limit may be planned for, in days: a custom, so that a slip of the pen stops no clock for ever. */
const longestPlan = 366

/**
 * The days on which a procedure that begins today may be planned to end: tomorrow at the earliest, and within the limit that the item's
 * list gives it.
 */
export function plannedWithin(
  { limit }: Pick<Procedure, 'limit'>,
  today: Day,
  calendar: Calendar,
): { earliestOn: Day; latestOn: Day } {
  const last = ({ days, unit }: NonNullable<Procedure['limit']>) => due({ startedOn: today, limit: days, unit }, calendar).dueOn
  const latestOn = last(limit ?? { days: longestPlan, unit: 'day' })
  const earliestOn = dayOf(new Date(startOf(today).getTime() + 86_400_000))
  return { earliestOn, latestOn: latestOn ?? earliestOn }
}

/** The clock of a procedure itself, where the item's list limits it. */
export function procedureTimers({ code, limit }: Pick<Procedure, 'code' | 'limit'>, on: Day): TimerStart[] {
  return limit === null ? [] : [{ code: `PROCEDURE:${code}`, origin: 'procedure', from: on, limit, basis: null }]
}

/** Whether the review that comes next is the last one before the decision: no other step, and nobody else for this one, comes after it. */
export function endsReview(state: CaseState, item: ItemDefinition): boolean {
  const step = stepAt(state, item)
  return step === null || (peopleLeft(state, step) === 1 && step === item.steps.findLast(({ kind }) => kind === 'review'))
}

/** The step that follows one: itself, until all whom it takes have done it. */
export function stepAfter(state: CaseState, item: ItemDefinition, step: Step | null): Step | undefined {
  if (step !== null && peopleLeft(state, step) > 1) return step
  return step === null ? item.steps.findLast(({ kind }) => kind === 'decide') : item.steps[item.steps.indexOf(step) + 1]
}

/** The clock of the step that begins: held up from the start by what holds up the promised one. */
export function stepClock(state: CaseState, step: Step | undefined, on: Day): TimerStart[] {
  const suspensions = openProcedures(state).flatMap(({ seq, fromOn: from, plannedUntilOn: plannedTo, stops, name: reason }) =>
    stops === 'nothing' ? [] : [{ from, to: null, plannedTo, reason, seq }],
  )
  return stepTimers(step, { origin: 'step', from: on, suspensions })
}

/** The clocks of steps that run. */
export function runningSteps(state: CaseState): string[] {
  return running(state).flatMap(({ code }) => (code.startsWith('STEP:') ? [code] : []))
}

/** How the legal limit of a case may be extended, once; null: it may not. */
export type Extendable = { readonly mostDays: number; readonly approver: Approver; readonly basis: string | null }

/**
 * By how much the legal limit may be extended, and by whom: as the item's own list says; otherwise, for a permit that runs by the law's own
 * limit, as that law says. A limit that another law set is extended by that law alone.
 *
 * @source 行政许可法 42
 */
export function extendable(state: CaseState, item: ItemDefinition): Extendable | null {
  const timer = legalTimer(state)
  if (timer === null) return null
  if (item.extension !== undefined) return { ...item.extension, mostDays: item.extension.days }
  if (timer.code === 'LEGAL') return null
  const rule = timer.code === 'DECIDE_JOINT' ? timerRules.DECIDE_JOINT : timerRules.DECIDE
  if (timer.limit.unit !== rule.unit || timer.limit.days !== rule.duration) return null
  const approver = timer.code === 'DECIDE_JOINT' ? 'governmentHead' : 'organHead'
  return { mostDays: rule.extension.duration, approver, basis: null }
}

/** The running clock of the legal limit, or null. */
export function legalTimer(state: CaseState): Timer | null {
  return running(state).find(({ code }) => legalTimers.includes(code)) ?? null
}

/** The clock that runs from a grant until the licence is in the applicant's hands. @source 行政许可法 44 */
export function grantTimers(item: ItemDefinition, on: Day): TimerStart[] {
  if (item.ruleSet !== 'permit') return []
  const { duration, basis } = timerRules.ISSUE
  return [{ code: 'ISSUE', origin: 'decision', from: on, limit: { days: duration, unit: 'workday' }, basis }]
}

/** The clocks that a decision ends: all that led to it. */
export function decisionTimers(state: CaseState): string[] {
  return running(state).flatMap(({ code, origin }) =>
    ['acceptance', 'step', 'procedure', 'licence'].includes(origin) ? [code] : [],
  )
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

/** Ends one procedure, or all that last. */
function ended(state: CaseState, endedOn: Day, conclusion: StartedProcedure['conclusion'], seq?: number): CaseState {
  const isMeant = (one: StartedProcedure) => one.endedOn === null && (seq === undefined || one.seq === seq)
  if (!proceduresOf(state).some(isMeant)) return state
  return withProcedures(
    state,
    proceduresOf(state).map((one) => (isMeant(one) ? { ...one, endedOn, conclusion } : one)),
  )
}

function withProcedures(state: CaseState, procedures: StartedProcedure[]): CaseState {
  return withSlice(state, 'approval', { procedures: procedures as JsonObject[] })
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
