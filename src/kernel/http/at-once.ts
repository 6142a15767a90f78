import { isIP } from 'node:net'
import { Refusal } from '../refusal.ts'
import { TooMany } from './refusals.ts'

/** How much is under way for whom: who has nothing under way is not in it, so that it never grows beyond what is being worked at. */
const underWay = new Map<string, number>()

/**
 * Does a piece of work for an address, unless as many as may be are under way for it already. Unlike a rate this holds nobody up who waits
 * for answers, however fast they come, and bounds what all others wait for one that floods us.
 *
 * @param most    pieces of work at once for one address
 * @param address of the caller, behind proxies that are trusted the one they name
 * @throws Refusal(TooMany)
 */
export async function atOnce<T>(most: number, address: string, work: () => Promise<T>): Promise<T> {
  const caller = subscriberOf(address)
  const before = underWay.get(caller) ?? 0
  if (before >= most) throw new Refusal(TooMany, {})
  underWay.set(caller, before + 1)
  try {
    return await work()
  } finally {
    const left = (underWay.get(caller) ?? 1) - 1
    if (left === 0) underWay.delete(caller)
    else underWay.set(caller, left)
  }
}

/** Whom an address belongs to: an IPv4 address one subscriber, of IPv6 a whole /64. */
export function subscriberOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? []
  if (mapped !== undefined || isIP(address) !== 6) return mapped ?? address
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const groupsOf = (part: string) => part.split(':').filter((group) => group !== '')
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  const groups = tail === undefined ? before : [...before, ...zeros, ...after]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
