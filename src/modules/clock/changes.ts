import type { Day } from '../../kernel/now.ts'
import type { DayDifference, Notice, YearDay } from './contract.ts'
import { type Calendar, calendarsOf } from './rules/calendar.ts'
import { dayOfNumber, fromCivil, isWeekend, numberOf } from './rules/day.ts'
import type { NamedDay } from './store.ts'

/** A stretch of days, both ends included. */
export type Span = { readonly from: Day; readonly to: Day }

/**
 * The stretch in which some day counts differently, or has become certain, since a layer said something else. Whatever other layers
 * say: a date that has none of these days before it stays.
 *
 * @param before     the layer's notices, and `after`, those it has now
 * @param isNational whether the layer announces whole years
 * @returns null when nothing changed
 */
export function changedSpan(before: readonly Notice[], after: readonly Notice[], isNational: boolean): Span | null {
  const alone = (notices: readonly Notice[]) => calendarsOf(isNational ? [notices] : [[], notices])(null)
  const [was, is] = [alone(before), alone(after)]
  const named = [...before, ...after].flatMap((notice) => [
    ...notice.days.map((day) => numberOf(day.on)),
    // the last week of the year before becomes certain with the year
    ...(notice.year === null ? [] : [fromCivil(notice.year - 1, 12, 25), fromCivil(notice.year, 12, 31)]),
  ])
  const changed = stretch(named).filter(
    (on) => was.isWorkingDay(on) !== is.isWorkingDay(on) || was.isCertain(on) !== is.isCertain(on),
  )
  const [from, to] = [changed[0], changed.at(-1)]
  return from === undefined || to === undefined ? null : { from, to }
}

/** The days of a year that two calendars tell differently. */
export function differencesIn(year: number, before: Calendar, after: Calendar): DayDifference[] {
  const seen = (calendar: Calendar, on: Day) => ({
    isWorked: calendar.isWorkingDay(on),
    isProvisional: !calendar.isCertain(on),
    why: calendar.why(on),
  })
  return daysOf(year)
    .map((on) => ({ on, before: seen(before, on), after: seen(after, on) }))
    .filter((day) => JSON.stringify(day.before) !== JSON.stringify(day.after))
}

/** Every day of a year with what is said of it. */
export function yearOf(year: number, calendar: Calendar, named: readonly NamedDay[]): YearDay[] {
  const rows = new Map(named.map((day) => [day.on, day]))
  return daysOf(year).map((on) => {
    const row = rows.get(on)
    const isProvisional = !calendar.isCertain(on)
    const isFree = isWeekend(numberOf(on))
    // a weekday that a notice calls a make-up day is a day like any other, as in every explanation
    if (row === undefined || (row.kind === 'makeup' && !isFree))
      return { on, kind: isFree ? 'weekend' : 'worked', name: null, notice: null, isProvisional }
    const { kind, name, layer, seq, title } = row
    return { on, kind, name, notice: { layer, seq, title }, isProvisional }
  })
}

/** Every day from the first to the last, both included. */
export function daysBetween(from: Day, to: Day): Day[] {
  return stretch([numberOf(from), numberOf(to)])
}

function daysOf(year: number): Day[] {
  return stretch([fromCivil(year, 1, 1), fromCivil(year, 12, 31)])
}

function stretch(numbers: readonly number[]): Day[] {
  const first = numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const last = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return first > last ? [] : Array.from({ length: last - first + 1 }, (_, n) => dayOfNumber(first + n))
}
