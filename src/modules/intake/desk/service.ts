import { type Actor, grantFor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import {
  type Acted,
  acted,
  addressed,
  deskTray,
  findByNumber,
  isCaseNumber,
  lockSettled,
  NoPower,
  perform,
  readCase,
  UnknownCase,
} from '../../casework/index.ts'
import { materialsOf } from '../../document/index.ts'
import { maskedNames } from '../../identity/index.ts'
import { findPlace } from '../../region/index.ts'
import { BeyondGuide } from '../contract.ts'
import { custodyLetter } from '../letters.ts'
import { renewalView } from '../renewal/rules.ts'
import { askedShortfalls, beyondGuide, givenCodes, isNoticed, shortfalls } from '../rules.ts'
import { itemOf } from '../service/answering.ts'
import { type Checklist, type KeepOriginals, NothingKept, type ReturnOriginals, type Trays } from './contract.ts'
import { heldOriginals, keptOriginals } from './rules.ts'

/**
 * What waits at the windows of an organisation, of each kind the first hundred.
 *
 * @throws Refusal(NoPower)
 */
export async function trays(tx: Tx, organisation: string, actor: Actor, now: Now): Promise<Trays> {
  if (grantFor(actor, 'intake.accept', organisation) === null) throw new Refusal(NoPower, { power: 'intake.accept' })
  const submitted = await deskTray(tx, organisation, 'submitted', now)
  const of = async (state: 'correcting' | 'issued') => (await deskTray(tx, organisation, state, now)).map(({ listed }) => listed)
  return {
    waiting: submitted.flatMap(({ state, listed }) => (isNoticed(state) ? [] : [listed])),
    supplied: submitted.flatMap(({ state, listed }) => (isNoticed(state) ? [listed] : [])),
    correcting: await of('correcting'),
    ready: await of('issued'),
  }
}

/**
 * The case that bears a number, for a window that may see it.
 *
 * @throws Refusal(UnknownCase) there is none, or it is not for this actor to see
 */
export async function caseOfNumber(tx: Tx, number: string, actor: Actor, now: Now): Promise<{ caseId: string }> {
  const caseId = isCaseNumber(number) ? await findByNumber(tx, number) : null
  if (caseId === null) throw new Refusal(UnknownCase, {})
  await readCase(tx, caseId, actor, now)
  return { caseId }
}

/** The checklist of a case. @throws Refusal(UnknownCase) */
export async function checklist(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<Checklist> {
  const { state } = await readCase(tx, caseId, actor, now)
  const item = await itemOf(tx, state)
  const given = await materialsOf(tx, caseId)
  const names = await maskedNames(tx, [state.applicantId])
  return {
    itemName: item.name,
    department: item.organ.name,
    isImmediate: item.isImmediate,
    resultName: item.result?.name ?? null,
    applicantName: names.get(state.applicantId) ?? null,
    fields: item.form.fields,
    lines: item.materials.map((material) => ({
      material,
      given: given
        .filter(({ code }) => code === material.code)
        .map(({ form, copies, trust, fileId, checkedBy }) => ({ form, copies, trust, fileId, isCompared: checkedBy !== null })),
    })),
    missing: shortfalls(item.materials, givenCodes(state)),
    asked: askedShortfalls(state),
    kept: keptOriginals(state),
    renewal: renewalView(state, item),
  }
}

/**
 * Takes originals into custody for a while, with a slip 原件保管单 for whoever handed them in.
 *
 * @throws Refusal(BeyondGuide) something that is not on the item's list
 */
export async function keepOriginals(tx: Tx, caseId: string, given: KeepOriginals, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  const item = await itemOf(tx, file.state)
  const codes = [...new Set(given.originals.map(({ code }) => code))]
  const beyond = beyondGuide(item, codes)
  if (beyond.length > 0) throw new Refusal(BeyondGuide, { materials: beyond })
  const place = actor.place === null ? undefined : await findPlace(tx, actor.place)
  return acted(
    await perform(tx, file, 'keepOriginals', actor, async () => ({
      body: { materials: codes },
      facts: { [`custody/${file.head.seq + 1}`]: { handedInBy: given.handedInBy, originals: given.originals } },
      document: await custodyLetter(tx, addressed(file, item), given, place?.name ?? '受理窗口', now),
    })),
  )
}

/** Gives originals back. @throws Refusal(NothingKept) */
export async function returnOriginals(tx: Tx, caseId: string, given: ReturnOriginals, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  return acted(
    await perform(tx, file, 'returnOriginals', actor, async () => {
      if (!heldOriginals(file.state).some(({ seq }) => seq === given.keptSeq)) throw new Refusal(NothingKept, {})
      return { body: { keptSeq: given.keptSeq }, facts: { [`custody/${given.keptSeq}/receivedBy`]: given.receivedBy } }
    }),
  )
}
