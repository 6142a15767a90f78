import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { makeItem } from '../../../test/make-item.ts'
import { type Tx, transaction } from '../../kernel/db/index.ts'
import { system } from '../../kernel/http/index.ts'
import { nowAt } from '../../kernel/now.ts'
import { type ItemDefinition, publish, suspend, withdraw } from '../catalogue/index.ts'
import { findItems } from './index.ts'
import { givenAnswers, suggestItems } from './suggesting.ts'

const friday = nowAt('2026-03-06T09:00:00.000+08:00')
const saturday = nowAt('2026-03-07T09:00:00.000+08:00')

let database: TestDatabase
const run = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work)
const find = (query: { q?: string; area?: string; limit?: number }, at = friday.at) =>
  run((tx) => findItems(tx, { limit: 10, ...query }, at))

function put(code: string, change: Partial<ItemDefinition>, effectiveAt = friday.at) {
  const publication = { code, definition: makeItem(change), effectiveAt, source: '测试', approval: '测试批准' }
  return run((tx) => publish(tx, publication, system, friday))
}

const item = (name: string, areaCode: string, department: string, aliases: string[] = []): Partial<ItemDefinition> => ({
  name,
  aliases,
  mainName: null,
  areaCode,
  organ: { name: department, uscc: null },
})

beforeAll(async () => {
  database = await freshDatabase()
  await put('F-510', item('残疾人证办理', '510000000000', '四川省残联', ['残疾证']))
  await put('F-511602', item('残疾人证办理', '511602000000', '广安区残联'))
  await put('F-440', item('残疾人证办理', '440000000000', '广东省残联'))
  await put('F-2', item('户口迁出', '511602000000', '广安区公安分局'))
  for (const [at, name] of [
    '食品经营许可核发',
    '食品经营许可注销',
    '取水许可',
    '供水报装',
    '养老机构设立备案',
    '无犯罪记录证明',
  ].entries())
    await put(`G-${at}`, item(name, '511602000000', '区行政审批局'))
})
afterAll(() => database.close())

test.each([
  {
    name: 'an exact name: own place first, then the places above, never another one',
    query: { q: '残疾人证办理', area: '511602' },
    codes: ['F-511602', 'F-510'],
  },
  { name: 'the place above does not get what is below it', query: { q: '残疾人证办理', area: '51' }, codes: ['F-510'] },
  { name: 'an alias', query: { q: '残疾证', area: '51' }, codes: ['F-510'] },
  { name: 'a code', query: { q: 'F-440' }, codes: ['F-440'] },
  { name: 'spelled in letters', query: { q: 'yangliaojigou shelibeian' }, codes: ['G-4'] },
  { name: 'first letters of what an item is called', query: { q: 'gsbz' }, codes: ['G-3'] },
  { name: 'first letters of a word that means the same', query: { q: 'cjz' }, codes: ['F-510'] },
  { name: 'one character misheard', query: { q: '取税许可' }, codes: ['G-2'] },
  { name: 'traditional characters', query: { q: '無犯罪記錄證明' }, codes: ['G-5'] },
  { name: 'as one talks', query: { q: '那个我想问一下，我馆子不开了，那个食品证要怎么弄掉' }, codes: ['G-1'] },
])('$name', async ({ query, codes }) => {
  const found = await find(query)
  expect(found.items.map(({ code }) => code).slice(0, codes.length)).toEqual(codes)
})

test.each([
  { name: 'something else altogether', q: '今天天气怎么样' },
  { name: 'nothing but marks', q: '？！' },
  { name: 'only what shows nothing', q: '\u202e\u200d\u2066' },
  { name: 'a smile', q: '😀😀' },
  { name: 'SQL and wildcards are only characters', q: "%_'; drop table item;--" },
  { name: 'a regular expression is only characters', q: '(((((.*)+)+)+$' },
])('nothing fits: $name', async ({ q }) => expect(await find({ q })).toEqual({ answer: 'none', items: [] }))

test('no question: what the place offers', async () => {
  const { answer, items } = await find({ area: '511602', limit: 3 })
  expect({ answer, codes: items.map(({ code }) => code) }).toEqual({ answer: 'unsure', codes: ['F-2', 'F-511602', 'G-0'] })
})

test('ten thousand characters are answered like two hundred', async () => {
  const startedMs = performance.now()
  await find({ q: '营业执照'.repeat(2_500) })
  expect(performance.now() - startedMs).toBeLessThan(500)
})

test('a suspended item is found and says so; a withdrawn one is not found', async () => {
  await run((tx) => suspend(tx, 'F-2', '测试依据', system, friday))
  expect((await find({ q: '户口迁出' })).items[0]).toMatchObject({ code: 'F-2', state: 'suspended', guide: '/items/F-2' })
  await run((tx) => withdraw(tx, 'F-2', '测试依据', system, friday))
  expect((await find({ q: '户口迁出' })).items.map(({ code }) => code)).not.toContain('F-2')
})

test('a new name is found at once, the old one no longer; a version for tomorrow not before tomorrow', async () => {
  await put('F-9', item('燃气经营许可', '511602000000', '区住建局'))
  expect((await find({ q: '燃气经营许可' })).items[0]?.code).toBe('F-9')
  await put('F-9', item('燃气供应核准', '511602000000', '区住建局'))
  expect((await find({ q: '燃气供应核准' })).items[0]).toMatchObject({ code: 'F-9', name: '燃气供应核准' })
  await put('F-10', item('热力供应核准', '511602000000', '区住建局'), saturday.at)
  expect((await find({ q: '热力供应核准' })).items.map(({ code }) => code)).not.toContain('F-10')
  expect((await find({ q: '热力供应核准' }, saturday.at)).items[0]?.code).toBe('F-10')
})

test.each([
  { name: 'from the beginning', query: { q: '食品经' }, codes: ['G-0', 'G-1'] },
  { name: 'from the middle', query: { q: '犯罪记录' }, codes: ['G-5'] },
  { name: 'two parts', query: { q: '食品 注销' }, codes: ['G-1'] },
  { name: 'an alias, the place chosen alone', query: { q: '残疾证', area: '51' }, codes: ['F-510'] },
  { name: 'what sounds so, the last syllable not whole', query: { q: 'qushuix' }, codes: ['G-2'] },
  { name: 'sounds from the middle', query: { q: 'jigou she li' }, codes: ['G-4'] },
  { name: 'first letters', query: { q: 'YLJG' }, codes: ['G-4'] },
  { name: 'first letters of a word that means the same', query: { q: 'cjz', area: '51' }, codes: ['F-510'] },
  { name: 'traditional characters', query: { q: '養老機' }, codes: ['G-4'] },
  { name: 'nothing but marks', query: { q: '%_\u202e' }, codes: [] },
  { name: 'nothing like it', query: { q: '天气预报' }, codes: [] },
])('as one types, $name', async ({ query, codes }) => {
  const items = await run((tx) => suggestItems(tx, { limit: 8, ...query }, friday.at))
  expect(items.map(({ code }) => code)).toEqual(codes)
})

test.each([
  { q: '我要开个饭馆，办食品许可', answers: { kind: 'meals' } },
  { q: '食品许可怎么办', answers: {} },
  { q: '又卖预包装食品又开饭馆', answers: {} },
  { q: '开饭馆，还做生鱼片', answers: { kind: 'meals', raw: 'yes' } },
])('a question gives answers by itself: $q', async ({ q, answers }) => {
  const situations = [
    {
      code: 'kind',
      question: '做哪一种？',
      answers: [
        { code: 'sale', label: '卖预包装食品' },
        { code: 'meals', label: '开饭馆' },
      ],
    },
    {
      code: 'raw',
      question: '做冷食吗？',
      answers: [
        { code: 'yes', label: '做生鱼片、冷食' },
        { code: 'no', label: '都不是' },
      ],
      when: { kind: ['meals'] },
    },
  ]
  await put('H-1', { ...item('食品经营许可新办', '511602000000', '区行政审批局'), situations })
  expect(await run((tx) => givenAnswers(tx, { code: 'H-1', q }, friday.at))).toEqual({ answers })
})
