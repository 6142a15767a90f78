import { describe, expect, test } from 'vitest'
import type { Notice } from '../contract.ts'
import { nationalNotices } from '../national.ts'
import { buildCalendar, calendarsOf } from './calendar.ts'
import { dayOfNumber, numberOf } from './day.ts'

const shipped = nationalNotices()
const calendar = buildCalendar([shipped])

const daysOf = (year: number) => {
  const first = numberOf(`${year}-01-01`)
  return Array.from({ length: numberOf(`${year}-12-31`) - first + 1 }, (_, n) => dayOfNumber(first + n))
}

test.each([
  { year: 2023, workdays: 249 },
  { year: 2024, workdays: 251 },
  { year: 2025, workdays: 248 },
  { year: 2026, workdays: 248 },
])('$year has $workdays working days', ({ year, workdays }) =>
  expect(daysOf(year).filter(calendar.isWorkingDay)).toHaveLength(workdays),
)

test.each([
  { day: '2026-09-30', isWorked: true, why: '工作日' },
  { day: '2026-10-01', isWorked: false, why: '国庆节放假' },
  { day: '2026-10-10', isWorked: true, why: '国庆节调休上班' },
  { day: '2026-10-11', isWorked: false, why: '周末' },
  { day: '2022-12-31', isWorked: false, why: '元旦放假' }, // in the notice on 2023
  { day: '2020-02-03', isWorked: true, why: '工作日' }, // a Monday: the notice only says that work begins again
  { day: '2017-06-01', isWorked: true, why: '工作日（放假安排尚未公布，暂按周历推定）' },
  { day: '2027-01-01', isWorked: true, why: '工作日（放假安排尚未公布，暂按周历推定）' },
  { day: '2027-01-02', isWorked: false, why: '周末（放假安排尚未公布，暂按周历推定）' },
])('$day: $why', ({ day, isWorked, why }) => {
  expect(calendar.isWorkingDay(day)).toBe(isWorked)
  expect(calendar.why(day)).toBe(why)
})

test.each([
  { day: '2026-12-24', isCertain: true },
  { day: '2026-12-25', isCertain: false },
  { day: '2026-12-31', isCertain: false },
  { day: '2025-12-31', isCertain: true },
  { day: '2027-06-01', isCertain: false },
  { day: '2018-01-01', isCertain: true },
  { day: '2017-12-31', isCertain: false },
])('$day certain: $isCertain', ({ day, isCertain }) => expect(calendar.isCertain(day)).toBe(isCertain))

test('the running counts agree with the days, far beyond the notices on both sides', () => {
  const { index } = calendar
  const wrong: string[] = []
  for (let day = numberOf('2015-01-01'); day <= numberOf('2030-12-31'); day += 1) {
    const on = dayOfNumber(day)
    const isWorked = calendar.isWorkingDay(on)
    const count = index.workdaysThrough(day)
    const isCounted =
      count - index.workdaysThrough(day - 1) === (isWorked ? 1 : 0) && (!isWorked || index.workdayAt(count) === day)
    const isDoubted = index.uncertainThrough(day) - index.uncertainThrough(day - 1) === (calendar.isCertain(on) ? 0 : 1)
    if (!isCounted || !isDoubted) wrong.push(on)
  }
  expect(wrong).toEqual([])
})

describe('two times', () => {
  const asOf = calendarsOf([shipped])

  test('what was first announced is known until the day it was changed', () => {
    expect(asOf('2020-01-25').isWorkingDay('2020-02-01')).toBe(true)
    expect(asOf('2020-01-25').why('2020-02-01')).toBe('春节调休上班')
    expect(asOf('2020-01-25').why('2020-02-02')).toBe('周末')
    expect(asOf('2020-01-26').why('2020-02-01')).toBe('春节放假')
    expect(asOf('2019-03-21').why('2019-04-28')).toBe('周末')
    expect(asOf('2019-03-21').why('2019-05-04')).toBe('周末')
    expect(asOf('2019-03-21').why('2019-05-01')).toBe('劳动节放假')
    expect(asOf('2019-03-22').why('2019-04-28')).toBe('劳动节调休上班')
  })

  test('each first notice differs from the final one exactly where the data says', () => {
    const differs = (first: string, final: string, year: number) =>
      daysOf(year).filter((day) => asOf(first).isWorkingDay(day) !== asOf(final).isWorkingDay(day))
    expect(differs('2019-03-21', '2019-03-22', 2019)).toEqual(['2019-04-28', '2019-05-02', '2019-05-03', '2019-05-05'])
    expect(differs('2020-01-25', '2020-01-26', 2020)).toEqual(['2020-01-31', '2020-02-01'])
  })

  test('the last announced year moves with knowledge, and its last week is uncertain', () => {
    expect(asOf('2025-11-03').isCertain('2025-12-24')).toBe(true)
    expect(asOf('2025-11-03').isCertain('2025-12-25')).toBe(false)
    expect(asOf('2025-11-04').isCertain('2025-12-25')).toBe(true)
    expect(asOf('1990-01-01').isCertain('2025-06-03')).toBe(false)
  })

  test('one state of knowledge is built once', () => {
    expect(asOf('2020-01-27')).toBe(asOf('2020-03-01'))
    expect(asOf(null)).toBe(asOf(null))
    expect(asOf('2020-01-25')).not.toBe(asOf('2020-01-26'))
  })
})

describe('layers', () => {
  const local: Notice = {
    subject: '三月三 2026',
    year: null,
    knownOn: '2026-01-05',
    title: '三月三放假的通知',
    source: null,
    days: [
      { on: '2026-04-20', kind: 'holiday', name: '三月三' },
      { on: '2026-04-18', kind: 'makeup', name: '三月三' },
      { on: '2027-01-01', kind: 'closed', name: '搬迁' },
    ],
  }

  test('a higher layer overrides, and what it names is certain', () => {
    const there = buildCalendar([shipped, [local]])
    expect(there.why('2026-04-20')).toBe('三月三放假')
    expect(there.why('2026-04-18')).toBe('三月三调休上班')
    expect(there.why('2027-01-01')).toBe('搬迁停止办公')
    expect(there.isCertain('2027-01-01')).toBe(true)
    expect(there.isCertain('2027-01-04')).toBe(false)
    expect(there.isWorkingDay('2026-10-01')).toBe(false)
  })

  test('the year of a local notice announces nothing for the nation', () => {
    const there = buildCalendar([shipped, [{ ...local, year: 2027 }]])
    expect(there.isCertain('2027-06-01')).toBe(false)
  })

  test('a closure of the whole nation announces no year, and takes none back', () => {
    const closure: Notice = { ...local, subject: '全国停止办公', days: [{ on: '2026-04-20', kind: 'closed', name: '停电' }] }
    const there = buildCalendar([[...shipped, closure]])
    expect(there.why('2026-04-20')).toBe('停电停止办公')
    expect(there.isWorkingDay('2026-10-01')).toBe(false)
    expect(there.isCertain('2026-04-21')).toBe(true)
    const { index } = there
    expect(index.workdayAt(index.workdaysThrough(numberOf('2026-09-30')) + 1)).toBe(numberOf('2026-10-08'))
    expect(buildCalendar([[closure]]).isCertain('2026-04-21')).toBe(false)
    expect(buildCalendar([[closure]]).why('2026-04-20')).toBe('停电停止办公')
  })

  test('a later notice on the same subject withdraws the earlier, whatever the order they come in', () => {
    const withdrawn = { ...local, knownOn: '2026-02-01', days: [] }
    const calendars = calendarsOf([shipped, [withdrawn, local]])
    expect(calendars('2026-01-31').isWorkingDay('2026-04-20')).toBe(false)
    expect(calendars('2026-02-01').isWorkingDay('2026-04-20')).toBe(true)
  })
})

test('without any notice the plain week holds', () => {
  const plain = buildCalendar([])
  expect(['2026-10-01', '2026-10-03'].map(plain.isWorkingDay)).toEqual([true, false])
  expect(plain.index.workdayAt(plain.index.workdaysThrough(numberOf('2026-10-03')) + 1)).toBe(numberOf('2026-10-05'))
  expect(plain.isCertain('2026-10-01')).toBe(false)
})
