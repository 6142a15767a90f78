import { type Day, dayOf } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { BeyondCalendar, type Due, type Period, type Unit } from '../contract.ts'
import type { Calendar } from './calendar.ts'
import { addMonths, type DayNumber, dayOfNumber, firstDayNumber, lastDayNumber, numberOf } from './day.ts'
import { type ServiceHours, serviceHoursAfter } from './hours.ts'
import { checkLimit, due } from './period.ts'

/** What happened, for a limit to be counted from it. A counting takes what it needs and throws RangeError when that is missing. */
export type Occasion = Pick<Period, 'extension' | 'suspensions'> & {
  /** Day of the event; not itself counted. Of a backward counting: the day before which something must have been done. */
  readonly on: Day
  /** Moment of the event, where hours are counted. */
  readonly at?: Date
  /** How many of the unit. */
  readonly length?: number
  /** The last day, where it is named and not counted. */
  readonly until?: Day
  readonly service?: ServiceHours
}

/** When a limit ends; `dueAt` where it ends at a moment and not with its day. */
export type Ending = Due & { readonly dueAt: Date | null }

/** A way of counting: how it reads in Chinese, the clauses it rests on, and the function. */
export type Counting = {
  readonly text: string
  readonly source: string
  readonly end: (occasion: Occasion, calendar: Calendar) => Ending
}

/** The ways in which limits are counted, each a pure function. Every timer names one. */
export const countings = {
  workdaysAfter: {
    text: '自次日起只计工作日，法定节假日和周末不计，调休上班日计入；不计入期限的时间扣除',
    source: '行政许可法 45, 82; 民法典 201',
    end: (occasion, calendar) => forward('workday', occasion, calendar),
  },
  daysAfter: {
    text: '自次日起按自然日计；末日是休息日的，顺延至其后第一个工作日',
    source: '民法典 200, 201, 203',
    end: (occasion, calendar) => forward('day', occasion, calendar),
  },
  monthsAfter: {
    text: '到期月的对应日，没有对应日的为月末日；末日是休息日的，顺延至其后第一个工作日',
    source: '民法典 200, 202, 203',
    end: (occasion, calendar) => forward('month', occasion, calendar),
  },
  yearsAfter: {
    text: '到期年的对应日，没有对应日的为月末日；末日是休息日的，顺延至其后第一个工作日',
    source: '民法典 200, 202, 203',
    end: (occasion, calendar) => forward('year', occasion, calendar),
  },
  workdaysBefore: {
    text: '自前一日起向前计工作日，当日不计；不顺延',
    source: '行政许可法 48(一), 82; 民法典 201',
    end: (occasion, calendar) => onDay(workdaysBefore(occasion.on, needed(occasion.length, 'length'), calendar)),
  },
  daysBefore: {
    text: '自前一日起向前计自然日，当日不计；不顺延',
    source: '行政许可法 50; 民法典 200, 201',
    end: (occasion) => onDay({ dueOn: daysBefore(occasion.on, needed(occasion.length, 'length')), provisional: false }),
  },
  untilDate: {
    text: '至指明的日期当日为止；不顺延',
    source: '行政许可法 45, 50',
    end: (occasion) => onDay({ dueOn: dayOfNumber(numberOf(needed(occasion.until, 'until'))), provisional: false }),
  },
  serviceHours: {
    text: '自收到时起只计工作日内的服务时间',
    source: '民法典 201, 203',
    end: ({ at, length, service }, calendar) => {
      const moment = needed(at, 'at')
      const { dueAt, provisional } = serviceHoursAfter(moment, needed(length, 'length'), needed(service, 'service'), calendar)
      return { dueOn: dayOf(dueAt), dueAt, provisional }
    },
  },
  atOnce: {
    text: '当场办理',
    source: '行政许可法 32(一)(二)(三)',
    end: (occasion) => onDay({ dueOn: dayOfNumber(numberOf(occasion.on)), provisional: false }),
  },
  bannedYears: {
    text: '至对应日当日为止；对当事人不利的期限不因休息日顺延',
    source: '行政许可法 78, 79; 民法典 202',
    end: (occasion) => onDay({ dueOn: bannedUntil(occasion.on, needed(occasion.length, 'length')), provisional: false }),
  },
} as const satisfies Readonly<Record<string, Counting>>
export type CountingName = keyof typeof countings

/**
 * The last day on which something may be done that must be done some working days before a day: a notice seven days before a hearing.
 * The day itself is not counted; the last day does not move, for either move would take time from somebody.
 *
 * @throws Refusal(LimitInvalid | BeyondCalendar) no such number of days
 * @source 行政许可法 48(一), 82; 民法典 201
 */
export function workdaysBefore(day: Day, workdays: number, calendar: Calendar): Due & { readonly dueOn: Day } {
  checkLimit(workdays)
  const { index } = calendar
  const before = numberOf(day) - 1
  const last = index.workdayAt(index.workdaysThrough(before) - workdays + 1)
  return { dueOn: dayWithin(last), provisional: index.uncertainThrough(before) > index.uncertainThrough(last - 1) }
}

/**
 * The last day on which something may be done that must be done some natural days before a day: to ask for renewal thirty days before
 * a licence expires. The day itself is not counted; the last day does not move.
 *
 * @throws Refusal(LimitInvalid | BeyondCalendar) no such number of days
 * @source 行政许可法 50; 民法典 200, 201
 */
export function daysBefore(day: Day, days: number): Day {
  checkLimit(days)
  return dayWithin(numberOf(day) - days)
}

/** The last day of a ban of some years: the corresponding day. A rest day does not lengthen it. */
function bannedUntil(day: Day, years: number): Day {
  checkLimit(years)
  return dayWithin(addMonths(numberOf(day), 12 * years))
}

function forward(unit: Unit, { on, length, extension, suspensions }: Occasion, calendar: Calendar): Ending {
  const limit = needed(length, 'length')
  return onDay(due({ startedOn: on, limit, unit, extension: extension ?? 0, suspensions: suspensions ?? [] }, calendar))
}

function onDay(end: Due): Ending {
  return { ...end, dueAt: null }
}

function needed<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new RangeError(`this limit cannot be counted without ${name}`)
  return value
}

function dayWithin(number: DayNumber): Day {
  if (number < firstDayNumber || number > lastDayNumber) throw new Refusal(BeyondCalendar, {})
  return dayOfNumber(number)
}
