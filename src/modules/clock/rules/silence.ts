import type { Day } from '../../../kernel/now.ts'
import type { Calendar } from './calendar.ts'
import { daysBefore } from './countings.ts'
import { due } from './period.ts'
import { timerRules } from './timers.ts'

/** Materials received, and the day on which the authority answered them: corrections told, accepted or turned away; null: not yet. */
export type Receipt = { readonly receivedOn: Day; readonly answeredOn: Day | null }

/**
 * The day on which an application counts as accepted because the authority was silent 视为受理: that of receipt, not that on which
 * the five days ran out. Each supply of what was asked for starts five days of its own; the first receipt left unanswered decides.
 *
 * @param receipts in order: the application, then each day on which the last missing material came in
 * @returns null while every receipt was answered in time or still may be
 * @source 行政许可法 32(四)
 */
export function acceptedBySilence(receipts: readonly Receipt[], today: Day, calendar: Calendar): Day | null {
  const { duration, unit } = timerRules.ACCEPT_REVIEW
  const unanswered = receipts.find(({ receivedOn, answeredOn }) => {
    const { dueOn } = due({ startedOn: receivedOn, limit: duration, unit }, calendar)
    return dueOn !== null && (answeredOn ?? today) > dueOn
  })
  return unanswered?.receivedOn ?? null
}

/**
 * Whether a licence counts as renewed because no decision was made before it ran out 视为准予延续. Only a request made in time is kept
 * alive so; silence on a first application grants nothing.
 *
 * @param renewal.expiresOn last day of the licence
 * @param renewal.decidedOn null: not yet
 * @param renewal.leadDays  natural days before expiry by which it had to be asked for, where a special rule says otherwise than the law
 * @source 行政许可法 50
 */
export function isRenewedBySilence(
  renewal: { readonly requestedOn: Day; readonly expiresOn: Day; readonly decidedOn: Day | null; readonly leadDays?: number },
  today: Day,
): boolean {
  const { requestedOn, expiresOn, decidedOn, leadDays } = renewal
  return requestedOn <= lastRenewalRequest(expiresOn, leadDays) && (decidedOn ?? today) > expiresOn
}

/**
 * The last day on which a renewal may be asked for in time.
 *
 * @param leadDays natural days before expiry, where a special rule says otherwise than the law
 * @source 行政许可法 50
 */
export function lastRenewalRequest(expiresOn: Day, leadDays: number = timerRules.RENEW_APPLY.duration): Day {
  return daysBefore(expiresOn, leadDays)
}
