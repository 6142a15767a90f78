import { expect, test } from 'vitest'
import { readSayings } from '../knowledge.ts'
import { packEmbedding } from '../ranking/embedding.ts'
import { fitFinder, fittedMemory } from './index.ts'

const area = '511602000000'
const known = [...readSayings()].slice(0, 8)
const topics = known.map(([name], at) => ({ topicNo: at + 1, name, aliases: [], mainName: null, department: '行政审批局' }))
const others = [{ name: '公园年卡办理', department: '公园管理处' }]
const listed = { topics, places: new Map([[area, topics.map(({ topicNo }) => topicNo)]]), others }
const phrases = topics.map(({ topicNo, name }) => ({ query: name.slice(0, 4), area, topicNos: [topicNo] }))
const asked = known.map(([, says], at) => ({ query: `请问${says[0]}`, area, topicNos: [at + 1] }))
const tuning = [...asked, ...['今天天气怎么样', '讲个笑话', '你好'].map((query) => ({ query, area, topicNos: [] }))]
const model = () => fitFinder(listed, phrases, tuning, () => {})

test('the same list, sayings and questions fit the same model to the byte, by the rules that are written down', async () => {
  const [one, other] = [await model(), await model()]
  expect(packEmbedding(other.embedding).equals(packEmbedding(one.embedding))).toBe(true)
  expect([other.weights, other.honesty]).toEqual([one.weights, one.honesty])
  expect(one.honesty.any.weights.isChat).toBeLessThanOrEqual(-1.3)
  expect(one.honesty.any.least).toBeLessThanOrEqual(0.14)
  const memory = await fittedMemory(topics, one)
  expect(memory.knowledge.honesty).toBe(one.honesty)
  expect(memory.rank(asked[0]?.query ?? '', null).ranked[0]?.topicNo).toBe(1)
})
