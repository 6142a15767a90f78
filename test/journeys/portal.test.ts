import { afterAll, beforeAll, expect, test } from 'vitest'
import { townItems } from '../../src/app/town.ts'
import { barriers, device, type Open, openBrowser, signInCitizen } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'

let house: TestHouse
let open: Open
beforeAll(async () => {
  house = await openHouse()
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

test('a citizen finds an item by words on a phone and reads its guide, without script', async () => {
  const phone = await open.browser.newContext({
    baseURL: open.address,
    viewport: { width: 375, height: 812 },
    javaScriptEnabled: false,
  })
  const page = await phone.newPage()
  await page.goto('/')
  await page.getByLabel('用您自己的话说要办什么').fill('超限运输')
  await page.getByRole('button', { name: '找' }).click()
  await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toContain('超限运输')
  await page.getByRole('link', { name: '看指南' }).click()
  expect(page.url()).toContain(townItems.permit)
  await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toContain('超限运输')
  await phone.close()
})

test('a citizen signs in, is called by a masked name, signs out again; the session is then good for nothing', async () => {
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInCitizen(page, '110100199003070007', 'Spring-2026-river')
  await page.getByRole('link', { name: '我的：' }).first().click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/\*/)
  const cookies = await desktop.cookies()
  expect(cookies.find(({ name }) => name === 'yichuang')).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL('**/')
  await desktop.addCookies(cookies)
  await page.goto('/me')
  expect(page.url()).toContain('/sign-in?next=%2Fme')
  await desktop.close()
})

test('a wrong password is refused in place, with what was typed still there', async () => {
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await page.goto('/sign-in?next=/me')
  await page.getByLabel('证件号码').fill('110100199003070007')
  await page.getByLabel('密码').fill('wrong')
  await page.getByRole('button', { name: '登录' }).click()
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('账号、密码或验证码不正确')
  expect(await page.getByLabel('证件号码').inputValue()).toBe('110100199003070007')
  expect(await page.title()).toMatch(/^有错误：/)
  await desktop.close()
})

const addresses = [
  '/',
  '/items',
  '/items?q=超限运输',
  '/items?q=zzzz',
  `/items/${townItems.permit}`,
  '/limits',
  '/place',
  '/sign-in',
  '/desk/sign-in',
  '/no-such-page',
]

test.each([375, 1440] as const)(
  'at %i points nothing keeps people out of any page, and none is wider than the screen',
  async (width) => {
    const context = await device(open, width)
    const page = await context.newPage()
    for (const address of addresses) {
      await page.goto(address)
      expect([address, await barriers(page)]).toEqual([address, []])
      expect([address, await page.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([address, true])
    }
    await context.close()
  },
  120_000,
)

test('a page loads no more than 120 kB of script', async () => {
  const context = await device(open, 375)
  const page = await context.newPage()
  for (const address of addresses) {
    await page.goto(address, { waitUntil: 'networkidle' })
    const bytes = await page.evaluate(
      `performance.getEntriesByType('resource').filter((one) => one.name.endsWith('.js')).reduce((sum, one) => sum + one.encodedBodySize, 0)`,
    )
    expect([address, Number(bytes) < 120_000]).toEqual([address, true])
  }
  await context.close()
})

test('on a weak phone over 4G the main content of the guide is there in a second and a half', async () => {
  const phone = await device(open, 375)
  const page = await phone.newPage()
  const session = await phone.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 100,
    downloadThroughput: (4_000 * 1_024) / 8,
    uploadThroughput: (1_000 * 1_024) / 8,
  })
  await page.goto(`/items/${townItems.permit}`)
  const shownMs = await page.evaluate(
    `new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }))`,
  )
  console.log(`办事指南主要内容 ${Math.round(Number(shownMs))} ms（处理器慢 4 倍，4 Mbit/s，往返 100 ms）`)
  expect(Number(shownMs)).toBeLessThan(1_500)
  await phone.close()
})

test('what the guide says is all there without script, printed too', async () => {
  const paper = await open.browser.newContext({ baseURL: open.address, javaScriptEnabled: false })
  const page = await paper.newPage()
  await page.emulateMedia({ media: 'print' })
  await page.goto(`/items/${townItems.permit}`)
  const text = await page.getByRole('main').textContent()
  for (const word of ['广东省交通运输厅', '承诺 5 个工作日', '法定最长 20 个工作日', '您要准备的，5 样', '第 1 版'])
    expect(text).toContain(word)
  await paper.close()
})

test('a page has no bug', () => expect(open.failures).toEqual([]))
