import { type Actor, type By, byOf, grantFor } from '../../../kernel/actor.ts'
import type { Json, JsonObject } from '../../../kernel/canonical.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { type Acted, acted, begin, caseNumber, lockSettled, open, perform } from '../../casework/index.ts'
import { answerProblems, demandable, type ItemDefinition, openVersion } from '../../catalogue/index.ts'
import { giveFiles, type MaterialSource, recordMaterials } from '../../document/index.ts'
import { authorityFor } from '../../identity/index.ts'
import { findPlace } from '../../region/index.ts'
import {
  BadForm,
  BeyondGuide,
  type GivenMaterial,
  Incomplete,
  NoApplicant,
  NotYourPerson,
  PaperAtWindow,
  type Submission,
  type Submitted,
  type Supplement,
} from '../contract.ts'
import { receiptLetter } from '../letters.ts'
import { askedShortfalls, beyondGuide, formProblems, notOnPaper, receiptTimers, shortfalls } from '../rules.ts'
import { itemOf } from './answering.ts'

/** The draft that a submission comes from: it holds the files, these accounts worked on it, and who saved what by path. */
export type FromDraft = {
  readonly draftId: string
  readonly preparedBy: readonly string[]
  readonly savedBy: ReadonlyMap<string, string>
}

/**
 * Takes in an application 收件: online by the applicant or an agent, at a window by a clerk for a person who is present. It is received
 * whether complete or not; what is missing is said at once, to be noticed once.
 *
 * @throws Refusal(item.…)        the item cannot be applied for now
 * @throws Refusal(BadForm)       everything wrong with situation and form
 * @throws Refusal(BeyondGuide)   a material that the item's list does not have in this situation
 * @throws Refusal(PaperAtWindow) paper, but not at a window
 * @throws Refusal(NotYourPerson) no authority to speak for the applicant
 * @source 行政许可法 29, 32
 */
export async function submit(
  tx: Tx,
  given: Submission,
  actor: Actor,
  now: Now,
  draft: FromDraft | null = null,
): Promise<Submitted> {
  const version = await openVersion(tx, given.itemCode, now.at)
  const answers = given.answers ?? {}
  const item = demandable(version.definition, answers)
  const applicantId = given.applicantId ?? actor.subject
  if (applicantId === null) throw new Refusal(NoApplicant, {})
  const { by, isWindow } = await applicationRight(tx, item, given.itemCode, applicantId, actor, now)
  const agent = await agentAtWindow(tx, given, applicantId, isWindow, now)
  const problems = [...answerProblems(version.definition, answers), ...formProblems(item.form.fields, given.form)]
  if (problems.length > 0) throw new Refusal(BadForm, { problems })
  refuseUnfit(item, given.materials, isWindow)

  const caseId = newId(now.at)
  const organisation = item.organ.uscc ?? ''
  const from = await begin(tx, organisation, applicantId, now, by.place)
  const number = caseNumber(item.areaCode, now.today, from.serial)
  const codes = [...new Set(given.materials.map((material) => material.code))]
  const to = { caseId, number, applicantId, itemCode: given.itemCode, item, letterhead: from.letterhead }
  const place = isWindow && by.place !== null ? await findPlace(tx, by.place) : undefined
  const taker = { by: isWindow ? '受理窗口' : '政务服务平台', place: place?.name ?? null }
  const document = codes.length === 0 ? undefined : await receiptLetter(tx, to, given.materials, taker, now, from.calendar)
  const preparedBy = (draft?.preparedBy ?? []).filter((account) => account !== actor.id)
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
      body: {
        materials: codes,
        ...(Object.keys(answers).length === 0 ? {} : { answers }),
        ...(agent === null ? {} : { agent }),
        ...(preparedBy.length === 0 ? {} : { preparedBy }),
      },
      facts: {
        'applicant/name': from.letterhead.applicantName(),
        ...formFacts(given.form),
        ...(await materialFacts(tx, caseId, item, given.materials, { actor, draft }, now)),
      },
      start: receiptTimers(item.ruleSet, now.today),
      ...(document === undefined ? {} : { document }),
    },
    by,
    from,
  )
  const { seq, hash, documentId } = acted(file)
  return { caseId, number, receivedOn: now.today, shortfalls: shortfalls(item.materials, codes), documentId, seq, hash }
}

/**
 * What was asked for is handed in – all of it, by the applicant, an agent, or at the window; from today the authority has its five days
 * again.
 *
 * @throws Refusal(Incomplete) part of what was asked for is still missing
 * @source 行政许可法 32(五)
 */
export async function supply(tx: Tx, caseId: string, given: Supplement, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  const item = await itemOf(tx, file.state)
  const isWindow = grantFor(actor, 'intake.accept', file.state.organisation) !== null
  const codes = [...new Set(given.materials.map((material) => material.code))]
  const missing = askedShortfalls(file.state).filter((shortfall) => !codes.includes(shortfall.material))
  return acted(
    await perform(tx, file, 'supply', actor, async () => {
      refuseUnfit(item, given.materials, isWindow)
      if (missing.length > 0) throw new Refusal(Incomplete, { shortfalls: missing })
      return {
        body: { materials: codes },
        facts: await materialFacts(tx, caseId, item, given.materials, { actor, draft: null }, now),
        start: receiptTimers(item.ruleSet, now.today, 'supply'),
      }
    }),
  )
}

/**
 * By which right somebody applies for the applicant. A clerk writes down for a person at the window and is named as the doer.
 *
 * @throws Refusal(NotYourPerson)
 */
export async function applicationRight(
  tx: Tx,
  item: ItemDefinition,
  itemCode: string,
  applicantId: string,
  actor: Actor,
  now: Now,
): Promise<{ by: By; isWindow: boolean }> {
  const grant = item.organ.uscc === null ? null : grantFor(actor, 'intake.accept', item.organ.uscc)
  if (grant !== null) return { by: byOf(actor, grant.authority, applicantId), isWindow: true }
  const authority = actor.subject === null ? null : await authorityFor(tx, actor.subject, applicantId, itemCode, now.today)
  if (authority === null) throw new Refusal(NotYourPerson, {})
  return { by: byOf(actor, authority, authority === 'self' ? null : applicantId), isWindow: false }
}

/** The agent at the window with their right 委托, as the event names them. @source 行政许可法 29 */
export async function agentAtWindow(
  tx: Tx,
  { itemCode, agentId }: { itemCode: string; agentId?: string },
  applicantId: string,
  isWindow: boolean,
  now: Now,
): Promise<{ id: string; authority: string } | null> {
  if (agentId === undefined) return null
  const authority = isWindow ? await authorityFor(tx, agentId, applicantId, itemCode, now.today) : null
  if (authority === null || authority === 'self') throw new Refusal(NotYourPerson, {})
  return { id: agentId, authority }
}

function refuseUnfit(item: ItemDefinition, materials: readonly GivenMaterial[], isWindow: boolean): void {
  const beyond = beyondGuide(
    item,
    materials.map((material) => material.code),
  )
  if (beyond.length > 0) throw new Refusal(BeyondGuide, { materials: beyond })
  const unfit = notOnPaper(materials, isWindow)
  if (unfit.length > 0) throw new Refusal(PaperAtWindow, { materials: unfit })
}

function formFacts(form: Submission['form']): Record<string, Json> {
  return Object.fromEntries(Object.entries(form).map(([code, answer]) => [`form/${code}`, answer]))
}

/** Files become the case's own, each a material of the list; the event commits to each one's digest, and to what came on paper. */
async function materialFacts(
  tx: Tx,
  caseId: string,
  item: ItemDefinition,
  materials: readonly GivenMaterial[],
  from: { actor: Actor; draft: FromDraft | null },
  now: Now,
): Promise<Record<string, Json>> {
  const fileIds = materials.flatMap(({ fileId }) => fileId ?? [])
  const files = await giveFiles(tx, caseId, fileIds, from.actor.id, from.draft?.draftId ?? null)
  const digests = new Map(files.map(({ fileId, digest }) => [fileId, digest]))
  const records = materials.map(({ code, fileId = null, form = 'electronic', copies = 1, isCompared = false }) => {
    const source: MaterialSource = isCompared ? 'window' : (item.materials.find((line) => line.code === code)?.source ?? 'own')
    const takenBy = from.draft?.savedBy.get(`material/${code}`) ?? from.actor.id
    return { code, fileId, form, copies, source, validUntil: null, checkedBy: isCompared ? takenBy : null }
  })
  await recordMaterials(tx, caseId, records, now)
  return Object.fromEntries(
    records.map(({ code, fileId, form, copies, source }, i): [string, JsonObject] => {
      const kind = form === 'electronic' && source !== 'window' ? {} : { form, copies, source }
      if (fileId === null) return [`material/${code}/paper${i + 1}`, kind]
      return [`material/${code}/${fileId}`, { fileId, digest: digests.get(fileId) ?? '', ...kind }]
    }),
  )
}
