import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../../src/kernel/db/index.ts'
import { device, type Open, openBrowser, wrong } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { publishSituated, situated } from '../situations.ts'

let house: TestHouse
let open: Open
beforeAll(async () => {
  house = await openHouse()
  await transaction(house.db, (tx) => publishSituated(tx, house.now()))
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

const main = (page: Page) => page.getByRole('main').textContent()

test('larger letters are one press away on every page, kept, also without script, and help stands at hand', async () => {
  const phone = await open.browser.newContext({
    baseURL: open.address,
    viewport: { width: 375, height: 812 },
    javaScriptEnabled: false,
  })
  const page = await phone.newPage()
  await page.goto('/limits')
  await page.getByRole('button', { name: '长辈版' }).click()
  expect(page.url()).toContain('/limits')
  expect(await page.locator('html').getAttribute('class')).toBe('elder')
  await page.goto('/')
  expect(await main(page)).toMatch(/您想做什么[\s\S]*查办件/)
  await page.getByRole('link', { name: '找人帮忙' }).click()
  expect(await main(page)).toMatch(/到大厅办[\s\S]*政务服务中心[\s\S]*续办码/)
  await phone.close()
  const wide = await device(open, 375)
  const seen = await wide.newPage()
  await seen.goto('/elder')
  await seen.getByRole('button', { name: '换成长辈版' }).click()
  for (const path of ['/', '/help', '/items', '/progress', '/sign-in']) {
    await seen.goto(path)
    expect([path, await wrong(seen)]).toEqual([path, []])
  }
  await seen.getByRole('button', { name: '普通版' }).click()
  expect(await seen.locator('html').getAttribute('class')).toBeNull()
  await wide.close()
}, 60_000)

const sixty = `阿卜杜·${'买买提·'.repeat(13)}𠮷䶮㐂龘`

const documents = [
  { what: '普通护照', number: 'E12345678', name: 'María José O’Neill-Ortega' },
  { what: '港澳居民来往内地通行证', number: 'h1234 5678', name: '陳小明' },
  { what: '台湾居民来往大陆通行证', number: '12345678', name: '林𡟯君' },
  { what: '港澳台居民居住证', number: '810000198506150004', name: '歐陽大文' },
  { what: '外国人永久居留身份证', number: '911840198805200007', name: 'JEAN-LUC 让吕克' },
  { what: '居民身份证', number: '440300200012310052', name: sixty },
]

test('whoever holds a passport, a document of Hong Kong, Macao or Taiwan, or has a name of sixty characters signs up and begins an application', async () => {
  expect([...sixty].length).toBeGreaterThanOrEqual(60)
  for (const { what, number, name } of documents) {
    const phone = await device(open, 375)
    const page = await phone.newPage()
    await page.goto(`/sign-up?next=/items/${situated}/apply`)
    await page.getByLabel('证件类型').selectOption({ label: what })
    await page.getByLabel('证件号码').fill(number)
    await page.getByLabel('姓名').fill(name)
    await page.getByLabel('密码').fill('Spring-2026-river')
    await page.getByRole('button', { name: '注册并登录' }).click()
    await page.getByRole('button', { name: '开始填写' }).click()
    await page.waitForURL('**/drafts/**')
    await page.goto('/me')
    expect(await main(page)).toContain(what)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(`${[...name][0]}*`)
    await phone.close()
  }
}, 60_000)

test('what is wrong in signing up is said beside it, and what was typed stays', async () => {
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await page.goto('/sign-up')
  await page.getByLabel('证件号码').fill('110100199003070008')
  await page.getByLabel('姓名').fill(sixty)
  await page.getByLabel('密码').fill('Spring-2026-river')
  await page.getByRole('button', { name: '注册并登录' }).click()
  await expect.poll(() => page.locator('#number-problem').textContent()).toContain('证件号码有误')
  expect(await page.getByLabel('姓名').inputValue()).toBe(sixty)
  expect(await wrong(page)).toEqual([])
  await page.getByLabel('证件号码').fill('110100199003070007')
  await page.getByLabel('密码').fill('Spring-2026-river')
  await page.getByRole('button', { name: '注册并登录' }).click()
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('已经登记')
  await phone.close()
}, 60_000)

test('who got a one-time code at a window sets a password with it', async () => {
  const body = { kind: 'natural', name: '王五', identifier: { kind: '111', value: '33010019850606000X' } }
  const { oneTimeCode } = await house.call<{ oneTimeCode: string }>('POST /persons', { token: house.town.clerk, body })
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await page.goto('/sign-in')
  await page.getByRole('link', { name: /一次性口令/ }).click()
  await page.getByLabel('证件号码').fill('33010019850606000x')
  await page.getByLabel('一次性口令').fill(oneTimeCode)
  await page.getByLabel('密码').fill('short')
  await page.getByRole('button', { name: '设置密码并登录' }).click()
  await expect.poll(() => page.locator('#password-problem').textContent()).toContain('至少十位')
  expect(await wrong(page)).toEqual([])
  await page.getByLabel('密码').fill('Autumn-2026-hill')
  await page.getByRole('button', { name: '设置密码并登录' }).click()
  await page.waitForURL('**/')
  await page.goto('/me')
  expect(await main(page)).toContain('窗口已核验证件')
  await phone.close()
}, 60_000)

test('no page had a bug', () => expect(open.failures).toEqual([]))
