import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { device, signInCitizen, wrong } from '../browser.ts'
import { openFinding, pageThere } from './finding.ts'

const { open, close } = await openFinding(/残疾人证|建筑业企业资质/)
afterAll(close)

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()

/** The first of some vague questions that is answered unsure. */
async function firstUnsure(page: Page): Promise<string> {
  const vague = [
    '残疾补办',
    '证丢了',
    '经营',
    '许可证',
    '办个证',
    '残疾人的证',
    '居住',
    '公司',
    '取水',
    '食品',
    '运输',
    '卫生',
    '开店',
  ]
  for (const q of [
    ...vague,
    '水的许可',
    '货运公司',
    '开宾馆',
    '残疾等级',
    '食堂',
    '外地人',
    '博物馆',
    '救助',
    '临时的',
    '房子',
    '老板',
  ]) {
    const { answer } = await (await page.request.get(`/api/items?${new URLSearchParams({ q, area: '449901000000' })}`)).json()
    if (answer === 'unsure') return q
  }
  throw new Error('nothing vague is answered unsure')
}

async function ask(page: Page, words: string): Promise<void> {
  await page.goto('/')
  await page.getByLabel('用您自己的话说要办什么').fill(words)
  await page.getByRole('button', { name: '找' }).click()
  await page.waitForURL(/\/items\?q=/)
}

test.each([
  { with: 'with script', isScripted: true },
  { with: 'without script', isScripted: false },
])(
  'a sentence leads to the guide with the situation chosen, and to an application that has it, $with',
  async ({ isScripted }) => {
    const page = await pageThere(open, isScripted)
    await signInCitizen(page, '110100199003070007', 'Spring-2026-river')
    await ask(page, '我想开个餐饮店，食品经营许可新办')
    expect(await heading(page)).toBe('食品经营许可新办')
    const answer = page.locator('.answer')
    expect(await answer.textContent()).toContain('从您的话里知道：从事哪一类食品经营？餐饮服务')
    expect(await answer.getByRole('link', { name: '直接办' }).getAttribute('href')).toMatch(/\/apply\?a\.business=catering$/)
    await answer.getByRole('link', { name: '看指南' }).click()
    expect(await page.getByLabel('餐饮服务').isChecked()).toBe(true)
    await page.getByRole('link', { name: '在线办理' }).click()
    await page.getByRole('button', { name: /开始填写|另填一份新的/ }).click()
    await page.waitForURL(/\/drafts\/[0-9a-f-]{36}$/)
    await page.getByRole('link', { name: '继续填写' }).click()
    await page.waitForURL(/\/situation\//)
    await page.goto(page.url().replace(/situation\/.*$/, 'situation/business'))
    expect(await page.getByLabel('餐饮服务').isChecked()).toBe(true)
    await page.context().close()
  },
  60_000,
)

test('by keyboard alone: suggestions open as one types, are said, chosen, left', async () => {
  const page = await pageThere(open, true, 1440)
  const field = page.getByRole('combobox', { name: '用您自己的话说要办什么' })
  await field.focus()
  let refused = 0
  await page.route('**/api/items/suggestions*', (route) =>
    refused++ === 0 ? route.fulfill({ status: 429, headers: { 'retry-after': '0' }, json: {} }) : route.continue(),
  )
  await page.keyboard.type('shipinjing')
  const options = page.getByRole('listbox', { name: '提示的事项' }).getByRole('option')
  await options.first().waitFor()
  expect(await field.getAttribute('aria-expanded')).toBe('true')
  expect(await page.getByRole('status').textContent()).toMatch(/^有 \d+ 条提示/)
  expect(await wrong(page)).toEqual([])
  await page.keyboard.press('ArrowDown')
  const chosen = page.locator(`#${await field.getAttribute('aria-activedescendant')}`)
  expect(await chosen.getAttribute('aria-selected')).toBe('true')
  expect(await chosen.textContent()).toContain('食品经营许可')
  await page.keyboard.press('ArrowUp')
  expect(await field.getAttribute('aria-activedescendant')).toBe(null)
  await page.keyboard.press('Escape')
  expect(await field.getAttribute('aria-expanded')).toBe('false')
  expect(await field.inputValue()).toBe('shipinjing')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('残疾')
  await options.first().waitFor()
  await page.keyboard.press('ArrowDown')
  const text = await options.first().textContent()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/items\/[^?]+$/)
  expect(text).toContain(await heading(page))
  const bytes = await page.evaluate(
    `performance.getEntriesByType('resource').filter((one) => one.name.endsWith('.js')).reduce((sum, one) => sum + one.encodedBodySize, 0)`,
  )
  expect(Number(bytes)).toBeLessThan(120_000)
  await page.context().close()
})

test('what is not certain is asked back with three at first; nothing fitting says so and leads to a person', async () => {
  const page = await pageThere(open, false)
  const unsure = await firstUnsure(page)
  await ask(page, unsure)
  expect({ unsure, heading: await heading(page) }).toEqual({ unsure, heading: '没有把握，您是不是要办：' })
  expect(await page.locator('main .hits').first().locator('> li').count()).toBeLessThanOrEqual(3)
  await ask(page, '今天天气怎么样')
  expect(await heading(page)).toBe('没有找到合适的事项')
  expect(await page.getByRole('link', { name: '打 12345 问' }).getAttribute('href')).toBe('tel:12345')
  await page.getByRole('button', { name: '留下这个问题' }).click()
  await page.waitForURL(/left=yes/)
  expect(await page.getByRole('main').textContent()).toContain('问题已经留给管事项的工作人员')
  await page.getByRole('link', { name: '找人帮忙' }).click()
  expect(await heading(page)).toBe('找人帮忙')
  await page.context().close()
})

test.each([375, 1440] as const)('at %s points nothing keeps people out', async (width) => {
  const context = await device(open, width)
  const page = await context.newPage()
  for (const q of ['残疾人', '今天天气怎么样']) {
    await page.goto(`/items?${new URLSearchParams({ q })}`)
    expect({ q, wrong: await wrong(page) }).toEqual({ q, wrong: [] })
  }
  await page.goto('/finder/method')
  expect(await wrong(page)).toEqual([])
  await context.close()
})

test('no page had a bug', () => expect(open.failures).toEqual([]))
