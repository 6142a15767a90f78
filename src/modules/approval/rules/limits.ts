import type { Day } from '../../../kernel/now.ts'
import { type CaseState, legalTimers, running, type Timer, type TimerStart } from '../../casework/index.ts'
import type { ItemDefinition } from '../../catalogue/index.ts'
import { timerRules } from '../../clock/index.ts'
import type { Approver } from '../contract.ts'

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
