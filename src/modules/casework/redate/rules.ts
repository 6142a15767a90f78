import { system } from '../../../kernel/actor.ts'
import { type EventRow, type Head, link } from '../../../kernel/log/index.ts'
import type { Day } from '../../../kernel/now.ts'
import type { Calendar, CalendarState, NoticeRef } from '../../clock/index.ts'
import type { CaseState, GenericBody } from '../case.ts'
import type { Timer } from '../contract.ts'
import { dated, running, written } from '../timers/rules.ts'

/** The most notices that one event names as its cause. */
export const mostCauses = 20

/**
 * The running clocks whose date, or its certainty, this calendar gives otherwise than it was written, as they stand right. One that had
 * passed by its old date and has not by the new one runs again.
 *
 * @source 行政许可法 82
 */
export function outdatedTimers(state: Pick<CaseState, 'timers'>, calendar: Calendar, today: Day): Timer[] {
  return running(state).flatMap((timer) => {
    const right = dated(timer, calendar)
    if (isSame(right, timer)) return []
    return [{ ...right, hasPassed: timer.hasPassed && right.dueOn !== null && right.dueOn < today }]
  })
}

/** By what dates are reckoned: the calendar of a case's place and how it grew, what today is, and the clause they rest on. */
export type Reckoning = {
  readonly calendar: Calendar
  readonly history: readonly CalendarState[]
  readonly today: Day
  readonly ground: string | null
}

/** What puts clocks right: nothing in it is of one case alone, so that many cases of the same days share it. */
export type Correction = {
  readonly body: GenericBody
  readonly ground: string | null
  readonly effectiveOn: Day
  /** The clocks of the case after it, as the fold will have them. */
  readonly timers: CaseState['timers']
}

/** What puts these clocks right; null when they are. */
export function correctionOf(timers: CaseState['timers'], by: Reckoning): Correction | null {
  const { calendar, history, today, ground } = by
  const changed = outdatedTimers({ timers }, calendar, today)
  if (changed.length === 0) return null
  const before = changed.flatMap(({ code }) => timers[code] ?? [])
  const body: GenericBody = {
    notices: causesOf(before, history).map((notice) => ({ ...notice })),
    moved: changed.map(({ code, dueOn }) => ({ timer: code, from: timers[code]?.dueOn ?? null, to: dueOn })),
    timers: changed.map(written),
  }
  const after = { ...timers, ...Object.fromEntries(changed.map((timer) => [timer.code, timer])) }
  return { body, ground, effectiveOn: today, timers: after }
}

/** The event of a case that puts its dates right. */
export function redatedEvent(caseId: string, head: Head, { body, ground, effectiveOn }: Correction, at: Date): EventRow {
  const [event] = link(caseId, head, [{ kind: 'redated', v: 1, body, by: system, ground, effectiveOn, at }])
  if (event === undefined) throw new Error('no event linked')
  return event
}

/**
 * The notices that moved these clocks: those entered since the platform last knew what the dates were written by, each of which changed
 * something. Empty when no state of knowledge gives them: then it was not a notice, but the place of the case that changed.
 *
 * @param timers  as written
 * @param history oldest first
 */
export function causesOf(timers: readonly Timer[], history: readonly CalendarState[]): NoticeRef[] {
  const datesBy = (state: CalendarState) => timers.map((timer) => dated(timer, state.calendar()))
  const from = history.findLastIndex((state) => datesBy(state).every((right, at) => isSame(right, timers[at])))
  if (from < 0) return []
  let before: readonly Timer[] = timers
  const causes: NoticeRef[] = []
  for (const state of history.slice(from + 1)) {
    const dates = datesBy(state)
    if (state.entered !== null && !dates.every((right, at) => isSame(right, before[at]))) causes.push(state.entered)
    before = dates
  }
  return causes.slice(-mostCauses)
}

function isSame(a: Timer, b: Timer | undefined): boolean {
  return a.dueOn === b?.dueOn && a.isProvisional === b.isProvisional
}
