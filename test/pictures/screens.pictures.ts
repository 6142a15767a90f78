import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { offices, townItems } from '../../src/app/town.ts'
import { apply } from '../apply.ts'
import { device, type Open, openBrowser, signInCitizen } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { type StaffAccount, signInStaff, staffAccount } from '../staff-account.ts'

/** Pages of the citizen side, before and after sign-in, and of the desk: name of the picture and address. */
const open = {
  home: '/',
  items: '/items',
  found: '/items?q=超限运输',
  'not-found': '/items?q=zzzz',
  guide: `/items/${townItems.permit}`,
  limits: '/limits',
  place: '/place?in=44',
  'sign-in': '/sign-in',
  'desk-sign-in': '/desk/sign-in',
  missing: '/nowhere',
}
const mine: Record<string, string> = { 'my-home': '/', 'my-cases': '/cases', me: '/me' }
const desk = { 'desk-today': '/desk', 'desk-cases': '/desk/cases', 'desk-missing': '/desk/nowhere' }

let house: TestHouse
let served: Open
let clerk: StaffAccount
beforeAll(async () => {
  house = await openHouse()
  for (let n = 0; n < 3; n++) mine.case = `/cases/${(await apply(house, house.town.citizen)).caseId}`
  clerk = await staffAccount(house, 'wang', '王一', { role: 'window_clerk', organisation: offices.permit, place: 'hall' })
  served = await openBrowser(house, { isDemonstration: true })
  mkdirSync('pictures', { recursive: true })
})
afterAll(async () => {
  await served.close()
  await house.close()
})

test.each([375, 1440] as const)('pictures %i wide', async (width) => {
  const citizen = await device(served, width)
  await take(citizen, open, width)
  const page = await citizen.newPage()
  await signInCitizen(page, '110100199003070007', 'Spring-2026-river')
  await take(citizen, mine, width)
  const staff = await device(served, width)
  await signInStaff(house, await staff.newPage(), clerk)
  await take(staff, desk, width)
  house.at('2026-03-02T09:10:00+08:00')
})

/** Takes each screen, and on the wide one its print too. */
async function take(context: BrowserContext, screens: Readonly<Record<string, string>>, width: number): Promise<void> {
  const page = await context.newPage()
  for (const [name, address] of Object.entries(screens)) {
    await page.emulateMedia({ media: 'screen' })
    await page.goto(address, { waitUntil: 'networkidle' })
    await page.screenshot({ path: join('pictures', `${name}-${width}.png`), fullPage: true })
    if (width === 375) continue
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 720, height: 1018 })
    await page.screenshot({ path: join('pictures', `${name}-print.png`), fullPage: true })
    await page.setViewportSize({ width, height: 900 })
  }
  await page.close()
}
