import type { Tx } from '../../kernel/db/index.ts'
import type { Day } from '../../kernel/now.ts'
import {
  addressed,
  type CaseFile,
  dated,
  type IssuedDocument,
  legalTimers,
  remediesOf,
  type Timer,
  writeLetter,
} from '../casework/index.ts'
import type { ItemDefinition, Procedure } from '../catalogue/index.ts'
import { type Calendar, due, type StatutoryStopKind, statutoryStops, workdaysLeft } from '../clock/index.ts'
import type { Extending, Granting, ProcedureStart, Refusing } from './contract.ts'
import { type Extendable, grantTimers } from './rules/limits.ts'
import { isStatutory } from './rules/procedures.ts'

/** 准予行政许可决定书. @source 行政许可法 38, 40, 44 */
export async function grantLetter(tx: Tx, file: CaseFile, item: ItemDefinition, given: Granting): Promise<IssuedDocument> {
  const [timer] = grantTimers(item, file.now.today)
  const issueBy =
    timer === undefined
      ? null
      : due({ startedOn: timer.from, limit: timer.limit.days, unit: timer.limit.unit }, file.calendar).dueOn
  const content = {
    acceptedOn: acceptedOn(file),
    decision: given.decision,
    conditions: null,
    basis: [],
    validity: null,
    licence: item.result === null || issueBy === null ? null : { name: item.result.name, issueBy },
    collection: item.contact.venue?.slice(0, 500) ?? null,
    publishedAt: null,
  }
  return writeLetter<'D18'>(tx, addressed(file, item), ['D18', 'D18'], () => content, file.now)
}

/** 服务事项办结凭证: an item that is no permit is completed, not granted. */
export async function completionLetter(tx: Tx, file: CaseFile, item: ItemDefinition, given: Granting): Promise<IssuedDocument> {
  const content = {
    acceptedOn: acceptedOn(file),
    result: given.decision,
    basis: [],
    collection: item.contact.venue?.slice(0, 500) ?? null,
  }
  return writeLetter<'S18'>(tx, addressed(file, item), ['S18', 'S18'], () => content, file.now)
}

/** 不予行政许可决定书, 不予办理决定书: reasons, clauses, and where one may turn. @source 行政许可法 38; 行政复议法 20; 行政诉讼法 46 */
export async function refusalLetter(
  tx: Tx,
  file: CaseFile,
  item: ItemDefinition,
  given: Pick<Refusing, 'reasons' | 'basis'>,
): Promise<IssuedDocument> {
  const content = { acceptedOn: acceptedOn(file), reasons: [...given.reasons], basis: [...given.basis], standards: [] }
  return writeLetter<'D19' | 'S19'>(
    tx,
    addressed(file, item),
    ['D19', 'S19'],
    (organisation) => ({ ...content, remedies: remediesOf(organisation) }),
    file.now,
  )
}

/**
 * 特别程序告知书 of one of the eight procedures, 办理程序告知书 of any other: how long it takes, and what stands still meanwhile. None for one
 * that holds nothing up.
 *
 * @param stopped the clocks that it stops, as they stand before
 * @source 行政许可法 45
 */
export async function procedureLetter(
  tx: Tx,
  file: CaseFile,
  item: ItemDefinition,
  procedure: Procedure,
  given: ProcedureStart,
  stopped: readonly Timer[],
): Promise<IssuedDocument | undefined> {
  const { now, calendar, state } = file
  const limits = stopped.flatMap((timer) => held(timer, given.plannedUntilOn, now.today, calendar))
  if (limits.length === 0) return undefined
  const content = {
    receivedOn: state.receivedOn,
    acceptedOn: acceptedOn(file),
    basis: [],
    reason: given.reason,
    required: lengthOf(now.today, given.plannedUntilOn, calendar),
    fromOn: now.today,
    plannedUntilOn: given.plannedUntilOn,
    stopped: limits.map(({ limit, oldDueOn, newDueOn }) => ({ limit, oldDueOn, newDueOn })),
    isProvisional: limits.some((limit) => limit.isProvisional),
  }
  const to = addressed(file, item)
  if (!isStatutory(item.ruleSet, procedure))
    return writeLetter<'S09'>(tx, to, ['S09', 'S09'], () => ({ ...content, procedure: procedure.name }), now)
  const { name } = statutoryStops[procedure.kind as StatutoryStopKind]
  return writeLetter<'D09'>(tx, to, ['D09', 'D09'], () => ({ ...content, procedure: name }), now)
}

/** What a stop of today does to a limit that people are told of; nothing when it has been reached. */
function held(timer: Timer, plannedTo: Day, today: Day, calendar: Calendar) {
  const limit = legalTimers.includes(timer.code) ? ('legal' as const) : timer.code === 'PROMISE' ? ('promised' as const) : null
  const until = (to: Day | null) =>
    dated({ ...timer, suspensions: [...timer.suspensions, { from: today, to, plannedTo, reason: '', seq: 1 }] }, calendar)
  if (limit === null || until(null).dueOn !== null) return []
  const { dueOn: newDueOn, isProvisional } = until(plannedTo)
  return [{ limit, oldDueOn: timer.dueOn, newDueOn, isProvisional }]
}

/** A time in words, from tomorrow on. */
function lengthOf(today: Day, untilOn: Day, calendar: Calendar): string {
  const workdays = workdaysLeft({ dueOn: untilOn }, today, calendar) ?? 0
  return workdays > 0 ? `${workdays}个工作日` : `${Math.round((Date.parse(untilOn) - Date.parse(today)) / 86_400_000)}日`
}

/** 延长办理期限告知书: by how much, why, who approved it, until when now. @source 行政许可法 42 */
export async function extensionLetter(
  tx: Tx,
  file: CaseFile,
  item: ItemDefinition,
  timer: Timer,
  allowed: Extendable,
  given: Extending,
): Promise<IssuedDocument> {
  const { dueOn, isProvisional } = dated({ ...timer, extension: given.days }, file.calendar)
  if (timer.dueOn === null || dueOn === null) throw new Error('a stopped limit was extended')
  const content = {
    receivedOn: file.state.receivedOn,
    acceptedOn: acceptedOn(file),
    days: given.days,
    unit: timer.limit.unit,
    reason: given.reason,
    approver: allowed.approver,
    basis: allowed.basis === null ? [] : [allowed.basis],
    oldDueOn: timer.dueOn,
    newDueOn: dueOn,
    isProvisional,
  }
  return writeLetter<'D08' | 'S08'>(tx, addressed(file, item), ['D08', 'S08'], () => content, file.now)
}

function acceptedOn(file: CaseFile): string {
  if (file.state.acceptedOn === null) throw new Error(`case ${file.state.caseId} is decided but not accepted`)
  return file.state.acceptedOn
}
