import type { JsonObject } from '../../../kernel/canonical.ts'
import { type Day, dayOf, startOf } from '../../../kernel/now.ts'
import { type CaseState, legalTimers, running, sliceOf, type Timer, type TimerStart, withSlice } from '../../casework/index.ts'
import type { Procedure } from '../../catalogue/index.ts'
import { type Calendar, due, statutoryStops } from '../../clock/index.ts'
import type { StartedProcedure } from '../contract.ts'

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

/** Ends one procedure, or all that last. */
export function ended(state: CaseState, endedOn: Day, conclusion: StartedProcedure['conclusion'], seq?: number): CaseState {
  const isMeant = (one: StartedProcedure) => one.endedOn === null && (seq === undefined || one.seq === seq)
  if (!proceduresOf(state).some(isMeant)) return state
  return withProcedures(
    state,
    proceduresOf(state).map((one) => (isMeant(one) ? { ...one, endedOn, conclusion } : one)),
  )
}

export function withProcedures(state: CaseState, procedures: StartedProcedure[]): CaseState {
  return withSlice(state, 'approval', { procedures: procedures as JsonObject[] })
}
