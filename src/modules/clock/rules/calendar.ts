import type { Day } from '../../../kernel/now.ts'
import type { Notice, NoticeDay } from '../contract.ts'
import { type DayNumber, fromCivil, isWeekend, numberOf, toCivil } from './day.ts'

/** Which days an authority works, as known at some time. Made by `buildCalendar`; answers in constant time. */
export type Calendar = {
  readonly isWorkingDay: (day: Day) => boolean
  /** False while no notice settles the day: it then counts as the plain week says, and may still change. */
  readonly isCertain: (day: Day) => boolean
  /** Why the day is or is not worked, in one Chinese phrase: '工作日', '周末', '国庆节放假', '国庆节调休上班'. */
  readonly why: (day: Day) => string
  readonly index: DayIndex
}

/** Running counts by day number, so that a count of days is two look-ups and a subtraction. */
export type DayIndex = {
  /** Working days up to and including a day, from a fixed but arbitrary origin. */
  readonly workdaysThrough: (day: DayNumber) => number
  /** The working day on which `workdaysThrough` reaches a count. */
  readonly workdayAt: (count: number) => DayNumber
  /** Days not certain up to and including a day, from a fixed but arbitrary origin. */
  readonly uncertainThrough: (day: DayNumber) => number
  readonly why: (day: DayNumber) => string
}

/**
 * Builds the calendar out of notices.
 *
 * Days that no notice names follow the plain week. A day is certain when a notice names it, or when its year has been announced
 * and – for 25–31 December, which New Year's arrangement may reach – the next year too.
 *
 * @param layers notices of each layer, the national one first; a later layer overrides an earlier one day by day
 * @param asOf   what was known at the end of that day; null for everything known
 * @source 行政许可法 82; 全国年节及纪念日放假办法 2, 4, 7
 */
export function buildCalendar(layers: readonly (readonly Notice[])[], asOf: Day | null = null): Calendar {
  const known = layers.map((notices) => inForce(notices, asOf))
  const rows = new Map<DayNumber, NoticeDay>()
  for (const notice of known.flat()) for (const day of notice.days) rows.set(numberOf(day.on), day)
  const years = new Set(
    known
      .slice(0, 1)
      .flat()
      .flatMap((notice) => notice.year ?? []),
  )

  const index = indexDays(rows, years)
  return {
    isWorkingDay: (day) => isWorked(rows, numberOf(day)),
    isCertain: (day) => isSettled(rows, years, numberOf(day)),
    why: (day) => index.why(numberOf(day)),
    index,
  }
}

/**
 * Calendars of every state of knowledge: a calendar for each `asOf`, built once for each day on which something became known.
 *
 * @param layers as for `buildCalendar`
 */
export function calendarsOf(layers: readonly (readonly Notice[])[]): (asOf: Day | null) => Calendar {
  const moments = [...new Set(layers.flat().map((notice) => notice.knownOn))].sort()
  const built = new Map<Day | null, Calendar>()
  return (asOf) => {
    const state = asOf === null ? null : (moments.findLast((moment) => moment <= asOf) ?? beforeAll)
    const calendar = built.get(state) ?? buildCalendar(layers, state)
    built.set(state, calendar)
    return calendar
  }
}

/** A state of knowledge before any notice. */
const beforeAll = ''

/** The notices in force as known on a day: of each subject the one known last, in the order in which they became known. */
function inForce(notices: readonly Notice[], asOf: Day | null): Notice[] {
  const known = notices
    .filter((notice) => asOf === null || notice.knownOn <= asOf)
    .sort((a, b) => numberOf(a.knownOn) - numberOf(b.knownOn))
  const latest = new Map(known.map((notice) => [notice.subject, notice]))
  return known.filter((notice) => latest.get(notice.subject) === notice)
}

function isWorked(rows: ReadonlyMap<DayNumber, NoticeDay>, day: DayNumber): boolean {
  const row = rows.get(day)
  return row === undefined ? !isWeekend(day) : row.kind === 'makeup'
}

function isSettled(rows: ReadonlyMap<DayNumber, NoticeDay>, years: ReadonlySet<number>, number: DayNumber): boolean {
  if (rows.has(number)) return true
  const { year, month, day } = toCivil(number)
  return years.has(year) && (month < 12 || day < 25 || years.has(year + 1))
}

function reason(rows: ReadonlyMap<DayNumber, NoticeDay>, years: ReadonlySet<number>, day: DayNumber): string {
  const row = rows.get(day)
  if (row?.kind === 'holiday') return `${row.name}放假`
  if (row?.kind === 'closed') return `${row.name}停止办公`
  if (row?.kind === 'makeup' && isWeekend(day)) return `${row.name}调休上班`
  const plain = isWorked(rows, day) ? '工作日' : '周末'
  return isSettled(rows, years, day) ? plain : `${plain}（放假安排尚未公布，暂按周历推定）`
}

/** Tables over the days that notices reach; the plain week goes on before and after them by arithmetic. */
function indexDays(rows: ReadonlyMap<DayNumber, NoticeDay>, years: ReadonlySet<number>): DayIndex {
  const ends = [...rows.keys(), ...[...years].flatMap((year) => [fromCivil(year, 1, 1), fromCivil(year, 12, 31)])]
  const first = ends.reduce((a, b) => Math.min(a, b), ends[0] ?? 0)
  const last = ends.reduce((a, b) => Math.max(a, b), first)

  const before = plainWorkdaysThrough(first - 1)
  const worked: DayNumber[] = []
  const workdays = new Int32Array(last - first + 1)
  const uncertain = new Int32Array(last - first + 1)
  const whys: string[] = []
  let doubts = first - 1
  for (let day = first; day <= last; day += 1) {
    if (isWorked(rows, day)) worked.push(day)
    if (!isSettled(rows, years, day)) doubts += 1
    workdays[day - first] = before + worked.length
    uncertain[day - first] = doubts
    whys.push(reason(rows, years, day))
  }
  const total = before + worked.length
  const shift = total - plainWorkdaysThrough(last)

  return {
    workdaysThrough: (day) =>
      day < first ? plainWorkdaysThrough(day) : (workdays[day - first] ?? plainWorkdaysThrough(day) + shift),
    workdayAt: (count) =>
      count <= before ? plainWorkdayAt(count) : (worked[count - before - 1] ?? plainWorkdayAt(count - shift)),
    uncertainThrough: (day) => (day < first ? day : (uncertain[day - first] ?? doubts + day - last)),
    why: (day) => whys[day - first] ?? reason(rows, years, day),
  }
}

// The plain week, counted from Monday 1969-12-29, three days before day 0.

function plainWorkdaysThrough(day: DayNumber): number {
  const weeks = Math.floor((day + 3) / 7)
  return weeks * 5 + Math.min(day + 4 - weeks * 7, 5)
}

function plainWorkdayAt(count: number): DayNumber {
  const weeks = Math.floor((count - 1) / 5)
  return weeks * 7 + (count - 1 - weeks * 5) - 3
}
