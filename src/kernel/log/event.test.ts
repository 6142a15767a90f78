import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical, sm3Hex } from '../canonical.ts'
import { type EventRow, emptyHead, hashOf, link, type NewEvent } from './event.ts'

const by = { actor: 'clerk-1', onBehalfOf: null, authority: 'post:7', channel: 'window', place: 'hall-1' }
const event: NewEvent = {
  kind: 'accept',
  v: 1,
  body: { 材料: ['M1', 'M2'], copies: 2, isWhole: true, note: null },
  by,
  ground: '行政许可法 32(五)',
  effectiveOn: '2026-03-02',
  at: new Date('2026-03-02T09:15:00.123+08:00'),
}
const id = '019caa4f-7a00-7000-8000-000000000001'

test('SM3 is the standard one', () => {
  expect(sm3Hex('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0') // GB/T 32905, A.1
})

test('the hash of an event never changes: this text and this digest hold for ever', () => {
  const [first, second] = link(id, emptyHead, [event, { ...event, kind: 'issue', ground: null }])
  const { hash: _, prev_hash: __, at, ...rest } = first as EventRow
  expect(canonical({ ...rest, at: at.toISOString(), prev_hash: null })).toBe(
    '{"actor":"clerk-1","at":"2026-03-02T01:15:00.123Z","authority":"post:7","body":{"copies":2,"isWhole":true,"note":null,"材料":["M1","M2"]},"channel":"window","effective_on":"2026-03-02","ground":"行政许可法 32(五)","kind":"accept","on_behalf_of":null,"place":"hall-1","prev_hash":null,"seq":1,"stream_id":"019caa4f-7a00-7000-8000-000000000001","v":1}',
  )
  expect(first?.hash.toString('hex')).toBe('74b8b7a674d8d7ed84c68a48e68d6765efd5ec77e7543a028979943123f067ea')
  expect(second?.hash.toString('hex')).toBe('1f54b78d8942bc18326673792b968ea1aa0a4226fbcca03f4e417b51139a6b83')
  expect(second?.prev_hash).toEqual(first?.hash)
})

test('a clock that runs backwards is held at the event before', () => {
  const early = { ...event, at: new Date(0) }
  const rows = link(id, { seq: 4, hash: Buffer.alloc(32), at: event.at }, [early, event])
  expect(rows.map((row) => [row.seq, row.at])).toEqual([
    [5, event.at],
    [6, event.at],
  ])
})

test('a change of any column changes the hash', () => {
  const [row] = link(id, emptyHead, [event])
  if (row === undefined) throw new Error('no row')
  const other: Partial<EventRow>[] = [
    { stream_id: id.replace('1', '2') },
    { seq: 2 },
    { v: 2 },
    { kind: 'x' },
    { body: {} },
    { actor: 'x' },
    { on_behalf_of: 'x' },
    { authority: 'x' },
    { ground: null },
    { channel: 'x' },
    { place: null },
    { effective_on: '2026-03-03' },
    { at: new Date(0) },
    { prev_hash: Buffer.alloc(32) },
  ]
  expect(Object.keys(row).sort()).toEqual([...other.flatMap((change) => Object.keys(change)), 'hash'].sort())
  const hashes = other.map((change) => hashOf({ ...row, ...change }).toString('hex'))
  expect(new Set([...hashes, row.hash.toString('hex')]).size).toBe(other.length + 1)
})

test('what cannot be written the same way by everybody is not written', () => {
  for (const body of [{ a: 1.5 }, { a: 2 ** 60 }, { a: '\ud800' }, { a: 'x\0' }]) {
    expect(() => link(id, emptyHead, [{ ...event, body }])).toThrow(TypeError)
  }
})

test('canonical JSON does not depend on the order of keys and is read back as the same value', () => {
  const leaf = fc.oneof(
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
    fc.boolean(),
    fc.constant(null),
  )
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value')),
      fc.dictionary(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0') && text !== '__proto__'),
        tie('value'),
      ),
    ),
  })).value
  fc.assert(
    fc.property(json, (value) => {
      const text = canonical(value)
      expect(canonical(reversed(JSON.parse(text)))).toBe(text)
    }),
  )
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  )
}
