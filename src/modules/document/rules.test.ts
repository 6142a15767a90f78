import { expect, test } from 'vitest'
import { missingGlyphs } from './fonts.ts'
import { kinds } from './kinds.ts'
import { isReliable, numberText, textsOf, trustBySource } from './rules.ts'

test.each([
  ['{organ}许受字〔{year}〕{n}号', 3, '广安行审许受字〔2026〕3号'],
  ['{organ}〔{year}〕{n}号', 1200, '广安行审〔2026〕1200号'],
])('a number of shape %s', (shape, n, text) => expect(numberText(shape, '广安行审', 2026, n)).toBe(text))

test('a shape that gives two documents one number is an error', () => {
  expect(() => numberText('{organ}字〔{year}〕号', '甲', 2026, 1)).toThrow(TypeError)
  expect(() => numberText('{organ}字{n}号', '甲', 2026, 1)).toThrow(TypeError)
})

test('no two kinds propose the same number', () => {
  const shapes = Object.values(kinds).map((kind) => kind.number)
  expect(new Set(shapes).size).toBe(shapes.length)
})

test.each([
  ['issued', 'A', true],
  ['window', 'B', true],
  ['licence', 'C', false],
  ['own', 'D', true],
] as const)('a material from %s is of grade %s, and a decision may rest on it: %s', (source, trust, reliable) => {
  expect(trustBySource[source]).toBe(trust)
  expect(isReliable(trust)).toBe(reliable)
})

test('every text of a content is found', () => {
  expect(textsOf({ a: 'x', b: [{ c: 'y' }, 'z', null, 3] })).toEqual(['x', 'y', 'z'])
})

test.each([
  ['广安市 Guang’an ①②③ 〔2026〕 “㐀” \n', []],
  ['张𠮷', ['𠮷']],
  ['a\tb\u0007c', ['\t', '\u0007']],
  ['😀😀', ['😀']],
])('what our fonts cannot print in %j is %j', async (text, missing) => expect(await missingGlyphs(text)).toEqual(missing))
