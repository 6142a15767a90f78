import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addMonths,
  dayOfNumber,
  findDayNumber,
  isDay,
  isWeekend,
  lastDayNumber,
  monthLength,
  numberOf,
  toCivil,
  weekday,
} from './day.ts'

test.each([
  { day: '1970-01-01', number: 0 },
  { day: '1969-12-31', number: -1 },
  { day: '2000-02-29', number: 11_016 },
  { day: '2026-11-22', number: 20_779 },
  { day: '0001-01-01', number: -719_162 },
  { day: '9999-12-31', number: 2_932_896 },
])('$day is day $number', ({ day, number }) => {
  expect(numberOf(day)).toBe(number)
  expect(isDay(day)).toBe(true)
  expect(dayOfNumber(number)).toBe(day)
})

test.each([
  '2025-02-30',
  '2025-02-29',
  '1900-02-29',
  '2025-04-31',
  '2025-13-01',
  '2025-00-10',
  '2025-01-00',
  '0000-01-01',
  '2025-1-01',
  '2025/01/01',
])('%s is no day', (text) => {
  expect(findDayNumber(text)).toBeNull()
  expect(isDay(text)).toBe(false)
  expect(() => numberOf(text)).toThrow(new RangeError(`not a day: ${text}`))
})

test.each([
  '',
  '2025-01-01 ',
  ' 2025-01-01',
  '2025-01-1x',
  '２０２５-01-01',
  '2025-01-01T00:00',
  '-025-01-01',
  '2025-01-/1',
  '2025-01-:1',
  '2025-01-1/',
  '2025/01-01',
  '2025-01/01',
])("'%s' is no day either", (text) => expect(findDayNumber(text)).toBeNull())

const anyNumber = fc.integer({ min: -719_162, max: lastDayNumber })

test('days agree with the calendar of the language, from the year 1 to 9999', () => {
  fc.assert(
    fc.property(anyNumber, (number) => {
      const date = new Date(number * 86_400_000)
      expect(dayOfNumber(number)).toBe(date.toISOString().slice(0, 10))
      expect(findDayNumber(dayOfNumber(number))).toBe(number)
      expect(weekday(number)).toBe((date.getUTCDay() + 6) % 7)
      expect(isWeekend(number)).toBe([0, 6].includes(date.getUTCDay()))
    }),
    { numRuns: 500 },
  )
})

test('every month has the length that the day before the next one says', () => {
  for (const year of [1900, 2000, 2023, 2024, 2100]) {
    for (let month = 1; month <= 12; month += 1) {
      expect(monthLength(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate())
    }
  }
})

test.each([
  { day: '2026-01-31', months: 1, to: '2026-02-28' },
  { day: '2024-01-31', months: 1, to: '2024-02-29' },
  { day: '2026-01-31', months: 3, to: '2026-04-30' },
  { day: '2026-11-15', months: 1, to: '2026-12-15' },
  { day: '2026-12-15', months: 1, to: '2027-01-15' },
  { day: '2026-12-31', months: 12, to: '2027-12-31' },
  { day: '2026-03-31', months: -1, to: '2026-02-28' },
])('$months months from $day is $to', ({ day, months, to }) => expect(dayOfNumber(addMonths(numberOf(day), months))).toBe(to))

test('a corresponding day stands in the right month', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 1_200 }), (number, months) => {
      const from = toCivil(number)
      const to = toCivil(addMonths(number, months))
      expect(to.year * 12 + to.month).toBe(from.year * 12 + from.month + months)
      expect(to.day).toBe(Math.min(from.day, monthLength(to.year, to.month)))
    }),
  )
})
