import { expect, test } from 'vitest'
import { freshDatabase } from '../../../../test/database.ts'
import { systemNow } from '../../../kernel/now.ts'
import { askAll } from './asking.ts'
import { marksOf } from './exam.ts'
import { bringLists, frozenQuestions, phrases } from './index.ts'
import { fallenMarks, readRecorded } from './recorded.ts'

const marks = { questions: 100, hit1: 0.8, hit3: 0.9, hit5: null, refused: 0.02, none: 0.9, careful: 1, sure: 0.95 }

test.each([
  { name: 'as recorded', now: marks, fallen: [] },
  { name: 'a point less is not yet a fall', now: { ...marks, hit1: 0.79, refused: 0.03 }, fallen: [] },
  { name: 'more than a point less is', now: { ...marks, hit1: 0.789, none: 0.8 }, fallen: ['hit1', 'none'] },
  { name: 'more questions refused', now: { ...marks, refused: 0.031 }, fallen: ['refused'] },
  { name: 'no mark where there was one', now: { ...marks, careful: null }, fallen: ['careful'] },
])('$name', ({ now, fallen }) => expect(fallenMarks(now, marks)).toEqual(fallen))

test('the frozen half of the examination is answered as well as recorded', { timeout: 120_000 }, async () => {
  const { db, close } = await freshDatabase()
  try {
    const now = systemNow()
    await bringLists(db, phrases(), now)
    const answered = await askAll(db, frozenQuestions(), now)
    expect(fallenMarks(marksOf(answered), readRecorded().marks)).toEqual([])
  } finally {
    await close()
  }
})
