import { expect, test } from 'vitest'
import { dayAt, hoursText } from './words.ts'

const stretch = (days: number[], opens: string, closes: string, fromDay: string | null = null, toDay: string | null = null) => ({
  days,
  opens,
  closes,
  fromDay,
  toDay,
})

test.each([
  { name: 'nothing', hours: [], lines: [] },
  {
    name: 'morning and afternoon in one line',
    hours: [stretch([1, 2, 3, 4, 5], '09:00', '12:00'), stretch([1, 2, 3, 4, 5], '13:00', '17:00')],
    lines: ['周一至周五 9:00–12:00，13:00–17:00'],
  },
  { name: 'days apart by name', hours: [stretch([6, 2], '10:00', '11:30')], lines: ['周二、周六 10:00–11:30'] },
  {
    name: 'seasons in lines of their own',
    hours: [stretch([1], '09:00', '12:00', '05-01', '09-30'), stretch([1], '10:00', '12:00', '10-01', '04-30')],
    lines: ['5月1日至9月30日 周一 9:00–12:00', '10月1日至4月30日 周一 10:00–12:00'],
  },
])('hours in words: $name', ({ hours, lines }) => expect(hoursText(hours)).toEqual(lines))

test('the day of an instant is the one in Shanghai', () => {
  expect(dayAt('2026-03-01T15:59:59.999Z')).toBe('2026-03-01')
  expect(dayAt('2026-03-01T16:00:00.000Z')).toBe('2026-03-02')
})
