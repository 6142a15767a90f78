import fc from 'fast-check'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Timer, TimerStop } from '../../src/modules/casework/contract.ts'
import { dated, explained, seen } from '../../src/modules/casework/timers/rules.ts'
import { calendarsOf, nationalNotices } from '../../src/modules/clock/index.ts'
import { ClockChip, clockWords } from '../../src/web/ui/ClockChip.tsx'
import { ClockProof } from '../../src/web/ui/ClockProof.tsx'
import { rowsOf } from '../../src/web/ui/DayList.tsx'
import { dayText } from '../../src/web/ui/words.ts'

const calendar = calendarsOf([nationalNotices()])(null)
const day = fc.integer({ min: 0, max: 1_000 }).map((n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10))
const after = (on: string, n: number) => new Date(Date.parse(on) + n * 86_400_000).toISOString().slice(0, 10)
const clocks = fc
  .record({
    startedOn: day,
    daysGone: fc.nat(40),
    days: fc.integer({ min: 1, max: 15 }),
    unit: fc.constantFrom<'workday' | 'day' | 'month'>('workday', 'workday', 'day', 'month'),
    extension: fc.constantFrom(0, 0, 5),
    stops: fc.array(fc.record({ offset: fc.nat(15), length: fc.nat(10), isOpen: fc.boolean(), seq: fc.nat(40) }), {
      maxLength: 2,
    }),
  })
  .map(({ startedOn, daysGone, stops, ...rest }) => {
    const suspensions = stops.map(({ offset, length, isOpen, seq }): TimerStop => {
      const plannedTo = after(startedOn, offset + length)
      return { from: after(startedOn, offset), to: isOpen ? null : plannedTo, plannedTo, reason: '专家评审', seq: seq + 1 }
    })
    return { startedOn, today: after(startedOn, daysGone), suspensions, ...rest }
  })

/** A random clock as people see it, with its proof. */
const proofs = clocks.map(({ startedOn, today, days, unit, extension, suspensions }) => {
  const limit = { days, unit }
  const blank = { dueOn: null, isProvisional: false, basis: '行政许可法 42', endedOn: null, hasPassed: false }
  const stops = unit === 'month' ? [] : suspensions
  const clock: Timer = { code: 'DECIDE', origin: 'acceptance', startedOn, limit, extension, suspensions: stops, ...blank }
  const right = dated(clock, calendar)
  return { timer: seen(right, today, calendar), ...explained(right, 'permit', calendar), asOf: today }
})

test('the days of the list add up to the date of the chip, for ten thousand random clocks', () => {
  let due = 0
  fc.assert(
    fc.property(proofs, ({ timer, days, asOf }) => {
      const { limit, extension, dueOn } = timer
      const chip = clockWords(timer, asOf)
      const rows = rowsOf(days, dueOn, asOf)
      const last = rows.filter(({ words }) => words.includes('到期日'))
      if (dueOn === null) return last.length === 0 && chip.left.startsWith('暂停计时')
      due += 1
      const numbers = rows.flatMap(({ number }) => number ?? [])
      const whole = Array.from({ length: limit.days + extension }, (_, n) => n + 1)
      const isCounted = limit.unit === 'month' || numbers.join() === whole.join()
      return isCounted && last.length === 1 && rows.at(-1) === last[0] && chip.when.includes(dayText(last[0]?.date ?? '', asOf))
    }),
    { numRuns: 10_000 },
  )
  expect(due).toBeGreaterThan(3_000)
})

/** What stands on the page, without its tags. */
const textOf = (html: string) => html.replace(/<[^>]*>/g, '')

test('what is drawn are those days and that date', () => {
  fc.assert(
    fc.property(proofs, (proof) => {
      const { timer, days, asOf } = proof
      const chip = textOf(renderToStaticMarkup(createElement(ClockChip, { timer, today: asOf })))
      const drawn = renderToStaticMarkup(createElement(ClockProof, { proof, today: asOf }))
      const lines = [...drawn.matchAll(/<li.*?<\/li>/g)].map(([line]) => textOf(line))
      const said = rowsOf(days, timer.dueOn, asOf).map(
        ({ date, number, words }) => `${dayText(date)}${number === null ? '不计' : `第 ${number} 日`}${words}`,
      )
      const { left, when } = clockWords(timer, asOf)
      return lines.join('\n') === said.join('\n') && chip === `${left}${when}`
    }),
    { numRuns: 300 },
  )
})
