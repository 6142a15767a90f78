import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices, staffAt } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { system } from '../src/kernel/http/index.ts'
import { publish } from '../src/modules/catalogue/index.ts'
import { tidyGaps, writeTally } from '../src/modules/finder/index.ts'
import type { Gap, History, Running, Tried } from '../src/modules/finder/knowing/contract.ts'
import { openHouse, type TestHouse } from './house.ts'
import { makeItem } from './make-item.ts'

let house: TestHouse
let token: string
beforeAll(async () => {
  house = await openHouse()
  for (const [code, name] of [
    ['K-1', '高龄津贴发放'],
    ['K-2', '取水许可'],
  ] as const) {
    const definition = makeItem({ name, aliases: [], mainName: null, areaCode: '440000000000' })
    await transaction(house.db, (tx) =>
      publish(tx, { code, definition, effectiveAt: house.now().at, source: '测试', approval: '测试' }, system, house.now()),
    )
  }
  token = await staffAt(
    house.call,
    house.town.admin,
    { login: 'keeper', role: 'reform_office', organisation: offices.permit },
    house.now(),
  )
})
afterAll(() => house.close())

const question = '嘎嘎嘣儿咋整'
const ask = (q = question) =>
  house.call<{ answer: string; items: { code: string }[] }>('GET /items', { query: { q, area: '440000000000', limit: 3 } })
const gaps = async () =>
  (await house.call<{ gaps: Gap[] }>('GET /desk/finder/gaps', { token, query: { order: 'most', days: 30 } })).gaps
const saying = { kind: 'saying', item: 'K-1', words: [question] }

test('a search that found nothing is counted without writing, then written in one go; one that people leave weighs more', async () => {
  expect((await ask()).answer).toBe('none')
  await ask(`${question}？`)
  expect(await gaps()).toEqual([])
  await writeTally(house.db)
  await writeTally(house.db)
  expect(await gaps()).toMatchObject([
    { question, area: '440000000000', none: 2, left: 0, bad: 0, now: { answer: 'none', items: [] } },
  ])
  await ask('嘎巴嘎巴要证')
  await ask('嘎巴嘎巴要证')
  await ask('嘎巴嘎巴要证')
  await writeTally(house.db)
  await house.call('POST /finder/gaps', { body: { q: `${question}，电话13800138000`, area: '440000000000' } })
  await house.call('POST /finder/gaps', { body: { q: '取水许可' } })
  const rows = (await gaps()).map((gap) => [gap.question, gap.area, gap.none, gap.left, gap.bad])
  expect(rows.slice(0, 2)).toEqual([
    ['取水许可', null, 0, 0, 1],
    [`${question} 电话 某号`, '440000000000', 0, 1, 0],
  ])
  expect(rows).toHaveLength(4)
})

test('tried, published, known at the next search, undone, and all of it on record', async () => {
  const running = () => house.call<Running>('GET /desk/finder/trial', { token })
  const trying = house.call<Tried>('POST /finder/knowledge/try', { token, body: { ...saying, q: question, area: '44' } })
  let isOver = false
  void trying.finally(() => {
    isOver = true
  })
  const seen: NonNullable<Running['trial']>[] = []
  while (!isOver) {
    const { trial } = await running()
    if (trial !== null) seen.push(trial)
  }
  const tried = await trying
  expect(seen.length).toBeGreaterThan(1)
  expect(seen.map(({ asked }) => asked)).toEqual(seen.map(({ asked }) => asked).sort((a, b) => a - b))
  expect(seen.every(({ asked, of }) => of === 1_640 && asked <= of)).toBe(true)
  expect(await running()).toEqual({ trial: null })
  expect(tried.answeredBefore).toEqual({ answer: 'none', items: [] })
  expect(tried.answeredAfter).toMatchObject({ answer: 'sure', items: [{ code: 'K-1' }] })
  expect(tried.before.tuning.questions).toBeGreaterThan(50)
  expect(tried.after.frozen.none).toBeGreaterThan(0.5)
  expect((await ask()).answer).toBe('none') // a trial changes nothing

  const { no } = await house.call<{ no: number }>('POST /finder/knowledge', {
    token,
    body: { ...saying, reason: '很多人这样说' },
  })
  expect(await ask()).toMatchObject({ answer: 'sure', items: [{ code: 'K-1' }] })
  await house.call('POST /finder/knowledge/:no/undo', { token, params: { no }, body: { reason: '说的是另一件事' } })
  expect((await ask()).answer).toBe('none')
  const { rows } = await house.call<History>('GET /desk/finder/knowledge', { token })
  expect(rows).toMatchObject([
    {
      no,
      kind: 'saying',
      item: '高龄津贴发放',
      made: { reason: '很多人这样说' },
      undone: { reason: '说的是另一件事', on: '2026-03-02' },
    },
  ])
  expect(rows[0]?.made.by).not.toBe('')
  await expect(
    house.call('POST /finder/knowledge/:no/undo', { token, params: { no }, body: { reason: '再' } }),
  ).rejects.toMatchObject({
    kind: { code: 'finder.already_undone' },
  })
})

test.each([
  { name: 'an item that there is not', body: { ...saying, item: 'K-9' }, code: 'finder.unknown_item' },
  { name: 'a saying of no item', body: { ...saying, item: null }, code: 'finder.unknown_item' },
  {
    name: 'one word that means the same as itself',
    body: { kind: 'synonym', item: null, words: ['证', '证！'] },
    code: 'finder.too_few_words',
  },
  { name: 'nothing but marks', body: { kind: 'filler', item: null, words: ['！'] }, code: 'finder.too_few_words' },
  { name: 'somebody’s number', body: { ...saying, words: ['13800138000的证'] }, code: 'finder.personal_words' },
])('refused: $name', async ({ body, code }) => {
  const publishing = house.call('POST /finder/knowledge', { token, body: { ...body, reason: '试' } })
  await expect(publishing).rejects.toMatchObject({ kind: { code } })
})

test('counts go after their time, what staff know does not', async () => {
  house.at('2026-08-29T09:00:00+08:00')
  await tidyGaps(house.db, () => house.now())
  const left = () => house.db.selectFrom('finder_gap').selectAll().execute()
  expect(await left()).not.toEqual([])
  house.at('2026-08-30T09:00:00+08:00')
  await tidyGaps(house.db, () => house.now())
  expect(await left()).toEqual([])
  expect(await house.db.selectFrom('finder_knowledge').selectAll().execute()).toHaveLength(2)
  house.at('2026-03-02T09:00:00+08:00')
})
