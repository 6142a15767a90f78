import type { Actor } from '../../../../kernel/actor.ts'
import type { Tx } from '../../../../kernel/db/index.ts'
import type { Now } from '../../../../kernel/now.ts'
import { Refusal } from '../../../../kernel/refusal.ts'
import { definitionOf, openVersion, versionInForce } from '../../../catalogue/index.ts'
import { heldNames } from '../../../document/index.ts'
import { authorityFor, maskedNames, recordAccess } from '../../../identity/index.ts'
import { officesOf } from '../../desk/rules.ts'
import { type DraftList, type DraftView, UnknownDraft } from '../contract.ts'
import { changesBetween, daysLeft, removedOn, sectionsOf, submissionOf, type Values } from '../rules.ts'
import * as store from '../store.ts'
import { opened } from './box.ts'
import { rightTo } from './rights.ts'

/** Drafts of whoever calls: for them, and those they make for others as long as they may. */
export async function ownDrafts(tx: Tx, actor: Actor, now: Now): Promise<DraftList> {
  if (actor.subject === null) return { drafts: [] }
  const rows = await store.draftsOf(tx, actor.subject, actor.id, mostListed)
  const theirs: store.DraftRow[] = []
  for (const row of rows) if ((await rightTo(tx, row, actor, now)) !== null) theirs.push(row)
  return listed(tx, theirs, actor, now)
}

/**
 * Drafts that the windows of an organisation have in hand, for any clerk there; left out: of all for which the clerk sits there.
 *
 * @throws Refusal(NoPower)
 */
export async function draftsAtDesk(
  tx: Tx,
  { organisation, applicant = null }: { organisation?: string; applicant?: string | null },
  actor: Actor,
  now: Now,
): Promise<DraftList> {
  return listed(tx, await store.draftsAt(tx, officesOf(actor, organisation), applicant, mostListed), actor, now)
}

/**
 * A draft, whole. Whoever is not the applicant leaves a trace that the applicant can see.
 *
 * @throws Refusal(UnknownDraft)
 */
export async function readDraft(tx: Tx, draftId: string, actor: Actor, now: Now): Promise<DraftView> {
  const draft = await store.findDraft(tx, draftId)
  const by = draft === undefined ? null : await rightTo(tx, draft, actor, now)
  if (draft === undefined || by === null) throw new Refusal(UnknownDraft, {})
  const { versionId, definition } = await versionInForce(tx, draft.itemCode, now.at)
  const rows = await store.answersOf(tx, draftId)
  const answers = rows.map(({ path, rev, box, savedBy, savedAt }) => {
    return { path, value: opened(draftId, path, box), rev, savedBy, savedAt: savedAt.toISOString() }
  })
  const values: Values = new Map(answers.map(({ path, value }) => [path, value]))
  const seen = await definitionOf(tx, draft.versionId)
  const changes = versionId === draft.versionId ? null : changesBetween(seen, definition, versionId)
  const barred = {
    identity: (await isAgentGood(tx, draft, now)) ? [] : ['代理授权已经失效，请重新登记委托'],
    submit: [...(await barring(tx, draft.itemCode, now)), ...(changes === null ? [] : ['内容有更新，请先核对并确认'])],
  }
  const look = { actor, subjectPersonId: draft.applicantId, purpose: 'intake.draft', authority: by.authority }
  if (rows.length > 0) await recordAccess(tx, { ...look, fields: rows.map(({ path }) => path) }, now)
  const { situations, form, materials, legalLimit, promisedLimit } = submissionOf(definition, values).item
  return {
    ...headOf(draft, definition.name, now),
    applicantName: (await maskedNames(tx, [draft.applicantId])).get(draft.applicantId) ?? null,
    agentId: draft.agentId,
    changes,
    demand: { code: draft.itemCode, versionId, situations, fields: form.fields, materials, legalLimit, promisedLimit },
    answers,
    files: await heldNames(tx, draftId),
    sections: sectionsOf(definition, values, barred),
    hands: (await store.handsOf(tx, draftId, 1_000)).map(({ account, lastAt }) => ({ account, lastAt: lastAt.toISOString() })),
  }
}

/** Whether a draft is this actor's to see: also the files in it. */
export async function maySeeDraft(tx: Tx, draftId: string, actor: Actor, now: Now): Promise<boolean> {
  const draft = await store.findDraft(tx, draftId)
  return draft !== undefined && (await rightTo(tx, draft, actor, now)) !== null
}

const mostListed = 100

async function isAgentGood(tx: Tx, { agentId, applicantId, itemCode }: store.DraftRow, now: Now): Promise<boolean> {
  return agentId === null || (await authorityFor(tx, agentId, applicantId, itemCode, now.today)) !== null
}

/** Why the item cannot be applied for now, in a sentence; empty: it can. */
async function barring(tx: Tx, itemCode: string, now: Now): Promise<string[]> {
  try {
    await openVersion(tx, itemCode, now.at)
    return []
  } catch (error) {
    if (error instanceof Refusal) return [error.kind.message(error.facts)]
    throw error
  }
}

async function listed(tx: Tx, rows: readonly store.DraftRow[], actor: Actor, now: Now): Promise<DraftList> {
  const names = await maskedNames(
    tx,
    rows.map(({ applicantId }) => applicantId),
  )
  const drafts: DraftList['drafts'] = []
  for (const row of rows) {
    const { name } = await definitionOf(tx, row.versionId)
    drafts.push({ ...headOf(row, name, now), applicantName: names.get(row.applicantId) ?? null, isOwn: row.madeBy === actor.id })
  }
  return { drafts }
}

function headOf({ draftId, itemCode, applicantId, organisation, place, changedAt }: store.DraftRow, itemName: string, now: Now) {
  return {
    draftId,
    itemCode,
    itemName,
    applicantId,
    isAtWindow: organisation !== null,
    place,
    changedAt: changedAt.toISOString(),
    removedOn: removedOn(changedAt),
    daysLeft: daysLeft(changedAt, now.today),
  }
}
