import { calendarsOf, due, nationalNotices } from '../../../modules/clock/index.ts'
import { type Days, layOut, walk } from './walk.ts'

/** The space that is compared for each start day: limits 1–60, each with every suspension of offset 0–60 and length 0–60. */
export const longest = 60
export const casesOfStart = longest * (longest + 1) ** 2

/** What was compared, how often the two differed, and the first of these cases. */
export type Comparison = { readonly compared: number; readonly differences: number; readonly first: string | null }

/** The announced years, in which periods start; the days after them are walked into. */
export function announcedYears(): { readonly first: number; readonly last: number } {
  const years = nationalNotices().flatMap(({ year }) => year ?? [])
  return { first: Math.min(...years), last: Math.max(...years) }
}

/**
 * Compares the rule with the walk on every case of the space that starts on one of some days.
 *
 * @param starts days 'YYYY-MM-DD' within the announced years
 * @param rule   the rule under test
 * @param onDone told after each start day
 */
export function compare(starts: readonly string[], rule: typeof due = due, onDone: () => void = () => {}): Comparison {
  const notices = nationalNotices()
  const calendar = calendarsOf([notices])(null)
  const { first, last } = announcedYears()
  const days = layOut(notices, `${first}-01-01`, `${last + 1}-12-31`)
  const places = new Map(days.texts.map((text, place) => [text, place]))
  const reached = { at: new Int32Array(longest), isDoubtful: new Uint8Array(longest) }
  let compared = 0
  let differences = 0
  let firstCase: string | null = null
  for (const startedOn of starts) {
    const start = places.get(startedOn)
    if (start === undefined) throw new RangeError(`${startedOn} lies outside of the announced years`)
    for (const { from, to, stop } of stopsFrom(days, start)) {
      walk(days, start, from, to, reached)
      const period = { startedOn, limit: 1, unit: 'workday' as const, suspensions: [stop] }
      for (let limit = 1; limit <= longest; limit += 1) {
        period.limit = limit
        const { dueOn, provisional } = rule(period, calendar)
        const expected = days.texts[reached.at[limit - 1] ?? -1]
        const isDoubtful = reached.isDoubtful[limit - 1] === 1
        compared += 1
        if (dueOn === expected && provisional === isDoubtful) continue
        differences += 1
        firstCase ??= `${JSON.stringify(period)}: ${dueOn} ${provisional}, by the walk ${expected} ${isDoubtful}`
      }
    }
    onDone()
  }
  return { compared, differences, first: firstCase }
}

function* stopsFrom({ texts }: Days, start: number) {
  for (let from = start; from <= start + longest; from += 1) {
    for (let to = from; to <= from + longest; to += 1) {
      yield { from, to, stop: { from: texts[from] ?? '', to: texts[to] ?? '' } }
    }
  }
}
