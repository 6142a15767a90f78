import type { Channel, Outgoing, Report } from '../channel.ts'
import type { FailureReason } from '../contract.ts'

/** A gateway that exists only in memory, for tests. */
export type FakeSms = Channel & {
  /** What it took, each message once. */
  readonly taken: Outgoing[]
  /** How often it was asked to send, refused tries included. */
  readonly calls: () => number
  /** Makes it fail from now on: busy for a while, or not there at all; null heals it. */
  failWith(how: 'busy' | 'unreachable' | null): void
  /** What it will report of a number's messages. */
  report(to: string, report: { state: 'delivered' } | { state: 'failed'; reason: FailureReason }): void
}

/** Numbers that it will never send to. */
export const refusedNumber = '+8610000000000'

/** Makes one. It holds to the same contract as the real connector. */
export function fakeSms(): FakeSms {
  const taken: Outgoing[] = []
  const said = new Map<string, Omit<Report, 'externalId'>>()
  let failure: 'busy' | 'unreachable' | null = null
  let calls = 0
  const idOf = (messageId: string) => `fake-${messageId}`
  return {
    code: 'sms',
    taken,
    calls: () => calls,
    failWith: (how) => {
      failure = how
    },
    report: (to, report) => {
      for (const message of taken) if (message.to === to) said.set(idOf(message.messageId), report)
    },
    send: async (message) => {
      calls += 1
      if (failure === 'unreachable') throw new Error('connection refused')
      if (failure === 'busy') return { failure: 'busy', isFinal: false }
      if (message.to === refusedNumber) return { failure: 'refused_address', isFinal: true }
      if (!taken.some(({ messageId }) => messageId === message.messageId)) taken.push(message)
      return { externalId: idOf(message.messageId) }
    },
    reports: async (externalIds) => {
      if (failure !== null) throw new Error('connection refused')
      return externalIds.flatMap((externalId) => {
        const report = said.get(externalId)
        return report === undefined ? [] : [{ externalId, ...report } as Report]
      })
    },
  }
}
