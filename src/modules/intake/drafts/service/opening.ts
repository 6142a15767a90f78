import { type Actor, grantFor } from '../../../../kernel/actor.ts'
import type { Tx } from '../../../../kernel/db/index.ts'
import { newId, newSecret } from '../../../../kernel/ids.ts'
import type { Now } from '../../../../kernel/now.ts'
import { Refusal } from '../../../../kernel/refusal.ts'
import { lookup } from '../../../../kernel/secrets.ts'
import { type ItemDefinition, openVersion, versionInForce } from '../../../catalogue/index.ts'
import { maskedNames, readPerson } from '../../../identity/index.ts'
import { NoApplicant } from '../../contract.ts'
import { agentAtWindow, applicationRight } from '../../service/submitting.ts'
import { type DraftOpened, type NewDraft, type ResumeCode, TooManyDrafts, WrongDraftCode } from '../contract.ts'
import { codeMinutes, keepProblem, mostDrafts, removedOn } from '../rules.ts'
import * as store from '../store.ts'
import { boxed } from './box.ts'
import { lockFor, rightTo } from './rights.ts'

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
    const box = boxed(draft.draftId, path, value)
    await store.putAnswer(tx, draft.draftId, { path, rev: 1, box, savedBy: actor.id, savedAt: now.at })
  }
}

const codeLookup = (code: string) => lookup('draft.code', code)
