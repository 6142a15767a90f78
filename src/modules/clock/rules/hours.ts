import { type Day, dayOf, startOf } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { BeyondCalendar } from '../contract.ts'
import type { Calendar } from './calendar.ts'
import { dayOfNumber, isWeekend, lastDayNumber, numberOf, weekday } from './day.ts'
import { checkLimit } from './period.ts'

/** A stretch of service in minutes of the day, [from, to): 540–720 is 9:00–12:00. */
export type Span = readonly [from: number, to: number]

/** When a place serves. Two spans where it closes at noon, none on a weekday on which it is closed. */
export type ServiceHours = {
  /** By weekday, Monday first, in order of time. */
  readonly week: readonly [Spans, Spans, Spans, Spans, Spans, Spans, Spans]
  /** The hours of a make-up day 调休上班 on a Saturday or Sunday for which `week` has none. */
  readonly makeup: Spans
}
type Spans = readonly Span[]

/**
 * The moment at which a number of hours has run, counted within the service hours of a place on the days it works. A Saturday on which
 * a hall is open but that is no working day counts nothing: it serves, but the authority's time does not run.
 *
 * @param at    the moment of the event; hours run from it, not from the next day
 * @param hours whole hours, at least 1
 * @returns the moment the last minute has run: closing time, not the next opening
 * @throws Refusal(LimitInvalid)   no such number of hours
 * @throws Refusal(BeyondCalendar) it would end after the year 9999
 * @source 民法典 201, 203; 行政许可法 82
 */
export function serviceHoursAfter(
  at: Date,
  hours: number,
  service: ServiceHours,
  calendar: Calendar,
): { dueAt: Date; provisional: boolean } {
  checkLimit(hours)
  let leftMs = hours * 60 * minuteMs
  let provisional = false
  for (let number = numberOf(dayOf(at)); number <= lastDayNumber; number += 1) {
    const day = dayOfNumber(number)
    const midnightMs = startOf(day).getTime()
    provisional ||= !calendar.isCertain(day)
    for (const [from, to] of spansOn(day, service, calendar)) {
      const beginsMs = Math.max(midnightMs + from * minuteMs, at.getTime())
      const freeMs = Math.max(0, midnightMs + to * minuteMs - beginsMs)
      if (freeMs >= leftMs) return { dueAt: new Date(beginsMs + leftMs), provisional }
      leftMs -= freeMs
    }
  }
  throw new Refusal(BeyondCalendar, {})
}

const minuteMs = 60_000

/** The hours in which a place works on a day: none on a rest day. */
function spansOn(day: Day, service: ServiceHours, calendar: Calendar): Spans {
  if (!calendar.isWorkingDay(day)) return []
  const number = numberOf(day)
  const usual = service.week.filter((_, place) => place === weekday(number)).flat()
  return usual.length === 0 && isWeekend(number) ? service.makeup : usual
}
