/** Within how many minutes wrong codes are counted, and how many are let pass: for one case, and from one address, behind which a whole hall may sit. A proposal. */
export const tryRules = { minutes: 15, perNumber: 10, perAddress: 60 } as const

/** Minutes until somebody who tried too often may try again, at least one. */
export function minutesLeft(since: Date, at: Date): number {
  return Math.max(1, Math.ceil((since.getTime() + tryRules.minutes * 60_000 - at.getTime()) / 60_000))
}
