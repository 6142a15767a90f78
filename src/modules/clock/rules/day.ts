import type { Day } from '../../../kernel/now.ts'

/** A day as a number: days since 1970-01-01, negative before. Counting is done in these; no Date, no zone is involved. */
export type DayNumber = number

/**
 * Reads 'YYYY-MM-DD', years 0001–9999, Gregorian throughout.
 *
 * @returns null when the text is not a day that exists (2025-02-30, 2025-2-3, '')
 */
export function findDayNumber(text: string): DayNumber | null {
  if (text.length !== 10 || text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash) return null
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month))) return null
  return fromCivil(year, month, day)
}

/** Whether a text 'YYYY-MM-DD' is a day that exists. */
export function isDay(text: string): boolean {
  return findDayNumber(text) !== null
}

/**
 * The number of a day that is known to be well formed.
 *
 * @throws RangeError if it is not a day that exists
 */
export function numberOf(day: Day): DayNumber {
  const number = findDayNumber(day)
  if (number === null) throw new RangeError(`not a day: ${day}`)
  return number
}

/** 'YYYY-MM-DD' of a day number within the years 0001–9999. */
export function dayOfNumber(number: DayNumber): Day {
  const { year, month, day } = toCivil(number)
  return `${pad(Math.floor(year / 100))}${pad(year % 100)}-${pad(month)}-${pad(day)}`
}

/** Year, month 1–12 and day of month of a day number. */
export function toCivil(number: DayNumber): { year: number; month: number; day: number } {
  // Years counted from 1 March, so that the leap day is the last of its year; eras of 400 years, which repeat exactly.
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  }
}

/** The number of a day given by year, month 1–12 and day of month. */
export function fromCivil(year: number, month: number, day: number): DayNumber {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/**
 * The corresponding day 对应日 some months later; the last day of the month where it has none.
 *
 * @source 民法典 202
 */
export function addMonths(number: DayNumber, months: number): DayNumber {
  const { year, month, day } = toCivil(number)
  const count = year * 12 + (month - 1) + months
  const targetYear = Math.floor(count / 12)
  const targetMonth = (count % 12) + 1
  return fromCivil(targetYear, targetMonth, Math.min(day, monthLength(targetYear, targetMonth)))
}

/** Days in a month. */
export function monthLength(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Whether a day is a Saturday or Sunday. */
export function isWeekend(number: DayNumber): boolean {
  return weekday(number) >= 5
}

/** Monday 0 … Sunday 6. */
export function weekday(number: DayNumber): number {
  return (((number + 3) % 7) + 7) % 7 // 1970-01-01 was a Thursday
}

/** The first day of the year 1. */
export const firstDayNumber: DayNumber = fromCivil(1, 1, 1)

/** The last day that can be written with four digits of year. */
export const lastDayNumber: DayNumber = fromCivil(9999, 12, 31)

const dash = 45

/** The number that stands at [from, to) of the text; NaN where a character is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** '000102…99' */
const twoDigits = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0')).join('')

function pad(number: number): string {
  return twoDigits.slice(2 * number, 2 * number + 2)
}
