import { type Calendar, calendarsOf, due, explain, nationalNotices } from '../../../modules/clock/index.ts'
import type { Figure, Options } from '../figure.ts'

type Period = Parameters<typeof due>[0]

/** What a core must give in a second. */
const least = { dates: 1_000_000, explained: 100_000 }

/**
 * Measures in seconds of processor time, those of the collector included, so that a busy machine does not count against us.
 *
 * @returns whether both limits were kept
 */
export function speeds({ seconds, seed }: Options, print: (figure: Figure) => void): boolean {
  const calendar = calendarsOf([nationalNotices()])(null)
  const mixed = mixedPeriods(seed)
  const twenty = mixed.map(({ startedOn }): Period => ({ startedOn, limit: 20, unit: 'workday' }))
  const measure = (
    name: string,
    periods: readonly Period[],
    ask: (period: Period, calendar: Calendar) => unknown,
    limit: number,
  ) => {
    rate(periods, ask, calendar, 0.3) // compiled
    const perSecond = rate(periods, ask, calendar, seconds ?? 3)
    const ratio = perSecond / limit
    print({ bench: 'clock', figure: `${name} rate`, value: Math.round(perSecond), unit: 'dates/s of a core' })
    print({ bench: 'clock', figure: `${name} ratio`, value: Number(ratio.toPrecision(3)), unit: `rate/${limit}, at least 1` })
    return ratio >= 1
  }
  const isFast = measure('due', mixed, due, least.dates)
  return measure('explained, 20 working days', twenty, explain, least.explained) && isFast
}

/** Calls a core makes in a second of its time. */
function rate(
  periods: readonly Period[],
  ask: (period: Period, calendar: Calendar) => unknown,
  calendar: Calendar,
  seconds: number,
): number {
  const begun = process.cpuUsage()
  for (let asked = 0; ; ) {
    for (const period of periods) ask(period, calendar)
    asked += periods.length
    const { user, system } = process.cpuUsage(begun)
    if (user + system >= seconds * 1e6) return asked / ((user + system) / 1e6)
  }
}

/** Limits in working days as they come: 1–60, a third extended, half suspended once or twice, over all announced years. */
function mixedPeriods(seed: number): Period[] {
  let state = seed
  const below = (end: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * end)
  }
  const start = Date.UTC(2018, 0, 1)
  const day = (number: number) => new Date(start + number * 86_400_000).toISOString().slice(0, 10)
  return Array.from({ length: 20_000 }, () => {
    const begins = below(3_200)
    const suspensions = Array.from({ length: [0, 0, 1, 2][below(4)] ?? 0 }, () => {
      const from = begins + below(40)
      return { from: day(from), to: day(from + below(30)) }
    })
    return { startedOn: day(begins), limit: 1 + below(60), unit: 'workday', extension: below(3) === 0 ? 10 : 0, suspensions }
  })
}
