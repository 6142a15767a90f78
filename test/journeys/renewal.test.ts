import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { offices } from '../../src/app/town.ts'
import { system } from '../../src/kernel/actor.ts'
import { transaction } from '../../src/kernel/db/index.ts'
import type { CaseView } from '../../src/modules/casework/contract.ts'
import { publish } from '../../src/modules/catalogue/index.ts'
import { giveAll } from '../apply.ts'
import { barriers, device, type Open, openBrowser, signInCitizen } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { makeItem } from '../make-item.ts'
import { type StaffAccount, signInStaff, staffAccount } from '../staff-account.ts'

vi.setConfig({ testTimeout: 120_000 })

let house: TestHouse
let open: Open
let clerk: StaffAccount
let reviewer: StaffAccount
beforeAll(async () => {
  house = await openHouse() // Monday, 2 March 2026
  const definition = makeItem({
    name: '取水许可延续（示例）',
    renewal: { expiryField: 'licenceUntilOn', leadDays: 45, basis: '取水许可和水资源费征收管理条例 25' },
    form: {
      isGeneric: false,
      fields: [{ code: 'licenceUntilOn', label: '现有效期届满日', type: 'date', required: true, maxLength: 10 }],
    },
  })
  const publication = { code: 'RENEW', definition, effectiveAt: house.now().at, source: 'test', approval: 'test' }
  await transaction(house.db, (tx) => publish(tx, publication, system, house.now()))
  clerk = await staffAccount(house, 'wang', '王一', { role: 'window_clerk', organisation: offices.permit, place: 'hall' })
  reviewer = await staffAccount(house, 'lin', '林一', { role: 'approver', organisation: offices.permit })
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

async function submitted(): Promise<string> {
  const materials = await giveAll(house, house.town.citizen, ['M01', 'M02'])
  const body = { itemCode: 'RENEW', form: { licenceUntilOn: '2026-06-01' }, materials }
  return (await house.call<{ caseId: string }>('POST /cases', { token: house.town.citizen.token, body })).caseId
}

const renewedBy = async (id: string) => {
  const seen = await house.call<CaseView>('GET /cases/:id', { token: house.town.citizen.token, params: { id } })
  return seen.timers.find(({ code }) => code === 'RENEW_DECIDE')?.dueOn
}

/** Takes a picture where PICTURES says, for whoever wants to look. */
async function picture(page: Page, name: string, fullPage = true): Promise<void> {
  const folder = process.env.PICTURES
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage })
}

test('the window compares the day with the licence in hand; the approver sees until when the renewal is decided, and why', async () => {
  const caseId = await submitted()
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInStaff(house, page, clerk)
  await page.goto(`/desk/window/cases/${caseId}`)
  await page.getByRole('button', { name: /^受理/ }).click()
  const day = page.getByLabel('有效期届满日（对照原许可证件，不是申请表）')
  await page.getByText('申请中填写的是 6月1日（周一）').waitFor()
  expect(await day.inputValue()).toBe('2026-06-01')
  await day.fill('2026-05-01')
  await page.getByText('与证件不一致的，受理通知书会写明').waitFor()
  await page.getByText('届满 45 日前提出的，届满前没有决定就视为准予延续').waitFor()
  await page.getByRole('button', { name: /^受理 Enter/ }).click()
  await page.getByText('已受理，审查中').waitFor()
  await picture(page, 'renewal-accepted-1440')
  expect(await renewedBy(caseId)).toBe('2026-05-01')

  const other = await device(open, 1440)
  const desk = await other.newPage()
  await signInStaff(house, desk, reviewer)
  await desk.goto(`/desk/approval/${caseId}`)
  await desk.getByText('原许可有效期至 5月1日（周五）届满，应当在届满前决定是否准予延续').waitFor()
  const chip = desk.locator('.clocks span').filter({ hasText: '延续决定' }).first()
  await chip.getByRole('button').click()
  await desk.getByRole('region', { name: '延续决定：为什么是这一天' }).getByText('届满日依法不顺延').waitFor()
  await picture(desk, 'renewal-approver-1440')
  expect(await barriers(desk)).toEqual([])
})

test('where silence accepted it the reviewer states the day; the applicant reads it beside the limits', async () => {
  const caseId = await submitted()
  house.at('2026-03-16T09:00:00+08:00')
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInStaff(house, page, reviewer)
  await page.goto(`/desk/approval/${caseId}`)
  await page.getByText('原许可有效期届满日还没有核定').waitFor()
  await page.getByLabel('有效期届满日（对照原许可证件）').fill('2026-05-01')
  await page.getByText('入卷并告知申请人').waitFor()
  await page.getByRole('button', { name: '核定届满日' }).click()
  await page.getByText('原许可有效期至 5月1日（周五）届满').first().waitFor()
  await page.getByText('核定有误，重新核定').waitFor()
  expect(await renewedBy(caseId)).toBe('2026-05-01')

  const phone = await device(open, 375)
  const mine = await phone.newPage()
  await signInCitizen(mine, '110100199003070007', 'Spring-2026-river')
  await mine.goto(`/cases/${caseId}`)
  await mine.getByText('原许可有效期经核定至 5月1日（周五）届满，应当在届满前决定是否准予延续').waitFor()
  await picture(mine, 'renewal-citizen-375')
  expect(await barriers(mine)).toEqual([])
  await mine.goto('/items/RENEW')
  await mine.getByText('应当在有效期届满 45 日前提出。按期提出的，届满前决定是否准予延续；逾期未作决定的，视为准予延续').waitFor()
  await mine.getByText('依据：行政许可法 50；取水许可和水资源费征收管理条例 25').waitFor()
  await picture(mine, 'renewal-guide-375')
})

test.each([375, 1440] as const)('how limits are counted, and the calendar at the desk, at %s', async (width) => {
  const context = await device(open, width)
  const page = await context.newPage()
  await page.goto('/limits')
  await page.getByText(/^直接看某一项，共 \d+ 项$/).click()
  expect(await barriers(page)).toEqual([])
  await picture(page, `limits-${width}`, false)
  await page.getByRole('link', { name: '延续决定' }).click()
  await page.getByRole('heading', { name: '延续决定' }).waitFor()
  const keeper = await staffAccount(house, `zhong${width}`, '钟一', { role: 'service_office', organisation: offices.permit })
  await signInStaff(house, page, keeper)
  await page.goto('/desk/calendar')
  await page.getByRole('heading', { name: '2026 年', exact: true }).waitFor()
  await picture(page, `calendar-${width}`)
})
