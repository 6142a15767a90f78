import { expect, test } from 'vitest'
import { goodOf, meanText, shareText } from './figures.ts'

test.each([
  { part: 12, whole: 13, text: '92.3%（12 / 13）' },
  { part: 999, whole: 1_000, text: '99.9%（999 / 1000）' },
  { part: 9_999, whole: 10_000, text: '99.9%（9999 / 10000）' },
  { part: 0, whole: 7, text: '0.0%（0 / 7）' },
  { part: 0, whole: 0, text: '—' },
])('$part of $whole: $text, never rounded up to what nobody said', ({ part, whole, text }) => {
  expect(shareText(part, whole)).toBe(text)
})

test('the mean counts those who answered alone', () => {
  expect(meanText({ byLevel: [1, 1, 0, 0, 1], answers: 3 })).toBe('3.33')
  expect(meanText({ byLevel: [0, 0, 0, 0, 0], answers: 0 })).toBe('—')
  expect(goodOf({ byLevel: [5, 4, 3, 2, 1] })).toBe(12)
})
