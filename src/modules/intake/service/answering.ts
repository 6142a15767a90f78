import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { type Acted, acted, addressed, type CaseState, lockSettled, perform, type TimeRule } from '../../casework/index.ts'
import { definitionOf, demandable, type ItemDefinition } from '../../catalogue/index.ts'
import { DayInvalid, isDay } from '../../clock/index.ts'
import { BeyondGuide, type CorrectionNotice, Incomplete, NotShort, OrganMissing, type TurnAway } from '../contract.ts'
import { acceptanceLetter, correctionLetter, turnedAwayLetter, withdrawnLetter } from '../letters.ts'
import { type Accepting, type ConfirmingExpiry, NoRenewal } from '../renewal/contract.ts'
import { leadDaysOf, stating } from '../renewal/rules.ts'
import { statedRenewal } from '../renewal/service.ts'
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
 * @param given for a renewal, until when the licence in hand runs
 * @throws Refusal(Incomplete)          materials missing
 * @throws Refusal(casework.NotAllowed) the case is not waiting for acceptance
 * @throws Refusal(ExpiryNeeded | NoRenewal | DayInvalid)
 * @source 行政许可法 32(五), 42, 50
 */
export async function accept(tx: Tx, caseId: string, given: Accepting, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  const item = await itemOf(tx, file.state)
  return acted(
    await perform(tx, file, 'accept', actor, async () => {
      const missing = shortfalls(item.materials, givenCodes(file.state))
      if (missing.length > 0) throw new Refusal(Incomplete, { shortfalls: missing })
      const told = await statedRenewal(tx, file, item, given)
      const stated = told === null ? null : stating(file.state, told)
      return {
        ...(stated === null ? {} : { body: { renewal: stated.renewal } }),
        end: ['ACCEPT_REVIEW'],
        start: [...acceptanceTimers(item, now.today), ...(stated?.start ?? [])],
        document: await acceptanceLetter(tx, addressed(file, item), file.state.receivedOn, told, now, file.calendar),
      }
    }),
  )
}

/**
 * States the last day of the licence that an accepted case renews: where silence accepted it, or the acceptance stated it wrongly. The
 * clock until which to decide starts, moves or ends with it.
 *
 * @throws Refusal(NoRenewal)  the item is no renewal
 * @throws Refusal(DayInvalid) the day does not exist
 * @source 行政许可法 50
 */
export async function confirmExpiry(tx: Tx, caseId: string, given: ConfirmingExpiry, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  const item = await itemOf(tx, file.state)
  return acted(
    await perform(tx, file, 'confirmExpiry', actor, async () => {
      if (item.renewal === undefined) throw new Refusal(NoRenewal, {})
      if (!isDay(given.expiresOn)) throw new Refusal(DayInvalid, { field: 'expiresOn' })
      const { renewal, start, end } = stating(file.state, { expiresOn: given.expiresOn, leadDays: leadDaysOf(item.renewal) })
      return { body: { renewal }, start, end }
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
