import type { Day } from '../../../kernel/now.ts'
import type { Due, Notice, Period } from '../contract.ts'

/**
 * The limit counted a second time, to check the first: from the clauses, a day at a time, with the language's own dates and none of
 * the code that it checks. Belongs to the tests.
 *
 * @param layers the nation's notices first; what a later layer says of a day holds
 * @param asOf   what was known at the end of that day
 */
export function naive(layers: readonly (readonly Notice[])[], asOf: Day = '9999-12-31'): (period: Period) => Due {
  const holds = (notice: Notice, all: readonly Notice[]) =>
    notice.knownOn <= asOf &&
    !all.some((other) => other.subject === notice.subject && notice.knownOn < other.knownOn && other.knownOn <= asOf)
  const inForce = layers.map((all) => all.filter((notice) => holds(notice, all)))
  const announced = (inForce[0] ?? []).map((notice) => notice.year)

  /** What is said of a day last: by the highest layer, there by the notice known last. */
  const findSaid = (day: Day) => {
    for (const notices of inForce.toReversed()) {
      const naming = notices.filter((notice) => notice.days.some(({ on }) => on === day))
      const last = naming.reduce<Notice | null>((one, other) => (one !== null && one.knownOn > other.knownOn ? one : other), null)
      if (last !== null) return last.days.find(({ on }) => on === day)?.kind
    }
    return undefined
  }
  const known = new Map<Day, ReturnType<typeof findSaid>>()
  const saidOf = (day: Day) => {
    if (!known.has(day)) known.set(day, findSaid(day))
    return known.get(day)
  }
  const isWorked = (day: Day) => {
    const said = saidOf(day)
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    return said === undefined ? weekday !== 0 && weekday !== 6 : said === 'makeup'
  }
  const isCertain = (day: Day) => {
    const year = Number(day.slice(0, 4))
    const isAnnounced = announced.includes(year) && (day.slice(5) < '12-25' || announced.includes(year + 1))
    return isAnnounced || saidOf(day) !== undefined
  }

  return ({ startedOn, unit, limit, extension = 0, suspensions = [] }) => {
    const isSuspended = (day: Day) => suspensions.some(({ from, to }) => from < day && (to === null || day <= to))
    const hasOpened = (day: Day) => suspensions.some(({ from, to }) => to === null && from <= day)
    let provisional = false
    const lookUp = (day: Day) => {
      if (!isCertain(day)) provisional = true
      return isWorked(day)
    }

    let day = startedOn
    if (unit === 'month' || unit === 'year') {
      day = correspondingDay(startedOn, (limit + extension) * (unit === 'year' ? 12 : 1))
    } else {
      for (let counted = 0; counted < limit + extension; ) {
        if (hasOpened(day)) return { dueOn: null, provisional }
        day = next(day)
        if (!isSuspended(day) && (unit === 'day' || lookUp(day))) counted += 1
      }
    }
    const isHeld = (day: Day) => suspensions.some(({ from, to }) => to !== null && from < day && day <= to)
    while (unit !== 'workday' && (!lookUp(day) || isHeld(day))) day = next(day)
    return { dueOn: day, provisional }
  }
}

function next(day: Day): Day {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + 1)
  return date.toISOString().slice(0, 10)
}

function correspondingDay(day: Day, months: number): Day {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  date.setUTCMonth(date.getUTCMonth() + months)
  const month = date.toISOString().slice(0, 7)
  date.setUTCMonth(date.getUTCMonth() + 1)
  date.setUTCDate(0)
  const lastDay = date.getUTCDate()
  return `${month}-${String(Math.min(Number(day.slice(8)), lastDay)).padStart(2, '0')}`
}
