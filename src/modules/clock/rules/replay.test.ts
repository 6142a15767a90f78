import { describe, expect, test } from 'vitest'
import type { Period } from '../contract.ts'
import { nationalNotices } from '../national.ts'
import { calendarsOf } from './calendar.ts'
import { workdaysBefore } from './countings.ts'
import { due, explain } from './period.ts'
import { endOf } from './timer-rule.ts'
import { timerRules } from './timers.ts'

// Two holidays were arranged twice. Each date below was counted by hand, once by what was known before the change and once by what was
// known after it; the days that count stand beside it.
const asOf = calendarsOf([nationalNotices()])

const counted = (period: Period, knownOn: string | null) =>
  explain(period, asOf(knownOn)).flatMap((day) => (day.counted ? [day.date.slice(5)] : []))

// January and February 2020
//
//   Notice of 21 November 2019: Spring Festival 24–30 January (Friday to Thursday); Sunday 19 January and Saturday 1 February worked.
//   Notice of 26 January 2020:  the holiday goes on to Sunday 2 February; Monday 3 February is worked. 31 January and 1 February, both
//                               to be worked until then, are off.
//
//      Mo Tu We Th Fr Sa Su
//             1  2  3  4  5      1 New Year
//       6  7  8  9 10 11 12
//      13 14 15 16 17 18 19      19 worked
//      20 21 22 23 24 25 26      24–30 Spring Festival
//      27 28 29 30 31  1  2      31 and 1: worked as first announced, off as changed
//       3  4  5  6  7  8  9
//      10 11 12 13 14 15 16
//      17 18 19 20 21 22 23
//      24 25 26 27 28 29
describe('January and February 2020', () => {
  const before = '2020-01-25'
  const after = '2020-01-26'

  test('five days for the notice, received on Thursday 16 January: over before the change could matter', () => {
    // 17 Friday 1, 19 Sunday (worked) 2, 20 Monday 3, 21 Tuesday 4, 22 Wednesday 5.
    for (const known of [before, after]) {
      expect(endOf(timerRules.ACCEPT_REVIEW, { on: '2020-01-16' }, asOf(known))).toEqual({
        dueOn: '2020-01-22',
        provisional: false,
        dueAt: null,
      })
    }
  })

  const decide: Period = { startedOn: '2020-01-22', limit: 20, unit: 'workday' }

  test('twenty days from Wednesday 22 January end on 25 February as first known', () => {
    // 23 January 1; 31 January 2; Saturday 1 February 3; 3–7 February 4–8; 10–14 9–13; 17–21 14–18; 24 19; 25 20.
    expect(due(decide, asOf(before))).toEqual({ dueOn: '2020-02-25', provisional: false })
    expect(counted(decide, before)).toEqual([
      ...['01-23', '01-31', '02-01', '02-03', '02-04', '02-05', '02-06', '02-07', '02-10', '02-11', '02-12', '02-13', '02-14'],
      ...['02-17', '02-18', '02-19', '02-20', '02-21', '02-24', '02-25'],
    ])
  })

  test('and on 27 February since the change: two days were lost', () => {
    // 23 January 1; 3–7 February 2–6; 10–14 7–11; 17–21 12–16; 24 17, 25 18, 26 19, 27 20.
    expect(due(decide, asOf(after))).toEqual({ dueOn: '2020-02-27', provisional: false })
    expect(counted(decide, after)).toEqual([
      ...['01-23', '02-03', '02-04', '02-05', '02-06', '02-07', '02-10', '02-11', '02-12', '02-13', '02-14', '02-17', '02-18'],
      ...['02-19', '02-20', '02-21', '02-24', '02-25', '02-26', '02-27'],
    ])
    expect(explain(decide, asOf(after)).find((day) => day.date === '2020-02-01')).toEqual({
      date: '2020-02-01',
      counted: false,
      why: '春节放假',
    })
  })

  test('what was printed on the eve of the change is explained for ever as of that day', () => {
    const printed = explain(decide, asOf(before))
    expect(printed.find((day) => day.date === '2020-02-01')).toEqual({ date: '2020-02-01', counted: true, why: '春节调休上班' })
    expect(printed.at(-1)).toEqual({ date: '2020-02-25', counted: true, why: '工作日' })
    expect(printed.filter((day) => day.counted)).toHaveLength(20)
  })

  test('an extension by ten days lengthens both', () => {
    // As first known after 25 February: 26, 27, 28 February, 2–6 March, 9, 10. As changed after 27 February: 28, 2–6 March, 9–12.
    expect(due({ ...decide, extension: 10 }, asOf(before)).dueOn).toBe('2020-03-10')
    expect(due({ ...decide, extension: 10 }, asOf(after)).dueOn).toBe('2020-03-12')
  })

  test('where the time stood still over both changed days nothing moves', () => {
    // Accepted on Monday 13 January, an inspection from the 20th to 3 February: 14, 15, 16, 17 January 1–4, Sunday 19 5, 20 6 (the day on
    // which it begins counts); 4–7 February 7–10; 10–14 11–15; 17–21 16–20.
    const period: Period = {
      startedOn: '2020-01-13',
      limit: 20,
      unit: 'workday',
      suspensions: [{ from: '2020-01-20', to: '2020-02-03' }],
    }
    for (const known of [before, after]) expect(due(period, asOf(known)).dueOn).toBe('2020-02-21')
  })

  test('a stop that ends within the lengthened holiday moves by the days that were lost behind it', () => {
    // Stopped from the 17th to 31 January. 14–17 January 1–4. As first known then 1 February 5, 3–7 6–10, 10–14 11–15, 17–21 16–20: the 21st.
    // As changed 3–7 February 5–9, 10–14 10–14, 17–21 15–19, 24 20.
    const period: Period = {
      startedOn: '2020-01-13',
      limit: 20,
      unit: 'workday',
      suspensions: [{ from: '2020-01-17', to: '2020-01-31' }],
    }
    expect(due(period, asOf(before)).dueOn).toBe('2020-02-21')
    expect(due(period, asOf(after)).dueOn).toBe('2020-02-24')
  })

  test.each<{ name: string; period: Period; first: string; changed: string }>([
    // 16 January and 15 days: 31 January, a Friday. To be worked; then off like 1 and 2 February.
    {
      name: 'natural days',
      period: { startedOn: '2020-01-16', limit: 15, unit: 'day' },
      first: '2020-01-31',
      changed: '2020-02-03',
    },
    { name: 'a month', period: { startedOn: '2019-12-31', limit: 1, unit: 'month' }, first: '2020-01-31', changed: '2020-02-03' },
    { name: 'a year', period: { startedOn: '2019-02-01', limit: 1, unit: 'year' }, first: '2020-02-01', changed: '2020-02-03' },
    // 11 January and 14 days: the 25th, within the holiday either way; it ends on the 30th, later on 2 February.
    {
      name: 'a last day within the holiday',
      period: { startedOn: '2020-01-11', limit: 14, unit: 'day' },
      first: '2020-01-31',
      changed: '2020-02-03',
    },
  ])('a last day that moves to the next worked one: $name', ({ period, first, changed }) => {
    expect(due(period, asOf(before))).toEqual({ dueOn: first, provisional: false })
    expect(due(period, asOf(after))).toEqual({ dueOn: changed, provisional: false })
  })

  test('seven days before a hearing on Wednesday 5 February', () => {
    // As first known 4, 3, 1 February, 31, 23, 22, 21 January. As changed 4, 3 February, 23, 22, 21, 20, 19 January (a Sunday, worked).
    expect(workdaysBefore('2020-02-05', 7, asOf(before)).dueOn).toBe('2020-01-21')
    expect(workdaysBefore('2020-02-05', 7, asOf(after)).dueOn).toBe('2020-01-19')
  })
})

// May 2019
//
//   Notice of 6 December 2018: Labour Day is 1 May alone, a Wednesday.
//   Notice of 22 March 2019:   1–4 May off; Sundays 28 April and 5 May worked.
//
//      Mo Tu We Th Fr Sa Su
//      22 23 24 25 26 27 28      28 worked as changed
//      29 30  1  2  3  4  5      1 off; as changed 2 and 3 off, 5 worked
//       6  7  8  9 10 11 12
//      13 14 15 16 17 18 19
//      20 21 22
describe('May 2019', () => {
  const none = '2018-12-05'
  const before = '2019-03-21'
  const after = '2019-03-22'

  test('five days from Thursday 25 April: 2 May by the plain week, 3 May as first announced, Sunday 5 May as changed', () => {
    const period: Period = { startedOn: '2019-04-25', limit: 5, unit: 'workday' }
    // Nothing announced: 26, 29, 30 April, 1, 2 May.
    expect(due(period, asOf(none))).toEqual({ dueOn: '2019-05-02', provisional: true })
    // 26, 29, 30 April, 2, 3 May.
    expect(due(period, asOf(before))).toEqual({ dueOn: '2019-05-03', provisional: false })
    // 26 April, Sunday 28, 29, 30, Sunday 5 May.
    expect(due(period, asOf(after))).toEqual({ dueOn: '2019-05-05', provisional: false })
    expect(counted(period, after)).toEqual(['04-26', '04-28', '04-29', '04-30', '05-05'])
  })

  test('twenty days from Monday 22 April end on 21 May by both, but by other days', () => {
    const period: Period = { startedOn: '2019-04-22', limit: 20, unit: 'workday' }
    // 23–26 April 1–4; 29, 30 5, 6; 2, 3 May 7, 8; 6–10 9–13; 13–17 14–18; 20, 21 19, 20.
    // 23–26 April 1–4; 28 5; 29, 30 6, 7; 5 May 8; 6–10 9–13; 13–17 14–18; 20, 21 19, 20.
    for (const known of [before, after]) expect(due(period, asOf(known)).dueOn).toBe('2019-05-21')
    const differ = (here: string, there: string) => counted(period, here).filter((day) => !counted(period, there).includes(day))
    expect(differ(before, after)).toEqual(['05-02', '05-03'])
    expect(differ(after, before)).toEqual(['04-28', '05-05'])
  })

  test('fifteen natural days from 17 April: Thursday 2 May, later moved to Sunday 5 May', () => {
    const period: Period = { startedOn: '2019-04-17', limit: 15, unit: 'day' }
    expect(due(period, asOf(before)).dueOn).toBe('2019-05-02')
    expect(due(period, asOf(after)).dueOn).toBe('2019-05-05')
    expect(explain(period, asOf(after)).slice(-3)).toEqual([
      { date: '2019-05-03', counted: false, why: '顺延（劳动节放假）' },
      { date: '2019-05-04', counted: false, why: '顺延（劳动节放假）' },
      { date: '2019-05-05', counted: false, why: '末日遇休息日，顺延至此（劳动节调休上班）' },
    ])
  })

  test('an open stop from 26 April on: reached before it or not at all', () => {
    const stopped = (limit: number): Period => ({
      startedOn: '2019-04-22',
      limit,
      unit: 'workday',
      suspensions: [{ from: '2019-04-26', to: null }],
    })
    // 23, 24, 25, 26 April are four days; the fifth would be the 28th or the 29th.
    for (const known of [before, after]) {
      expect(due(stopped(4), asOf(known))).toEqual({ dueOn: '2019-04-26', provisional: false })
      expect(due(stopped(5), asOf(known))).toEqual({ dueOn: null, provisional: false })
    }
  })
})
