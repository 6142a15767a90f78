import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { device, signInCitizen, wrong } from '../browser.ts'
import { openFinding, pageThere } from './finding.ts'

const { open, close } = await openFinding(/中华人民共和国残疾人证/)
afterAll(close)

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()
const choose = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click()

test.each([
  { with: 'with script', isScripted: true },
  { with: 'without script', isScripted: false },
])(
  'who wants to open a small restaurant comes from home to the guide with the situation chosen, and to an application that has it, $with',
  async ({ isScripted }) => {
    const page = await pageThere(open, isScripted)
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
  const page = await pageThere(open, false)
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
  const page = await pageThere(open, false)
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
