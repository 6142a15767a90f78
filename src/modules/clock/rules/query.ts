import type { Day } from '../../../kernel/now.ts'
import { Refusal, type RefusalKind } from '../../../kernel/refusal.ts'
import {
  DayInvalid,
  type Due,
  type ExplainedDay,
  ExtensionInvalid,
  FieldInvalid,
  FieldUnknown,
  LimitInvalid,
  LineUnreadable,
  type Period,
  type Suspension,
  type Unit,
  UnitUnknown,
  units,
} from '../contract.ts'
import type { Calendar } from './calendar.ts'
import { findDayNumber } from './day.ts'
import { due, explain } from './period.ts'

/** The name by which a caller finds the answer to a question again; sent back as it came. */
type QueryId = string | number

/** The answer to one line: a date, or one typed error. */
export type Answer =
  | { readonly id: QueryId; readonly due: Day | null; readonly provisional: boolean; readonly days?: readonly ExplainedDay[] }
  | Complaint
export type Complaint = { readonly id: QueryId | null; readonly error: { readonly code: string; readonly message: string } }

/**
 * Answers one question `{ id, start, limit, unit, extension?, suspensions?, explain?, asOf? }` given as JSON text. Never throws for
 * what the caller wrote: whatever is wrong with it is the answer. Unknown fields are an error, since a misspelt
 * `suspensions` would silently give a wrong date.
 *
 * @param calendarAsOf the calendar by what was known on a day; null for everything known
 */
export function answer(line: string, calendarAsOf: (asOf: Day | null) => Calendar): Answer {
  let id: QueryId | null = null
  try {
    const query = parse(line)
    id = findId(query.id)
    const unknown = Object.keys(query).find((field) => !fields.has(field))
    if (unknown !== undefined) throw new Refusal(FieldUnknown, { field: unknown.slice(0, 100) })
    if (id === null) throw new Refusal(FieldInvalid, { field: 'id' })
    const period = readPeriod(query)
    const calendar = calendarAsOf(isAbsent(query.asOf) ? null : readDay(query.asOf, 'asOf'))
    return reply(id, period, readFlag(query.explain), calendar)
  } catch (error) {
    if (error instanceof Refusal) return complaint(id, error.kind, error.facts)
    throw error
  }
}

/** The answer to a line that could not be read. */
export function complaint(id: QueryId | null, kind: RefusalKind, facts: unknown = {}): Complaint {
  return { id, error: { code: kind.code, message: kind.message(facts as never) } }
}

const fields = new Set(['id', 'start', 'limit', 'unit', 'extension', 'suspensions', 'explain', 'asOf'])
const longestId = 200

function reply(id: QueryId, period: Period, isExplained: boolean, calendar: Calendar): Answer {
  const { dueOn, provisional }: Due = due(period, calendar)
  return isExplained ? { id, due: dueOn, provisional, days: explain(period, calendar) } : { id, due: dueOn, provisional }
}

function parse(line: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new Refusal(LineUnreadable, {})
  }
  if (!isObject(value)) throw new Refusal(LineUnreadable, {})
  return value
}

function findId(id: unknown): QueryId | null {
  if (typeof id === 'string') return id.length <= longestId ? id : null
  return Number.isSafeInteger(id) ? (id as number) : null
}

function readPeriod(query: Readonly<Record<string, unknown>>): Period {
  const startedOn = readDay(query.start, 'start')
  const unit = units.find((known): known is Unit => known === query.unit)
  if (unit === undefined) throw new Refusal(UnitUnknown, {})
  if (typeof query.limit !== 'number') throw new Refusal(LimitInvalid, {})
  const extension = isAbsent(query.extension) ? 0 : query.extension
  if (typeof extension !== 'number') throw new Refusal(ExtensionInvalid, {})
  const suspensions = isAbsent(query.suspensions) ? [] : query.suspensions
  if (!Array.isArray(suspensions)) throw new Refusal(FieldInvalid, { field: 'suspensions' })
  return { startedOn, limit: query.limit, unit, extension, suspensions: suspensions.map(readSuspension) }
}

function readSuspension(value: unknown): Suspension {
  if (!isObject(value)) throw new Refusal(FieldInvalid, { field: 'suspensions' })
  const unknown = Object.keys(value).find((field) => field !== 'from' && field !== 'to')
  if (unknown !== undefined) throw new Refusal(FieldUnknown, { field: `suspensions.${unknown}`.slice(0, 100) })
  return {
    from: readDay(value.from, 'suspensions.from'),
    to: value.to === null ? null : readDay(value.to, 'suspensions.to'),
  }
}

function readDay(value: unknown, field: string): Day {
  if (typeof value !== 'string' || findDayNumber(value) === null) throw new Refusal(DayInvalid, { field })
  return value
}

function readFlag(value: unknown): boolean {
  if (isAbsent(value)) return false
  if (typeof value !== 'boolean') throw new Refusal(FieldInvalid, { field: 'explain' })
  return value
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
