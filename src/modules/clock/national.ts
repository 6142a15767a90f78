import { readFileSync } from 'node:fs'
import type { Day } from '../../kernel/now.ts'
import type { Notice, NoticeDay } from './contract.ts'
import { isWeekend, numberOf } from './rules/day.ts'

/**
 * The notices of the State Council's office that the product ships, each with the day on which it became known.
 * Two years were announced twice: the first notice is worked back from the final state and its differences.
 *
 * @source 全国年节及纪念日放假办法 7
 */
export function nationalNotices(): Notice[] {
  const { days } = readData('statutory_holidays_2018_2026.json') as { days: FinalDay[] }
  const { layers } = readData('first_notices.json') as { layers: FirstNotice[] }
  const { notices } = readData('notices.json') as { notices: PublishedNotice[] }
  return notices.map(({ year, knownOn, title, source }) => {
    const final = days.filter((day) => day.year === year).map(noticeDay)
    const first = layers.find((layer) => layer.year === year && knownOn < layer.replacedOn)
    return { subject: String(year), year, knownOn, title, source, days: first === undefined ? final : undo(final, first) }
  })
}

type FinalDay = { readonly year: number; readonly date: Day; readonly name: string; readonly isOffDay: boolean }
type FirstNotice = {
  readonly year: number
  readonly replacedOn: Day
  readonly differs: readonly { readonly date: Day; readonly then: 'rest' | 'workday' }[]
}
type PublishedNotice = { readonly year: number; readonly knownOn: Day; readonly title: string; readonly source: string }

function readData(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../data/calendar/${name}`, import.meta.url), 'utf8'))
}

function noticeDay({ date, name, isOffDay }: FinalDay): NoticeDay {
  return { on: date, kind: isOffDay ? 'holiday' : 'makeup', name }
}

/** The days of a first notice: the final ones, with what was different then. */
function undo(final: readonly NoticeDay[], first: FirstNotice): NoticeDay[] {
  const then = new Map(first.differs.map((day) => [day.date, day.then]))
  const days = final.flatMap((day): NoticeDay[] => {
    const state = then.get(day.on)
    if (state === undefined) return [day]
    const isPlain = (state === 'rest') === isWeekend(numberOf(day.on))
    return isPlain ? [] : [{ ...day, kind: state === 'rest' ? 'holiday' : 'makeup' }]
  })
  return days.filter((day) => !isLeftOver(day, days))
}

/**
 * A row that only the later notice had, though the day was the same before: a weekend that the lengthened holiday ran into, cut off
 * from it now, or the plain working day after it.
 */
function isLeftOver(day: NoticeDay, days: readonly NoticeDay[]): boolean {
  const number = numberOf(day.on)
  if (day.kind === 'makeup') return !isWeekend(number)
  const hasNeighbour = days.some((other) => other.kind === 'holiday' && Math.abs(numberOf(other.on) - number) === 1)
  return isWeekend(number) && !hasNeighbour
}
