import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices } from '../../src/app/town.ts'
import { system } from '../../src/kernel/actor.ts'
import { transaction } from '../../src/kernel/db/index.ts'
import { authoredFrom, type ItemDefinition, publish } from '../../src/modules/catalogue/index.ts'
import { giveAll } from '../apply.ts'
import { barriers, device, type Open, openBrowser } from '../browser.ts'
import { openHouse, type TestHouse, verified } from '../house.ts'
import { makeItem } from '../make-item.ts'
import { type StaffAccount, signInStaff, staffAccount } from '../staff-account.ts'

let house: TestHouse
let open: Open
let people: { paper: StaffAccount; first: StaffAccount; second: StaffAccount; chief: StaffAccount }
beforeAll(async () => {
  house = await openHouse()
  const publication = { code: 'SITE', definition: item, effectiveAt: house.now().at, source: 'test', approval: 'test' }
  await transaction(house.db, (tx) => publish(tx, publication, system, house.now()))
  const hire = (login: string, name: string, role: string) =>
    staffAccount(house, login, name, { role, organisation: offices.permit })
  people = {
    paper: await hire('wen', '文一', 'approver'),
    first: await hire('cha', '查二', 'approver'),
    second: await hire('kan', '看三', 'chief_representative'),
    chief: await hire('jue', '决四', 'chief_representative'),
  }
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

const example = authoredFrom(readFileSync(new URL('../../data/items/authored/qushui-xinban.json', import.meta.url), 'utf8'))
const byHand = { from: 'demo' } as const
const material = { trust: 'D' as never, sample: '示例', basis: byHand }
const law = { from: 'law', clause: '公路法 50' } as const
const workdays = (days: number) => ({ days, unit: 'workday' as const })
const item: ItemDefinition = makeItem({
  name: '公共场所卫生许可（两人核查示例）',
  result: { name: '卫生许可证' },
  steps: [
    { code: 'review', kind: 'review', name: '书面审查', notBy: [], limit: workdays(2) },
    { code: 'inspect', kind: 'review', name: '现场核查', notBy: ['review'], people: 2, limit: workdays(2) },
    { code: 'decide', kind: 'decide', name: '决定', notBy: ['review', 'inspect'], limit: workdays(1) },
  ],
  details: {
    ...example.details,
    base: null,
    isDemo: true,
    conditions: [
      { code: 'C1', text: '场所权属清楚。', shownBy: ['M01'], checkedBy: 'paper', unmet: '场所权属不清楚。', basis: law },
      { code: 'C2', text: '布局和通风符合标准。', shownBy: ['M02'], checkedBy: 'site', unmet: '通风不符合标准。', basis: law },
    ],
    materials: { M01: material, M02: material },
    steps: {
      review: { post: '书面审查岗', work: '审查材料', basis: byHand },
      inspect: { post: '现场核查岗（两名以上工作人员）', work: '现场核查', basis: byHand },
      decide: { post: '负责人', work: '决定', basis: byHand },
    },
    procedures: {},
  },
})

async function accepted(): Promise<string> {
  const { citizen, clerk } = house.town
  const materials = await giveAll(house, citizen, ['M01', 'M02'])
  const body = { itemCode: 'SITE', form: { request: '开办旅店' }, materials }
  const { caseId } = await house.call<{ caseId: string }>('POST /cases', { token: citizen.token, body })
  await house.call('POST /cases/:id/accept', { token: clerk, params: { id: caseId } })
  return caseId
}

/** Buttons of acts on the page that show no key. */
const keyless = (page: Page) =>
  page
    .locator('section.acts .act button')
    .filter({ hasNot: page.locator('kbd') })
    .allTextContents()

async function as(who: StaffAccount, width: 375 | 1440, work: (page: Page) => Promise<void>): Promise<void> {
  const desk = await device(open, width)
  const page = await desk.newPage()
  await signInStaff(house, page, who)
  await work(page)
  await desk.close()
}

test('paper, then two on site, then the decision, then the licence: each by another person, by keys alone', async () => {
  const caseId = await accepted()
  const step = (page: Page) => page.locator('.steps [aria-current="step"]')
  await as(people.paper, 1440, async (page) => {
    await page.getByRole('link', { name: '审批' }).click()
    await page.getByRole('row', { name: /待书面审查/ }).waitFor()
    await page.locator('h1:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('条件 1 未核').waitFor() // the second waits for the visit
    await page.getByText('由后面的环节核').waitFor()
    expect(await keyless(page)).toEqual([])
    await page.keyboard.press('1')
    await page.getByText('转“现场核查”（现场核查岗').waitFor()
    await page.keyboard.press('F8')
    await page.getByText('您已办过“书面审查”').waitFor()
    await page.goto('/desk/approval')
    await page.getByText('没有“我能办的”的办件').waitFor()
  })
  await as(people.first, 1440, async (page) => {
    await page.goto(`/desk/approval/${caseId}`)
    await page.getByText('条件 2 未核').waitFor()
    await page.keyboard.press('2')
    await page.getByRole('button', { name: '提交现场核查意见：拟不予 F8' }).waitFor()
    await page.keyboard.press('1')
    await page.getByText('还须另外 1 人办理本环节').waitFor()
    await page.keyboard.press('F8')
    await page.getByText('须由 2 人分别办理').waitFor()
    expect(await step(page).textContent()).toContain('须 2 人，已 1 人')
  })
  await as(people.second, 375, async (page) => {
    await page.goto(`/desk/approval/${caseId}`)
    await page.getByText('交另一位有权人员决定').waitFor()
    await page.getByRole('button', { name: /提交现场核查意见/ }).click()
    await page.getByText('您审查过本件').waitFor()
    expect(await barriers(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375)
  })
  await as(people.chief, 1440, async (page) => {
    await page.goto(`/desk/approval/${caseId}`)
    await page.getByRole('button', { name: /准予行政许可/ }).waitFor()
    expect(await keyless(page)).toEqual([])
    await page.keyboard.press('t')
    await page
      .getByRole('heading', { name: /现场核查：拟准予/ })
      .first()
      .waitFor()
    await page.keyboard.press('F8')
    await page.getByLabel('结果名称').waitFor()
    expect(await page.getByLabel('结果名称').inputValue()).toBe('卫生许可证')
    expect(await barriers(page)).toEqual([])
    await page.keyboard.press('F8')
    await page.getByText('已制证，待领取').first().waitFor()
  })
  const { state } = await house.call<{ state: string }>('GET /cases/:id', { token: house.town.chief, params: { id: caseId } })
  expect(state).toBe('issued')
  expect(await verified(house)).toEqual([])
}, 60_000)

test('no page has a bug, or does what its own policy forbids', () => expect(open.failures).toEqual([]))
