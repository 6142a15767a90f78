import { expect, test } from 'vitest'
import { LineTooLong } from '../contract.ts'
import { nationalNotices } from '../national.ts'
import { calendarsOf } from './calendar.ts'
import { answer, complaint } from './query.ts'

const calendarAsOf = calendarsOf([nationalNotices()])
const ask = (question: unknown) => answer(typeof question === 'string' ? question : JSON.stringify(question), calendarAsOf)
const plain = { id: '1', start: '2026-01-05', limit: 1, unit: 'day' }

test('a date with suspension and extension', () => {
  const question = {
    id: '1',
    start: '2025-09-26',
    limit: 20,
    unit: 'workday',
    extension: 10,
    suspensions: [{ from: '2025-10-10', to: '2025-10-20' }],
  }
  expect(ask(question)).toEqual({ id: '1', due: '2025-11-24', provisional: false })
})

test.each([
  { name: 'explanation not wished for', more: { explain: false } },
  { name: 'null is as good as absent', more: { explain: null, extension: null, suspensions: null, asOf: null } },
  { name: 'an empty list of suspensions', more: { suspensions: [] } },
  { name: 'no extension', more: { extension: 0 } },
])('$name changes nothing', ({ more }) =>
  expect(ask({ ...plain, ...more })).toEqual({ id: '1', due: '2026-01-06', provisional: false }),
)

test('each unit is understood, and an open suspension', () => {
  expect(ask({ ...plain, unit: 'workday', start: '2026-01-09' })).toEqual({ id: '1', due: '2026-01-12', provisional: false })
  expect(ask({ ...plain, unit: 'month' })).toEqual({ id: '1', due: '2026-02-05', provisional: false })
  expect(ask({ ...plain, unit: 'year' })).toEqual({ id: '1', due: '2027-01-05', provisional: true })
  const stopped = { ...plain, limit: 3, suspensions: [{ from: '2026-01-06', to: null }] }
  expect(ask(stopped)).toEqual({ id: '1', due: null, provisional: false })
})

test('an id comes back as it was: text up to 200 characters, or a whole number', () => {
  for (const id of ['', '一', 'x'.repeat(200), 0, -7, Number.MAX_SAFE_INTEGER])
    expect(ask({ ...plain, id })).toMatchObject({ id, due: '2026-01-06' })
})

test('with explain, the days and why each counts or not, as was known then', () => {
  expect(ask({ id: 7, start: '2020-01-23', limit: 1, unit: 'workday', explain: true, asOf: '2020-01-20' })).toEqual({
    id: 7,
    due: '2020-01-31',
    provisional: false,
    days: [
      { date: '2020-01-23', counted: false, why: '起算日不计入' },
      ...['24', '25', '26', '27', '28', '29', '30'].map((day) => ({ date: `2020-01-${day}`, counted: false, why: '春节放假' })),
      { date: '2020-01-31', counted: true, why: '工作日' },
    ],
  })
})

test.each<[name: string, more: object, code: string, message: string]>([
  ['unknown unit', { unit: 'week' }, 'unit_unknown', '单位'],
  ['a unit that every object has', { unit: 'constructor' }, 'unit_unknown', '单位'],
  ['limit 0', { limit: 0 }, 'limit_invalid', '期限'],
  ['limit 10⁹', { limit: 1_000_000_000 }, 'limit_invalid', '期限'],
  ['limit 2.5', { limit: 2.5 }, 'limit_invalid', '期限'],
  ['limit as text', { limit: '5' }, 'limit_invalid', '期限'],
  ['no limit', { limit: undefined }, 'limit_invalid', '期限'],
  ['extension -1', { extension: -1 }, 'extension_invalid', '延长'],
  ['extension as text', { extension: '1' }, 'extension_invalid', '延长'],
  ['no such day', { start: '2025-02-30' }, 'day_invalid', 'start'],
  ['a day as number', { start: 20250228 }, 'day_invalid', 'start'],
  ['no day', { start: undefined }, 'day_invalid', 'start'],
  ['no such day of knowledge', { asOf: '2020-13-01' }, 'day_invalid', 'asOf'],
  [
    'a suspension ending before it starts',
    { suspensions: [{ from: '2026-01-08', to: '2026-01-07' }] },
    'suspension_reversed',
    '暂停',
  ],
  ['a suspension that begins on no day', { suspensions: [{ from: '2026-02-30', to: null }] }, 'day_invalid', 'suspensions.from'],
  ['a suspension without an end said', { suspensions: [{ from: '2026-01-08' }] }, 'day_invalid', 'suspensions.to'],
  ['a suspension that is none', { suspensions: ['2026-01-08'] }, 'field_invalid', 'suspensions'],
  ['a suspension that is null', { suspensions: [null] }, 'field_invalid', 'suspensions'],
  ['suspensions that are no list', { suspensions: {} }, 'field_invalid', 'suspensions'],
  ['a month suspended', { unit: 'month', suspensions: [{ from: '2026-01-06', to: null }] }, 'suspension_needs_days', '暂停'],
  ['explain as text', { explain: 'yes' }, 'field_invalid', 'explain'],
  ['a misspelt field', { extention: 10 }, 'field_unknown', 'extention'],
  [
    'a misspelt field of a suspension',
    { suspensions: [{ from: '2026-01-06', to: null, till: 1 }] },
    'field_unknown',
    'suspensions.till',
  ],
  ['a date beyond the calendar', { start: '9999-12-31' }, 'beyond_calendar', '9999'],
])('%s: a typed answer with its id, in Chinese', (_, more, code, message) => {
  const reply = ask({ ...plain, ...more })
  expect(reply).toEqual({ id: '1', error: { code: `clock.${code}`, message: expect.stringContaining(message) } })
  expect(reply).toMatchObject({ error: { message: expect.stringMatching(/[\u4e00-\u9fff].*。$/) } })
})

test.each([
  ['a blank line', '', 'line_unreadable'],
  ['half an object', '{"id":"1"', 'line_unreadable'],
  ['a list', '[1]', 'line_unreadable'],
  ['null', 'null', 'line_unreadable'],
  ['a number', '1', 'line_unreadable'],
  ['no id', { ...plain, id: undefined }, 'field_invalid'],
  ['an id that is a list', { ...plain, id: [] }, 'field_invalid'],
  ['an id of 201 characters', { ...plain, id: 'x'.repeat(201) }, 'field_invalid'],
  ['an id that is no whole number', { ...plain, id: 1.5 }, 'field_invalid'],
  ['a limit beyond numbers and no id', '{"limit":1e999}', 'field_invalid'],
])('%s: an answer without id', (_, question, code) =>
  expect(ask(question)).toEqual({ id: null, error: { code: `clock.${code}`, message: expect.stringMatching(/。$/) } }),
)

test('what is missing is named: the id', () =>
  expect(ask({ ...plain, id: null })).toMatchObject({ error: { message: expect.stringContaining('id') } }))

test('an unknown field is told in at most 100 characters', () => {
  const long = 'x'.repeat(300)
  expect(ask({ ...plain, [long]: 1 })).toMatchObject({ error: { message: `不认识的字段：${'x'.repeat(100)}。` } })
  const suspension = { from: '2026-01-06', to: null, [long]: 1 }
  expect(ask({ ...plain, suspensions: [suspension] })).toMatchObject({
    error: { message: `不认识的字段：suspensions.${'x'.repeat(88)}。` },
  })
})

test('what is our mistake is not the answer', () => {
  const broken = () => {
    throw new RangeError('our mistake')
  }
  expect(() => answer(JSON.stringify(plain), broken)).toThrow(/^our mistake$/)
})

test('a complaint about a line that was not read', () =>
  expect(complaint(null, LineTooLong)).toEqual({
    id: null,
    error: { code: 'clock.line_too_long', message: '这一行超过 1 MB。' },
  }))
