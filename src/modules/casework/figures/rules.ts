import type { Day } from '../../../kernel/now.ts'
import type { Calendar } from '../../clock/index.ts'
import type { CaseState } from '../case.ts'
import { legalTimers, type Timer, type TimerView } from '../contract.ts'
import { seen } from '../timers/rules.ts'
import type { FigureName } from './contract.ts'

export type Milestone = { readonly kind: Exclude<FigureName, 'late'>; readonly onDay: Day }

/** What a case has reached, by day. One that was voided 作废 never counted. */
export function milestonesOf({ state, receivedOn, acceptedOn, decidedOn }: CaseState): Milestone[] {
  if (state === 'voided') return []
  const reached = { received: receivedOn, accepted: acceptedOn, decided: decidedOn }
  return Object.entries(reached).flatMap(([kind, onDay]) => (onDay === null ? [] : [{ kind: kind as Milestone['kind'], onDay }]))
}

/**
 * The statutory limit of the decision as the glance needs it: while it runs to a known day, and after it where it was not kept.
 *
 * @source 行政许可法 42
 */
export function limitOf(state: CaseState): { readonly dueOn: Day; readonly endedOn: Day | null } | null {
  const timer = legalTimerOf(state)
  if (state.state === 'voided' || timer === undefined || timer.dueOn === null) return null
  const { dueOn, endedOn } = timer
  return endedOn === null || endedOn > dueOn ? { dueOn, endedOn } : null
}

/** The clock of the statutory limit as it stands, running or not: what a list of late cases shows. */
export function legalClock(state: CaseState, today: Day, calendar: Calendar): TimerView | null {
  const timer = legalTimerOf(state)
  return timer === undefined ? null : seen(timer, today, calendar)
}

function legalTimerOf({ timers }: CaseState): Timer | undefined {
  return legalTimers.map((code) => timers[code]).find((timer) => timer !== undefined)
}
