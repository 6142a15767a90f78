import type { Day } from '../../../kernel/now.ts'
import type { Due, Notice, Period } from '../contract.ts'

/**
 * The limit counted a second time, to check the first: from the clauses, a day at a time, with the language's own dates and none of
 * the code that it checks.
 *
 * @param notices those in force, of one layer
 */
export function naive(notices: readonly Notice[]): (period: Period) => Due {
  const said = new Map(notices.flatMap((notice) => notice.days.map((day) => [day.on, day.kind])))
  const years = new Set(notices.flatMap((notice) => notice.year ?? []))
  const lastYear = Math.max(...years)

  const isWorked = (day: Day) => {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    return said.has(day) ? said.get(day) === 'makeup' : weekday !== 0 && weekday !== 6
  }
  const isCertain = (day: Day) => {
    const year = Number(day.slice(0, 4))
    return years.has(year) && !(year === lastYear && day.slice(5) >= '12-25')
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
