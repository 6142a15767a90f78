import type { Day } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import {
  BeyondCalendar,
  DayInvalid,
  type Due,
  type ExplainedDay,
  ExtensionInvalid,
  LimitInvalid,
  longestLimit,
  type Period,
  type Suspension,
  SuspensionNeedsDays,
  SuspensionReversed,
} from '../contract.ts'
import type { Calendar, DayIndex } from './calendar.ts'
import { addMonths, type DayNumber, dayOfNumber, findDayNumber, lastDayNumber, monthLength, numberOf, toCivil } from './day.ts'

/**
 * The last day of a period 期间届满日.
 *
 * A day counts when it comes after the start, is a working day (unit `workday`) and lies in no suspension (from, to]. The period ends
 * on the day on which the count reaches limit and extension. In days, months and years, a last day that is not worked or is
 * suspended moves to the next working day that is neither. Null only when the count is not reached on the day on which the first
 * open suspension begins; one that begins later changes nothing, and does not hold up that move, for it has no end to wait for.
 *
 * @throws Refusal(LimitInvalid | ExtensionInvalid | DayInvalid | SuspensionReversed) the period makes no sense
 * @throws Refusal(SuspensionNeedsDays) months and years cannot be suspended
 * @throws Refusal(BeyondCalendar)      it would end after the year 9999
 * @source 民法典 200–204; 行政许可法 42 (limit), 45 (days not counted), 82 (working days)
 */
export function due(period: Period, calendar: Calendar): Due {
  const { index } = calendar
  const reached = reach(read(period), index)
  if (reached.last === null) return { dueOn: null, provisional: reached.isDoubtful }
  const last = period.unit === 'workday' ? reached.last : rollForward(reached.last, period.suspensions ?? noSuspensions, index)
  if (last > lastDayNumber) throw new Refusal(BeyondCalendar, {})
  return { dueOn: dayOfNumber(last), provisional: reached.isDoubtful || hasDoubt(index, reached.last - 1, last) }
}

/**
 * The proof of a date, day by day from the start: as many are counted as limit and extension say, and the last is the date.
 * For months and years the days listed are the corresponding days 对应日. Without a due day the list ends with the day on which
 * the open suspension begins.
 *
 * @throws Refusal as `due`
 * @source 民法典 200–204; 行政许可法 45, 82
 */
export function explain(period: Period, calendar: Calendar): ExplainedDay[] {
  const { index } = calendar
  const { dueOn } = due(period, calendar)
  const { start, needed, months } = read(period)
  const { suspensions = noSuspensions } = period
  const started: ExplainedDay = { date: period.startedOn, counted: false, why: '起算日不计入' }
  const end = dueOn === null ? Math.max(start, firstOpen(suspensions)) : numberOf(dueOn)
  if (months > 0) {
    const listed = Array.from({ length: needed }, (_, n) => explainMonth(start, (n + 1) * months))
    return [started, ...listed, ...explainRoll(addMonths(start, needed * months), end, noSuspensions, index)]
  }

  const suspendedBy = sweep(suspensions)
  const listed: ExplainedDay[] = [started]
  let counted = 0
  let day = start
  while (day < end && counted < needed) {
    day += 1
    const suspension = suspendedBy(day)
    const isCounted = suspension === null && (period.unit === 'day' || isWorked(index, day))
    const why = suspension !== null ? sayStop(suspension) : period.unit === 'day' ? '自然日' : index.why(day)
    if (isCounted) counted += 1
    listed.push({ date: dayOfNumber(day), counted: isCounted, why })
  }
  return [...listed, ...explainRoll(day, end, suspensions, index)]
}

/** @throws Refusal(LimitInvalid) unless a limit is a whole number that can be counted, at least 1 */
export function checkLimit(limit: number): void {
  if (!isWhole(limit, 1)) throw new Refusal(LimitInvalid, {})
}

/** A period with its days as numbers. `months` is the length of its unit in months, 0 for days. */
type Reading = {
  readonly start: DayNumber
  readonly needed: number
  readonly months: number
  readonly isWorkdays: boolean
  readonly stops: readonly Stop[]
}
/** A suspension (from, to] in day numbers; `to` Infinity while open. */
export type Stop = { readonly from: DayNumber; readonly to: DayNumber }

function read(period: Period): Reading {
  const { limit, unit, extension = 0, suspensions = noSuspensions } = period
  checkLimit(limit)
  if (!isWhole(extension, 0)) throw new Refusal(ExtensionInvalid, {})
  const months = unit === 'month' ? 1 : unit === 'year' ? 12 : 0
  if (months > 0 && suspensions.length > 0) throw new Refusal(SuspensionNeedsDays, {})
  return {
    start: numberAt(period.startedOn, 'start'),
    needed: limit + extension,
    months,
    isWorkdays: unit === 'workday',
    stops: merged(suspensions),
  }
}

const noSuspensions: readonly Suspension[] = []

function isWhole(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least && value <= longestLimit
}

function numberAt(day: Day, field: string): DayNumber {
  const number = findDayNumber(day)
  if (number === null) throw new Refusal(DayInvalid, { field })
  return number
}

function stopOf(suspension: Suspension): Stop {
  const from = numberAt(suspension.from, 'suspensions.from')
  const to = suspension.to === null ? Number.POSITIVE_INFINITY : numberAt(suspension.to, 'suspensions.to')
  if (to < from) throw new Refusal(SuspensionReversed, {})
  return { from, to }
}

/** Suspensions in order, those that overlap or touch joined into one. */
export function merged(suspensions: readonly Suspension[]): Stop[] {
  const joined: Stop[] = []
  for (const stop of suspensions.map(stopOf).sort((a, b) => a.from - b.from)) {
    const before = joined.at(-1)
    if (before === undefined || stop.from > before.to) joined.push(stop)
    else joined[joined.length - 1] = { from: before.from, to: Math.max(before.to, stop.to) }
  }
  return joined
}

/** The day on which the count is reached, from gap to gap between the stops; whether a day counted over was not certain. */
function reach(period: Reading, index: DayIndex): { last: DayNumber | null; isDoubtful: boolean } {
  if (period.months > 0) return { last: addMonths(period.start, period.needed * period.months), isDoubtful: false }
  let { start: day, needed: left } = period
  let isDoubtful = false
  for (const stop of period.stops) {
    const from = Math.max(stop.from, day)
    const free = period.isWorkdays ? index.workdaysThrough(from) - index.workdaysThrough(day) : from - day
    if (free >= left) break
    left -= free
    isDoubtful ||= period.isWorkdays && hasDoubt(index, day, from)
    if (stop.to === Number.POSITIVE_INFINITY) return { last: null, isDoubtful }
    day = Math.max(stop.to, day)
  }
  const last = period.isWorkdays ? index.workdayAt(index.workdaysThrough(day) + left) : day + left
  return { last, isDoubtful: isDoubtful || (period.isWorkdays && hasDoubt(index, day, last)) }
}

/** Whether any day after `from` up to and including `to` is not certain. */
function hasDoubt(index: DayIndex, from: DayNumber, to: DayNumber): boolean {
  return index.uncertainThrough(to) > index.uncertainThrough(from)
}

function isWorked(index: DayIndex, day: DayNumber): boolean {
  return index.workdaysThrough(day) > index.workdaysThrough(day - 1)
}

/**
 * The first day, from the given one on, that is worked and in no ended suspension.
 *
 * @source 民法典 203
 */
function rollForward(from: DayNumber, suspensions: readonly Suspension[], index: DayIndex): DayNumber {
  const ended = suspensions.filter(hasEnded).map(stopOf)
  for (let day = from; ; ) {
    const worked = index.workdayAt(index.workdaysThrough(day - 1) + 1)
    const stop = ended.find(({ from, to }) => from < worked && worked <= to)
    if (stop === undefined) return worked
    day = stop.to + 1
  }
}

function firstOpen(suspensions: readonly Suspension[]): DayNumber {
  const open = suspensions.filter((suspension) => suspension.to === null)
  return Math.min(...open.map(({ from }) => numberOf(from)))
}

function explainMonth(start: DayNumber, months: number): ExplainedDay {
  const day = addMonths(start, months)
  const { year, month } = toCivil(day)
  const isMonthEnd = toCivil(start).day > monthLength(year, month)
  return { date: dayOfNumber(day), counted: true, why: isMonthEnd ? '到期月无对应日，以月末日计' : '到期月的对应日' }
}

/** The days after the last counted one up to the due day, when that one was moved. */
function explainRoll(last: DayNumber, end: DayNumber, suspensions: readonly Suspension[], index: DayIndex): ExplainedDay[] {
  const suspendedBy = sweep(suspensions)
  return Array.from({ length: end - last }, (_, n) => {
    const day = last + n + 1
    const suspension = suspendedBy(day)
    const why = suspension === null ? index.why(day) : sayStop(suspension)
    return { date: dayOfNumber(day), counted: false, why: day === end ? `末日遇休息日，顺延至此（${why}）` : `顺延（${why}）` }
  })
}

/**
 * Tells for days asked in ascending order which suspension covers them: of several the one that ends last, of these the one that began
 * first. Open ones cover no day that an explanation lists: it ends where the first of them begins, or before.
 */
function sweep(suspensions: readonly Suspension[]): (day: DayNumber) => Suspension | null {
  const ordered = suspensions
    .filter(hasEnded)
    .map((suspension) => ({ suspension, ...stopOf(suspension) }))
    .sort((a, b) => a.from - b.from)
  let next = 0
  let longest: (typeof ordered)[number] | null = null
  return (day) => {
    for (let stop = ordered[next]; stop !== undefined && stop.from < day; stop = ordered[next]) {
      if (longest === null || stop.to > longest.to) longest = stop
      next += 1
    }
    return longest !== null && day <= longest.to ? longest.suspension : null
  }
}

function hasEnded({ to }: Suspension): boolean {
  return to !== null
}

function sayStop({ from, to, reason }: Suspension): string {
  return reason === undefined ? `暂停（${from} 起，至 ${to}）` : `暂停（${reason}，${from} 起，至 ${to}）`
}
