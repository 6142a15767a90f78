import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { shippedKnowledge } from '../../../modules/finder/index.ts'
import { worseMarks, writeFitted } from './fit.ts'

const folder = mkdtempSync(join(tmpdir(), 'fit-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const marks = { questions: 100, hit1: 0.8, hit3: 0.9, hit5: 0.95, refused: 0.02, none: 0.9, careful: 1, sure: 0.95 }
const same = { before: marks, after: marks }

test.each([
  { name: 'as good', beside: { tuning: same, alias: same }, worse: [] },
  {
    name: 'better in all',
    beside: { tuning: { before: marks, after: { ...marks, hit1: 0.9, refused: 0 } }, alias: same },
    worse: [],
  },
  {
    name: 'one question in a thousand less',
    beside: { tuning: { before: marks, after: { ...marks, hit1: 0.799 } }, alias: same },
    worse: ['tuning hit1'],
  },
  {
    name: 'better in one, worse in another',
    beside: {
      tuning: { before: marks, after: { ...marks, hit1: 0.9, refused: 0.03 } },
      alias: { before: marks, after: { ...marks, hit3: 0.89 } },
    },
    worse: ['tuning refused', 'alias hit3'],
  },
  {
    name: 'a paper that has no such questions',
    beside: { tuning: same, alias: { before: { ...marks, none: null }, after: { ...marks, none: null } } },
    worse: [],
  },
])('what was fitted is $name', ({ beside, worse }) => expect(worseMarks(beside)).toEqual(worse))

test('what is worse is written only by force', () => {
  const { embedding, weights, honesty } = shippedKnowledge()
  if (embedding === null) throw new Error('no embedding ships')
  const fitted = { embedding, weights, honesty }
  const files = { embedding: join(folder, 'model', 'embedding.bin.gz'), weights: join(folder, 'model', 'weights.json') }
  expect(writeFitted(fitted, { worse: ['tuning hit1'], isForced: false }, files)).toBe(false)
  expect(Object.values(files).some((file) => existsSync(file))).toBe(false)
  expect(writeFitted(fitted, { worse: ['tuning hit1'], isForced: true }, files)).toBe(true)
  expect(JSON.parse(readFileSync(files.weights, 'utf8'))).toEqual({ weights, honesty })
  rmSync(files.weights)
  expect(writeFitted(fitted, { worse: [], isForced: false }, files)).toBe(true)
  expect(existsSync(files.weights)).toBe(true)
})
