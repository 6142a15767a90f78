import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gramsOf, normalised, rank } from './ranking.ts'

const texts = ['超限运输车辆跨省行驶公路审批', '残疾人证办理', '残疾人证补办', '户口迁出', '社会保障卡申领']
const candidates = texts.map((text, at) => ({ topicNo: at + 1, kind: 'name' as const, texts: [text] }))
const frequencies = new Map<string, number>()
for (const text of texts) for (const gram of gramsOf(text)) frequencies.set(gram, (frequencies.get(gram) ?? 0) + 1)
const best = (question: string) => rank(question, candidates, frequencies, texts.length)

test.each([
  { raw: '（二类）超限 运输', is: '二类超限运输' },
  { raw: 'ＡＢＣ－１', is: 'abc1' },
  { raw: '！？…', is: '' },
  { raw: '\u202e证件', is: '证件' },
])('normalised: $raw', ({ raw, is }) => expect(normalised(raw)).toBe(is))

test.each([
  { question: '残疾人证办理', first: 2, isExact: true },
  { question: '残疾人证 补办', first: 3, isExact: true },
  { question: '户口迁', first: 4, isExact: false },
  { question: '我要办社会保障卡', first: 5, isExact: false },
])('$question', ({ question, first, isExact }) => expect(best(question)[0]).toMatchObject({ topicNo: first, isExact }))

test('what has nothing in common with any text is not forced onto one', () => expect(best('今天天气怎么样')).toEqual([]))

test('a department comes after a name that holds as much of the question', () => {
  const both = [...candidates, { topicNo: 9, kind: 'department' as const, texts: ['户口迁出'] }]
  expect(rank('户口迁', both, frequencies, 6).map(({ topicNo }) => topicNo)).toEqual([4, 9])
})

test('any text is ranked without failing, marks between 0 and 2, best first', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (question) => {
      const scores = best(question).map(({ score }) => score)
      expect(scores.every((score) => score >= 0 && score <= 2)).toBe(true)
      expect(scores).toEqual([...scores].sort((a, b) => b - a))
    }),
  )
})
