import type { Day } from '../../../kernel/now.ts'
import type { Suspension } from '../contract.ts'
import type { Calendar } from './calendar.ts'
import { type DayNumber, dayOfNumber, numberOf } from './day.ts'
import { merged } from './period.ts'

/**
 * How many working days before its end a limit is shown as near 预警. No law sets it: a custom of authorities, so a setting; this is
 * the product's default.
 */
export const warningWorkdays = 1

/** A limit that runs, as far as its warning needs it. */
type Running = { readonly startedOn: Day; readonly dueOn: Day | null; readonly suspensions?: readonly Suspension[] }

/**
 * The first day on which no more than `workdays` working days are left; whatever unit the limit has, warning goes by working days.
 * Never before the start. Null while there is no due day.
 */
export function warningOn(running: Running, calendar: Calendar, workdays: number = warningWorkdays): Day | null {
  const { startedOn, dueOn, suspensions } = running
  if (dueOn === null) return null
  const due = numberOf(dueOn)
  let day = Math.max(due, numberOf(startedOn))
  while (day > numberOf(startedOn) && leftAfter(day - 1, due, suspensions, calendar) <= workdays) day -= 1
  return dayOfNumber(day)
}

/**
 * Working days left after today up to the due day, those of suspensions not counted: 0 on the due day, -1 on the first working day
 * after it. Null while there is no due day.
 *
 * @source 行政许可法 45, 82
 */
export function workdaysLeft(running: Omit<Running, 'startedOn'>, today: Day, calendar: Calendar): number | null {
  const { dueOn, suspensions } = running
  return dueOn === null ? null : leftAfter(numberOf(today), numberOf(dueOn), suspensions, calendar)
}

function leftAfter(day: DayNumber, due: DayNumber, suspensions: readonly Suspension[] = [], { index }: Calendar): number {
  const worked = (from: DayNumber, to: DayNumber) => index.workdaysThrough(to) - index.workdaysThrough(from)
  const stopped = (from: DayNumber, to: DayNumber) => worked(from, Math.max(from, to))
  return merged(suspensions).reduce(
    (left, { from, to }) => left - stopped(Math.max(from, day), Math.min(to, due)),
    worked(day, due),
  )
}
