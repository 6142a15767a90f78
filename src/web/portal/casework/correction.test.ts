import { expect, test } from 'vitest'
import { addressWith, findNotice, givenIn, givenPattern, mostFiles } from './correction.ts'

const file = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

test('what an address carries comes back out of it, as much as one correction can bring', () => {
  const given = Array.from({ length: mostFiles }, (_, n) => ({ code: `M${n}`, fileId: file(n) }))
  const query = addressWith('c', given).split('?given=')[1] ?? ''
  expect(query).toMatch(new RegExp(givenPattern))
  expect(givenIn(query)).toEqual(given)
  expect(query.length).toBeLessThan(4_000)
  expect(givenIn(undefined)).toEqual([])
  expect(addressWith('c', [])).toBe('/cases/c/correction')
})

test('the notice is found with its demands in their order, and nothing where none was given', () => {
  const shortfalls = [
    { material: 'M02', problem: 'unclear' },
    { material: 'M01', problem: 'missing' },
  ]
  const events = [
    { kind: 'submit', at: '2026-03-02T01:00:00.000Z', body: {} },
    { kind: 'askCorrection', at: '2026-03-03T01:00:00.000Z', body: { shortfalls, document: { documentId: file(1) } } },
  ]
  expect(findNotice(events)).toEqual({ shortfalls, at: '2026-03-03T01:00:00.000Z', documentId: file(1) })
  expect(findNotice(events.slice(0, 1))).toBeNull()
})
