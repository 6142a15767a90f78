import type { Actor } from '../../../../kernel/actor.ts'
import type { Tx } from '../../../../kernel/db/index.ts'
import { type Now, startOf } from '../../../../kernel/now.ts'
import { Refusal } from '../../../../kernel/refusal.ts'
import { definitionOf, openVersion } from '../../../catalogue/index.ts'
import { eraseHeld } from '../../../document/index.ts'
import type { Submitted } from '../../contract.ts'
import { submit } from '../../service/submitting.ts'
import { VersionChanged } from '../contract.ts'
import { changesBetween, draftDays, submissionOf, type Values } from '../rules.ts'
import * as store from '../store.ts'
import { opened } from './box.ts'
import { lockFor } from './rights.ts'

/**
 * Submits a draft: the same as submitting at once, with what is asked in its situation; the draft is gone with it.
 *
 * @throws Refusal(UnknownDraft)
 * @throws Refusal(VersionChanged) the item changed since: what changed, for the caller to look at first
 * @throws Refusal                 whatever `submit` refuses
 */
export async function submitDraft(tx: Tx, draftId: string, actor: Actor, now: Now): Promise<Submitted> {
  const { draft } = await lockFor(tx, draftId, actor, now)
  const { versionId, definition } = await openVersion(tx, draft.itemCode, now.at)
  if (versionId !== draft.versionId)
    throw new Refusal(VersionChanged, changesBetween(await definitionOf(tx, draft.versionId), definition, versionId))
  const rows = await store.answersOf(tx, draftId)
  const values: Values = new Map(rows.map(({ path, box }) => [path, opened(draftId, path, box)]))
  const { answers, form, materials } = submissionOf(definition, values)
  const hands = await store.handsOf(tx, draftId, 50)
  const { itemCode, applicantId, agentId } = draft
  const given = { itemCode, applicantId, ...(agentId === null ? {} : { agentId }), answers, form, materials }
  const preparedBy = hands.map(({ account }) => account)
  const savedBy = new Map(rows.map((row) => [row.path, row.savedBy]))
  const submitted = await submit(tx, given, actor, now, { draftId, preparedBy, savedBy })
  await drop(tx, draftId)
  return submitted
}

/** Removes a draft and its files. @throws Refusal(UnknownDraft) */
export async function removeDraft(tx: Tx, draftId: string, actor: Actor, now: Now): Promise<void> {
  await lockFor(tx, draftId, actor, now)
  await drop(tx, draftId)
}

/** Removes some of the drafts whose time is over, with their files; answers how many. */
export async function removeOldDrafts(tx: Tx, now: Now, limit: number): Promise<number> {
  const before = new Date(startOf(now.today).getTime() - (draftDays - 1) * 86_400_000)
  const old = await store.lockOld(tx, before, limit)
  for (const draftId of old) await drop(tx, draftId)
  return old.length
}

/** Removes the drafts for a person who is erased. @source 个人信息保护法 47 */
export async function removeDraftsFor(tx: Tx, personId: string): Promise<void> {
  for (const draftId of await store.lockDraftsFor(tx, personId)) await drop(tx, draftId)
}

async function drop(tx: Tx, draftId: string): Promise<void> {
  await eraseHeld(tx, draftId)
  await store.dropDraft(tx, draftId)
}
