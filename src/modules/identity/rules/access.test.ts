import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterFailure,
  authorityOf,
  type DelegationFact,
  type Failures,
  isDay,
  isLocked,
  minutesAfter,
  passwordWeaknesses,
} from './access.ts'

const at = new Date('2026-03-10T09:00:00.000+08:00')
const none: Failures = { failures: 0, lockedUntil: null }

describe('lock after failures', () => {
  const fail = (times: number, state = none, when = at): Failures =>
    times === 0 ? state : fail(times - 1, afterFailure(state, when), when)

  test('four failures do not lock, the fifth does, for thirty minutes', () => {
    expect(isLocked(fail(4), at)).toBe(false)
    expect(fail(5)).toEqual({ failures: 5, lockedUntil: minutesAfter(at, 30) })
    expect(isLocked(fail(5), minutesAfter(at, 29))).toBe(true)
    expect(isLocked(fail(5), minutesAfter(at, 30))).toBe(false)
  })

  test('failures while locked do not make the lock longer', () => {
    expect(fail(3, fail(5), minutesAfter(at, 10))).toEqual(fail(5))
  })

  test('after a lock has passed the count starts anew', () => {
    const later = minutesAfter(at, 31)
    expect(isLocked(fail(4, fail(5), later), later)).toBe(false)
    expect(isLocked(fail(5, fail(5), later), later)).toBe(true)
  })

  test('no more than five guesses fit into any half hour', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20 * 60_000), { maxLength: 60 }), (pauses) => {
        let state = none
        let now = at
        const tried: number[] = []
        for (const pause of pauses) {
          now = new Date(now.getTime() + pause)
          if (isLocked(state, now)) continue
          tried.push(now.getTime())
          state = afterFailure(state, now)
          if (state.failures === 5) tried.length = 0
          expect(tried.length).toBeLessThan(5)
        }
      }),
    )
  })
})

test.each([
  ['Abc-123-xyz', 'zhangsan', []],
  ['correct horse 9', 'zhangsan', []],
  ['密码密码安全吗九九9a', '', []],
  ['Ab-1', 'zhangsan', ['too_short', 'repeats']],
  ['abcdefghijk', 'zhangsan', ['too_few_kinds']],
  ['ZhangSan-2026', 'zhangsan', ['holds_login']],
  ['Aa1-Aa1-Aa1-', 'zhangsan', ['repeats']],
  ['', 'x', ['too_short', 'too_few_kinds', 'repeats']],
])('password %j of %s is weak because of %j', (password, login, expected) =>
  expect(passwordWeaknesses(password, login)).toEqual(expected),
)

describe('acting for another', () => {
  const row = (part: Partial<DelegationFact>): DelegationFact => ({
    id: 'd1',
    basis: 'delegation',
    scope: '*',
    fromOn: '2026-03-01',
    untilOn: '2026-03-31',
    endedAt: null,
    ...part,
  })
  test.each<[string, DelegationFact[], string, string | null]>([
    ['in its period', [row({})], '2026-03-10', 'delegation:d1'],
    ['on its first day', [row({})], '2026-03-01', 'delegation:d1'],
    ['on its last day', [row({})], '2026-03-31', 'delegation:d1'],
    ['the day before', [row({})], '2026-02-28', null],
    ['the day after', [row({})], '2026-04-01', null],
    ['without end', [row({ untilOn: null })], '2036-03-10', 'delegation:d1'],
    ['for this item', [row({ scope: 'item-1' })], '2026-03-10', 'delegation:d1'],
    ['for another item', [row({ scope: 'item-2' })], '2026-03-10', null],
    ['once ended', [row({ endedAt: at })], '2026-03-10', null],
    ['as representative first', [row({}), row({ id: 'r1', basis: 'representative' })], '2026-03-10', 'representative:r1'],
    ['by what lasts longest', [row({}), row({ id: 'd2', untilOn: '2026-04-30' })], '2026-03-10', 'delegation:d2'],
    ['without end before all days', [row({ id: 'd2', untilOn: null }), row({})], '2026-03-10', 'delegation:d2'],
    ['by the first of equals', [row({}), row({ id: 'd2' })], '2026-03-10', 'delegation:d1'],
    ['without any', [], '2026-03-10', null],
  ])('%s', (_, rows, today, expected) => expect(authorityOf(rows, 'item-1', today)).toBe(expected))
})

test.each([
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['', false],
])('%s is a day: %s', (text, expected) => expect(isDay(text)).toBe(expected))
