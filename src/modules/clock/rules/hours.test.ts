import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nationalNotices } from '../national.ts'
import { calendarsOf } from './calendar.ts'
import { dayOfNumber, numberOf } from './day.ts'
import { type ServiceHours, type Span, serviceHoursAfter } from './hours.ts'

const calendar = calendarsOf([nationalNotices()])(null)
const usual: readonly Span[] = [
  [9 * 60, 12 * 60],
  [13 * 60 + 30, 17 * 60 + 30],
]
/** Seven hours a day with a break at noon; Friday afternoons closed; Saturday mornings open; make-up Sundays nine to four. */
const hall: ServiceHours = {
  week: [usual, usual, usual, usual, [[9 * 60, 12 * 60]], [[9 * 60, 12 * 60]], []],
  makeup: [[9 * 60, 16 * 60]],
}

const at = (text: string) => new Date(`${text}:00+08:00`)
const end = (from: string, hours: number) => {
  const { dueAt } = serviceHoursAfter(at(from), hours, hall, calendar)
  return new Date(dueAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)
}

// 2 March 2026 is a Monday.
test.each([
  { name: 'within the morning', from: '2026-03-02T09:00', hours: 2, due: '2026-03-02T11:00' },
  { name: 'until the very end of the morning', from: '2026-03-02T09:00', hours: 3, due: '2026-03-02T12:00' },
  { name: 'the break at noon does not count', from: '2026-03-02T10:15', hours: 4, due: '2026-03-02T15:45' },
  { name: 'received at noon, it runs from the afternoon', from: '2026-03-02T12:40', hours: 1, due: '2026-03-02T14:30' },
  { name: 'received before opening, it runs from opening', from: '2026-03-02T03:00', hours: 1, due: '2026-03-02T10:00' },
  { name: 'until closing, not until the next opening', from: '2026-03-02T16:30', hours: 1, due: '2026-03-02T17:30' },
  { name: 'the night does not count', from: '2026-03-02T16:30', hours: 2, due: '2026-03-03T10:00' },
  { name: 'received at closing, it runs from the next day', from: '2026-03-02T17:30', hours: 1, due: '2026-03-03T10:00' },
  { name: 'received at midnight', from: '2026-03-03T00:00', hours: 1, due: '2026-03-03T10:00' },
  { name: 'a closed afternoon and a weekend do not count', from: '2026-03-06T11:00', hours: 2, due: '2026-03-09T10:00' },
  { name: 'an open Saturday that is no working day counts nothing', from: '2026-03-07T09:30', hours: 1, due: '2026-03-09T10:00' },
  // Saturday 14 February 2026 is worked before the Spring Festival (15–23), Saturday 28 after it; Sunday 20 September before National Day.
  { name: 'a make-up Saturday works its own hours', from: '2026-02-14T10:00', hours: 3, due: '2026-02-24T10:00' },
  {
    name: 'a make-up Sunday without hours of its own works the make-up hours',
    from: '2026-09-20T12:00',
    hours: 2,
    due: '2026-09-20T14:00',
  },
  { name: 'and these end at four', from: '2026-09-20T15:00', hours: 2, due: '2026-09-21T10:00' },
  { name: 'a whole week: four days of seven hours, one of three', from: '2026-03-02T09:00', hours: 31, due: '2026-03-06T12:00' },
])('$hours hours from $from end $due: $name', ({ from, hours, due }) => expect(end(from, hours)).toBe(due))

test('seconds are not lost', () =>
  expect(serviceHoursAfter(new Date('2026-03-02T02:00:30.250Z'), 3, hall, calendar).dueAt.toISOString()).toBe(
    '2026-03-02T06:30:30.250Z',
  ))

test('provisional when a day looked up is not certain', () => {
  expect(serviceHoursAfter(at('2026-12-24T10:00'), 1, hall, calendar).provisional).toBe(false)
  expect(serviceHoursAfter(at('2026-12-24T17:00'), 1, hall, calendar).provisional).toBe(true)
  expect(serviceHoursAfter(at('2026-12-25T09:00'), 1, hall, calendar).provisional).toBe(true)
})

test.each([0, -1, 1.5, 100_001, Number.NaN])('%s hours are refused', (hours) =>
  expect(() => serviceHoursAfter(at('2026-03-02T09:00'), hours, hall, calendar)).toThrow('clock.limit_invalid'),
)

test('a place that never serves has no such moment', () => {
  const shut: ServiceHours = { week: [[], [], [], [], [], [], []], makeup: [] }
  expect(() => serviceHoursAfter(at('9998-01-01T09:00'), 1, shut, calendar)).toThrow('clock.beyond_calendar')
  const last = serviceHoursAfter(at('9999-12-30T09:00'), 3 + 4 + 3, { ...shut, week: hall.week }, calendar)
  expect(last.dueAt.toISOString()).toBe('9999-12-31T04:00:00.000Z')
})

test('counted a minute at a time it comes to the same', () => {
  const anyMoment = fc.record({
    day: fc.integer({ min: numberOf('2026-01-01'), max: numberOf('2026-10-31') }),
    minute: fc.integer({ min: 0, max: 1439 }),
  })
  fc.assert(
    fc.property(anyMoment, fc.integer({ min: 1, max: 12 }), ({ day, minute }, hours) => {
      let left = hours * 60
      let [today, now] = [day, minute]
      while (left > 0) {
        const on = dayOfNumber(today)
        const weekday = (new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7
        const named = hall.week[weekday] ?? []
        const open = weekday === 6 ? hall.makeup : named
        if (calendar.isWorkingDay(on) && open.some(([from, to]) => from <= now && now < to)) left -= 1
        now += 1
        if (now === 1440 && left > 0) [today, now] = [today + 1, 0]
      }
      const text = `${dayOfNumber(today)}T${String(Math.floor(now / 60)).padStart(2, '0')}:${String(now % 60).padStart(2, '0')}`
      const from = `${dayOfNumber(day)}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
      expect(end(from, hours)).toBe(text)
    }),
    { numRuns: 60 },
  )
})
