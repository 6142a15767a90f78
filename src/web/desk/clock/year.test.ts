import { expect, test } from 'vitest'
import type { DayDifference, NoticeDay, YearDay } from '../../../modules/clock/contract.ts'
import { altered, differencesOf, isWorked, monthsOf, namedIn, nextDay, provisionalOf, stretchesOf, weekdayOf } from './year.ts'

const notice = { layer: 'national', seq: 1, title: '通知' }
const closure = { layer: 'place:hall', seq: 1, title: '公告' }

function yearOf(year: number, named: Record<string, Partial<YearDay>> = {}): YearDay[] {
  const days: YearDay[] = []
  for (let on = `${year}-01-01`; on.startsWith(`${year}-`); on = nextDay(on))
    days.push({
      on,
      kind: weekdayOf(on) > 4 ? 'weekend' : 'worked',
      name: null,
      notice: null,
      isProvisional: false,
      ...named[on],
    })
  return days
}

test('a year is laid out by weeks from Monday, each day once, and its worked days are counted', () => {
  const days = yearOf(2026, {
    '2026-01-01': { kind: 'holiday', name: '元旦', notice },
    '2026-01-04': { kind: 'makeup', name: '元旦', notice },
  })
  const months = monthsOf(days)
  expect(months.flatMap(({ weeks }) => weeks.flat()).filter((day) => day !== null)).toEqual(days)
  expect(months[0]?.weeks[0]?.map((day) => day?.on ?? null)).toEqual([
    null,
    null,
    null,
    '2026-01-01',
    '2026-01-02',
    '2026-01-03',
    '2026-01-04',
  ])
  for (const { weeks } of months)
    for (const week of weeks) expect(week.every((day, n) => day === null || weekdayOf(day.on) === n)).toBe(true)
  expect(months[0]?.worked).toBe(22)
  expect(months.reduce((sum, { worked }) => sum + worked, 0)).toBe(days.filter(isWorked).length)
})

test('stretches hold together days of one notice, kind and name, and no others', () => {
  const off = (name: string) => ({ kind: 'holiday' as const, name, notice })
  const days = yearOf(2026, {
    '2026-04-04': off('清明节'),
    '2026-04-05': off('清明节'),
    '2026-04-06': off('劳动节'),
    '2026-04-08': off('劳动节'),
    '2026-04-09': { kind: 'closed', name: '劳动节', notice: closure },
  })
  expect(stretchesOf(namedIn(days)).map(({ from, to, days, first }) => [from, to, days, first.name])).toEqual([
    ['2026-04-04', '2026-04-05', 2, '清明节'],
    ['2026-04-06', '2026-04-06', 1, '劳动节'],
    ['2026-04-08', '2026-04-08', 1, '劳动节'],
    ['2026-04-09', '2026-04-09', 1, '劳动节'],
  ])
})

test('what is provisional is told as stretches', () => {
  const late = Object.fromEntries(
    yearOf(2026)
      .filter(({ on }) => on >= '2026-12-25')
      .map(({ on }) => [on, { isProvisional: true }]),
  )
  expect(provisionalOf(yearOf(2026, late))).toEqual([{ from: '2026-12-25', to: '2026-12-31' }])
  expect(provisionalOf(yearOf(2026))).toEqual([])
})

test('differences that move dates are apart from those in certainty and in words', () => {
  const known = (isWorked: boolean, isProvisional: boolean, why: string) => ({ isWorked, isProvisional, why })
  const day = (on: string, before: DayDifference['before'], after: DayDifference['after']): DayDifference => ({
    on,
    before,
    after,
  })
  const moved = day('2026-01-02', known(true, true, '工作日'), known(false, false, '元旦放假'))
  const renamed = day('2026-01-01', known(false, false, '元旦放假'), known(false, false, '新年放假'))
  const settled = day('2026-01-05', known(true, true, '工作日'), known(true, false, '工作日'))
  expect(differencesOf([moved, renamed, settled, { ...settled, before: settled.after, after: settled.before }])).toEqual({
    counted: [moved],
    settled: 1,
    unsettled: 1,
    renamed: [renamed],
  })
})

test('a notice that alters part of a year leaves the rest of it', () => {
  const day = (on: string, kind: NoticeDay['kind']): NoticeDay => ({ on, kind, name: '春节' })
  const year = [day('2020-01-30', 'holiday'), day('2020-02-01', 'makeup'), day('2020-05-01', 'holiday')]
  expect(altered(year, [day('2020-02-01', 'holiday'), day('2020-01-31', 'holiday')])).toEqual([
    day('2020-01-30', 'holiday'),
    day('2020-01-31', 'holiday'),
    day('2020-02-01', 'holiday'),
    day('2020-05-01', 'holiday'),
  ])
})
