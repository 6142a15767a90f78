import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices } from '../../src/app/town.ts'
import { apply } from '../apply.ts'
import { barriers, device, type Open, openBrowser } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { type StaffAccount, signInStaff, staffAccount } from '../staff-account.ts'

let house: TestHouse
let open: Open
let clerk: StaffAccount
beforeAll(async () => {
  house = await openHouse()
  await apply(house, house.town.citizen)
  clerk = await staffAccount(house, 'wang', '王一', { role: 'window_clerk', organisation: offices.permit, place: 'hall' })
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

test('staff sign in with a second factor, see what waits for them, open it by keys, and sign out', async () => {
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  const broken: string[] = []
  page.on('console', (line) => void (line.type() === 'error' && broken.push(line.text())))
  page.on('pageerror', (error) => void broken.push(error.message))

  await page.goto('/desk/cases')
  expect(page.url()).toContain('/desk/sign-in?next=%2Fdesk%2Fcases')
  const asked: string[] = []
  page.on('request', (request) => void asked.push(new URL(request.url()).pathname))
  await signInStaff(house, page, clerk)

  const waiting = page.getByRole('link', { name: '1 件' })
  await waiting.waitFor()
  expect(asked.filter((path) => path.startsWith('/api/desk/'))).toEqual(['/api/desk/waiting']) // once, for all offices
  await waiting.click()
  await page.getByRole('row', { name: /已收件/ }).waitFor()
  expect(await page.getByRole('row').count()).toBe(2)
  expect(await page.getByRole('banner').textContent()).toContain('政务服务中心')
  expect(await page.getByRole('banner').textContent()).toContain('窗口工作人员')

  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('下一件').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })

  await page.getByRole('link', { name: '办件', exact: true }).click()
  await page.getByRole('row', { name: /已收件/ }).waitFor()
  await page.locator('h1:focus').waitFor() // not the link: Enter would press it again
  await page.keyboard.press('Enter')
  await page.waitForURL('**/desk/window/cases/*')
  await page.getByRole('button', { name: /受理 F8/ }).waitFor()

  await page.getByRole('button', { name: '退出' }).click()
  await page.waitForURL('**/desk/sign-in')
  expect(broken).toEqual([])
  await desktop.close()
})

test('an unknown page of the desk says so; nothing keeps people out at either width', async () => {
  house.at('2026-03-02T09:05:00+08:00')
  for (const width of [375, 1440] as const) {
    const context = await device(open, width)
    const page = await context.newPage()
    await signInStaff(house, page, clerk)
    expect(await barriers(page)).toEqual([])
    await page.goto('/desk/cases')
    await page.getByRole('row', { name: /已收件/ }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('下一件').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.goto('/desk/nowhere')
    await page.getByText('没有这一页').waitFor()
    await context.close()
    house.at('2026-03-02T09:10:00+08:00')
  }
})

test('no page has a bug', () => expect(open.failures).toEqual([]))
