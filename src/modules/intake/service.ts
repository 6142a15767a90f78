import { type Actor, type By, byOf, grantFor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { newId } from '../../kernel/ids.ts'
import type { Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import {
  type Acted,
  acted,
  addressed,
  begin,
  caseNumber,
  findByNumber,
  isCaseNumber,
  lockSettled,
  open,
  perform,
  queryCodeOf,
  stateNameOf,
  type TimeRule,
} from '../casework/index.ts'
import { definitionOf, type ItemDefinition, openVersion } from '../catalogue/index.ts'
import { giveFiles, recordMaterials } from '../document/index.ts'
import { authorityFor } from '../identity/index.ts'
import {
  BadForm,
  BeyondGuide,
  type CorrectionNotice,
  type GivenMaterial,
  Incomplete,
  NoApplicant,
  NotYourPerson,
  OrganMissing,
  type Progress,
  type Submission,
  type Submitted,
  type Supplement,
  type TurnAway,
  WrongQuery,
} from './contract.ts'
import { acceptanceLetter, correctionLetter, receiptLetter, turnedAwayLetter, withdrawnLetter } from './letters.ts'
import { acceptanceTimers, askedShortfalls, beyondGuide, formProblems, givenCodes, receiptTimers, shortfalls } from './rules.ts'

/** What time does here. A permit that nobody answered is accepted as of the day its materials came in. @source 行政许可法 32(四) */
export const timeRules: readonly TimeRule[] = [
  {
    timer: 'ACCEPT_REVIEW',
    act: async (tx, state, timer) => ({
      code: 'deemAccept',
      change: {
        body: { acceptedOn: timer.startedOn },
        on: timer.startedOn,
        end: ['ACCEPT_REVIEW'],
        start: acceptanceTimers(await definitionOf(tx, state.versionId), timer.startedOn),
      },
    }),
  },
]

/**
 * Takes in an application 收件: online by the applicant or an agent, at a window by a clerk for a person who is present. It is received
 * whether complete or not; what is missing is said at once, to be noticed once.
 *
 * @throws Refusal(item.…)        the item cannot be applied for now
 * @throws Refusal(BadForm)       everything wrong with the form
 * @throws Refusal(BeyondGuide)   a material that the item's list does not have
 * @throws Refusal(NotYourPerson) no authority to speak for the applicant
 * @source 行政许可法 29, 32
 */
export async function submit(tx: Tx, given: Submission, actor: Actor, now: Now): Promise<Submitted> {
  const version = await openVersion(tx, given.itemCode, now.at)
  const { definition: item } = version
  const applicantId = given.applicantId ?? actor.subject
  if (applicantId === null) throw new Refusal(NoApplicant, {})
  const by = await applicationRight(tx, item, given.itemCode, applicantId, actor, now)
  const problems = formProblems(item.form.fields, given.form)
  if (problems.length > 0) throw new Refusal(BadForm, { problems })
  refuseBeyondGuide(item, given.materials)

  const caseId = newId(now.at)
  const organisation = item.organ.uscc ?? ''
  const from = await begin(tx, organisation, applicantId, now)
  const number = caseNumber(item.areaCode, now.today, from.serial)
  const codes = [...new Set(given.materials.map((material) => material.code))]
  const to = { caseId, number, applicantId, itemCode: given.itemCode, item, letterhead: from.letterhead }
  const taker = by.channel === 'window' ? '受理窗口' : '政务服务平台'
  const document = codes.length === 0 ? undefined : await receiptLetter(tx, to, codes, taker, now, from.calendar)
  const file = await open(
    tx,
    caseId,
    'submit',
    {
      number,
      itemCode: given.itemCode,
      versionId: version.versionId,
      ruleSet: item.ruleSet,
      organisation,
      applicantId,
    },
    {
      body: { materials: codes },
      facts: {
        'applicant/name': from.letterhead.applicantName(),
        ...formFacts(given.form),
        ...(await materialFacts(tx, caseId, given.materials, actor, now)),
      },
      start: receiptTimers(item.ruleSet, now.today),
      ...(document === undefined ? {} : { document }),
    },
    by,
    from,
  )
  const { seq, hash, documentId } = acted(file)
  return {
    caseId,
    number,
    receivedOn: now.today,
    shortfalls: shortfalls(item.materials, codes),
    documentId,
    seq,
    hash,
  }
}

/**
 * Tells the applicant, once, everything that is to be mended 一次性告知.
 *
 * @throws Refusal(BeyondGuide)  asks for what the guide does not say; recorded
 * @throws Refusal(SecondNotice) it was told before; recorded
 * @source 行政许可法 32(四)
 */
export async function askCorrection(tx: Tx, caseId: string, notice: CorrectionNotice, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  const item = await definitionOf(tx, file.state.versionId)
  const codes = notice.shortfalls.map((shortfall) => shortfall.material)
  const beyond = beyondGuide(item, codes)
  if (beyond.length > 0) throw new Refusal(BeyondGuide, { materials: beyond })
  return acted(
    await perform(tx, file, 'askCorrection', actor, async () => ({
      body: { shortfalls: notice.shortfalls.map(({ material, problem }) => ({ material, problem })) },
      end: ['ACCEPT_REVIEW'],
      document: await correctionLetter(tx, addressed(file, item), file.state.receivedOn, notice.shortfalls, now),
    })),
  )
}

/**
 * The applicant hands in what was asked for – all of it; from today the authority has its five days again.
 *
 * @throws Refusal(Incomplete) part of what was asked for is still missing
 * @source 行政许可法 32(五)
 */
export async function supply(tx: Tx, caseId: string, given: Supplement, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  const item = await definitionOf(tx, file.state.versionId)
  refuseBeyondGuide(item, given.materials)
  const codes = [...new Set(given.materials.map((material) => material.code))]
  const missing = askedShortfalls(file.state).filter((shortfall) => !codes.includes(shortfall.material))
  return acted(
    await perform(tx, file, 'supply', actor, async () => {
      if (missing.length > 0) throw new Refusal(Incomplete, { shortfalls: missing })
      return {
        body: { materials: codes },
        facts: await materialFacts(tx, caseId, given.materials, actor, now),
        start: receiptTimers(item.ruleSet, now.today, 'supply'),
      }
    }),
  )
}

/**
 * Accepts a case 受理: its materials are complete, so from now on the authority's time runs.
 *
 * @throws Refusal(Incomplete)          materials missing
 * @throws Refusal(casework.NotAllowed) the case is not waiting for acceptance
 * @source 行政许可法 32(五), 42
 */
export async function accept(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  const item = await definitionOf(tx, file.state.versionId)
  return acted(
    await perform(tx, file, 'accept', actor, async () => {
      const missing = shortfalls(item.materials, givenCodes(file.state))
      if (missing.length > 0) throw new Refusal(Incomplete, { shortfalls: missing })
      return {
        end: ['ACCEPT_REVIEW'],
        start: acceptanceTimers(item, now.today),
        document: await acceptanceLetter(tx, addressed(file, item), file.state.receivedOn, now, file.calendar),
      }
    }),
  )
}

/**
 * Turns an application away 不予受理, with the reason and where to turn instead.
 *
 * @throws Refusal(OrganMissing) not competent, but no competent organ named
 * @source 行政许可法 32(一)(二)
 */
export async function turnAway(tx: Tx, caseId: string, why: TurnAway, actor: Actor, now: Now): Promise<Acted> {
  if (why.ground === 'not_competent' && why.competentOrgan === null) throw new Refusal(OrganMissing, {})
  const file = await lockSettled(tx, caseId, now)
  const item = await definitionOf(tx, file.state.versionId)
  return acted(
    await perform(tx, file, 'turnAway', actor, async () => ({
      body: { ground: why.ground },
      facts: { 'turnAway/reason': why.reason, 'turnAway/competentOrgan': why.competentOrgan },
      document: await turnedAwayLetter(tx, addressed(file, item), file.state.receivedOn, why, now),
    })),
  )
}

/** The applicant takes the application back, until it is decided. */
export async function withdraw(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  const item = await definitionOf(tx, file.state.versionId)
  return acted(
    await perform(tx, file, 'withdraw', actor, async () => ({
      document: await withdrawnLetter(tx, addressed(file, item), file.state.receivedOn, now),
    })),
  )
}

/**
 * Progress for whoever holds number and query code; nothing personal.
 *
 * @throws Refusal(WrongQuery) the two do not belong together
 */
export async function progress(tx: Tx, number: string, queryCode: string, now: Now): Promise<Progress> {
  const caseId = isCaseNumber(number) ? await findByNumber(tx, number) : null
  if (caseId === null || queryCodeOf(caseId) !== queryCode.trim().toUpperCase()) throw new Refusal(WrongQuery, {})
  const file = await lockSettled(tx, caseId, now)
  const { state } = file
  const { dueOn, promisedOn } = acted(file)
  return {
    number,
    itemName: (await definitionOf(tx, state.versionId)).name,
    stateName: stateNameOf(state.state, state.ruleSet),
    receivedOn: state.receivedOn,
    acceptedOn: state.acceptedOn,
    decidedOn: state.decidedOn,
    dueOn,
    promisedOn,
  }
}

/** By which right somebody applies for the applicant. A clerk writes down for a person at the window and is named as the doer. */
async function applicationRight(
  tx: Tx,
  item: ItemDefinition,
  itemCode: string,
  applicantId: string,
  actor: Actor,
  now: Now,
): Promise<By> {
  const grant = item.organ.uscc === null ? null : grantFor(actor, 'intake.accept', item.organ.uscc)
  if (grant !== null) return byOf(actor, grant.authority, applicantId)
  const authority = actor.subject === null ? null : await authorityFor(tx, actor.subject, applicantId, itemCode, now.today)
  if (authority === null) throw new Refusal(NotYourPerson, {})
  return byOf(actor, authority, authority === 'self' ? null : applicantId)
}

function refuseBeyondGuide(item: ItemDefinition, materials: readonly GivenMaterial[]): void {
  const beyond = beyondGuide(
    item,
    materials.map((material) => material.code),
  )
  if (beyond.length > 0) throw new Refusal(BeyondGuide, { materials: beyond })
}

function formFacts(form: Submission['form']): Record<string, Json> {
  return Object.fromEntries(Object.entries(form).map(([code, answer]) => [`form/${code}`, answer]))
}

/** Files become the case's own, each a material of the list; the event commits to each one's digest. */
async function materialFacts(
  tx: Tx,
  caseId: string,
  materials: readonly GivenMaterial[],
  actor: Actor,
  now: Now,
): Promise<Record<string, Json>> {
  const files = await giveFiles(
    tx,
    caseId,
    materials.map((material) => material.fileId),
    actor.id,
  )
  const records = materials.map(({ code, fileId }) => ({
    code,
    fileId,
    form: 'electronic' as const,
    copies: 1,
    source: 'own' as const,
    validUntil: null,
    checkedBy: null,
  }))
  await recordMaterials(tx, caseId, records, now)
  return Object.fromEntries(
    materials.map(({ code, fileId }, i) => [`material/${code}/${fileId}`, { fileId, digest: files[i]?.digest ?? '' }]),
  )
}
