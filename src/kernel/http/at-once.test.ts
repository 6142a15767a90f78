import { expect, test } from 'vitest'
import { isRefusal } from '../refusal.ts'
import { atOnce, subscriberOf } from './at-once.ts'
import { TooMany } from './refusals.ts'

/** '+a' somebody at a begins, '-a' the longest at work for a ends; 'a!' begins and is refused. */
test.each([
  { name: 'as many as may be', most: 2, steps: ['+a', '+a'] },
  { name: 'one more is refused', most: 2, steps: ['+a', '+a', 'a!', 'a!'] },
  { name: 'who waits for each answer is never refused', most: 1, steps: ['+a', '-a', '+a', '-a', '+a', '-a', '+a'] },
  {
    name: 'what has ended makes room for as many',
    most: 2,
    steps: ['+a', '+a', 'a!', '-a', '+a', 'a!', '-a', '-a', '+a', '+a', 'a!'],
  },
  { name: 'others are not held up', most: 1, steps: ['+a', 'a!', '+b', 'b!', '-a', '+a', 'b!'] },
  { name: 'none at all', most: 0, steps: ['a!', 'b!'] },
])('$name', async ({ name, most, steps }) => {
  const working = new Map<string, { end: () => void; ended: Promise<unknown> }[]>()
  const begin = (who: string) => {
    let end = () => {}
    const work = new Promise<void>((resolve) => {
      end = resolve
    })
    return { end, ended: atOnce(most, `${name} ${who}`, () => work) }
  }
  for (const step of steps) {
    const who = step.replace(/[+!-]/, '')
    if (step.startsWith('+')) working.set(who, [...(working.get(who) ?? []), begin(who)])
    else if (step.startsWith('-')) {
      const first = working.get(who)?.shift()
      first?.end()
      await first?.ended
    } else expect(isRefusal(await begin(who).ended.catch((error) => error), TooMany)).toBe(true)
  }
})

test('work that fails makes room as well', async () => {
  const fail = () => Promise.reject(new Error('broken'))
  for (let no = 0; no < 3; no++) await expect(atOnce(1, 'failing', fail)).rejects.toThrow('broken')
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::5', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
])('%s belongs to %s', (address, subscriber) => expect(subscriberOf(address)).toBe(subscriber))
