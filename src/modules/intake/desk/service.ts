import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import type { ListedCase } from '../../casework/contract.ts'
import {
  type Acted,
  acted,
  addressed,
  deskTray,
  findByNumber,
  isCaseNumber,
  lockSettled,
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
import { heldOriginals, keptOriginals, officesOf } from './rules.ts'

/** As many as a tray shows. */
const mostInTray = 100

/**
 * What waits at the windows of an organisation – left out: of all for which the clerk sits there –, of each kind the first hundred, the
 * nearest last day first.
 *
 * @throws Refusal(NoPower)
 */
export async function trays(tx: Tx, organisation: string | undefined, actor: Actor, now: Now): Promise<Trays> {
  const offices = officesOf(actor, organisation)
  const of = async (state: 'submitted' | 'correcting' | 'issued') => {
    const found: Awaited<ReturnType<typeof deskTray>> = []
    for (const office of offices) found.push(...(await deskTray(tx, office, state, now)))
    return offices.length === 1 ? found : found.sort((a, b) => (lastDay(a.listed) < lastDay(b.listed) ? -1 : 1))
  }
  const cases = (found: Awaited<ReturnType<typeof of>>) => found.slice(0, mostInTray).map(({ listed }) => listed)
  const submitted = await of('submitted')
  return {
    waiting: cases(submitted.filter(({ state }) => !isNoticed(state))),
    supplied: cases(submitted.filter(({ state }) => isNoticed(state))),
    correcting: cases(await of('correcting')),
    ready: cases(await of('issued')),
  }
}

/** What a list is ordered by: the nearest last day, and what came first; what no clock waits for stands last. */
function lastDay({ clock, caseId }: ListedCase): string {
  return `${clock?.dueOn ?? '9999-12-31'} ${caseId}`
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
