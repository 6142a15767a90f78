import { Ajv, type ValidateFunction } from 'ajv'
import type { TSchema } from 'typebox'
import type { JsonObject } from '../../kernel/canonical.ts'
import type { EventRow } from '../../kernel/log/index.ts'
import type { Now } from '../../kernel/now.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { StateName, Timer } from './contract.ts'
import type { CaseState } from './rules.ts'

/** An act as the law knows it: from where to where, by whom, on which ground. What is not in the table cannot happen. */
export type Act = {
  /** Also the kind of its event. */
  readonly code: string
  readonly name: string
  /** The states it starts from; empty for the act that opens a case. */
  readonly from: readonly StateName[]
  /** The state it leads to; null when the state stays. */
  readonly to: StateName | null
  /** 'applicant' (own person or agent), 'system' (time and machines), or the power it takes in the case's organisation. */
  readonly who: 'applicant' | 'system' | (string & {})
  /** The kinds of item it exists for; absent: all. */
  readonly ruleSets?: readonly string[]
  /** Shape of what the act itself says; timers, facts and documents are added by casework. */
  readonly body: TSchema
  /** Why it may not happen now although state and right fit; null when it may. */
  readonly may?: (state: CaseState, actorId: string, now: Now) => Refusal | null
  /** The module's own part of the fold. */
  readonly fold?: (state: CaseState, event: EventRow) => CaseState
  /** The clause, by kind of item: only permits stand on the licensing law. */
  readonly source: (ruleSet: string) => string | null
}

/** What a passed limit does: the act of time, with its body. */
export type TimeRule = {
  readonly timer: string
  readonly act: (state: CaseState, timer: Timer) => { readonly code: string; readonly body: JsonObject }
}

/** Declares an act. `source` is a clause for all, or one for permits only. */
export function act(row: Omit<Act, 'source'> & { source?: string | { permit: string } | Act['source'] }): Act {
  const { source = null } = row
  if (typeof source === 'function') return { ...row, source }
  return {
    ...row,
    source: (ruleSet) => (typeof source === 'string' ? source : source !== null && ruleSet === 'permit' ? source.permit : null),
  }
}

export type Acts = ReadonlyMap<string, Act>

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

/** @throws TypeError when a body is not of its act's shape: a mistake in the caller */
export function checkBody(code: string, body: JsonObject): void {
  const check = checks.get(code)
  if (check === undefined || !check(body)) throw new TypeError(`body of ${code}: ${JSON.stringify(check?.errors ?? [])}`)
}
