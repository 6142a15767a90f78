import { Ajv, type ValidateFunction } from 'ajv'
import type { JsonObject } from '../../kernel/canonical.ts'
import type { Day } from '../../kernel/now.ts'
import type { Act, Acts, CaseState, TimeRule, TimerStart } from './case.ts'

/** Declares an act. `source` is a clause for all, or one for permits only. */
export function act(row: Omit<Act, 'source'> & { source?: string | { permit: string } | Act['source'] }): Act {
  const { source = null } = row
  if (typeof source === 'function') return { ...row, source }
  return {
    ...row,
    source: (ruleSet) => (typeof source === 'string' ? source : source !== null && ruleSet === 'permit' ? source.permit : null),
  }
}

const acts = new Map<string, Act>()
const checks = new Map<string, ValidateFunction>()
const timeRules = new Map<string, TimeRule>()
const ajv = new Ajv({ strict: false })

/**
 * Hands over the acts and time rules of the modules above. Called once, at assembly.
 *
 * @throws Error when two modules claim the same act or timer
 */
export function register(rows: readonly Act[], rules: readonly TimeRule[] = []): void {
  for (const row of rows) {
    if (acts.has(row.code)) throw new Error(`act ${row.code} is registered twice`)
    acts.set(row.code, row)
    checks.set(row.code, ajv.compile(row.body))
  }
  for (const rule of rules) {
    if (timeRules.has(rule.timer)) throw new Error(`timer ${rule.timer} is registered twice`)
    timeRules.set(rule.timer, rule)
  }
}

/** All acts registered. */
export function registeredActs(): Acts {
  return acts
}

/** The row of an act. @throws Error for one that no module registered: a mistake in the caller */
export function actOf(code: string): Act {
  const row = acts.get(code)
  if (row === undefined) throw new Error(`no act ${code}`)
  return row
}

/** What time does when this timer passes; without a rule of its own a passed limit is put on record as overdue. */
export function timeRuleOf(timer: string): TimeRule | null {
  return timeRules.get(timer) ?? null
}

/** How the clocks that hang on the day of receipt run when it is corrected, by code; null: not at all. */
export function onReceipt(state: CaseState, receivedOn: Day): { readonly code: string; readonly start: TimerStart | null }[] {
  return [...timeRules.values()].flatMap(({ timer, onReceipt }) =>
    onReceipt === undefined ? [] : [{ code: timer, start: onReceipt(state, receivedOn) }],
  )
}

/** @throws TypeError when a body is not of its act's shape: a mistake in the caller */
export function checkBody(code: string, body: JsonObject): void {
  const check = checks.get(code)
  if (check === undefined || !check(body)) throw new TypeError(`body of ${code}: ${JSON.stringify(check?.errors ?? [])}`)
}
