import { expect, test } from 'vitest'
import { type Signs, signNames } from '../ranking/honesty.ts'
import { fitAny, type Lesson } from './honesty.ts'

const none = Object.fromEntries(signNames.map((name) => [name, 0])) as Signs
const lesson = (signs: Partial<Signs>, isRight: boolean): Lesson => ({ signs: { ...none, constant: 1, ...signs }, isRight })
const many = (count: number, one: Lesson) => Array.from({ length: count }, () => one)

test.each([
  {
    name: 'small talk that nothing was learned of speaks against an answer all the same',
    lessons: [...many(4, lesson({ score: 1 }, true)), ...many(4, lesson({ score: 0.1 }, false))],
    isChat: (weight: number) => weight === -1.3,
  },
  {
    name: 'small talk that was learned to speak for an answer does not',
    lessons: [...many(4, lesson({ score: 1, isChat: 1 }, true)), ...many(4, lesson({ score: 0.1 }, false))],
    isChat: (weight: number) => weight === -1.3,
  },
  {
    name: 'small talk that was learned to speak more against it keeps what was learned',
    lessons: [...many(8, lesson({}, true)), ...many(8, lesson({ isChat: 1 }, false))],
    isChat: (weight: number) => weight < -1.3,
  },
])('$name', ({ lessons, isChat }) => expect(isChat(fitAny(lessons, lessons).weights.isChat)).toBe(true))

test('nobody is refused who is likelier than the rule says, and fewer where the questions for tuning say so', () => {
  const clear = [...many(6, lesson({ score: 1 }, true)), ...many(6, lesson({ score: 0 }, false))]
  expect(fitAny(clear, clear).least).toBe(0.14)
  const doubtful = [
    ...clear,
    ...many(2, lesson({ isElsewhere: 1, isChat: 1 }, true)),
    ...many(6, lesson({ isElsewhere: 1, isChat: 1 }, false)),
  ]
  expect(fitAny(doubtful, doubtful).least).toBeLessThan(0.14)
})
