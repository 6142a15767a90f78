import { type Actor, type By, byOf, grantFor } from '../../../../kernel/actor.ts'
import type { Tx } from '../../../../kernel/db/index.ts'
import type { Now } from '../../../../kernel/now.ts'
import { Refusal } from '../../../../kernel/refusal.ts'
import { authorityFor } from '../../../identity/index.ts'
import { UnknownDraft } from '../contract.ts'
import * as store from '../store.ts'

/** Locks a draft that this actor may work on, and says whether at a window. @throws Refusal(UnknownDraft) */
export async function lockFor(
  tx: Tx,
  draftId: string,
  actor: Actor,
  now: Now,
): Promise<{ draft: store.DraftRow; isWindow: boolean }> {
  const draft = await store.lockDraft(tx, draftId)
  const by = draft === undefined ? null : await rightTo(tx, draft, actor, now)
  if (draft === undefined || by === null) throw new Refusal(UnknownDraft, {})
  return { draft, isWindow: draft.organisation !== null && grantFor(actor, 'intake.accept', draft.organisation) !== null }
}

/** By which right somebody works on a draft: as a clerk of the window that has it, as the applicant, or for them; null: not at all. */
export async function rightTo(tx: Tx, draft: store.DraftRow, actor: Actor, now: Now): Promise<By | null> {
  const grant = draft.organisation === null ? null : grantFor(actor, 'intake.accept', draft.organisation)
  if (grant !== null) return byOf(actor, grant.authority, draft.applicantId)
  if (actor.subject === null) return null
  const authority = await authorityFor(tx, actor.subject, draft.applicantId, draft.itemCode, now.today)
  return authority === null ? null : byOf(actor, authority, authority === 'self' ? null : draft.applicantId)
}
