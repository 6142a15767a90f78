import type { Actor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import type { Day, Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { DayInvalid, isDay } from '../clock/index.ts'
import { voidDocument } from '../document/index.ts'
import { onReceipt } from './acts.ts'
import {
  type CorrectionProposal,
  NothingProposed,
  ReceiptTooLate,
  UnknownFact,
  undoReasons,
  type VoidProposal,
} from './contract.ts'
import { correctionPrefix } from './own-acts.ts'
import { latestReceipt, restarted } from './rules.ts'
import { act, type CaseFile, lockSettled } from './service.ts'

/** Proposes to void a case 作废: a reason and its words; nothing happens until a second person confirms. */
export async function proposeVoid(tx: Tx, caseId: string, given: VoidProposal, actor: Actor, now: Now): Promise<CaseFile> {
  const file = await lockSettled(tx, caseId, now)
  return act(tx, file, 'proposeVoid', actor, async () => ({
    body: { reason: given.reason },
    facts: { [`undo/explanation/${file.head.seq + 1}`]: given.explanation },
  }))
}

/**
 * Voids a case: its clocks end, its letters are marked 作废, their numbers stay. The record itself stays whole.
 *
 * @throws Refusal(SecondPerson)    the same person proposed it
 * @throws Refusal(NothingProposed) nobody did
 */
export async function confirmVoid(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<CaseFile> {
  const file = await lockSettled(tx, caseId, now)
  return act(tx, file, 'confirmVoid', actor, async () => {
    for (const { documentId } of file.state.documents)
      await voidDocument(tx, { caseId, documentId }, undoReasons.entry_error, now)
    return { body: { proposedSeq: proposedSeq(file) } }
  })
}

/**
 * Proposes to correct what was entered wrongly 更正: answers of the form, or the day of receipt.
 *
 * @throws Refusal(UnknownFact)    a path that the case does not have
 * @throws Refusal(ReceiptTooLate) the day lies ahead, or after the application was answered
 * @throws Refusal(DayInvalid)     the day does not exist
 */
export async function proposeCorrection(
  tx: Tx,
  caseId: string,
  given: CorrectionProposal,
  actor: Actor,
  now: Now,
): Promise<CaseFile> {
  const file = await lockSettled(tx, caseId, now)
  const paths = Object.keys(given.facts)
  return act(tx, file, 'proposeCorrection', actor, async () => {
    refuseLateReceipt(file, given.receivedOn)
    for (const path of paths) if (file.state.facts[path] === undefined) throw new Refusal(UnknownFact, { path })
    return {
      body: { reason: given.reason, receivedOn: given.receivedOn, paths },
      facts: {
        ...Object.fromEntries(paths.map((path): [string, Json] => [correctionPrefix + path, given.facts[path] ?? null])),
        [`undo/explanation/${file.head.seq + 1}`]: given.explanation,
      },
    }
  })
}

/**
 * Confirms a correction. Clocks that ran from the day of receipt, or hang on it, run anew by the right one; the event says until when.
 *
 * @throws Refusal(SecondPerson | NothingProposed)
 * @throws Refusal(ReceiptTooLate) it was answered meanwhile, before the day proposed
 */
export async function confirmCorrection(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<CaseFile> {
  const file = await lockSettled(tx, caseId, now)
  return act(tx, file, 'confirmCorrection', actor, async () => {
    const receivedOn = file.state.proposal?.receivedOn ?? null
    refuseLateReceipt(file, receivedOn)
    const hanging = receivedOn === null ? [] : onReceipt(file.state, receivedOn)
    return {
      body: { proposedSeq: proposedSeq(file) },
      end: hanging.flatMap(({ code, start }) => (start === null ? [code] : [])),
      start: receivedOn === null ? [] : [...restarted(file.state, receivedOn), ...hanging.flatMap(({ start }) => start ?? [])],
    }
  })
}

/** Turns a proposal down; the case goes on as it was. */
export async function dismissProposal(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<CaseFile> {
  const file = await lockSettled(tx, caseId, now)
  return act(tx, file, 'dismissProposal', actor, async () => ({ body: { proposedSeq: proposedSeq(file) } }))
}

function proposedSeq(file: CaseFile): number {
  if (file.state.proposal === null) throw new Refusal(NothingProposed, {})
  return file.state.proposal.seq
}

function refuseLateReceipt({ state, now }: CaseFile, receivedOn: Day | null): void {
  if (receivedOn === null) return
  if (!isDay(receivedOn)) throw new Refusal(DayInvalid, { field: 'receivedOn' })
  const latestOn = latestReceipt(state, now.today)
  if (receivedOn > latestOn) throw new Refusal(ReceiptTooLate, { latestOn })
}
