import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import {
  type Acted,
  acted,
  addressed,
  type CaseState,
  findByNumber,
  isCaseNumber,
  lockSettled,
  perform,
  queryCodeOf,
  stateNameOf,
  type TimeRule,
} from '../../casework/index.ts'
import { definitionOf, demandable, type ItemDefinition } from '../../catalogue/index.ts'
import {
  BeyondGuide,
  type CorrectionNotice,
  Incomplete,
  NotShort,
  OrganMissing,
  type Progress,
  type TurnAway,
  WrongQuery,
} from '../contract.ts'
import { acceptanceLetter, correctionLetter, turnedAwayLetter, withdrawnLetter } from '../letters.ts'
import { acceptanceTimers, answersIn, beyondGuide, givenCodes, notShort, shortfalls } from '../rules.ts'

/** The item of a case as it applies in the case's situation: nothing that it does not list may be asked for. */
export async function itemOf(tx: Tx, state: CaseState): Promise<ItemDefinition> {
  return demandable(await definitionOf(tx, state.versionId), answersIn(state))
}

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
        start: acceptanceTimers(await itemOf(tx, state), timer.startedOn),
      },
    }),
  },
]

/**
 * Tells the applicant, once, everything that is to be mended 一次性告知.
 *
 * @throws Refusal(BeyondGuide)  asks for what the guide does not say in this situation; recorded
 * @throws Refusal(NotShort)     asks again for what was handed in, or for what is optional; recorded
 * @throws Refusal(SecondNotice) it was told before; recorded
 * @source 行政许可法 32(四)
 */
export async function askCorrection(tx: Tx, caseId: string, notice: CorrectionNotice, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  const item = await itemOf(tx, file.state)
  return acted(
    await perform(tx, file, 'askCorrection', actor, async () => {
      const codes = notice.shortfalls.map((shortfall) => shortfall.material)
      const beyond = beyondGuide(item, codes)
      if (beyond.length > 0) throw new Refusal(BeyondGuide, { materials: beyond })
      const whole = notShort(item, givenCodes(file.state), notice.shortfalls)
      if (whole.length > 0) throw new Refusal(NotShort, { materials: whole })
      return {
        body: { shortfalls: notice.shortfalls.map(({ material, problem }) => ({ material, problem })) },
        end: ['ACCEPT_REVIEW'],
        document: await correctionLetter(tx, addressed(file, item), file.state.receivedOn, notice.shortfalls, now),
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
  const item = await itemOf(tx, file.state)
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
  const item = await itemOf(tx, file.state)
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
  const item = await itemOf(tx, file.state)
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
  if (caseId === null || queryCodeOf(caseId) !== queryCode.replace(/\s/g, '').toUpperCase()) throw new Refusal(WrongQuery, {})
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
