import type { Actor } from '../../../../kernel/actor.ts'
import type { Tx } from '../../../../kernel/db/index.ts'
import type { Now } from '../../../../kernel/now.ts'
import { Refusal } from '../../../../kernel/refusal.ts'
import { definitionOf, versionInForce } from '../../../catalogue/index.ts'
import { eraseHeld, holdFiles } from '../../../document/index.ts'
import { BadForm, BeyondGuide, PaperAtWindow } from '../../contract.ts'
import { beyondGuide, notOnPaper } from '../../rules.ts'
import { DraftConflict, type DraftOpened, type DraftValue, type Saved, type Saving, VersionChanged } from '../contract.ts'
import { changesBetween, filesIn, isSame, keepProblem, removedOn } from '../rules.ts'
import * as store from '../store.ts'
import { boxed, opened } from './box.ts'
import { lockFor } from './rights.ts'

/**
 * Saves one answer or material. Of two who saw the same one, the second is told both and chooses; the same thing said twice is no conflict.
 *
 * @throws Refusal(UnknownDraft)
 * @throws Refusal(BadForm)       it can never be kept: too long, no such answer
 * @throws Refusal(BeyondGuide)   a material that the item's list does not have
 * @throws Refusal(PaperAtWindow) paper, but not at a window
 * @throws Refusal(UnknownFile)   a file that is not one's own
 * @throws Refusal(DraftConflict) somebody saved another value meanwhile
 */
export async function saveAnswer(tx: Tx, draftId: string, given: Saving, actor: Actor, now: Now): Promise<Saved> {
  const { draft, isWindow } = await lockFor(tx, draftId, actor, now)
  const { path, value } = given
  const before = await store.findAnswer(tx, draftId, path)
  const stands = before === undefined ? null : opened(draftId, path, before.box)
  const saved = { rev: before?.rev ?? 0, removedOn: removedOn(draft.changedAt) }
  if (isSame(stands, value)) return saved
  if (saved.rev !== given.rev) {
    const savedAt = (before?.savedAt ?? draft.changedAt).toISOString()
    throw new Refusal(DraftConflict, { path, rev: saved.rev, yours: value, theirs: stands, savedAt })
  }
  if (value !== null) await checkValue(tx, draft, path, value, isWindow, now)

  await holdFiles(tx, draftId, filesIn(value), actor.id)
  const gone = filesIn(stands).filter((fileId) => !filesIn(value).includes(fileId))
  if (gone.length > 0) await eraseHeld(tx, draftId, gone)
  const box = value === null ? null : boxed(draftId, path, value)
  await store.putAnswer(tx, draftId, { path, rev: saved.rev + 1, box, savedBy: actor.id, savedAt: now.at })
  await store.putHand(tx, draftId, actor.id, now.at)
  await store.setChanged(tx, draftId, now.at)
  return { rev: saved.rev + 1, removedOn: removedOn(now.at) }
}

/**
 * Goes on with the version of the item that is in force now; what was answered stays.
 *
 * @param versionId the version whose changes were shown
 * @throws Refusal(UnknownDraft)
 * @throws Refusal(VersionChanged) by now yet another one is in force
 */
export async function adoptVersion(tx: Tx, draftId: string, versionId: string, actor: Actor, now: Now): Promise<DraftOpened> {
  const { draft } = await lockFor(tx, draftId, actor, now)
  const inForce = await versionInForce(tx, draft.itemCode, now.at)
  if (inForce.versionId !== versionId)
    throw new Refusal(
      VersionChanged,
      changesBetween(await definitionOf(tx, draft.versionId), inForce.definition, inForce.versionId),
    )
  await store.setVersion(tx, draftId, versionId)
  await store.setChanged(tx, draftId, now.at)
  return { draftId, removedOn: removedOn(now.at) }
}

async function checkValue(
  tx: Tx,
  draft: store.DraftRow,
  path: string,
  value: Exclude<DraftValue, null>,
  isWindow: boolean,
  now: Now,
): Promise<void> {
  const { definition } = await versionInForce(tx, draft.itemCode, now.at)
  const [kind, code = ''] = path.split('/')
  if (kind === 'material' && beyondGuide(definition, [code]).length > 0) throw new Refusal(BeyondGuide, { materials: [code] })
  const problem = keepProblem(definition, path, value)
  if (problem !== null) throw new Refusal(BadForm, { problems: [problem] })
  const given = typeof value === 'string' ? [] : value.map((handed) => ({ code, ...handed }))
  const unfit = notOnPaper(given, isWindow)
  if (unfit.length > 0) throw new Refusal(PaperAtWindow, { materials: unfit })
}
