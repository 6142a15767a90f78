import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { rate } from './rate.ts'
import {
  accept,
  applyByPages,
  grant,
  handOver,
  openAtWindow,
  openForDecision,
  photo,
  type Receipt,
  review,
} from './whole/steps.ts'
import { main, numbers, openTown, timesRated, type WholeTown } from './whole/town.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let town: WholeTown
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const word = (page: Page) => page.locator('.word').first().textContent()

/** What the applicant sees of the case now. */
async function seeCase(page: Page, { caseId }: Receipt, screen: string): Promise<string> {
  await page.goto(`/cases/${caseId}`)
  await town.look(page, screen)
  return (await main(page)) ?? ''
}

/** Rates, and reads it back: on the case, and as one more in the public figures. */
async function rateAndReadBack(page: Page, { caseId }: Receipt, face: string): Promise<void> {
  const before = await timesRated(town.house, page)
  await rate(town.house, page, caseId, { face, words: `说给你们听：${face}` })
  expect(await main(page)).toContain(`说给你们听：${face}`)
  await town.look(page, 'rated')
  await page.goto(`/cases/${caseId}`)
  expect(await main(page)).toContain(`评过“${face}”`)
  expect(await timesRated(town.house, page)).toBe(before + 1)
}

test('网上申请，准予 · online, granted', async () => {
  const page = await town.citizen(numbers.zhang)
  const receipt = await applyByPages(town, page)
  expect(await seeCase(page, receipt, 'case received')).toContain('已收件，待受理')
  expect(await word(page)).toBe('待受理')
  await accept(town, receipt)
  await review(town, receipt)
  expect(await seeCase(page, receipt, 'case under way')).toMatch(/受理，开始计时[\s\S]*审查完了/)
  expect(await word(page)).toBe('办理中')
  await grant(town, receipt)
  expect(await seeCase(page, receipt, 'case ready')).toContain('可以领取')
  expect(await word(page)).toBe('已办结·待领取')
  await handOver(town, receipt, '张三')
  const text = await seeCase(page, receipt, 'case delivered')
  for (const letter of ['受理通知书', '准予', '送达回证']) expect(text).toContain(letter)
  expect(await word(page)).toBe('已送达')
  await rateAndReadBack(page, receipt, '非常满意')
  await page.goto('/publications')
  expect(await main(page)).toContain('车辆运行许可')
  await page.context().close()
})

test('补正后准予 · corrected, then granted', async () => {
  const page = await town.citizen(numbers.zhang)
  const receipt = await applyByPages(town, page)
  const clerk = await town.desk('clerk')
  await openAtWindow(clerk, receipt.number)
  await clerk.keyboard.press('F9')
  await clerk.getByLabel(/居民身份证/).selectOption({ label: '不清晰' })
  await clerk.getByText('一次性告知补正（预览）').waitFor()
  const send = clerk.getByRole('button', { name: /^发出告知书/ }).and(clerk.locator(':enabled'))
  await send.waitFor()
  await town.look(clerk, 'noticing')
  await send.click()
  await clerk.getByText('待补正', { exact: true }).waitFor()
  await town.work()

  await page.goto('/messages')
  expect(await main(page)).toMatch(/未读[\s\S]*还差1项/)
  await town.look(page, 'messages')
  await page.getByRole('link', { name: '补交材料' }).first().click()
  await page.getByRole('heading', { level: 1, name: /要补 1 项/ }).waitFor()
  await town.look(page, 'correction')
  await page.locator('#m-M01 input[type=file]').setInputFiles(photo)
  await page.getByRole('button', { name: '提交补正' }).click()
  await page.waitForURL(`**/cases/${receipt.caseId}`)
  expect(await word(page)).toBe('待受理')
  await accept(town, receipt)
  await review(town, receipt)
  await grant(town, receipt)
  await handOver(town, receipt, '张三')
  const text = await seeCase(page, receipt, 'case delivered')
  expect(text).toMatch(/一次性告知要补正[\s\S]*您交了补正的材料[\s\S]*受理，开始计时[\s\S]*送达了结果/)
  await rateAndReadBack(page, receipt, '满意')
  await page.context().close()
})

test('不予许可，写明理由 · refused, with reasons', async () => {
  const page = await town.citizen(numbers.zhang)
  const receipt = await applyByPages(town, page)
  await accept(town, receipt)
  await review(town, receipt, '拟不予')
  const chief = await town.desk('chief')
  await openForDecision(chief, receipt.caseId)
  await chief.getByText('写明不予的理由').waitFor()
  await chief.getByLabel('不予的理由，写进文书').fill('车辆轴荷超过国家规定的限值。')
  await chief.getByText('写明依据的条款').waitFor()
  await chief.getByLabel('依据的条款').fill('公路法 50')
  const preview = chief.waitForResponse(/\/refuse\/preview$/)
  await chief.getByRole('button', { name: /预览文书/ }).click()
  expect((await preview).headers()['content-type']).toBe('application/pdf')
  await chief.keyboard.press('Escape')
  await town.look(chief, 'refusing')
  await chief.getByLabel('依据的条款').press('F10')
  await chief.getByRole('button', { name: /许不决字/ }).waitFor()
  await town.work()

  const text = await seeCase(page, receipt, 'case refused')
  expect(text).toContain('不予许可')
  expect(await word(page)).toBe('未通过')
  const letter = page.getByRole('link', { name: /不予.*PDF/ }).first()
  const paper = await page.request.get((await letter.getAttribute('href')) ?? '')
  expect([paper.status(), paper.headers()['content-type']]).toEqual([200, 'application/pdf'])
  await rateAndReadBack(page, receipt, '基本满意')
  await page.context().close()
})

test('申请后撤回 · withdrawn', async () => {
  const page = await town.citizen(numbers.zhang)
  const receipt = await applyByPages(town, page)
  await page.goto(`/cases/${receipt.caseId}/correction`)
  expect(await main(page)).toContain('现在没有要补的')
  await accept(town, receipt)
  expect(await seeCase(page, receipt, 'case accepted')).toContain('不办了，撤回申请')
  await page.getByText('不办了，撤回申请').click()
  expect(await main(page)).toContain('撤回不能取消')
  await town.look(page, 'withdrawing')
  await page.getByRole('button', { name: '确认撤回申请' }).click()
  await expect.poll(() => word(page)).toBe('已撤回·已终止')
  expect(await page.getByText('不办了，撤回申请').count()).toBe(0)
  await town.work()
  const clerk = await town.desk('clerk')
  await openAtWindow(clerk, receipt.number)
  expect(await main(clerk)).toMatch(/撤回[\s\S]*终止办理通知书/)
  await rateAndReadBack(page, receipt, '满意')
  const stranger = await town.citizen(numbers.li)
  for (const path of ['', '/correction']) expect((await stranger.goto(`/cases/${receipt.caseId}${path}`))?.status()).toBe(404)
  await stranger.context().close()
  await page.context().close()
})

test('逾期未告知，视为受理 · deemed acceptance', async () => {
  const before = await town.citizen(numbers.zhang)
  const receipt = await applyByPages(town, before)
  await before.context().close()
  await town.leave()
  town.house.at('2026-03-10T09:00:00+08:00') // the five working days of the answer ended the day before

  const page = await town.citizen(numbers.zhang)
  const text = await seeCase(page, receipt, 'case deemed accepted')
  expect(text).toMatch(/逾期没有告知，依法视为受理/)
  expect(await word(page)).toBe('办理中')
  await town.work()
  await page.goto('/messages')
  expect(await main(page)).toContain('视为受理（行政许可法第三十二条），自3月2日起算')
  await review(town, receipt)
  await grant(town, receipt)
  await handOver(town, receipt, '张三')
  expect(await seeCase(page, receipt, 'case deemed accepted, delivered')).toContain('送达了结果')
  await rateAndReadBack(page, receipt, '满意')
  await page.context().close()
})

test('on no screen of these journeys is anything in the way, and no page had a bug', () => {
  expect(town.wrong).toEqual([])
  expect(town.open.failures).toEqual([])
})
