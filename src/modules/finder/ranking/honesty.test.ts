import { expect, test } from 'vitest'
import { shippedKnowledge } from '../knowledge.ts'
import { Corpus } from './corpus.ts'
import { judge, signsOf } from './honesty.ts'
import { weigh } from './marks.ts'
import type { Topic } from './topic.ts'

const names = [
  '道路货物运输经营许可（窗口示例）',
  '运输凭证补发（即办示例）',
  '城乡居民基本养老保险参保登记',
  '城乡居民基本养老保险待遇申领',
  '城乡居民基本养老保险注销登记',
  '公司设立登记',
  '公司变更登记',
  '公司注销登记',
  '食品生产许可证核发',
  '药品经营许可证核发',
]
const knowledge = shippedKnowledge()
const corpus = new Corpus(knowledge.lexicon, knowledge.embedding)
await corpus.add(names.map((name): Topic => ({ name, aliases: [], mainName: null, department: '区行政审批局', says: [] })))

function ask(question: string) {
  const { candidates, length, known } = corpus.ask(question, null)
  const ranked = candidates
    .map(({ topic, marks }) => ({ name: names[topic], marks, score: weigh(marks, knowledge.weights) }))
    .sort((a, b) => b.score - a.score)
  const isChat = knowledge.lexicon.isChat(knowledge.lexicon.plain(question))
  const signs = signsOf(ranked, { length, known, isChat, isElsewhere: false, isBelow: false })
  return { answer: judge(signs, ranked.length === 0, knowledge.honesty), first: ranked[0]?.name, signs }
}

test.each([
  { question: '窗口示例', first: names[0] },
  { question: '即办示例', first: names[1] },
  { question: '我想问一下 即办示例', first: names[1] },
])('what a name holds as it was typed is found, however strange the words: $question', ({ question, first }) => {
  const asked = ask(question)
  expect(asked.first).toBe(first)
  expect(asked.answer).not.toBe('none')
})

test.each(['养老', '公司', '许可证'])('one broad word is never sure: %s', (question) =>
  expect(ask(question).answer).not.toBe('sure'),
)

test.each(['今天天气怎么样', '讲个笑话', '股票涨了没有'])('nothing here is meant: %s', (question) =>
  expect(ask(question).answer).toBe('none'),
)

test('who asks about another place is never told for sure', () => {
  const { signs } = ask('公司设立登记')
  const sure = { ...knowledge.honesty, best: { ...knowledge.honesty.best, least: 0 } }
  expect(judge({ ...signs, isHeld: 1, isBroad: 0 }, false, sure)).toBe('sure')
  expect(judge({ ...signs, isHeld: 1, isBroad: 0, isElsewhere: 1 }, false, sure)).toBe('unsure')
})
