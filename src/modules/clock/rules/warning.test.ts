import { expect, test } from 'vitest'
import { nationalNotices } from '../national.ts'
import { calendarsOf } from './calendar.ts'
import { warningOn, warningWorkdays, workdaysLeft } from './index.ts'

const calendar = calendarsOf([nationalNotices()])(null)

test.each([
  { name: 'today is the last day', today: '2026-03-09', dueOn: '2026-03-09', left: 0 },
  { name: 'the last day itself counts, today does not', today: '2026-03-09', dueOn: '2026-03-10', left: 1 },
  { name: 'a weekend between counts nothing', today: '2026-03-06', dueOn: '2026-03-09', left: 1 },
  { name: 'a holiday counts nothing, a make-up day one', today: '2025-09-26', dueOn: '2025-10-11', left: 6 },
  { name: 'three working days too late', today: '2026-03-12', dueOn: '2026-03-09', left: -3 },
  { name: 'the weekend after the last day is not late by a working day', today: '2026-03-08', dueOn: '2026-03-06', left: 0 },
  { name: 'without a last day nothing is left to count', today: '2026-03-12', dueOn: null, left: null },
])('$name: $left', ({ today, dueOn, left }) => expect(workdaysLeft({ dueOn }, today, calendar)).toBe(left))

// Tuesday 3 to Friday 13 March 2026: 8 working days after the 3rd.
test.each([
  { name: 'a suspension in between', stops: [{ from: '2026-03-04', to: '2026-03-06' }], left: 6 },
  { name: 'overlapping ones are taken off once', stops: [s('03-04', '03-06'), s('03-05', '03-09')], left: 5 },
  { name: 'one that is over', stops: [s('02-02', '03-03')], left: 8 },
  { name: 'one that began before today', stops: [s('02-02', '03-04')], left: 7 },
  { name: 'one that goes on after the last day', stops: [s('03-12', '03-31')], left: 7 },
  { name: 'an open one that begins on the last day', stops: [{ from: '2026-03-13', to: null }], left: 8 },
])('of 8 working days, $name leaves $left', ({ stops, left }) =>
  expect(workdaysLeft({ dueOn: '2026-03-13', suspensions: stops }, '2026-03-03', calendar)).toBe(left),
)

test('a suspension after the last day does not shorten a delay', () =>
  expect(workdaysLeft({ dueOn: '2026-03-03', suspensions: [s('03-04', '03-06')] }, '2026-03-10', calendar)).toBe(-5))

test.each([
  {
    name: 'the working day before the last',
    startedOn: '2026-03-02',
    dueOn: '2026-03-10',
    workdays: undefined,
    on: '2026-03-09',
  },
  { name: 'over a weekend', startedOn: '2026-03-02', dueOn: '2026-03-09', workdays: undefined, on: '2026-03-06' },
  {
    name: 'the last day itself where none is wished for',
    startedOn: '2026-03-02',
    dueOn: '2026-03-10',
    workdays: 0,
    on: '2026-03-10',
  },
  { name: 'over the holidays', startedOn: '2026-09-21', dueOn: '2026-10-09', workdays: 3, on: '2026-09-29' },
  { name: 'never before the start', startedOn: '2026-03-09', dueOn: '2026-03-11', workdays: 5, on: '2026-03-09' },
  { name: 'not while there is no last day', startedOn: '2026-03-09', dueOn: null, workdays: undefined, on: null },
])('a warning comes: $name', ({ startedOn, dueOn, workdays, on }) =>
  expect(
    workdays === undefined ? warningOn({ startedOn, dueOn }, calendar) : warningOn({ startedOn, dueOn }, calendar, workdays),
  ).toBe(on),
)

test('a warning passes over suspended days: they are no time in which to act', () => {
  const running = { startedOn: '2026-03-02', dueOn: '2026-03-13', suspensions: [s('03-09', '03-12')] }
  expect(warningOn(running, calendar)).toBe('2026-03-09') // the 13th is left; 10 to 12 are suspended, the 9th is the last that counted
})

test('from its first day on, and not before, no more working days are left than a warning says', () => {
  for (const dueOn of ['2026-02-14', '2026-02-25', '2026-09-20', '2026-10-08', '2026-10-10', '2026-03-11']) {
    for (const workdays of [0, 1, 2, 5]) {
      const running = { startedOn: '2026-01-05', dueOn }
      const on = warningOn(running, calendar, workdays) ?? ''
      const before = new Date(Date.parse(on) - 86_400_000).toISOString().slice(0, 10)
      expect(workdaysLeft(running, on, calendar)).toBeLessThanOrEqual(workdays)
      expect(workdaysLeft(running, before, calendar)).toBeGreaterThan(workdays)
    }
  }
})

test('the default is one working day', () => expect(warningWorkdays).toBe(1))

function s(from: string, to: string) {
  return { from: `2026-${from}`, to: `2026-${to}` }
}
