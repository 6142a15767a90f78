import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MessageState, messageStateNames } from './contract.ts'
import { freshMs, mayBecome, mostTries, nextAskAt, nextTryAt, quietUntil, settle } from './rules.ts'

const states = Object.keys(messageStateNames) as MessageState[]

test('what may become of a message is this and nothing else', () => {
  const found = [null, ...states].flatMap((before) =>
    states.filter((next) => mayBecome(before, next)).map((next) => `${before ?? 'nothing'} → ${next}`),
  )
  expect(found).toEqual([
    'nothing → queued',
    'nothing → delivered',
    'queued → sent',
    'queued → delivered',
    'queued → failed',
    'sent → delivered',
    'sent → failed',
    'delivered → read',
  ])
})

const night = { fromMinute: 21 * 60, untilMinute: 8 * 60 }
const noon = { fromMinute: 12 * 60, untilMinute: 14 * 60 }

test.each([
  { name: 'a message of the evening waits for the morning', quiet: night, at: '2026-03-02T21:00', until: '2026-03-03T08:00' },
  { name: 'one after midnight for the same morning', quiet: night, at: '2026-03-03T00:30', until: '2026-03-03T08:00' },
  { name: 'at the end of the quiet hours it goes', quiet: night, at: '2026-03-03T08:00', until: null },
  { name: 'by day it goes', quiet: night, at: '2026-03-02T20:59', until: null },
  { name: 'quiet hours may lie within a day', quiet: noon, at: '2026-03-02T12:00', until: '2026-03-02T14:00' },
  { name: 'hours of no length are none', quiet: { fromMinute: 60, untilMinute: 60 }, at: '2026-03-02T01:00', until: null },
  { name: 'without quiet hours nothing waits', quiet: null, at: '2026-03-02T23:00', until: null },
])('$name', ({ quiet, at, until }) => {
  const end = quietUntil(quiet, new Date(`${at}:00+08:00`))
  expect(end?.toISOString() ?? null).toBe(until === null ? null : new Date(`${until}:00+08:00`).toISOString())
})

test('the end of quiet hours lies ahead, less than a day, and is itself not quiet', () => {
  const minute = fc.integer({ min: 0, max: 1_439 })
  fc.assert(
    fc.property(
      minute,
      minute,
      fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      (from, until, at) => {
        const quiet = { fromMinute: from, untilMinute: until }
        const end = quietUntil(quiet, at)
        if (end === null) return
        expect(end.getTime()).toBeGreaterThan(at.getTime())
        expect(end.getTime() - at.getTime()).toBeLessThanOrEqual(86_400_000)
        expect(quietUntil(quiet, end)).toBeNull()
      },
    ),
  )
})

describe('a try that ended', () => {
  const at = new Date('2026-03-02T09:00:00+08:00')
  const message = { tries: 1, at }

  test('well: it is sent, and the gateway’s id is kept', () => {
    expect(settle({ externalId: 'x1' }, message, at)).toEqual({ state: 'sent', reason: null, externalId: 'x1' })
  })

  test('for good: it has failed, at the first try', () => {
    const outcome = { failure: 'refused_address', isFinal: true } as const
    expect(settle(outcome, message, at)).toEqual({ state: 'failed', reason: 'refused_address', externalId: null })
  })

  test('for now: it is tried again after longer and longer pauses, six times in all', () => {
    const outcome = { failure: 'busy', isFinal: false } as const
    const pauses = Array.from({ length: mostTries }, (_, i) => {
      const done = settle(outcome, { tries: i + 1, at }, at)
      return done.state === null ? (done.nextAt.getTime() - at.getTime()) / 60_000 : `${done.state} ${done.reason}`
    })
    expect(pauses).toEqual([1, 5, 30, 120, 480, 'failed busy'])
    expect(nextTryAt(mostTries, at)).toBeNull()
  })

  test('too late for another: it does not come days after', () => {
    const outcome = { failure: 'busy', isFinal: false } as const
    const late = new Date(at.getTime() + freshMs)
    expect(settle(outcome, message, late)).toMatchObject({ state: 'failed', reason: 'expired' })
  })
})

test('a gateway is asked after a minute, then ever more rarely, at least hourly, for three days', () => {
  const sent = new Date('2026-03-02T09:00:00+08:00')
  const asked: number[] = []
  for (let at: Date | null = sent; at !== null; ) {
    const next: Date | null = nextAskAt(sent, at)
    if (next !== null) asked.push((next.getTime() - at.getTime()) / 60_000)
    at = next
  }
  expect(asked.slice(0, 8)).toEqual([1, 1, 2, 4, 8, 16, 32, 60])
  expect(Math.max(...asked)).toBe(60)
  expect(asked.reduce((sum, minutes) => sum + minutes, 0)).toBeLessThan(73 * 60)
})
