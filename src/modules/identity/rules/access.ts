import type { Day } from '../../../kernel/now.ts'
import { idleMinutes, type PasswordWeakness } from '../contract.ts'

/** Five failures in a row lock an account for half an hour. @source GB/T 22239-2019 8.1.4.1 */
export const lockRule = { failures: 5, lockedMinutes: 30 } as const

/** How long a session lives: without use, and at most. @source GB/T 22239-2019 8.1.4.1 */
export const sessionRules = {
  staff: { idleMinutes: idleMinutes.staff, absoluteMinutes: 12 * 60 },
  citizen: { idleMinutes: idleMinutes.citizen, absoluteMinutes: 12 * 60 },
} as const

/** How long somebody may take between password and second factor. */
export const secondFactorMinutes = 5

/** How long a one-time code is good. */
export const codeHours = 72

/** What an account knows of its failures. */
export type Failures = { readonly failures: number; readonly lockedUntil: Date | null }

/** Whether sign-in is barred at an instant. */
export function isLocked(state: Failures, at: Date): boolean {
  return state.lockedUntil !== null && at < state.lockedUntil
}

/** The state after one more failure. A lock that has passed starts the count anew; failures while locked do not lengthen it. */
export function afterFailure(state: Failures, at: Date): Failures {
  if (isLocked(state, at)) return state
  const failures = (state.lockedUntil === null ? state.failures : 0) + 1
  const lockedUntil = failures >= lockRule.failures ? minutesAfter(at, lockRule.lockedMinutes) : null
  return { failures, lockedUntil }
}

/** An instant some minutes later. */
export function minutesAfter(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000)
}

/**
 * Everything that makes a password too weak; empty when it will do.
 *
 * @param login what the account signs in with: must not be part of the password
 * @source GB/T 22239-2019 8.1.4.1 (complexity)
 */
export function passwordWeaknesses(password: string, login: string): PasswordWeakness[] {
  const lower = password.toLowerCase()
  const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]|\p{Lo}/u].filter((one) => one.test(password)).length
  const found: [PasswordWeakness, boolean][] = [
    ['too_short', [...password].length < 10],
    ['too_few_kinds', classes < 3],
    ['holds_login', login.length >= 4 && lower.includes(login.toLowerCase())],
    ['repeats', new Set(password).size < 6],
  ]
  return found.filter(([, is]) => is).map(([weakness]) => weakness)
}

/** One row of who may act for whom. */
export type DelegationFact = {
  readonly id: string
  readonly basis: 'delegation' | 'representative'
  /** Item code, or '*' for all. */
  readonly scope: string
  readonly fromOn: Day
  /** Last day; null while open. */
  readonly untilOn: Day | null
  readonly endedAt: Date | null
}

/** Whether a delegation gives the right to act in an item on a day. Ended ones give none from the moment they ended. */
export function covers(row: DelegationFact, itemCode: string, today: Day): boolean {
  return (
    row.endedAt === null &&
    row.fromOn <= today &&
    (row.untilOn === null || today <= row.untilOn) &&
    (row.scope === '*' || row.scope === itemCode)
  )
}

/** By which right somebody acts for another, or null: a legal representative before an agent. @source 行政许可法 29 */
export function authorityOf(rows: readonly DelegationFact[], itemCode: string, today: Day): string | null {
  const best = bestOf(rows, itemCode, today)
  return best === undefined ? null : `${best.basis}:${best.id}`
}

/** Of several rights the one that counts: representing before acting as agent, then what lasts longest; undefined: none gives the right on this day. */
export function bestOf<R extends DelegationFact>(rows: readonly R[], itemCode: string, today: Day): R | undefined {
  const valid = rows.filter((row) => covers(row, itemCode, today))
  const representing = valid.filter((row) => row.basis === 'representative')
  const [first, ...more] = representing.length > 0 ? representing : valid
  return more.reduce((best, row) => (best !== undefined && lastDay(best) >= lastDay(row) ? best : row), first)
}

function lastDay({ untilOn }: DelegationFact): Day {
  return untilOn ?? '9999-12-31'
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text
}
