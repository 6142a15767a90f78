import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventRow } from '../../kernel/log/index.ts'
import { calendarsOf } from '../clock/index.ts'
import { isBad, levels } from './contract.ts'
import {
  answerBy,
  foldOrder,
  maskWords,
  notYetClosable,
  type Order,
  orderLimits,
  orderNumber,
  outcomeOf,
  passedLimits,
} from './rules.ts'
import { areLabelsOf, labelTexts, scale } from './scale.ts'

const calendar = calendarsOf([])(null)
const id = '01900000-0000-7000-8000-0000000a1b2c'

const event = (kind: string, body: object = {}, actor = 'a') =>
  ({ kind, body, actor, effective_on: '2026-03-04' }) as unknown as EventRow
const opened = event('opened', { number: 'PJ260304-0A1B2C', firstBy: '2026-03-05', fixBy: '2026-03-11', closeBy: '2026-03-25' })
const orderOf = (...events: EventRow[]) => foldOrder([event('invited'), event('rated', { level: 2 }), opened, ...events]) as Order
const verified = event('verified', { finding: 'founded' }, 'leader')
const rectified = event('rectified', { measure: 'fixed' }, 'leader')
const fedBack = event('fedBack', { way: 'phone', answerBy: '2026-03-13' }, 'leader')
const answered = (isSolved: boolean) => event('answered', { isSolved }, 'citizen')

test('there are five levels, the lowest two are bad, and each has labels of its own', () => {
  expect(scale.levels.map(({ level }) => level)).toEqual(levels)
  expect(levels.filter(isBad)).toEqual([2, 1])
  const codes = scale.levels.flatMap(({ labels }) => labels.map(({ code }) => code))
  expect(codes).toHaveLength(40)
  expect(new Set(codes).size).toBe(40)
  for (const { level, labels } of scale.levels) {
    expect(labels.filter(({ isFirst }) => isFirst)).toHaveLength(3)
    expect(
      areLabelsOf(
        level,
        labels.map(({ code }) => code),
      ),
    ).toBe(true)
    for (const other of levels.filter((one) => one !== level)) expect(areLabelsOf(other, [labels[0]?.code ?? ''])).toBe(false)
  }
  expect(areLabelsOf(5, ['999'])).toBe(false)
  expect(labelTexts('2020', ['109', '999'])).toEqual(['需提供办事指南之外的申报材料'])
  expect(labelTexts('1900', ['109'])).toEqual([])
})

test('one working day to call, five to tell, fifteen at the most, the day itself not counted', () => {
  expect(orderLimits('2026-03-06', calendar)).toEqual({ first: '2026-03-09', fix: '2026-03-13', close: '2026-03-27' })
  expect(answerBy('2026-03-06', calendar)).toBe('2026-03-13')
  expect(orderNumber(id, '2026-03-06')).toBe('PJ260306-0A1B2C')
})

describe('an order is the fold of its events', () => {
  test('without a bad mark there is none', () => {
    expect(foldOrder([event('invited'), event('rated', { level: 5 })])).toBeNull()
  })

  test('from the bad mark to the word of the rater', () => {
    expect(orderOf()).toMatchObject({ state: 'opened', limits: { first: '2026-03-05', fix: '2026-03-11', close: '2026-03-25' } })
    expect(orderOf(verified)).toMatchObject({ state: 'verified', handlers: ['leader'] })
    expect(orderOf(verified, rectified, fedBack)).toMatchObject({ state: 'fedBack', rounds: 1, answerBy: '2026-03-13' })
    expect(orderOf(verified, rectified, fedBack, answered(true))).toMatchObject({ state: 'solved', answerBy: null })
    expect(orderOf(verified, rectified, fedBack, answered(false))).toMatchObject({ state: 'unsolved' })
    expect(orderOf(verified, rectified, fedBack, answered(true), event('closed', { outcome: 'solved' }))).toMatchObject({
      state: 'closed',
      outcome: 'solved',
    })
  })

  test.each([
    { name: 'nothing was told', events: [], today: '2026-03-30', why: 'no_feedback' },
    { name: 'verified only', events: [verified], today: '2026-03-30', why: 'no_feedback' },
    { name: 'put right but not told', events: [verified, rectified], today: '2026-03-30', why: 'no_feedback' },
    { name: 'told today', events: [verified, rectified, fedBack], today: '2026-03-13', why: 'may_answer' },
    { name: 'told, and time to answer is over', events: [verified, rectified, fedBack], today: '2026-03-14', why: null },
    {
      name: 'not solved, tried once',
      events: [verified, rectified, fedBack, answered(false)],
      today: '2026-03-30',
      why: 'unsolved',
    },
    {
      name: 'not solved, tried twice',
      events: [verified, rectified, fedBack, answered(false), rectified, fedBack, answered(false)],
      today: '2026-03-13',
      why: null,
    },
    { name: 'solved', events: [verified, rectified, fedBack, answered(true)], today: '2026-03-05', why: null },
  ])('$name: may end unless $why', ({ events, today, why }) => {
    expect(notYetClosable(orderOf(...events), today)?.why ?? null).toBe(why)
  })

  test('silence is never taken for a yes', () => {
    expect(outcomeOf({ state: 'fedBack' })).toBe('unanswered')
    expect(outcomeOf({ state: 'unsolved' })).toBe('unsolved')
    expect(outcomeOf({ state: 'solved' })).toBe('solved')
  })
})

describe('limits pass once each', () => {
  test.each([
    { name: 'in time', events: [], today: '2026-03-05', passed: [], next: '2026-03-05' },
    { name: 'nobody called', events: [], today: '2026-03-06', passed: ['first'], next: '2026-03-11' },
    { name: 'called, not told', events: [verified], today: '2026-03-12', passed: ['fix'], next: '2026-03-25' },
    { name: 'told', events: [verified, rectified, fedBack], today: '2026-03-12', passed: [], next: '2026-03-25' },
    { name: 'nothing at all', events: [], today: '2026-04-01', passed: ['first', 'fix', 'close'], next: null },
    {
      name: 'on record already',
      events: [event('overdue', { limit: 'first' })],
      today: '2026-03-06',
      passed: [],
      next: '2026-03-11',
    },
    { name: 'closed', events: [event('closed', { outcome: 'solved' })], today: '2026-04-01', passed: [], next: null },
  ])('$name', ({ events, today, passed, next }) => {
    expect(passedLimits(orderOf(...events), today)).toEqual({ passed, nextDueOn: next })
  })
})

describe('what names a person is struck out', () => {
  test.each([
    { words: '我是张三，电话13800000000，等了2小时', shown: '我是某某，电话＊＊＊，等了2小时' },
    { words: '身份证11010019900307123X，邮箱 a.b@c.cn', shown: '身份证＊＊＊，邮箱 ＊＊＊' },
    { words: '0971-823 4567 打不通', shown: '＊＊＊ 打不通' },
    { words: '第 3 号窗口 12 点就关', shown: '第 3 号窗口 12 点就关' },
  ])('$words', ({ words, shown }) => expect(maskWords(words, ['张三'])).toBe(shown))

  test('no number of eleven digits is left, wherever it stands', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 })
    const phone = fc.stringMatching(/^1[3-9]\d{9}$/)
    fc.assert(fc.property(text, phone, text, (a, number, b) => !maskWords(a + number + b, []).includes(number)))
  })
})
