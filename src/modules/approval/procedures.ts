import type { Actor } from '../../kernel/actor.ts'
import type { Tx } from '../../kernel/db/index.ts'
import type { Day, Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type Acted, acted, type CaseFile, perform, readCase } from '../casework/index.ts'
import type { Procedure } from '../catalogue/index.ts'
import { isDay } from '../clock/index.ts'
import { itemOf } from '../intake/index.ts'
import {
  type Approver,
  type Extending,
  ExtensionTooLong,
  NoSuchProcedure,
  NotExtendable,
  PlannedEnd,
  type ProcedureEnd,
  type ProcedureList,
  ProcedureNotListed,
  type ProcedureStart,
  ProcedureUnderWay,
  WrongApprover,
} from './contract.ts'
import { extensionLetter, procedureLetter } from './letters.ts'
import { extendable, legalTimer } from './rules/limits.ts'
import { isStatutory, openProcedures, plannedWithin, proceduresOf, procedureTimers, stoppedTimers } from './rules/procedures.ts'
import { caseAndItem } from './service.ts'

/**
 * Starts a special procedure 特别程序 of the item's list, with the notice of the time it takes. Its clocks stand still from the day after
 * until somebody ends it; a limit that has passed before has been recorded before, and does not stop any more.
 *
 * @throws Refusal(ProcedureNotListed) the item's list does not have it; recorded
 * @throws Refusal(ProcedureUnderWay)  it has begun and not ended
 * @throws Refusal(PlannedEnd)         planned beyond what the list gives it, or for a day that is not ahead
 * @source 行政许可法 45 (for the eight procedures that it names)
 */
export async function beginProcedure(tx: Tx, caseId: string, given: ProcedureStart, actor: Actor, now: Now): Promise<Acted> {
  const { file, item } = await caseAndItem(tx, caseId, now)
  return acted(
    await perform(tx, file, 'beginProcedure', actor, async () => {
      const listed = item.procedures?.find(({ code }) => code === given.procedure)
      if (listed === undefined) throw new Refusal(ProcedureNotListed, { procedure: given.procedure })
      if (openProcedures(file.state).some(({ procedure }) => procedure === listed.code))
        throw new Refusal(ProcedureUnderWay, { procedure: listed.code })
      refuseUnplanned(file, listed, given.plannedUntilOn)

      const { code: procedure, name, kind, stops } = listed
      const { plannedUntilOn, reason } = given
      const stopped = stoppedTimers(file.state, listed)
      const document = await procedureLetter(tx, file, item, listed, given, stopped)
      return {
        body: { procedure, name, kind, stops, plannedUntilOn },
        facts: { [`procedure/reason/${file.head.seq + 1}`]: reason },
        ground: isStatutory(item.ruleSet, listed) ? '行政许可法 45' : null,
        stop: { timers: stopped.map(({ code }) => code), plannedTo: plannedUntilOn, reason: name },
        start: procedureTimers(listed, now.today),
        ...(document === undefined ? {} : { document }),
      }
    }),
  )
}

/**
 * Ends a procedure, with its result; from the day after, its clocks run on.
 *
 * @throws Refusal(NoSuchProcedure) it has ended, or never began
 * @source 行政许可法 45
 */
export async function endProcedure(tx: Tx, caseId: string, given: ProcedureEnd, actor: Actor, now: Now): Promise<Acted> {
  const { file, item } = await caseAndItem(tx, caseId, now)
  const { beganSeq, conclusion, result } = given
  return acted(
    await perform(tx, file, 'endProcedure', actor, async () => {
      const open = openProcedures(file.state).find(({ seq }) => seq === beganSeq)
      if (open === undefined) throw new Refusal(NoSuchProcedure, {})
      return {
        body: { beganSeq, conclusion },
        facts: { [`procedure/result/${file.head.seq + 1}`]: result },
        ground: open.stops === 'all' && item.ruleSet === 'permit' ? '行政许可法 45' : null,
        resume: beganSeq,
        end: [`PROCEDURE:${open.procedure}`],
      }
    }),
  )
}

/**
 * Extends the legal limit, once, before it has passed, with the reason told. The promised limit stays.
 *
 * @param approver as whom the actor approves
 * @throws Refusal(NotExtendable)    neither law nor list allows it; recorded
 * @throws Refusal(WrongApprover)    another one must approve it; recorded
 * @throws Refusal(ExtensionTooLong) more than is allowed
 * @throws Refusal(AlreadyExtended | LimitPassed | LimitStopped)
 * @source 行政许可法 42
 */
export async function extend(
  tx: Tx,
  caseId: string,
  given: Extending,
  approver: Approver,
  actor: Actor,
  now: Now,
): Promise<Acted> {
  const { file, item } = await caseAndItem(tx, caseId, now)
  const code = approver === 'organHead' ? 'extend' : 'extendByGovernment'
  return acted(
    await perform(tx, file, code, actor, async () => {
      const timer = legalTimer(file.state)
      const allowed = extendable(file.state, item)
      if (timer === null || allowed === null) throw new Refusal(NotExtendable, {})
      if (allowed.approver !== approver) throw new Refusal(WrongApprover, { approver: allowed.approver })
      if (given.days > allowed.mostDays) throw new Refusal(ExtensionTooLong, { mostDays: allowed.mostDays })
      return {
        body: { timer: timer.code, days: given.days },
        facts: { [`extension/reason/${file.head.seq + 1}`]: given.reason },
        ...(allowed.basis === null ? {} : { ground: allowed.basis }),
        extend: { timer: timer.code, days: given.days },
        document: await extensionLetter(tx, file, item, timer, allowed, given),
      }
    }),
  )
}

/** The procedures of a case, those that its item lists, and what extension there may be. @throws Refusal(casework.UnknownCase) */
export async function procedureList(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<ProcedureList> {
  const { state } = await readCase(tx, caseId, actor, now)
  const item = await itemOf(tx, state)
  const allowed = extendable(state, item)
  return {
    started: proceduresOf(state),
    listed: item.procedures ?? [],
    extension: allowed === null ? null : { mostDays: allowed.mostDays, approver: allowed.approver },
  }
}

function refuseUnplanned({ now, calendar }: CaseFile, listed: Procedure, plannedUntilOn: Day): void {
  const { earliestOn, latestOn } = plannedWithin(listed, now.today, calendar)
  if (!isDay(plannedUntilOn) || plannedUntilOn < earliestOn || plannedUntilOn > latestOn)
    throw new Refusal(PlannedEnd, { earliestOn, latestOn })
}
