import { Type } from 'typebox'
import type { JsonObject } from '../../../kernel/canonical.ts'
import type { Day } from '../../../kernel/now.ts'
import { type Act, act, type CaseState, running, sliceOf, type TimerStart, withSlice } from '../../casework/index.ts'
import type { ItemDefinition } from '../../catalogue/index.ts'
import { lastRenewalRequest, timerRules } from '../../clock/index.ts'
import { type RenewalView, Standing, standings } from './contract.ts'

const closed = { additionalProperties: false }
const DayText = Type.String({ maxLength: 10 })

/** What an event says of a renewal: the last day of the licence as it was stated, and what follows from it. */
export const StatedRenewal = Type.Object(
  { expiresOn: DayText, leadDays: Type.Integer({ minimum: 1 }), standing: Standing },
  closed,
)

/** The last day of the licence that a case renews, and how long before it had to be asked for, in natural days. */
export type Renewal = { readonly expiresOn: Day; readonly leadDays: number }

/** The act that states the last day of a licence where the acceptance did not, or not rightly. */
export const renewalActs: readonly Act[] = [
  act({
    code: 'confirmExpiry',
    name: '核定有效期届满日',
    from: ['accepted', 'reviewed'],
    to: null,
    who: 'approval.review',
    ruleSets: ['permit'],
    source: '行政许可法 50',
    isOffered: (_state, item) => item.renewal !== undefined,
    body: Type.Object({ renewal: StatedRenewal }, closed),
    fold: withRenewal,
    words: renewalWords,
  }),
]

/** Keeps what an event states of the renewal. */
export function withRenewal(state: CaseState, { body }: { readonly body: JsonObject }): CaseState {
  if (body.renewal === undefined) return state
  const { expiresOn, leadDays } = body.renewal as Renewal
  return withSlice(state, 'intake', { renewal: { expiresOn, leadDays } })
}

/** What an event says of the renewal, in a sentence; null: nothing. */
export function renewalWords({ renewal }: JsonObject): string | null {
  if (renewal === undefined) return null
  const { expiresOn, standing } = renewal as Renewal & { standing: Standing }
  return `有效期核定至 ${expiresOn} 届满，${standings[standing]}。`
}

/** The renewal of a case; null: none, or nobody has stated the last day of the licence. */
export function renewalIn(state: CaseState): Renewal | null {
  return (sliceOf(state, 'intake').renewal ?? null) as Renewal | null
}

/** How long before its end a licence must be asked to be renewed, in natural days. @source 行政许可法 50 */
export function leadDaysOf({ leadDays }: NonNullable<ItemDefinition['renewal']>): number {
  return leadDays ?? timerRules.RENEW_APPLY.duration
}

/**
 * Whether silence will renew the licence. What was not whole in the authority's hands while the licence ran could not be decided by then:
 * silence grants nothing to whoever supplies it later.
 *
 * @source 行政许可法 50
 */
export function standingOf(state: CaseState, { expiresOn, leadDays }: Renewal, receivedOn: Day = state.receivedOn): Standing {
  if (receivedOn > lastRenewalRequest(expiresOn, leadDays)) return 'late'
  const last = state.timers.ACCEPT_REVIEW
  const wholeOn = last?.origin === 'supply' ? last.startedOn : receivedOn
  return wholeOn > expiresOn ? 'incomplete' : 'inTime'
}

/**
 * The clock until which a renewal must be decided: to the last day of the licence exactly. Null where silence grants nothing, or the day is
 * not stated.
 *
 * @source 行政许可法 50
 */
export function renewalTimer(state: CaseState, renewal: Renewal | null, receivedOn: Day = state.receivedOn): TimerStart | null {
  if (renewal === null || standingOf(state, renewal, receivedOn) !== 'inTime') return null
  const { code, basis } = timerRules.RENEW_DECIDE
  const until = renewal.expiresOn
  const days = Math.round((Date.parse(until) - Date.parse(receivedOn)) / 86_400_000)
  return { code, origin: 'licence', from: receivedOn, until, limit: { days, unit: 'day' }, basis }
}

/** What an act that states the last day of the licence brings with it: the event's words, and the clock started, moved or ended. */
export function stating(state: CaseState, { expiresOn, leadDays }: Renewal) {
  const renewal = { expiresOn, leadDays }
  const timer = renewalTimer(state, renewal)
  const isRunning = running(state).some(({ code }) => code === timerRules.RENEW_DECIDE.code)
  return {
    renewal: { ...renewal, standing: standingOf(state, renewal) },
    start: timer === null ? [] : [timer],
    end: timer === null && isRunning ? [timerRules.RENEW_DECIDE.code] : [],
  }
}

/** The renewal of a case as its parties and handlers see it; null: its item is none. */
export function renewalView(state: CaseState, { renewal }: ItemDefinition): RenewalView | null {
  if (renewal === undefined) return null
  const { expiryField, basis } = renewal
  const stated = renewalIn(state)
  if (stated === null)
    return { expiryField, basis, leadDays: leadDaysOf(renewal), expiresOn: null, latestOn: null, standing: null }
  const { expiresOn, leadDays } = stated
  const latestOn = lastRenewalRequest(expiresOn, leadDays)
  return { expiryField, basis, leadDays, expiresOn, latestOn, standing: standingOf(state, stated) }
}
