import { system } from '../../../kernel/actor.ts'
import { type EventRow, type Head, link } from '../../../kernel/log/index.ts'
import type { Day, Now } from '../../../kernel/now.ts'
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

/** The clocks of a case with the calendar by which it counts, and how that calendar grew. */
export type Dated = {
  readonly caseId: string
  readonly timers: CaseState['timers']
  readonly head: Head
  readonly calendar: Calendar
  readonly history: readonly CalendarState[]
  /** The clause that dates of this kind of item rest on. */
  readonly ground: string | null
}

/** The event that puts the dates of a case right, and its clocks after it, as the fold will have them; null when they are right. */
export function redated(of: Dated, now: Now): { event: EventRow; timers: CaseState['timers'] } | null {
  const { caseId, head, calendar, history, ground } = of
  const timers = outdatedTimers(of, calendar, now.today)
  if (timers.length === 0) return null
  const before = timers.flatMap(({ code }) => of.timers[code] ?? [])
  const body: GenericBody = {
    notices: causesOf(before, history).map((notice) => ({ ...notice })),
    moved: timers.map(({ code, dueOn }) => ({ timer: code, from: of.timers[code]?.dueOn ?? null, to: dueOn })),
    timers: timers.map(written),
  }
  const [event] = link(caseId, head, [{ kind: 'redated', v: 1, body, by: system, ground, effectiveOn: now.today, at: now.at }])
  if (event === undefined) throw new Error('no event linked')
  return { event, timers: { ...of.timers, ...Object.fromEntries(timers.map((timer) => [timer.code, timer])) } }
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
