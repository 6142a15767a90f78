import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bringAuthored } from '../src/app/authored.ts'
import { shipped } from '../src/app/lists.ts'
import { importLines } from '../src/app/town.ts'
import { type Tx, transaction } from '../src/kernel/db/index.ts'
import { system } from '../src/kernel/http/index.ts'
import { withdraw } from '../src/modules/catalogue/index.ts'
import type { Entry, Step } from '../src/modules/finder/guided/contract.ts'
import { trees } from '../src/modules/finder/guided/data.ts'
import { namesBelow } from '../src/modules/finder/guided/rules.ts'
import { stepOf } from '../src/modules/finder/guided/service.ts'
import { importDivisions } from '../src/modules/region/index.ts'
import { openHouse, refused, type TestHouse } from './house.ts'

const guangan = '511602'
const eastBank = '449901'
const divisions = [
  { code: '510000000000', name: '四川省', level: 1, parentCode: null },
  { code: '511600000000', name: '广安市', level: 2, parentCode: '510000000000' },
  { code: '511602000000', name: '广安区', level: 3, parentCode: '511600000000' },
]

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  await transaction(house.db, (tx) => importDivisions(tx, divisions, 2023))
  const bare = (name: string) => name.replace(/[^\p{L}\p{N}]/gu, '')
  const named = new Set(trees.flatMap(namesBelow).map(bare))
  const rows = shipped.items
    .flatMap((path) => readFileSync(path, 'utf8').trim().split('\n'))
    .filter((row) => named.has(bare(JSON.parse(row).name)))
  const city = rows.find((row) => row.includes('"无犯罪记录证明"')) ?? ''
  rows.push(city.replaceAll('511602000000', '511600000000').replace('广安市广安区', '广安市'))
  await importLines(house.db, rows, house.now())
  await bringAuthored(house.db, house.now())
}, 120_000)
afterAll(() => house.close())

const entries = async (area?: string) =>
  (await house.call<{ entries: Entry[] }>('GET /guided', { query: area === undefined ? {} : { area } })).entries
const step = (entry: string, query: { path?: string; area?: string }) =>
  house.call<Step>('GET /guided/:entry', { params: { entry }, query })
const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code)
const items = ({ items }: Step) => items.map(({ item }) => item.name)

/** Every end that somebody can reach from an entry. */
async function ends(tx: Tx, entry: string, area: string, path?: string): Promise<Step[]> {
  const at = await stepOf(tx, { entry, area, ...(path === undefined ? {} : { path }) }, house.now().at)
  if (at.question === null) return [at]
  const below: Step[] = []
  for (const choice of at.choices) below.push(...(await ends(tx, entry, area, choice.path)))
  return below
}

test.each([
  { place: 'a district with its own list', area: guangan, least: 50 },
  { place: 'a place served by the province', area: eastBank, least: 40 },
])(
  'in $place whatever is offered leads to items, and no path is longer than three questions',
  async ({ area, least }) => {
    const offered = await entries(area)
    expect(offered.length).toBeGreaterThanOrEqual(least)
    for (const { code } of offered) {
      const found = await transaction(house.db, (tx) => ends(tx, code, area))
      expect({ code, isEmpty: found.length === 0 }).toEqual({ code, isEmpty: false })
      for (const end of found) {
        expect({ code, path: end.answered, none: end.items.length === 0 }).toMatchObject({ none: false })
        for (const { item } of end.items)
          expect(area === guangan ? ['511602000000', '511600000000'] : ['440000000000', '449901000000']).toContain(item.area)
      }
    }
  },
  120_000,
)

test('what a place does not have is not offered there', async () => {
  expect(codes((await step('xueli', { area: guangan })).choices)).toEqual(['gong']) // the examinations of the self-taught: Guangdong alone
  expect(codes((await step('xueli', { area: eastBank })).choices)).toContain('mian')
  const beijing = '11'
  expect(await entries(beijing)).toEqual([])
  expect(await step('xueli', { area: beijing, path: 'mian.biye' })).toMatchObject({ answered: [], choices: [], items: [] })
})

describe('what is known of the situation goes along', () => {
  test.each([
    { entry: 'canyin', path: 'fan.zheng', area: eastBank, name: '食品经营许可新办', known: { business: 'catering' } },
    {
      entry: 'canji',
      path: 'zheng.jianhu',
      area: eastBank,
      name: '《中华人民共和国残疾人证》新办证申请',
      known: { who: 'guardian' },
    },
    { entry: 'huji', path: 'jzz.study', area: guangan, name: '居住证办理', known: { ground: 'study' } },
    { entry: 'meifa', path: 'you', area: guangan, name: '公共场所卫生许可新办审批（县级）', known: { kind: 'swim' } },
  ])('$entry $path', async ({ entry, path, area, name, known }) => {
    const { items } = await step(entry, { path, area })
    const led = items.find(({ item }) => item.name === name)
    expect(led?.known).toEqual(known)
    const answers = Object.entries(known).map((pair) => pair.join(':'))
    const demand = await house.call<{ problems: { field: string }[] }>('GET /items/:code/demand', {
      params: { code: led?.item.code ?? '' },
      query: { answers: answers.join(',') },
    })
    expect(
      demand.problems.map(({ field }) => field).filter((field) => Object.keys(known).some((one) => field.includes(one))),
    ).toEqual([])
  })
})

test('items stand in the order of the steps, the own place before those above it', async () => {
  const { items: led } = await step('zhizhao', { path: 'gongsi.zu', area: eastBank })
  expect(led.map(({ item }) => item.name)).toEqual(['内资有限责任公司设立登记'])
  const proofs = (await step('huji', { path: 'ming', area: guangan })).items
  expect(proofs.map(({ item }) => [item.name, item.area]).slice(1)).toEqual([
    ['无犯罪记录证明', '511602000000'],
    ['无犯罪记录证明', '511600000000'],
  ])
  expect(items(await step('canyin', { path: 'fan.xin.da', area: guangan }))).toEqual([
    '个体工商户设立登记',
    '食品(含保健食品)经营许可核发',
    '食品行业从业人员预防性体检合格证办理',
    '公众聚集场所投入使用、营业前消防安全检查',
    '规范户外招牌设施设置',
  ])
})

test('without a place everything is offered; of an item that many places have some stand there', async () => {
  expect((await entries()).length).toBe(55)
  expect(items(await step('canji', { path: 'zheng.jianhu' }))).toEqual(['残疾人证新办', '《中华人民共和国残疾人证》新办证申请'])
})

test('a withdrawn item is not led to, and its branch goes with it', async () => {
  expect(codes((await step('gou', { area: guangan })).choices)).toContain('gou')
  const [led] = (await step('gou', { path: 'gou', area: guangan })).items
  await transaction(house.db, (tx) => withdraw(tx, led?.item.code ?? '', '测试', system, house.now()))
  expect(codes((await step('gou', { area: guangan })).choices)).not.toContain('gou')
})

test('an entry that there is not is refused in words', async () => {
  expect(await refused(step('nowhere', {}))).toMatchObject({ code: 'finder.unknown_entry', facts: { entry: 'nowhere' } })
})
