import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { citationsIn, numberOf as numeral } from '../../../scripts/gates/citations.mjs'
import { nationalNotices } from './national.ts'
import {
  atEnds,
  calendarsOf,
  countings,
  daysBefore,
  due,
  endOf,
  type Occasion,
  type ServiceHours,
  statutoryStops,
  type TimerRule,
  timerRules,
  workdaysBefore,
} from './rules/index.ts'

const calendar = calendarsOf([nationalNotices()])(null)
const rules: readonly TimerRule[] = Object.values(timerRules)

/**
 * The norm's own list of limits: code, duration, unit and basis as `standards/timers.json` of the project's reference gives them
 * (2026-11-22; merged from 行政许可法, 行政复议法, 行政诉讼法, 政府信息公开条例 and national documents). A duration below 0 counts backwards.
 */
const norm: readonly [code: string, duration: number | null | string, unit: string, basis: string][] = [
  ['ACCEPT_REVIEW', 5, 'workday', '行政许可法32(四)'],
  ['CORRECT_ON_SPOT', 0, 'instant', '行政许可法32(三)'],
  ['NOT_REQUIRED', 0, 'instant', '行政许可法32(一)'],
  ['NOT_COMPETENT', 0, 'instant', '行政许可法32(二)'],
  ['DECIDE', 20, 'workday', '行政许可法42.1'],
  ['DECIDE_JOINT', 45, 'workday', '行政许可法26.2,42.2'],
  ['LOWER_REVIEW', 20, 'workday', '行政许可法35,43'],
  ['ISSUE', 10, 'workday', '行政许可法44'],
  ['STOP', null, 'as notified', '行政许可法45'],
  ['HEARING_REQUEST', 5, 'workday', '行政许可法47'],
  ['HEARING_HOLD', 20, 'workday', '行政许可法47'],
  ['HEARING_NOTICE', -7, 'workday', '行政许可法48(一)'],
  ['INSPECT_ASSIGN', 5, 'workday', '行政许可法55'],
  ['RENEW_APPLY', -30, 'calendar day', '行政许可法50.1'],
  ['RENEW_DECIDE', null, 'until expiry date', '行政许可法50.2'],
  ['REAPPLY_BAN_1Y', 1, 'year', '行政许可法78'],
  ['REAPPLY_BAN_3Y', 3, 'year', '行政许可法79'],
  ['REVIEW_60D', 60, 'calendar day', '行政复议法20'],
  ['SUIT_6M', 6, 'month', '行政诉讼法46'],
  ['SUIT_15D_AFTER_REVIEW', 15, 'calendar day', '行政诉讼法45'],
  ['FOI', 20, 'workday', '政府信息公开条例33'],
  ['TOLERANCE_FIX', '<= promiseDay', 'workday', '地方办法 (S20b)'],
  ['COMMITMENT_CHECK', 'per item', 'workday', '国办发〔2020〕42号'],
  ['BAD_RATING_FIRST', 1, 'workday', '国办发〔2019〕51号'],
  ['BAD_RATING_FIX', 5, 'workday', '地方办法 S11k,S11l'],
  ['DATA_SHARE_REPLY_UNCOND', 1, 'workday', '政务数据共享条例'],
  ['DATA_SHARE_REPLY_COND', 10, 'workday', '政务数据共享条例'],
  ['DATA_SHARE_DELIVER', 20, 'workday', '政务数据共享条例'],
  ['DATA_CORRECT', 10, 'workday', '政务数据共享条例'],
]

describe('the table', () => {
  test.each(norm)('%s of the norm has a row with its duration, unit, clause and function', (code, duration, unit, basis) => {
    const rule = rules.find((one) => one.code === code)
    expect(rule?.duration ?? null).toBe(typeof duration === 'number' && duration !== 0 ? Math.abs(duration) : null)
    const ours: Record<string, string | null> = {
      'calendar day': 'day',
      instant: null,
      'as notified': null,
      'until expiry date': null,
    }
    expect(rule?.unit).toBe(unit in ours ? ours[unit] : unit)
    const isBackward = typeof duration === 'number' && duration < 0
    expect(rule?.counting.endsWith('Before')).toBe(isBackward)
    // Clauses agree up to paragraphs; what is no law of ours has a document's number or a note.
    const articles = /^[^\d〔]+法\d|条例\d/.test(basis) ? basis.replace(/\.\d/g, '').replace(/[ ,]/g, '') : null
    if (articles !== null) expect(rule?.basis?.replace(/[ ,]/g, '')).toBe(articles)
    else expect([rule?.basis === basis, rule?.note !== null]).toContain(true)
  })

  test('beyond the norm there are the year of those who were not told, and what an item sets in hours', () =>
    expect(rules.map((rule) => rule.code).filter((code) => !norm.some(([known]) => known === code))).toEqual([
      'REVIEW_UNTOLD',
      'SERVICE_HOURS',
    ]))

  test('every row stands under its code, names a function and what its end does, and every function and end is named', () => {
    for (const [code, rule] of Object.entries(timerRules)) expect(rule.code).toBe(code)
    expect(new Set(rules.map((rule) => rule.counting))).toEqual(new Set(Object.keys(countings)))
    expect(new Set(rules.map((rule) => rule.atEnd))).toEqual(new Set(Object.keys(atEnds)))
    for (const rule of rules) expect(rule.startEvent).toMatch(/^[A-Z_]+$/)
  })

  test('every row that can be counted without an item is counted', () => {
    const occasion: Occasion = { on: '2026-03-02', until: '2026-05-01', at: new Date('2026-03-02T10:00:00+08:00'), service: hall }
    for (const rule of rules) {
      const { dueOn } = endOf(rule, rule.duration === null ? { ...occasion, length: 3 } : occasion, calendar)
      expect(dueOn, rule.code).toMatch(/^20\d\d-\d\d-\d\d$/)
    }
  })

  test('what an occasion lacks is a mistake of the caller', () => {
    const on = '2026-03-02'
    expect(() => endOf(timerRules.TOLERANCE_FIX, { on }, calendar)).toThrow(/without length/)
    expect(() => endOf(timerRules.STOP, { on }, calendar)).toThrow(/without until/)
    expect(() => endOf(timerRules.SERVICE_HOURS, { on, length: 1, service: hall }, calendar)).toThrow(/without at/)
    expect(() => endOf(timerRules.SERVICE_HOURS, { on, length: 1, at: new Date() }, calendar)).toThrow(/without service/)
  })
})

const hall: ServiceHours = {
  week: [
    ...Array.from(
      { length: 4 },
      () =>
        [
          [540, 720],
          [810, 1050],
        ] as const,
    ),
    [[540, 720]], // closed on Friday afternoons
    [],
    [],
  ] as unknown as ServiceHours['week'],
  makeup: [[540, 1020]],
}

test('the procedures that stop the clock are the eight words of the clause, and no more', () => {
  const words = Object.values(statutoryStops).map((stop) => stop.name)
  expect(words).toEqual(['听证', '招标', '拍卖', '检验', '检测', '检疫', '鉴定', '专家评审'])
  const clause = article('中华人民共和国行政许可法', 45)
  expect(clause).toContain(`${words.slice(0, -1).join('、')}和${words.at(-1)}的，所需时间不计算在本节规定的期限内`)
})

const articles = readFileSync(new URL('../../../data/laws/articles.ndjson', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as { law: string; article: string; text: string })
const shortNames = JSON.parse(readFileSync(new URL('../../../data/laws/short_names.json', import.meta.url), 'utf8'))

function article(law: string, number: number): string | undefined {
  return articles.find((one) => one.law === law && numeral(one.article) === number)?.text
}

test('every clause that a row, a counting or a stop cites is in data/laws', () => {
  const titles = { ...Object.fromEntries(articles.map(({ law }) => [law, law])), ...shortNames }
  const cited = [
    ...rules.flatMap(({ basis, stoppedBy, extension }) => [basis, stoppedBy, extension?.basis ?? null]),
    ...Object.values(countings).map(({ source }) => source),
    ...Object.values(statutoryStops).map(({ source }) => source),
  ].filter((text) => text !== null)
  for (const text of cited) {
    const found = citationsIn(text, titles)
    expect(found.faults, text).toEqual([])
    expect(found.articles.length + found.standards.length, text).toBeGreaterThan(0)
    for (const { law, article: number, items } of found.articles) {
      for (const item of items) expect(article(law, number), text).toContain(`（${item}）`)
      expect(article(law, number), text).toBeDefined()
    }
  }
})

test('an extension is what its clause allows, by whom the clause names', () => {
  expect(
    rules.flatMap(({ code, extension }) => (extension === null ? [] : [[code, extension.duration, extension.approver]])),
  ).toEqual([
    ['DECIDE', 10, '本行政机关负责人'],
    ['DECIDE_JOINT', 15, '本级人民政府负责人'],
    ['FOI', 20, '政府信息公开工作机构负责人'],
  ])
})

test('what the law stops are the limits of its own section that run to a decision', () =>
  expect(rules.filter((rule) => rule.stoppedBy !== null).map(({ code, stoppedBy }) => [code, stoppedBy])).toEqual([
    ['DECIDE', '行政许可法 45'],
    ['DECIDE_JOINT', '行政许可法 45'],
    ['LOWER_REVIEW', '行政许可法 45'],
    ['FOI', '政府信息公开条例 33'],
  ]))

describe('backward', () => {
  // Hearing on Monday 16 March 2026. Before it: 13, 12, 11, 10, 9, 6, 5 March – seven working days.
  test('seven working days before a hearing', () =>
    expect(endOf(timerRules.HEARING_NOTICE, { on: '2026-03-16' }, calendar)).toEqual({
      dueOn: '2026-03-05',
      provisional: false,
      dueAt: null,
    }))

  test.each([
    // National Day 1–7 October, make-up Sunday 20 September, Mid-Autumn 25–27 September.
    { day: '2026-10-09', workdays: 1, on: '2026-10-08' },
    { day: '2026-10-08', workdays: 1, on: '2026-09-30' },
    { day: '2026-10-08', workdays: 4, on: '2026-09-24' }, // 30, 29, 28, 24
    { day: '2026-10-08', workdays: 8, on: '2026-09-20' }, // … 23, 22, 21, 20 (a Sunday that is worked)
    { day: '2026-10-04', workdays: 1, on: '2026-09-30' }, // a hearing on a rest day
  ])('$workdays working days before $day is $on', ({ day, workdays, on }) =>
    expect(workdaysBefore(day, workdays, calendar)).toEqual({ dueOn: on, provisional: false }),
  )

  test('thirty days before a licence expires, on whatever day that falls', () => {
    expect(endOf(timerRules.RENEW_APPLY, { on: '2026-11-05' }, calendar).dueOn).toBe('2026-10-06') // in the holidays: no move
    expect(daysBefore('2026-03-31', 30)).toBe('2026-03-01') // a Sunday
    expect(daysBefore('2024-03-30', 30)).toBe('2024-02-29')
    expect(endOf(timerRules.RENEW_APPLY, { on: '2026-11-05', length: 60 }, calendar).dueOn).toBe('2026-09-06') // another law's number
  })

  test('a day looked up that is not certain makes it provisional', () => {
    expect(workdaysBefore('2027-01-04', 1, calendar)).toEqual({ dueOn: '2027-01-01', provisional: true })
    expect(workdaysBefore('2026-12-25', 3, calendar).provisional).toBe(false)
    expect(workdaysBefore('2026-12-26', 1, calendar).provisional).toBe(true)
    expect(endOf(timerRules.RENEW_APPLY, { on: '2027-06-30' }, calendar).provisional).toBe(false)
  })

  test('counted forward again it reaches the day', () => {
    for (let number = 0; number < 400; number += 1) {
      const day = new Date(Date.UTC(2026, 0, 1 + (number % 360))).toISOString().slice(0, 10)
      const workdays = 1 + (number % 45)
      const from = workdaysBefore(day, workdays, calendar).dueOn
      const reached = due({ startedOn: from, limit: workdays, unit: 'workday' }, calendar).dueOn ?? ''
      expect(reached >= day, `${workdays} before ${day}`).toBe(true) // and a day later it would not
      const tooLate = due({ startedOn: daysBefore(from, 0 + 1), limit: workdays, unit: 'workday' }, calendar).dueOn ?? ''
      expect(tooLate <= reached).toBe(true)
      expect(calendar.isWorkingDay(from)).toBe(true)
    }
  })

  test.each([0, 2.5, -1, 100_001])('%s days are refused', (days) => {
    expect(() => daysBefore('2026-03-31', days)).toThrow('clock.limit_invalid')
    expect(() => workdaysBefore('2026-03-31', days, calendar)).toThrow('clock.limit_invalid')
    expect(() => endOf(timerRules.REAPPLY_BAN_1Y, { on: '2026-03-31', length: days }, calendar)).toThrow('clock.limit_invalid')
  })

  test('nothing is counted beyond the years 1 to 9999', () => {
    expect(daysBefore('0001-01-02', 1)).toBe('0001-01-01')
    expect(() => daysBefore('0001-01-01', 1)).toThrow('clock.beyond_calendar')
    expect(() => workdaysBefore('0001-01-05', 9, calendar)).toThrow('clock.beyond_calendar')
    expect(endOf(timerRules.REAPPLY_BAN_1Y, { on: '9998-12-31' }, calendar).dueOn).toBe('9999-12-31')
    expect(() => endOf(timerRules.REAPPLY_BAN_1Y, { on: '9999-01-01' }, calendar)).toThrow('clock.beyond_calendar')
  })
})

describe('what moves to no other day', () => {
  const ends = (rule: TimerRule, occasion: Occasion) => endOf(rule, occasion, calendar)

  test('a ban ends on the corresponding day, in the holidays too: a rest day lengthens nothing that is against somebody', () => {
    expect(ends(timerRules.REAPPLY_BAN_1Y, { on: '2025-10-01' })).toEqual({
      dueOn: '2026-10-01',
      provisional: false,
      dueAt: null,
    })
    expect(ends(timerRules.REAPPLY_BAN_3Y, { on: '2023-10-01' }).dueOn).toBe('2026-10-01')
    expect(ends(timerRules.REAPPLY_BAN_1Y, { on: '2024-02-29' }).dueOn).toBe('2025-02-28')
    expect(ends(timerRules.REVIEW_UNTOLD, { on: '2025-10-01' }).dueOn).toBe('2026-10-08') // a right of the citizen does move
  })

  test('a named date is the date, in the holidays too, and needs no calendar', () => {
    expect(ends(timerRules.RENEW_DECIDE, { on: '2026-09-01', until: '2026-10-03' })).toEqual({
      dueOn: '2026-10-03',
      provisional: false,
      dueAt: null,
    })
    expect(ends(timerRules.STOP, { on: '2026-09-01', until: '2027-02-01' }).provisional).toBe(false)
    expect(() => ends(timerRules.STOP, { on: '2026-09-01', until: '2027-02-30' })).toThrow(RangeError)
  })

  test('what is done at once is done that day, on a rest day too', () => {
    expect(ends(timerRules.NOT_REQUIRED, { on: '2026-10-03' })).toEqual({ dueOn: '2026-10-03', provisional: false, dueAt: null })
    expect(() => ends(timerRules.NOT_REQUIRED, { on: '2026-02-30' })).toThrow(RangeError)
  })
})

test('hours end at a moment, and on the day of that moment in Shanghai', () => {
  const early: ServiceHours = { week: [[[0, 120]], [[0, 120]], [[0, 120]], [[0, 120]], [[0, 120]], [], []], makeup: [[0, 120]] }
  const occasion = { on: '2026-03-02', at: new Date('2026-03-02T00:30:00+08:00'), length: 1, service: early }
  expect(endOf(timerRules.SERVICE_HOURS, occasion, calendar)).toEqual({
    dueOn: '2026-03-02', // though still the day before in Greenwich
    dueAt: new Date('2026-03-02T01:30:00+08:00'),
    provisional: false,
  })
})

test('limit, extension and suspensions reach the count', () => {
  const occasion = { on: '2025-09-26', extension: 10, suspensions: [{ from: '2025-10-10', to: '2025-10-20' }] }
  expect(endOf(timerRules.DECIDE, occasion, calendar).dueOn).toBe('2025-11-24')
  expect(endOf(timerRules.DECIDE, { on: '2025-09-26', length: 15, extension: 15 }, calendar).dueOn).toBe('2025-11-13')
})

test('no text of the table is left empty', () => {
  const texts = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [value]
  for (const text of texts([timerRules, statutoryStops, atEnds]).filter((value) => typeof value === 'string'))
    expect(text).not.toBe('')
  for (const { text, source } of Object.values(countings))
    for (const part of [text, source]) expect(part.length).toBeGreaterThan(3)
  for (const { name } of rules) expect(name).toMatch(/^[\u4e00-\u9fff、]{3,}$/)
})

test('every row says everything, and what is no statute says how sure it is', () => {
  const parts = [
    'atEnd',
    'basis',
    'code',
    'counting',
    'duration',
    'extension',
    'mark',
    'name',
    'note',
    'startEvent',
    'stoppedBy',
    'unit',
  ]
  for (const rule of rules) expect(Object.keys(rule).sort(), rule.code).toEqual(parts)
  expect(rules.filter(({ mark }) => mark !== 'statute').map(({ code, mark }) => `${code} ${mark}`)).toEqual([
    'TOLERANCE_FIX local',
    'BAD_RATING_FIRST proposal',
    'BAD_RATING_FIX local',
    'DATA_SHARE_REPLY_UNCOND knowledge',
    'DATA_SHARE_REPLY_COND knowledge',
    'DATA_SHARE_DELIVER knowledge',
    'DATA_CORRECT knowledge',
    'SERVICE_HOURS proposal',
  ])
  for (const { mark, basis, note } of rules) if (mark !== 'statute' || basis === null) expect(note).not.toBeNull()
})
