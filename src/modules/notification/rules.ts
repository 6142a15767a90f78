import type { FailureReason, MessageState } from './contract.ts'

/** What happens to a message; also the kinds of its events. The first one commits to its words. */
const follows: Record<MessageState, readonly (MessageState | null)[]> = {
  queued: [null],
  sent: ['queued'],
  delivered: [null, 'queued', 'sent'], // in the tray it is there at once; a gateway may report before it has answered
  read: ['delivered'],
  failed: ['queued', 'sent'],
}

/** Whether a message in this state may come to the next one; null: there is none yet. */
export function mayBecome(before: MessageState | null, next: MessageState): boolean {
  return follows[next].includes(before)
}

/** Hours in which nobody is disturbed, in minutes of the day in Asia/Shanghai; they may reach over midnight. Custom, not law: a setting. */
export type Quiet = { readonly fromMinute: number; readonly untilMinute: number }

const dayMs = 86_400_000
const offsetMs = 8 * 3_600_000 // Asia/Shanghai, as in kernel/now

/** When the quiet hours end that an instant lies in; null when it lies in none. */
export function quietUntil(quiet: Quiet | null, at: Date): Date | null {
  if (quiet === null || quiet.fromMinute === quiet.untilMinute) return null
  const [from, until] = [quiet.fromMinute * 60_000, quiet.untilMinute * 60_000]
  const time = (at.getTime() + offsetMs) % dayMs
  const isQuiet = from < until ? from <= time && time < until : time >= from || time < until
  if (!isQuiet) return null
  const midnight = at.getTime() - time
  return new Date(midnight + (time < until ? until : until + dayMs))
}

/** Minutes until the next try, after the first, second … failure. When they are used up it has failed. A setting of ours. */
const pausesMinutes = [1, 5, 30, 120, 480] as const
export const mostTries = pausesMinutes.length + 1

/** A message that waits longer than this says nothing any more: it fails instead of coming late. */
export const freshMs = 3 * dayMs

/** How long a try may take before somebody else takes it over. */
export const leaseMs = 2 * 60_000

/** When to try again after so many tries; null when it was the last. */
export function nextTryAt(tries: number, at: Date): Date | null {
  const pause = pausesMinutes[tries - 1]
  return pause === undefined ? null : new Date(at.getTime() + pause * 60_000)
}

/** When to ask the gateway again for a message it took; null when it is too old to be asked for. */
export function nextAskAt(sentAt: Date, at: Date): Date | null {
  const age = at.getTime() - sentAt.getTime()
  return age >= freshMs ? null : new Date(at.getTime() + Math.min(Math.max(age, 60_000), 3_600_000))
}

/** What a try came to. */
export type Outcome = { readonly externalId: string } | { readonly failure: FailureReason; readonly isFinal: boolean }

/** What a try changes: the next state with its reason, or only the time of the next try. */
export type Settled =
  | { readonly state: 'sent' | 'failed'; readonly reason: FailureReason | null; readonly externalId: string | null }
  | { readonly state: null; readonly nextAt: Date }

/** Decides what a try that ended means. `tries` counts it. */
export function settle(outcome: Outcome, message: { readonly tries: number; readonly at: Date }, at: Date): Settled {
  if ('externalId' in outcome) return { state: 'sent', reason: null, externalId: outcome.externalId }
  const nextAt = outcome.isFinal ? null : nextTryAt(message.tries, at)
  if (nextAt === null) return { state: 'failed', reason: outcome.failure, externalId: null }
  if (nextAt.getTime() - message.at.getTime() > freshMs) return { state: 'failed', reason: 'expired', externalId: null }
  return { state: null, nextAt }
}
