import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sit } from '../src/app/bench/model/sitting.ts'
import { sm3 } from '../src/kernel/canonical.ts'
import { type Tx, transaction } from '../src/kernel/db/index.ts'
import { buildServer, system } from '../src/kernel/http/index.ts'
import { nowAt } from '../src/kernel/now.ts'
import { publish } from '../src/modules/catalogue/index.ts'
import {
  fillVectors,
  type Measured,
  modelHistory,
  modelServer,
  openModel,
  routes,
  switchModelOff,
  switchModelOn,
  warm,
} from '../src/modules/finder/index.ts'
import { type FakeModel, fakeKey, fakeName, hashed, openFakeModel } from '../src/modules/finder/local/fake-model.ts'
import { stateOf } from '../src/modules/finder/local/standing.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { refused } from './house.ts'
import { makeItem } from './make-item.ts'

const now = nowAt('2026-03-02T09:00:00.000+08:00')
const area = '440000000000'
const kinds = { 甲: '红色', 乙: '黄色', 丙: '绿色', 丁: '蓝色', 戊: '紫色', 己: '白色', 庚: '黑色', 辛: '灰色' } as const
type Kind = keyof typeof kinds | '壬'

let database: TestDatabase
let server: FastifyInstance
/** One that knows what colours mean, one that throws numbers about. */
let good: FakeModel
let bad: FakeModel
const run = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work)
const opened = (far: FakeModel, name = fakeName) => ({
  server: modelServer({ url: far.url, name, key: fakeKey }),
  limitMs: 10_000,
})

async function put(kind: Kind): Promise<void> {
  const definition = makeItem({ name: `${kind}类经营许可证核发`, aliases: [], mainName: null, areaCode: area })
  const publication = { code: `M-${kind}`, definition, effectiveAt: now.at, source: '测试', approval: '测试' }
  await run((tx) => publish(tx, publication, system, now))
}

beforeAll(async () => {
  database = await freshDatabase()
  for (const kind of Object.keys(kinds) as Kind[]) await put(kind)
  const known = Object.entries({ ...kinds, 壬: '橙色' })
  good = await openFakeModel((text) =>
    hashed(known.reduce((said, [kind, colour]) => said.replaceAll(colour, `${kind}类`.repeat(6)), text)),
  )
  bad = await openFakeModel((text) => [...sm3(text)].map((byte) => byte - 128))
  server = await buildServer({
    house: { database: database.db, authenticate: async () => null },
    routes,
    now: () => now,
    report: { served: () => {}, failed: ({ error }) => expect.unreachable(String(error)) },
    isHealthy: async () => true,
  })
})
afterAll(async () => {
  openModel(null)
  await server.close()
  await good.close()
  await bad.close()
  await database.close()
})

const ask = async (q: string) => {
  const reply = await server.inject(`/api/items?area=${area}&q=${encodeURIComponent(q)}`)
  expect(reply.statusCode).toBe(200)
  return reply.json() as { answer: string; items: { code: string }[] }
}
const first = async (q: string) => (await ask(q)).items[0]?.code
const answered = async (q: string) => [(await ask(q)).answer, await first(q)]
const shown = async () => (await server.inject('/api/finder/marks')).json().model
const state = (name = fakeName) => run(async (tx) => (await modelHistory(tx, name)).state)

const asked = (query: string, kind: Kind) => ({ query, area, relevant: [`M-${kind}`], kind: 'situation' })
const papers = {
  tuning: [asked('绿色那种经营许可证', '丙'), asked('我要黄色的经营许可证', '乙'), asked('甲类经营许可证', '甲')],
  frozen: [
    asked('想办蓝色那种经营许可证', '丁'),
    asked('经营许可证要紫色的', '戊'),
    asked('黑色的经营许可证在哪办', '庚'),
    asked('乙类经营许可证', '乙'),
    ...['你好啊', '讲个笑话', '今天天气怎么样'].map((query) => ({ query, area, relevant: [], kind: 'out' })),
    { query: '四川省的经营许可证', area, relevant: [], kind: 'nearmiss' },
  ],
  alias: [asked('灰色经营许可证', '辛'), asked('白色经营许可证', '己')],
}

let measured: Measured

test('a model that throws numbers about passes no examination and cannot be switched on', async () => {
  const { marks, ...rest } = await sit(database.db, opened(bad), papers, now, () => {})
  expect(marks.papers.frozen.with).toEqual(marks.papers.frozen.without)
  const refusal = await refused(run((tx) => switchModelOn(tx, { ...rest, marks }, '王管理', now)))
  expect(refusal).toMatchObject({
    code: 'finder.model_not_good_enough',
    message: '本地模型没有通过考试，没有打开：冻结题和短语没有一项成绩变好。',
  })
  expect(await state()).toBe('off')
})

test('one that knows what people mean passes, side by side with the finder without it, and is switched on by that record alone', async () => {
  measured = await sit(database.db, opened(good), papers, now, () => {})
  const { frozen, alias } = measured.marks.papers
  expect(frozen.with.hit1).toBe(1)
  expect(frozen.without.hit1).toBeLessThan(1)
  expect(alias.with.hit1).toBeGreaterThan(alias.without.hit1 ?? 1)
  expect(measured.marks).toMatchObject({ refusals: { chat: 1, near: 1, refused: 0 }, answered: 1 })
  expect(measured.weight).toBeGreaterThan(0)
  expect(measured.dimensions).toBe(64)
  await run((tx) => switchModelOn(tx, measured, '王管理', now))
  const { state, records } = await run((tx) => modelHistory(tx, fakeName))
  expect(state).toBe('on')
  expect(records).toMatchObject([{ no: 1, by: '王管理', at: now.at, measured }])
})

test('it holds for the model that was measured, and for what shipped then', () => {
  const record = { no: 1, by: '', at: now.at, measured }
  expect(stateOf(record, fakeName)).toBe('on')
  expect(stateOf(record, 'another')).toBe('another model')
  expect(stateOf(record, null)).toBe('not set')
  expect(stateOf({ ...record, measured: { ...measured, knowledge: '00' } }, fakeName)).toBe('other knowledge')
  expect(stateOf({ ...record, measured: null }, fakeName)).toBe('off')
})

test('nobody asks it before it is set here; then it is asked for each topic once, and for a question before the transaction', async () => {
  good.asked.length = 0
  expect(await fillVectors(database.db)).toBe(0)
  expect(await shown()).toBeNull()
  expect(await answered('丁类经营许可证黑色')).toEqual(['sure', 'M-丁'])
  expect(good.asked).toEqual([])

  openModel(opened(good))
  expect(await fillVectors(database.db)).toBe(8)
  expect(await fillVectors(database.db)).toBe(0)
  expect(good.asked).toHaveLength(8)
  await warm(database.db)
  expect(await first('红色的经营许可证，电话13800138000')).toBe('M-甲')
  expect(good.asked.slice(8)).toEqual(['红色的经营许可证,电话 某号'])
  expect(await shown()).toEqual({
    name: fakeName,
    measuredOn: '2026-03-02',
    before: measured.marks.papers.frozen.without,
    after: measured.marks.papers.frozen.with,
  })
})

test('a new item is found at once by what ships, and by the model as soon as it was asked', async () => {
  await put('壬')
  expect(await first('壬类经营许可证')).toBe('M-壬')
  expect(await first('橙色的经营许可证')).not.toBe('M-壬')
  expect(await fillVectors(database.db)).toBe(1)
  expect(await first('橙色的经营许可证')).toBe('M-壬')
})

test('what it said is read back: a memory made anew does not ask again', async () => {
  good.asked.length = 0
  await database.db
    .insertInto('finder_knowledge')
    .values({ no: 1, kind: 'filler', words: ['呃呃'], reason: '测试', by_account: 'x', authority: '', at: now.at })
    .execute()
  expect(await first('灰色的经营许可证')).toBe('M-辛')
  expect(good.asked).toEqual(['灰色的经营许可证'])
})

test('when it fails, questions are answered without it, the same as before it was there', async () => {
  good.answer((reply) => void reply.writeHead(500).end())
  const plain = await ask('想要紫色那种经营许可证')
  good.answer((reply) => void reply.writeHead(200).end(JSON.stringify({ data: [{ index: 0, embedding: [1, 2, 3] }] }))) // of another size
  expect(await ask('想要紫色那种经营许可证')).toEqual(plain)
  good.answer(null)
  expect(plain.items[0]?.code).not.toBe('M-戊')
})

test('switched off, it is out of it at the next search, and nothing is asked any more', async () => {
  expect(await first('白色的经营许可证')).toBe('M-己')
  expect(await run((tx) => switchModelOff(tx, '李主任', now))).toBe(true)
  expect(await run((tx) => switchModelOff(tx, '李主任', now))).toBe(false)
  good.asked.length = 0
  expect(await first('白色的经营许可证')).not.toBe('M-己')
  await ask('另一个经营许可证')
  expect(good.asked).toEqual([])
  expect(await shown()).toBeNull()
  expect(await run((tx) => modelHistory(tx, fakeName))).toMatchObject({
    state: 'off',
    records: [{ by: '李主任', measured: null }, { by: '王管理' }],
  })
})

test('switched on by another measurement, it is asked for everything anew; nobody is sure of what the finder itself would not put first', async () => {
  await run((tx) => switchModelOn(tx, { ...measured, weight: 50 }, '王管理', now))
  expect(await fillVectors(database.db)).toBe(9)
  expect(await run((tx) => tx.selectFrom('finder_vector').select('model_no').distinct().execute())).toEqual([{ model_no: 3 }])
  await warm(database.db)
  expect(await answered('丁类经营许可证黑色')).toEqual(['unsure', 'M-庚'])
})
