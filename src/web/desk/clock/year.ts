import type { DayDifference, NoticeDay, YearDay } from '../../../modules/clock/contract.ts'

/** A month of the year view: its weeks from Monday, days of other months null. */
export type Month = { readonly month: number; readonly worked: number; readonly weeks: readonly (readonly (YearDay | null)[])[] }

/** A year laid out as on the wall. */
export function monthsOf(days: readonly YearDay[]): Month[] {
  return Array.from({ length: 12 }, (_, n) => {
    const own = days.filter(({ on }) => Number(on.slice(5, 7)) === n + 1)
    const [first] = own
    const lead = first === undefined ? 0 : weekdayOf(first.on)
    const cells = [...Array.from({ length: lead }, () => null), ...own]
    const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
      Array.from({ length: 7 }, (_, day) => cells[week * 7 + day] ?? null),
    )
    return { month: n + 1, worked: own.filter(isWorked).length, weeks }
  })
}

/** Whether a day counts as a working day. */
export function isWorked({ kind }: Pick<YearDay, 'kind'>): boolean {
  return kind === 'worked' || kind === 'makeup'
}

/** Days in a row of which the same is said by the same notice. */
export type Stretch<D> = { readonly from: string; readonly to: string; readonly days: number; readonly first: D }

type Said = Pick<NoticeDay, 'on'> & { readonly kind: string; readonly name: string; readonly notice?: YearDay['notice'] }

/** Days in order drawn together to stretches. */
export function stretchesOf<D extends Said>(days: readonly D[]): Stretch<D>[] {
  const stretches: Stretch<D>[] = []
  for (const day of days) {
    const last = stretches.at(-1)
    if (last !== undefined && nextDay(last.to) === day.on && isSame(last.first, day))
      stretches[stretches.length - 1] = { ...last, to: day.on, days: last.days + 1 }
    else stretches.push({ from: day.on, to: day.on, days: 1, first: day })
  }
  return stretches
}

function isSame(a: Said, b: Said): boolean {
  return a.kind === b.kind && a.name === b.name && a.notice?.layer === b.notice?.layer && a.notice?.seq === b.notice?.seq
}

/** A day that a notice names. */
export type NamedDay = YearDay & { readonly name: string; readonly notice: NonNullable<YearDay['notice']> }

/** What notices say of a year, in order: holidays, days worked instead, closures. */
export function namedIn(days: readonly YearDay[]): NamedDay[] {
  return days.filter((day): day is NamedDay => day.name !== null && day.notice !== null)
}

/** The days of a year that no notice settles, as stretches. */
export function provisionalOf(days: readonly YearDay[]): { readonly from: string; readonly to: string }[] {
  const stretches: { from: string; to: string }[] = []
  for (const { on, isProvisional } of days) {
    if (!isProvisional) continue
    const last = stretches.at(-1)
    if (last !== undefined && nextDay(last.to) === on) last.to = on
    else stretches.push({ from: on, to: on })
  }
  return stretches
}

/** What two states of knowledge tell differently: days that count otherwise one by one, the rest by number. */
export type Differences = {
  readonly counted: readonly DayDifference[]
  /** Certain in the later state only, though they count the same. */
  readonly settled: number
  /** Certain in the earlier state only. */
  readonly unsettled: number
  /** The same but for the reason that is given. */
  readonly renamed: readonly DayDifference[]
}

export function differencesOf(days: readonly DayDifference[]): Differences {
  const same = days.filter(({ before, after }) => before.isWorked === after.isWorked)
  return {
    counted: days.filter(({ before, after }) => before.isWorked !== after.isWorked),
    settled: same.filter(({ before, after }) => before.isProvisional && !after.isProvisional).length,
    unsettled: same.filter(({ before, after }) => !before.isProvisional && after.isProvisional).length,
    renamed: same.filter(({ before, after }) => before.isProvisional === after.isProvisional),
  }
}

/** The days of a notice with those of another put in their place, day by day: for one that alters part of a year. */
export function altered(days: readonly NoticeDay[], by: readonly NoticeDay[]): NoticeDay[] {
  const named = new Set(by.map(({ on }) => on))
  return [...days.filter(({ on }) => !named.has(on)), ...by].sort((a, b) => (a.on < b.on ? -1 : 1))
}

/** The day after. */
export function nextDay(day: string): string {
  const next = new Date(`${day}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}

/** 0 Monday … 6 Sunday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}
