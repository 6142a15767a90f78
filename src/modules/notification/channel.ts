import type { FailureReason } from './contract.ts'
import type { Outcome, Quiet } from './rules.ts'

/** What leaves the house: an id that stays the same however often it is sent, where to, and the words. */
export type Outgoing = { readonly messageId: string; readonly to: string; readonly text: string }

/** What a gateway knows of a message it took, by the id it gave. */
export type Report = { readonly externalId: string } & (
  | { readonly state: 'delivered' }
  | { readonly state: 'failed'; readonly reason: FailureReason }
)

/**
 * A way out of the house. The same message sent twice is one message, with one id. Whatever it throws counts as unreachable.
 */
export type Channel = {
  readonly code: 'sms'
  /** Hands over; the gateway's id, or why not and whether trying again is of any use. */
  readonly send: (message: Outgoing) => Promise<Outcome>
  /** What became of messages taken before; those of which nothing is known yet are left out. */
  readonly reports: (externalIds: readonly string[]) => Promise<readonly Report[]>
}

/** Whether a number can take a text message: mobile or foreign, no landline. */
export function canText(phone: string): boolean {
  return !phone.startsWith('0')
}

/** What a gateway may call a message: short, and not the number it was sent to. */
export function isExternalId(id: unknown, to: string): id is string {
  const digits = to.replace(/\D/g, '')
  return typeof id === 'string' && /^[0-9A-Za-z._:-]{1,64}$/.test(id) && !id.replace(/\D/g, '').includes(digits)
}

/** How this installation reaches people beside the tray. */
export type Ways = {
  readonly channels: readonly Channel[]
  readonly quiet: Quiet | null
  /** Where the public finds the platform, for links in messages that leave; null: they carry none. */
  readonly address: string | null
}

let ways: Ways = { channels: [], quiet: null, address: null }

/** Says how people are reached. Called once, at start; before it there is the tray alone. */
export function openWays(given: Ways): void {
  ways = given
}

export function openedWays(): Ways {
  return ways
}
