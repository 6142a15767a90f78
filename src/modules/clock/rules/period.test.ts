import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nowAt } from '../../../kernel/now.ts'
import type { Notice, Period, Suspension } from '../contract.ts'
import { nationalNotices } from '../national.ts'
import { calendarsOf } from './calendar.ts'
import { dayOfNumber, numberOf } from './day.ts'
import { naive } from './naive.ts'
import { due, explain } from './period.ts'
import { endOf } from './timer-rule.ts'
import { timerRules } from './timers.ts'

const shipped = nationalNotices()
const calendarAsOf = calendarsOf([shipped])
const calendar = calendarAsOf(null)

const naiveDue = naive([shipped])

const dueOn = (period: Period) => due(period, calendar).dueOn

// The worked examples of the calendar that the project's reference gives (`standards/holidays.json`, 2026-11-22; days by holiday-cn
// d4e53bf2, compared with chinese-days 1.5.7).
test.each([
  { from: '2026-02-13', workdays: 5, due: '2026-02-27', why: '02-14 and 02-28 are make-up Saturdays' },
  { from: '2026-02-13', workdays: 20, due: '2026-03-19', why: 'statutory 20 from the eve of the Spring Festival' },
  { from: '2026-09-18', workdays: 5, due: '2026-09-24', why: '09-20 (Sunday) is a make-up workday' },
  { from: '2026-09-24', workdays: 10, due: '2026-10-15', why: 'Mid-Autumn and National Day' },
  { from: '2026-09-30', workdays: 1, due: '2026-10-08', why: 'the next workday is 10-08' },
  { from: '2026-04-30', workdays: 5, due: '2026-05-11', why: '05-09 (Saturday) is a make-up workday' },
  { from: '2025-01-26', workdays: 5, due: '2025-02-08', why: 'start on a make-up Sunday; 02-08 (Saturday) is a workday' },
  { from: '2025-09-26', workdays: 20, due: '2025-10-30', why: '09-28 and 10-11 are make-up workdays' },
  { from: '2024-09-13', workdays: 3, due: '2024-09-19', why: '09-14 (Saturday) is a make-up workday' },
  { from: '2023-09-28', workdays: 1, due: '2023-10-07', why: '10-07 (Saturday) is a make-up workday' },
  { from: '2026-01-01', workdays: 5, due: '2026-01-08', why: 'received on a holiday; 01-04 (Sunday) is a workday' },
  { from: '2026-06-18', workdays: 1, due: '2026-06-22', why: 'Dragon Boat Festival' },
  { from: '2026-10-10', workdays: 20, due: '2026-11-06', why: 'start on a make-up Saturday' },
  { from: '2026-10-10', workdays: 45, due: '2026-12-11', why: 'joint handling' },
])('$workdays workdays from $from end on $due: $why', (c) =>
  expect(due({ startedOn: c.from, limit: c.workdays, unit: 'workday' }, calendar)).toEqual({ dueOn: c.due, provisional: false }),
)

const stop = (from: string, to: string | null): Suspension => ({ from, to })

test.each([
  { name: 'nothing stops it', stops: [], due: '2025-11-13' },
  { name: 'the days of a suspension do not count', stops: [stop('2025-10-10', '2025-10-20')], due: '2025-11-24' },
  { name: 'the day it begins still counts', stops: [stop('2025-10-09', '2025-10-10')], due: '2025-11-14' },
  { name: 'one that ends the day it begins excludes nothing', stops: [stop('2025-10-10', '2025-10-10')], due: '2025-11-13' },
  {
    name: 'overlapping ones exclude a day once',
    stops: [stop('2025-10-10', '2025-10-16'), stop('2025-10-13', '2025-10-20')],
    due: '2025-11-24',
  },
  { name: 'one before the start excludes nothing', stops: [stop('2025-09-01', '2025-09-26')], due: '2025-11-13' },
  { name: 'while one is open there is no due day', stops: [stop('2025-11-12', null)], due: null },
  { name: 'an open one on the due day changes nothing', stops: [stop('2025-11-13', null)], due: '2025-11-13' },
  { name: 'of two open ones the first decides', stops: [stop('2025-11-13', null), stop('2025-10-10', null)], due: null },
  { name: 'open since before the start', stops: [stop('2025-09-01', null)], due: null },
])('20 + 10 workdays from 2025-09-26: $name', (c) =>
  expect(dueOn({ startedOn: '2025-09-26', limit: 20, extension: 10, unit: 'workday', suspensions: c.stops })).toBe(c.due),
)

test.each<{ name: string; period: Period; due: string | null }>([
  { name: 'a last day on a workday stays', period: { startedOn: '2026-03-02', limit: 9, unit: 'day' }, due: '2026-03-11' },
  {
    name: 'a last day on a Saturday moves to Monday',
    period: { startedOn: '2026-03-02', limit: 12, unit: 'day' },
    due: '2026-03-16',
  },
  {
    name: 'a last day in the holiday moves behind it',
    period: { startedOn: '2026-09-03', limit: 30, unit: 'day' },
    due: '2026-10-08',
  },
  {
    name: 'a last day on a make-up Sunday stays',
    period: { startedOn: '2026-09-10', limit: 10, unit: 'day' },
    due: '2026-09-20',
  },
  {
    name: 'suspended days do not count',
    period: { startedOn: '2026-03-02', limit: 9, unit: 'day', suspensions: [stop('2026-03-03', '2026-03-05')] },
    due: '2026-03-13',
  },
  {
    name: 'the move goes past suspended days',
    period: { startedOn: '2026-03-02', limit: 12, unit: 'day', suspensions: [stop('2026-03-14', '2026-03-18')] },
    due: '2026-03-19',
  },
  {
    name: 'the move goes past a suspension that ends before a weekend',
    period: { startedOn: '2026-03-02', limit: 12, unit: 'day', suspensions: [stop('2026-03-15', '2026-03-20')] },
    due: '2026-03-23',
  },
  {
    name: 'an open suspension from the last day on does not hold up the move',
    period: { startedOn: '2026-03-02', limit: 12, unit: 'day', suspensions: [stop('2026-03-14', null)] },
    due: '2026-03-16',
  },
  {
    name: 'an open suspension from the day before leaves no due day',
    period: { startedOn: '2026-03-02', limit: 12, unit: 'day', suspensions: [stop('2026-03-13', null)] },
    due: null,
  },
  { name: 'the corresponding day', period: { startedOn: '2026-01-15', limit: 6, unit: 'month' }, due: '2026-07-15' },
  { name: 'no corresponding day: month end', period: { startedOn: '2025-08-31', limit: 6, unit: 'month' }, due: '2026-02-28' },
  { name: 'month end in a leap year', period: { startedOn: '2023-08-31', limit: 6, unit: 'month' }, due: '2024-02-29' },
  { name: 'month end on a Saturday moves', period: { startedOn: '2025-12-31', limit: 2, unit: 'month' }, due: '2026-02-28' },
  {
    name: 'the extension is in months too',
    period: { startedOn: '2025-10-31', limit: 3, extension: 1, unit: 'month' },
    due: '2026-02-28',
  },
  {
    name: 'a leap day has none in the next year',
    period: { startedOn: '2024-02-29', limit: 1, unit: 'year' },
    due: '2025-02-28',
  },
  { name: 'a year that ends on a holiday moves', period: { startedOn: '2024-10-01', limit: 1, unit: 'year' }, due: '2025-10-09' },
])('days, months and years: $name', (c) => expect(dueOn(c.period)).toBe(c.due))

test('the limits of the law count as their rows say', () => {
  const end = (code: keyof typeof timerRules) => endOf(timerRules[code], { on: '2026-09-24' }, calendar).dueOn
  expect(end('ACCEPT_REVIEW')).toBe('2026-10-09') // 28, 29, 30 September, 8, 9 October: the holidays are 25–27 and 1–7
  expect(end('DECIDE')).toBe('2026-10-29') // the fifteen that are left: 10 (a make-up Saturday), 12–16, 19–23, 26–29
  expect(end('ISSUE')).toBe('2026-10-15')
  expect(end('REVIEW_60D')).toBe('2026-11-23') // natural days, whatever the holidays
  expect(end('SUIT_6M')).toBe('2027-03-24')
})

test.each<{ name: string; period: Period; provisional: boolean }>([
  { name: 'all days are announced', period: { startedOn: '2026-12-01', limit: 17, unit: 'workday' }, provisional: false },
  {
    name: '25 December of the last announced year',
    period: { startedOn: '2026-12-01', limit: 18, unit: 'workday' },
    provisional: true,
  },
  { name: 'a year without a notice', period: { startedOn: '2027-02-01', limit: 1, unit: 'workday' }, provisional: true },
  {
    name: 'the year before the first notice',
    period: { startedOn: '2017-12-20', limit: 10, unit: 'workday' },
    provisional: true,
  },
  { name: 'natural days look up only the last', period: { startedOn: '2017-12-20', limit: 14, unit: 'day' }, provisional: false },
  { name: 'and that one may be uncertain', period: { startedOn: '2026-12-01', limit: 24, unit: 'day' }, provisional: true },
  { name: 'or reached by the move', period: { startedOn: '2026-06-24', limit: 6, unit: 'month' }, provisional: false },
  { name: 'months look up only the last day', period: { startedOn: '2026-06-25', limit: 6, unit: 'month' }, provisional: true },
  {
    name: 'suspended days need no look-up',
    period: { startedOn: '2017-12-20', limit: 2, unit: 'workday', suspensions: [stop('2017-12-20', '2017-12-31')] },
    provisional: false,
  },
  {
    name: 'days counted before an open suspension were looked up',
    period: { startedOn: '2026-12-23', limit: 9, unit: 'workday', suspensions: [stop('2026-12-28', null)] },
    provisional: true,
  },
])('provisional: $name', (c) => expect(due(c.period, calendar).provisional).toBe(c.provisional))

test.each<{ name: string; period: Period; code: string }>([
  { name: 'limit 0', period: { startedOn: '2026-01-05', limit: 0, unit: 'day' }, code: 'clock.limit_invalid' },
  { name: 'limit 2.5', period: { startedOn: '2026-01-05', limit: 2.5, unit: 'day' }, code: 'clock.limit_invalid' },
  { name: 'limit beyond all use', period: { startedOn: '2026-01-05', limit: 100_001, unit: 'day' }, code: 'clock.limit_invalid' },
  {
    name: 'extension below 0',
    period: { startedOn: '2026-01-05', limit: 1, extension: -1, unit: 'day' },
    code: 'clock.extension_invalid',
  },
  { name: 'no such day', period: { startedOn: '2025-02-30', limit: 1, unit: 'day' }, code: 'clock.day_invalid' },
  {
    name: 'a suspension ending before it starts',
    period: { startedOn: '2026-01-05', limit: 1, unit: 'day', suspensions: [stop('2026-01-08', '2026-01-07')] },
    code: 'clock.suspension_reversed',
  },
  {
    name: 'months suspended',
    period: { startedOn: '2026-01-05', limit: 1, unit: 'month', suspensions: [stop('2026-01-06', null)] },
    code: 'clock.suspension_needs_days',
  },
  {
    name: 'years suspended',
    period: { startedOn: '2026-01-05', limit: 1, unit: 'year', suspensions: [stop('2026-01-06', '2026-01-07')] },
    code: 'clock.suspension_needs_days',
  },
  { name: 'after the year 9999', period: { startedOn: '9999-12-01', limit: 31, unit: 'day' }, code: 'clock.beyond_calendar' },
])('refused: $name', (c) => {
  expect(() => due(c.period, calendar)).toThrow(c.code)
  expect(() => explain(c.period, calendar)).toThrow(c.code)
})

test('the longest limits are counted', () => {
  expect(dueOn({ startedOn: '2026-01-05', limit: 100_000, unit: 'day' })).toBe('2299-10-23') // 21 October is a Saturday
  expect(dueOn({ startedOn: '9999-12-01', limit: 30, unit: 'day' })).toBe('9999-12-31')
})

test('an explanation says of each day why it counts or not', () => {
  const days = explain(
    {
      startedOn: '2026-09-24',
      limit: 5,
      unit: 'workday',
      suspensions: [{ from: '2026-09-28', to: '2026-09-30', reason: '检验' }],
    },
    calendar,
  )
  expect(days.map(({ date, counted, why }) => `${date.slice(5)} ${counted ? '计' : '不计'} ${why}`)).toEqual([
    '09-24 不计 起算日不计入',
    '09-25 不计 中秋节放假',
    '09-26 不计 中秋节放假',
    '09-27 不计 中秋节放假',
    '09-28 计 工作日',
    '09-29 不计 暂停（检验，2026-09-28 起，至 2026-09-30）',
    '09-30 不计 暂停（检验，2026-09-28 起，至 2026-09-30）',
    ...['01', '02', '03', '04', '05', '06', '07'].map((day) => `10-${day} 不计 国庆节放假`),
    '10-08 计 工作日',
    '10-09 计 工作日',
    '10-10 计 国庆节调休上班',
    '10-11 不计 周末',
    '10-12 计 工作日',
  ])
})

test('an explanation of natural days, months and open suspensions', () => {
  const brief = (period: Period) =>
    explain(period, calendar).map(({ date, counted, why }) => `${date} ${counted ? '计' : '不计'} ${why}`)
  expect(brief({ startedOn: '2026-03-12', limit: 2, unit: 'day', suspensions: [stop('2026-03-14', '2026-03-16')] })).toEqual([
    '2026-03-12 不计 起算日不计入',
    '2026-03-13 计 自然日',
    '2026-03-14 计 自然日',
    '2026-03-15 不计 顺延（暂停（2026-03-14 起，至 2026-03-16））',
    '2026-03-16 不计 顺延（暂停（2026-03-14 起，至 2026-03-16））',
    '2026-03-17 不计 末日遇休息日，顺延至此（工作日）',
  ])
  // An open stop that begins on the last day holds up nothing, so it is no reason for a move either.
  expect(brief({ startedOn: '2026-03-02', limit: 12, unit: 'day', suspensions: [stop('2026-03-14', null)] }).slice(-3)).toEqual([
    '2026-03-14 计 自然日',
    '2026-03-15 不计 顺延（周末）',
    '2026-03-16 不计 末日遇休息日，顺延至此（工作日）',
  ])
  expect(brief({ startedOn: '2025-08-31', limit: 2, unit: 'month' })).toEqual([
    '2025-08-31 不计 起算日不计入',
    '2025-09-30 计 到期月无对应日，以月末日计',
    '2025-10-31 计 到期月的对应日',
  ])
  expect(brief({ startedOn: '2026-12-24', limit: 5, unit: 'workday', suspensions: [stop('2026-12-26', null)] })).toEqual([
    '2026-12-24 不计 起算日不计入',
    '2026-12-25 计 工作日（放假安排尚未公布，暂按周历推定）',
    '2026-12-26 不计 周末（放假安排尚未公布，暂按周历推定）',
  ])
  expect(brief({ startedOn: '2026-12-24', limit: 5, unit: 'workday', suspensions: [stop('2026-12-01', null)] })).toHaveLength(1)
})

test('an explanation of a year that is moved, and of suspensions that overlap', () => {
  const brief = (period: Period) =>
    explain(period, calendar).map(({ date, counted, why }) => `${date.slice(5)} ${counted ? '计' : '不计'} ${why}`)
  expect(brief({ startedOn: '2024-10-01', limit: 1, unit: 'year' })).toEqual([
    '10-01 不计 起算日不计入',
    '10-01 计 到期月的对应日',
    ...['02', '03', '04', '05', '06', '07', '08'].map((day) => `10-${day} 不计 顺延（国庆节、中秋节放假）`),
    '10-09 不计 末日遇休息日，顺延至此（工作日）',
  ])
  const named = (from: string, to: string, reason: string): Suspension => ({
    from: `2026-03-${from}`,
    to: `2026-03-${to}`,
    reason,
  })
  const covered = (...suspensions: Suspension[]) =>
    brief({ startedOn: '2026-03-02', limit: 2, unit: 'day', suspensions }).filter((day) => day.includes('暂停'))
  expect(covered(named('03', '05', '检验'), named('04', '05', '听证'))).toEqual([
    '03-04 不计 暂停（检验，2026-03-03 起，至 2026-03-05）',
    '03-05 不计 暂停（检验，2026-03-03 起，至 2026-03-05）',
  ])
  expect(covered(named('04', '06', '听证'), named('03', '05', '检验'))).toEqual([
    '03-04 不计 暂停（检验，2026-03-03 起，至 2026-03-05）',
    '03-05 不计 暂停（听证，2026-03-04 起，至 2026-03-06）',
    '03-06 不计 暂停（听证，2026-03-04 起，至 2026-03-06）',
  ])
})

test('without a last day the explanation ends where the first open suspension begins', () => {
  const last = (...suspensions: Suspension[]) =>
    explain({ startedOn: '2026-03-02', limit: 20, unit: 'workday', suspensions }, calendar).at(-1)?.date
  expect(last(stop('2026-03-03', '2026-03-05'), stop('2026-03-10', null))).toBe('2026-03-10')
  expect(last(stop('2026-03-12', null), stop('2026-03-10', null))).toBe('2026-03-10')
  expect(last(stop('2026-03-03', '2026-03-11'), stop('2026-03-10', null))).toBe('2026-03-10')
})

test.each<{ field: string; period: Period }>([
  { field: 'start', period: { startedOn: '2025-02-30', limit: 1, unit: 'day' } },
  {
    field: 'suspensions.from',
    period: { startedOn: '2025-02-03', limit: 1, unit: 'day', suspensions: [stop('2025-02-30', '2025-03-01')] },
  },
  {
    field: 'suspensions.to',
    period: { startedOn: '2025-02-03', limit: 1, unit: 'day', suspensions: [stop('2025-02-03', '2025-02-30')] },
  },
])('a day that does not exist is named: $field', ({ field, period }) =>
  expect(() => due(period, calendar)).toThrow(expect.objectContaining({ facts: { field } })),
)

// The space of limits, sampled. `naive` knows nothing of the code it checks.
const first = numberOf('2018-01-01')
const last = numberOf('2026-12-31')
const anyDay = fc.integer({ min: first - 40, max: last + 40 })
const anyStops = (start: number, most: number) =>
  fc.array(
    fc
      .record({ offset: fc.integer({ min: -10, max: 60 }), length: fc.option(fc.integer({ min: 0, max: 60 }), { freq: 6 }) })
      .map((s) => stop(dayOfNumber(start + s.offset), s.length === null ? null : dayOfNumber(start + s.offset + s.length))),
    { maxLength: most },
  )
const anyPeriod = fc
  .record({ start: anyDay, limit: fc.integer({ min: 1, max: 60 }), extension: fc.integer({ min: 0, max: 10 }) })
  .chain((p) =>
    fc
      .record({ unit: fc.constantFrom('workday' as const, 'day' as const), suspensions: anyStops(p.start, 3) })
      .map((q): Period => ({ startedOn: dayOfNumber(p.start), limit: p.limit, extension: p.extension, ...q })),
  )
const workdayPeriod = anyPeriod.map((period): Period => ({ ...period, unit: 'workday' }))
const never = '9999-99-99'

test('a second implementation agrees over the sampled space of single suspensions', () => {
  let seed = 20261122
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const differences: unknown[] = []
  let compared = 0
  for (let start = first; start <= last; start += 1) {
    const from = start + random(61)
    const suspensions = [stop(dayOfNumber(from), random(10) === 0 ? null : dayOfNumber(from + random(61)))]
    const period: Period = {
      startedOn: dayOfNumber(start),
      limit: 1 + random(60),
      unit: random(2) === 0 ? 'workday' : 'day',
      suspensions,
    }
    const [ours, other] = [due(period, calendar), naiveDue(period)]
    if (ours.dueOn !== other.dueOn || ours.provisional !== other.provisional) differences.push({ period, ours, other })
    compared += 1
  }
  expect(differences).toEqual([])
  expect(compared).toBe(3_287)
})

test('a second implementation agrees on several suspensions, extensions and units', () => {
  fc.assert(
    fc.property(anyPeriod, (period) => {
      expect(due(period, calendar)).toEqual(naiveDue(period))
    }),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(
      anyDay,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('month' as const, 'year' as const),
      (start, limit, unit) => {
        const period: Period = { startedOn: dayOfNumber(start), limit, unit }
        expect(due(period, calendar)).toEqual(naiveDue(period))
      },
    ),
    { numRuns: 500 },
  )
})

test('a later start or a longer limit never ends earlier', () => {
  fc.assert(
    fc.property(anyPeriod, fc.integer({ min: 1, max: 30 }), (period, more) => {
      const end = dueOn(period) ?? never
      const later = { ...period, startedOn: dayOfNumber(numberOf(period.startedOn) + more) }
      expect((dueOn(later) ?? never) >= end).toBe(true)
      expect((dueOn({ ...period, limit: period.limit + more }) ?? never) >= end).toBe(true)
    }),
  )
})

test('a suspension never shortens, and splitting one changes nothing', () => {
  fc.assert(
    fc.property(
      anyPeriod,
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 30 }),
      (period, at, a, b) => {
        const from = numberOf(period.startedOn) + at
        const others = period.suspensions ?? []
        const whole = stop(dayOfNumber(from), dayOfNumber(from + a + b))
        const parts = [stop(dayOfNumber(from), dayOfNumber(from + a)), stop(dayOfNumber(from + a), dayOfNumber(from + a + b))]
        const stopped = due({ ...period, suspensions: [...others, whole] }, calendar)
        expect((stopped.dueOn ?? never) >= (dueOn(period) ?? never)).toBe(true)
        expect(due({ ...period, suspensions: [...parts, ...others] }, calendar)).toEqual(stopped)
      },
    ),
  )
})

test('the explanation alone recomputes the date', () => {
  fc.assert(
    fc.property(anyPeriod, (period) => {
      const days = explain(period, calendar)
      const counted = days.filter((day) => day.counted).length
      const needed = period.limit + (period.extension ?? 0)
      expect(counted === needed ? days.at(-1)?.date : null).toBe(dueOn(period))
      const numbers = days.map((day) => numberOf(day.date))
      expect(numbers.every((number, n) => n === 0 || number === (numbers[n - 1] ?? 0) + 1)).toBe(true)
    }),
  )
  fc.assert(
    fc.property(
      anyDay,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('month' as const, 'year' as const),
      (start, limit, unit) => {
        const period: Period = { startedOn: dayOfNumber(start), limit, unit }
        const days = explain(period, calendar)
        expect(days.filter((day) => day.counted)).toHaveLength(limit)
        expect(days.at(-1)?.date).toBe(dueOn(period))
      },
    ),
  )
})

const anyNotice = (start: number): fc.Arbitrary<Notice> =>
  fc
    .record({
      subject: fc.constantFrom('甲', '乙'),
      knownOn: fc.constantFrom('2017-01-01', '2020-06-01', '2023-06-01'),
      days: fc.uniqueArray(
        fc.record({
          at: fc.integer({ min: -5, max: 90 }),
          kind: fc.constantFrom('holiday' as const, 'makeup' as const, 'closed' as const),
        }),
        { maxLength: 12, selector: ({ at }) => at },
      ),
    })
    .map(({ days, ...rest }) => ({
      ...rest,
      year: null,
      title: '通知',
      source: null,
      days: days.map(({ at, kind }) => ({ on: dayOfNumber(start + at), kind, name: '某事' })),
    }))
const distinct = (notice: Notice) => `${notice.subject} ${notice.knownOn}`

test('a second implementation agrees on layers of notices in two times, with up to three suspensions', () => {
  const withLayers = anyPeriod.chain((period) => {
    const layer = fc.uniqueArray(anyNotice(numberOf(period.startedOn)), { maxLength: 4, selector: distinct })
    const asOf = fc.constantFrom(null, '2016-01-01', '2019-03-21', '2020-05-31', '2023-12-31')
    return fc.record({ period: fc.constant(period), layers: fc.array(layer, { minLength: 1, maxLength: 3 }), asOf })
  })
  fc.assert(
    fc.property(withLayers, ({ period, layers, asOf }) => {
      const all = [shipped, ...layers]
      expect(due(period, calendarsOf(all)(asOf))).toEqual(naive(all, asOf ?? undefined)(period))
    }),
  )
})

test('a place layer that closes an office never brings a date forward', () => {
  const closure = (from: number, length: number): Notice => ({
    subject: '停止办公',
    year: null,
    knownOn: '2018-01-01',
    title: '停止办公的公告',
    source: null,
    days: Array.from({ length }, (_, n) => ({ on: dayOfNumber(from + n), kind: 'closed', name: '台风' })),
  })
  fc.assert(
    fc.property(workdayPeriod, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 10 }), (period, at, length) => {
      const closed = closure(numberOf(period.startedOn) + at, length)
      const local = calendarsOf([shipped, [closed]])(nowAt('2026-11-22T00:00:00Z').today)
      const there = due(period, local)
      expect((there.dueOn ?? never) >= (dueOn(period) ?? never)).toBe(true)
      expect(there).toEqual(naive([shipped, [closed]])(period))
    }),
  )
})
