import type { Notice } from '../../../modules/clock/index.ts'

/**
 * The due day a second time, as naive as it can be and from the clauses alone: the days one after the other, each asked whether it
 * counts. Shares nothing with the rules it checks, not even the arithmetic of days, which is the language's own.
 */

/** Days in a row: their texts, whether they are worked, whether that is settled. A day is its place in the row. */
export type Days = { readonly texts: readonly string[]; readonly isWorked: Uint8Array; readonly isSettled: Uint8Array }

/**
 * Lays the days out. Those that a notice names are as it says, the others as the plain week says (行政许可法 82, 放假办法). Settled is what a
 * notice names and every day of an announced year, but for 25–31 December while the next year is not announced.
 *
 * @param notices in any order; of a year announced twice the later holds
 */
export function layOut(notices: readonly Notice[], from: string, to: string): Days {
  const announced = new Map<number | null, Notice>()
  for (const notice of notices) {
    const other = announced.get(notice.year)
    if (other === undefined || other.knownOn < notice.knownOn) announced.set(notice.year, notice)
  }
  const said = new Map([...announced.values()].flatMap(({ days }) => days.map((day) => [day.on, day.kind])))
  const texts: string[] = []
  for (let date = new Date(`${from}T00:00:00Z`); texts.at(-1) !== to; date = new Date(date.getTime() + 86_400_000)) {
    texts.push(date.toISOString().slice(0, 10))
  }
  const isWorked = texts.map((text) => {
    const kind = said.get(text)
    const weekday = new Date(`${text}T00:00:00Z`).getUTCDay()
    return kind === undefined ? weekday !== 0 && weekday !== 6 : kind === 'makeup'
  })
  const isSettled = texts.map((text) => {
    const year = Number(text.slice(0, 4))
    const mayStillMove = text.slice(5) >= '12-25' && !announced.has(year + 1)
    return said.has(text) || (announced.has(year) && !mayStillMove)
  })
  return { texts, isWorked: Uint8Array.from(isWorked, Number), isSettled: Uint8Array.from(isSettled, Number) }
}

/** Where the count of limit 1, 2, 3 … is reached, and whether a day that was asked for on the way was not settled. */
export type Reached = { readonly at: Int32Array; readonly isDoubtful: Uint8Array }

/**
 * Walks from a day on until the longest limit is reached, over one suspension (from, to]. The start does not count (民法典 201), nor does
 * a day of the suspension (行政许可法 45), nor one that is not worked (82).
 */
export function walk(days: Days, start: number, from: number, to: number, into: Reached): void {
  const { isWorked, isSettled } = days
  let doubt = 0
  let counted = 0
  for (let day = start + 1; counted < into.at.length; day += 1) {
    if (from < day && day <= to) continue // nobody needs to ask whether it is worked
    if (isSettled[day] === 0) doubt = 1
    if (isWorked[day] === 0) continue
    into.at[counted] = day
    into.isDoubtful[counted] = doubt
    counted += 1
  }
}
