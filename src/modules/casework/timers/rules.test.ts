import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarsOf, nationalNotices } from '../../clock/index.ts'
import type { Timer, TimerStop } from './contract.ts'
import { dated, explained, seen } from './rules.ts'

const calendar = calendarsOf([nationalNotices()])(null)
const fresh: Timer = {
  code: 'DECIDE',
  origin: 'acceptance',
  startedOn: '2026-03-03',
  limit: { days: 20, unit: 'workday' },
  extension: 0,
  suspensions: [],
  dueOn: null,
  isProvisional: false,
  basis: '行政许可法 42',
  endedOn: null,
  hasPassed: false,
}
const timer = (change: Partial<Timer>): Timer => dated({ ...fresh, ...change }, calendar)
const stop = (from: string, to: string | null, plannedTo = '2026-03-12'): TimerStop => {
  return { from, to, plannedTo, reason: '听证', seq: 3 }
}

describe('how a clock stands', () => {
  test.each<[string, Partial<Timer>, string, string, number | null, string | null]>([
    ['with days to go', {}, '2026-03-04', 'running', 19, '2026-03-31'],
    ['two working days before the last', {}, '2026-03-27', 'running', 2, '2026-03-31'],
    ['one working day before the last', {}, '2026-03-30', 'warning', 1, '2026-03-31'],
    ['on the last day', {}, '2026-03-31', 'warning', 0, '2026-03-31'],
    ['the day after', {}, '2026-04-01', 'late', -1, '2026-03-31'],
    ['held up', { suspensions: [stop('2026-03-04', null)] }, '2026-03-06', 'suspended', 19, '2026-04-09'],
    ['held up longer than was told', { suspensions: [stop('2026-03-04', null)] }, '2026-03-16', 'suspended', 19, '2026-04-13'],
    ['let go', { suspensions: [stop('2026-03-04', '2026-03-06')] }, '2026-03-06', 'running', 19, '2026-04-02'],
    ['stopped after its last day', { suspensions: [stop('2026-03-31', null)] }, '2026-04-02', 'late', -2, '2026-03-31'],
    ['extended', { extension: 10 }, '2026-04-01', 'running', 9, '2026-04-15'],
    ['ended in time', { endedOn: '2026-03-31' }, '2026-06-01', 'met', null, '2026-03-31'],
    ['ended too late', { endedOn: '2026-04-01' }, '2026-06-01', 'late', null, '2026-03-31'],
  ])('%s', (_, change, today, status, remaining, expectedOn) => {
    expect(seen(timer(change), today, calendar)).toMatchObject({ status, remaining, expectedOn })
  })
})

describe('the explanation', () => {
  const day = fc.integer({ min: 0, max: 400 }).map((n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10))
  const stopped = fc.tuple(day, day, fc.nat(40)).map(([a, b, seq]): TimerStop => {
    const [from = a, to = b] = [a, b].sort()
    return { from, to, plannedTo: to, reason: '专家评审', seq: seq + 1 }
  })
  const clocks = fc.record({
    startedOn: day,
    days: fc.integer({ min: 1, max: 60 }),
    unit: fc.constantFrom<'workday' | 'day'>('workday', 'day'),
    extension: fc.constantFrom(0, 0, 10, 15),
    suspensions: fc.array(stopped, { maxLength: 3 }),
  })

  test('alone gives the date again, for ten thousand random clocks; each day held up names procedure and event', () => {
    fc.assert(
      fc.property(clocks, ({ startedOn, days, unit, extension, suspensions }) => {
        const clock = timer({ startedOn, limit: { days, unit }, extension, suspensions })
        const listed = explained(clock, 'permit', calendar).days
        const counted = listed.filter((one) => one.counted)
        if (counted.length !== days + extension || listed.at(-1)?.date !== clock.dueOn) return false
        return listed.every(({ date, counted, why }) => {
          const holding = suspensions.filter(({ from, to }) => from < date && (to === null || date <= to))
          const isNamed = holding.some(({ seq }) => why.includes(`专家评审，办件记录第${seq}号`))
          return !(counted && holding.length > 0) && why.includes('暂停') === isNamed
        })
      }),
      { numRuns: 10_000 },
    )
  })

  test.each<[string, Partial<Timer>, string, string[]]>([
    ['a permit', {}, 'permit', ['行政许可法 42', '民法典 201', '行政许可法 82']],
    [
      'a permit extended and stopped',
      { extension: 10, suspensions: [stop('2026-03-04', '2026-03-06')], basis: '优化营商环境条例 36' },
      'permit',
      ['优化营商环境条例 36', '民法典 201', '行政许可法 82', '行政许可法 42', '行政许可法 45'],
    ],
    ['natural days', { limit: { days: 20, unit: 'day' }, basis: null }, 'permit', ['民法典 201', '民法典 203']],
    ['no permit', { extension: 3, suspensions: [stop('2026-03-04', '2026-03-06')], basis: null }, 'service', ['民法典 201']],
  ])('%s rests on its clauses', (_, change, ruleSet, clauses) =>
    expect(explained(timer(change), ruleSet, calendar).clauses).toEqual(clauses),
  )
})
