import { type Actor, type By, byOf, grantFor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { newId, newSecret } from '../../../kernel/ids.ts'
import { type Now, startOf } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { lookup, seal, unseal } from '../../../kernel/secrets.ts'
import { definitionOf, type ItemDefinition, openVersion, versionInForce } from '../../catalogue/index.ts'
import { eraseHeld, heldNames, holdFiles } from '../../document/index.ts'
import { authorityFor, maskedNames, readPerson, recordAccess } from '../../identity/index.ts'
import { BadForm, BeyondGuide, NoApplicant, PaperAtWindow, type Submitted } from '../contract.ts'
import { officesOf } from '../desk/rules.ts'
import { beyondGuide, notOnPaper } from '../rules.ts'
import { agentAtWindow, applicationRight, submit } from '../service/submitting.ts'
import {
  DraftConflict,
  type DraftList,
  type DraftOpened,
  type DraftValue,
  type DraftView,
  type NewDraft,
  type ResumeCode,
  type Saved,
  type Saving,
  TooManyDrafts,
  UnknownDraft,
  VersionChanged,
  WrongDraftCode,
} from './contract.ts'
import {
  changesBetween,
  codeMinutes,
  daysLeft,
  draftDays,
  filesIn,
  isSame,
  keepProblem,
  mostDrafts,
  removedOn,
  sectionsOf,
  submissionOf,
  type Values,
} from './rules.ts'
import * as store from './store.ts'

/**
 * Begins a draft: for oneself, for somebody one may apply for, or at a window for a person who is present – any clerk of the office goes on
 * with that one.
 *
 * @throws Refusal(item.…)        the item cannot be applied for now
 * @throws Refusal(NotYourPerson) no authority to speak for the applicant, or the agent has none
 * @throws Refusal(NoApplicant)   nobody named, or nobody known
 */
export async function openDraft(tx: Tx, given: NewDraft, actor: Actor, now: Now): Promise<DraftOpened> {
  const { versionId, definition } = await openVersion(tx, given.itemCode, now.at)
  const applicantId = given.applicantId ?? actor.subject
  if (applicantId === null) throw new Refusal(NoApplicant, {})
  const { isWindow } = await applicationRight(tx, definition, given.itemCode, applicantId, actor, now)
  await agentAtWindow(tx, given, applicantId, isWindow, now)
  if (!(await maskedNames(tx, [applicantId])).has(applicantId)) throw new Refusal(NoApplicant, {})
  if ((await store.countDrafts(tx, applicantId)) >= mostDrafts) throw new Refusal(TooManyDrafts, { most: mostDrafts })
  const draft = {
    draftId: newId(now.at),
    itemCode: given.itemCode,
    versionId,
    applicantId,
    agentId: given.agentId ?? null,
    madeBy: actor.id,
    organisation: isWindow ? definition.organ.uscc : null,
    place: isWindow ? actor.place : null,
    changedAt: now.at,
  }
  await store.insertDraft(tx, draft)
  await store.putHand(tx, draft.draftId, actor.id, now.at)
  if (isWindow) await fillContact(tx, draft, definition, actor, now)
  return { draftId: draft.draftId, removedOn: removedOn(now.at) }
}

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
  const box = value === null ? null : seal(sealName(draftId, path), JSON.stringify(value))
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

/** Gives out a code by which another device of one's own, or a window, takes the draft up. The one before works no more. @throws Refusal(UnknownDraft) */
export async function giveCode(tx: Tx, draftId: string, actor: Actor, now: Now): Promise<ResumeCode> {
  await lockFor(tx, draftId, actor, now)
  const code = newSecret(10)
  const until = new Date(now.at.getTime() + codeMinutes * 60_000)
  await store.setCode(tx, draftId, codeLookup(code), until)
  return { code, untilAt: until.toISOString() }
}

/**
 * Takes a draft up by its code: on another device whoever may see it anyway; at a window a clerk of the office that handles the item – the
 * applicant gave the code away, and from now on the windows there go on with it.
 *
 * @throws Refusal(WrongDraftCode) recorded: wrong, used, over, or not for this account
 */
export async function takeUp(tx: Tx, code: string, actor: Actor, now: Now): Promise<DraftOpened> {
  const draft = await store.lockByCode(tx, codeLookup(code.trim().toUpperCase()), now.at)
  if (draft === undefined) throw new Refusal(WrongDraftCode, {})
  if ((await rightTo(tx, draft, actor, now)) === null) {
    const { definition } = await versionInForce(tx, draft.itemCode, now.at)
    const organisation = definition.organ.uscc
    if (organisation === null || grantFor(actor, 'intake.accept', organisation) === null) throw new Refusal(WrongDraftCode, {})
    await store.setWindow(tx, draft.draftId, organisation, actor.place)
  }
  await store.setCode(tx, draft.draftId, null, null)
  await store.putHand(tx, draft.draftId, actor.id, now.at)
  return { draftId: draft.draftId, removedOn: removedOn(draft.changedAt) }
}

/** Removes a draft and its files. @throws Refusal(UnknownDraft) */
export async function removeDraft(tx: Tx, draftId: string, actor: Actor, now: Now): Promise<void> {
  await lockFor(tx, draftId, actor, now)
  await drop(tx, draftId)
}

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

/** Whether a draft is this actor's to see: also the files in it. */
export async function maySeeDraft(tx: Tx, draftId: string, actor: Actor, now: Now): Promise<boolean> {
  const draft = await store.findDraft(tx, draftId)
  return draft !== undefined && (await rightTo(tx, draft, actor, now)) !== null
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

const mostListed = 100

async function lockFor(tx: Tx, draftId: string, actor: Actor, now: Now): Promise<{ draft: store.DraftRow; isWindow: boolean }> {
  const draft = await store.lockDraft(tx, draftId)
  const by = draft === undefined ? null : await rightTo(tx, draft, actor, now)
  if (draft === undefined || by === null) throw new Refusal(UnknownDraft, {})
  return { draft, isWindow: draft.organisation !== null && grantFor(actor, 'intake.accept', draft.organisation) !== null }
}

/** By which right somebody works on a draft: as a clerk of the window that has it, as the applicant, or for them; null: not at all. */
async function rightTo(tx: Tx, draft: store.DraftRow, actor: Actor, now: Now): Promise<By | null> {
  const grant = draft.organisation === null ? null : grantFor(actor, 'intake.accept', draft.organisation)
  if (grant !== null) return byOf(actor, grant.authority, draft.applicantId)
  if (actor.subject === null) return null
  const authority = await authorityFor(tx, actor.subject, draft.applicantId, draft.itemCode, now.today)
  return authority === null ? null : byOf(actor, authority, authority === 'self' ? null : draft.applicantId)
}

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

/**
 * What the book knows of whoever stands at the window is not asked again: how to reach them, where the item's form asks for it. It is
 * changed like any other answer.
 */
async function fillContact(tx: Tx, draft: store.DraftRow, definition: ItemDefinition, actor: Actor, now: Now): Promise<void> {
  const person = await readPerson(tx, draft.agentId ?? draft.applicantId)
  const known = { contactName: person.kind === 'natural' ? person.name : null, contactPhone: person.phone }
  for (const [code, value] of Object.entries(known)) {
    const path = `form/${code}`
    if (value === null || keepProblem(definition, path, value) !== null) continue
    const box = seal(sealName(draft.draftId, path), JSON.stringify(value))
    await store.putAnswer(tx, draft.draftId, { path, rev: 1, box, savedBy: actor.id, savedAt: now.at })
  }
}

async function drop(tx: Tx, draftId: string): Promise<void> {
  await eraseHeld(tx, draftId)
  await store.dropDraft(tx, draftId)
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

function opened(draftId: string, path: string, box: Buffer | null): DraftValue {
  return box === null ? null : JSON.parse(unseal(sealName(draftId, path), box))
}

const sealName = (draftId: string, path: string) => `draft:${draftId}:${path}`
const codeLookup = (code: string) => lookup('draft.code', code)
