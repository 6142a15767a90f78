import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authoredFiles, bringAuthored } from '../../src/app/authored.ts'
import { shipped } from '../../src/app/lists.ts'
import { importLines } from '../../src/app/town.ts'
import { device, type Open, openBrowser, signInCitizen, wrong } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'

let house: TestHouse
let open: Open
beforeAll(async () => {
  house = await openHouse()
  const codes = authoredFiles().map(({ text }) => JSON.parse(text).code as string)
  const rows = shipped.items.flatMap((path) => readFileSync(path, 'utf8').split('\n'))
  const others = rows.filter((row) => row.includes('中华人民共和国残疾人证'))
  await importLines(
    house.db,
    [...new Set([...rows.filter((row) => codes.some((code) => row.includes(`"${code}"`))), ...others])],
    house.now(),
  )
  await bringAuthored(house.db, house.now())
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()
const choose = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click()

/** A phone of somebody on the east bank. */
async function phoneThere(isScripted: boolean): Promise<Page> {
  const context = await open.browser.newContext({
    baseURL: open.address,
    viewport: { width: 375, height: 812 },
    locale: 'zh-CN',
    javaScriptEnabled: isScripted,
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await page.goto('/place?in=449901&next=/')
  await page.getByRole('button', { name: '就选东岸区' }).click()
  await page.waitForURL('**/')
  return page
}

test.each([
  { with: 'with script', isScripted: true },
  { with: 'without script', isScripted: false },
])(
  'who wants to open a small restaurant comes from home to the guide with the situation chosen, and to an application that has it, $with',
  async ({ isScripted }) => {
    const page = await phoneThere(isScripted)
    const found: [string, string[]][] = []
    const look = async (name: string) => isScripted && found.push([name, await wrong(page)])
    await signInCitizen(page, '110100199003070007', 'Spring-2026-river')
    await page.goto('/')
    await page.getByRole('link', { name: '企业和单位' }).click()
    await look('home')
    await page.getByRole('link', { name: /^开餐饮店/ }).click()
    expect(await heading(page)).toBe('打算做哪一种？')
    await look('first question')
    await choose(page, '饭馆、火锅、奶茶、小吃店')
    expect(await heading(page)).toBe('现在到了哪一步？')
    expect(await page.locator('.choices').textContent()).not.toContain('不开了') // the district has nothing for that
    await look('second question')
    await choose(page, '有执照，要办食品许可')
    expect(await heading(page)).toBe('要办的是这一项')
    expect(await page.locator('.answered').textContent()).toContain('饭馆、火锅、奶茶、小吃店')
    await look('items')
    await page.getByRole('link', { name: '食品经营许可新办' }).click()
    expect(new URL(page.url()).search).toBe('?a.business=catering')
    expect(await page.getByLabel('餐饮服务').isChecked()).toBe(true)
    await page.getByRole('link', { name: '在线办理' }).click()
    await page.getByRole('button', { name: /开始填写|另填一份新的/ }).click()
    await page.waitForURL(/\/drafts\/[0-9a-f-]{36}$/)
    await page.getByRole('link', { name: '继续填写' }).click()
    await page.waitForURL(/\/situation\//)
    expect(await heading(page)).toBe('制作冷食、生食或者裱花糕点吗？') // the next one: what is asked of those who serve meals
    await page.goto(page.url().replace(/situation\/.*$/, 'situation/business'))
    expect(await page.getByLabel('餐饮服务').isChecked()).toBe(true)
    expect(found.filter(([, problems]) => problems.length > 0)).toEqual([])
    await page.context().close()
  },
  120_000,
)

test('answers are changed one by one, and the way back leads to the question before', async () => {
  const page = await phoneThere(false)
  await page.goto('/guided')
  await page.getByRole('link', { name: /^残疾/ }).click()
  await choose(page, '办残疾人证')
  await choose(page, '残疾人自己')
  await choose(page, '出门困难，想请医生上门')
  expect(await page.getByRole('link', { name: /残疾人证/ }).getAttribute('href')).toMatch(/\?a\.who=self&a\.visit=home$/)
  await page.getByRole('link', { name: /^改.*谁来申请/ }).click()
  await choose(page, '家人、监护人代办')
  expect(await page.locator('.answered dd').allTextContents()).toHaveLength(2)
  await page.getByRole('link', { name: '上一问' }).click()
  expect(await heading(page)).toBe('谁来申请？')
  await page.getByRole('link', { name: '上一问' }).click()
  await page.getByRole('link', { name: '全部大事' }).click()
  expect(await heading(page)).toBe('办什么大事？')
  await page.context().close()
})

test('a place that has nothing says so and leads on; an entry that there is not is a page of its own', async () => {
  const page = await phoneThere(false)
  await page.goto('/guided/jiehun')
  expect(await heading(page)).toBe('东岸区没有收录这方面的事项')
  expect((await page.goto('/guided/nowhere'))?.status()).toBe(404)
  await page.context().close()
})

test.each([375, 1440] as const)('at %s points nothing keeps people out, by keyboard too', async (width) => {
  const context = await device(open, width)
  const page = await context.newPage()
  for (const path of [
    '/',
    '/guided',
    '/guided?for=body',
    '/guided/canji',
    '/guided/canji?path=zheng.self',
    '/guided/huji?path=jzz.job',
  ]) {
    await page.goto(path)
    expect({ path, wrong: await wrong(page) }).toEqual({ path, wrong: [] })
  }
  await page.goto('/guided/canji')
  await page.locator('.choices a').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/path=zheng/)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.bar').isVisible()).toBe(false)
  await context.close()
})

test('no page had a bug', () => expect(open.failures).toEqual([]))
