import { expect, test } from 'vitest'
import { makeItem } from '../../../../../test/make-item.ts'
import { originText, stillPossible, whenText } from './texts.ts'

const choices = (...codes: string[]) => codes.map((code) => ({ code, label: code.toUpperCase() }))
const situations = [
  { code: 'a', question: '甲？', answers: choices('x', 'y', 'z') },
  { code: 'b', question: '乙？', answers: choices('x', 'y'), when: { a: ['x'] } },
]
const material = (code: string, when?: Record<string, string[]>) => ({
  code,
  name: code,
  required: true,
  requiredKnown: true,
  ...(when === undefined ? {} : { when }),
})
const always = material('always')
const item = makeItem({
  situations,
  materials: [always, material('ax', { a: ['x'] }), material('ayz', { a: ['y', 'z'] }), material('bx', { b: ['x'] })],
})

test.each([
  { name: 'before any answer all that any situation asks for', answers: {}, possible: ['ax', 'ayz', 'bx'] },
  { name: 'what another answer was given for is out, with all that hangs on it', answers: { a: 'y' }, possible: ['ayz'] },
  { name: 'a question that now arises still may ask for more', answers: { a: 'x' }, possible: ['ax', 'bx'] },
  { name: 'what was answered otherwise is out', answers: { a: 'x', b: 'y' }, possible: ['ax'] },
])('stillPossible: $name', ({ answers, possible }) => {
  expect(stillPossible(item, [always], answers).map(({ code }) => code)).toEqual(possible)
})

test('a condition is said by question and answers', () => {
  expect(whenText({ a: ['y', 'z'], b: ['x'] }, situations)).toBe('“甲？”答“Y”或者“Z”，并且“乙？”答“X”的')
})

test('what is authored never passes for published', () => {
  expect(originText('published', item)).toBe('来源：公开清单')
  expect(originText('authored', item)).toContain('以实施机关公布的为准')
  expect(originText(undefined, item)).toBeNull()
})
