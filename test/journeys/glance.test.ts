import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices } from '../../src/app/town.ts'
import { transaction } from '../../src/kernel/db/index.ts'
import { follow, sequence } from '../../src/kernel/log/index.ts'
import { figureKeeper } from '../../src/modules/casework/index.ts'
import { apply } from '../apply.ts'
import { barriers, device, type Open, openBrowser } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { type StaffAccount, signInStaff, staffAccount } from '../staff-account.ts'

let house: TestHouse
let open: Open
let leader: StaffAccount
let office: StaffAccount
beforeAll(async () => {
  house = await openHouse('2026-03-02T09:00:00+08:00')
  leader = await staffAccount(house, 'liju', '李局', { role: 'unit_leader', organisation: offices.permit })
  office = await staffAccount(house, 'zheng', '政一', { role: 'service_office', organisation: offices.service })
  const late = await apply(house, house.town.citizen)
  await house.call('POST /cases/:id/accept', { token: house.town.clerk, params: { id: late.caseId } })
  house.at('2026-04-07T09:00:00+08:00')
  for (let n = 0; n < 2; n++) await apply(house, house.town.citizen)
  await apply(house, house.town.stranger, { item: '11440000006940116U2442102111000' })
  await count()
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

async function count(): Promise<void> {
  await transaction(house.db, (tx) => sequence(tx))
  while ((await follow(house.db, figureKeeper, house.now(), () => {})) > 0);
}

test('a leader sees the day in a sentence, opens a figure and from it a case, and comes back by keys', async () => {
  const wide = await device(open, 1440)
  const page = await wide.newPage()
  const broken: string[] = []
  page.on('pageerror', (error) => void broken.push(error.message))
  await signInStaff(house, page, leader)
  await count()
  await page.getByRole('link', { name: '总览' }).click()
  await page.getByText('今天收 2 件，受理 0 件，决定 0 件。').waitFor()
  await page.getByText('1 件超过法定时限').waitFor()
  await page.getByText('之后没有新的').waitFor()
  await page.getByRole('link', { name: /^打开/ }).waitFor()
  expect(await barriers(page)).toEqual([])

  await page.getByRole('link', { name: /今天收件 2 件/ }).click()
  await page.getByRole('heading', { name: /收件$/ }).waitFor()
  await page.getByText('共 2 件').waitFor()
  expect(await page.locator('tbody tr').count()).toBe(2)
  expect(await barriers(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: /本月超期 1 件/ }).click()
  await page.getByText('超期最久的在前').waitFor()
  await page.locator('tbody').getByRole('link').click()
  await page.getByRole('heading', { name: '条件核对' }).waitFor()
  expect(broken).toEqual([])
  await wide.close()
})

test('whoever answers for all departments reads them on a phone, with their names beside the numbers', async () => {
  house.at('2026-04-07T09:10:00+08:00')
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await signInStaff(house, page, office)
  await page.goto('/desk/glance')
  await page.getByText('今天收 3 件').waitFor()
  expect(await page.locator('tbody tr').count()).toBe(2)
  expect(await page.getByText('合计').isVisible()).toBe(true)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375)
  expect(await barriers(page)).toEqual([])
  await page.getByRole('link', { name: /今天收件 1 件/ }).click()
  await page.getByText('共 1 件').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375)
  expect(await barriers(page)).toEqual([])
  await phone.close()
})

test('no page has a bug', () => expect(open.failures).toEqual([]))
