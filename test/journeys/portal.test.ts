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
  await page.getByRole('searchbox').fill('超限运输')
  await page.getByRole('button', { name: '找' }).click()
  await page
    .getByRole('link', { name: /超限运输/ })
    .first()
    .click()
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

test.each(['/', '/items', '/items?q=超限运输', '/items?q=zzzz', '/place', '/sign-in', '/desk/sign-in', '/no-such-page'])(
  'nothing on %s keeps people out, at either width',
  async (path) => {
    for (const width of [375, 1440] as const) {
      const context = await device(open, width)
      const page = await context.newPage()
      await page.goto(path)
      expect(await barriers(page)).toEqual([])
      const { scrollWidth, innerWidth } = (await page.evaluate(
        '({ scrollWidth: document.documentElement.scrollWidth, innerWidth })',
      )) as { scrollWidth: number; innerWidth: number }
      expect(scrollWidth).toBeLessThanOrEqual(innerWidth)
      await context.close()
    }
  },
)

test('a page has no bug', () => expect(open.failures).toEqual([]))
