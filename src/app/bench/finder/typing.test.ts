import { expect, test } from 'vitest'
import { measureTyping, typedIn } from './typing.ts'

const area = '511602000000'

test('each key of each question counts, of long ones the first twelve, evenly when they are many', () => {
  expect(typedIn([{ query: ' 办𠮷证', area }]).map(({ q }) => q)).toEqual(['办', '办𠮷', '办𠮷证'])
  const long = typedIn([{ query: '一'.repeat(40), area }])
  expect(long.map(({ q }) => q.length)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1))
  const many = typedIn(Array.from({ length: 1_000 }, (_, no) => ({ query: `第${no}个`, area })))
  expect(many).toHaveLength(2_000)
  expect([many[0]?.q, many.at(-1)?.q.startsWith('第99')]).toEqual(['第', true])
})

test.each([
  { name: 'in time', ms: 0, isKept: true },
  { name: 'too slow', ms: 60, isKept: false },
])('suggestions are $name', async ({ ms, isKept }) => {
  const figures = new Map<string, number>()
  const suggest = () => new Promise((resolve) => setTimeout(resolve, ms))
  const kept = await measureTyping([{ query: '残疾证', area }], suggest, (name, value) => void figures.set(name, value))
  expect([kept, figures.get('suggestions')]).toEqual([isKept, 3])
  expect(figures.get('suggestions p95')).toBeGreaterThanOrEqual(ms - 2)
})
