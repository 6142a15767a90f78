import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { followers } from '../../src/app/assemble.ts'
import { offices } from '../../src/app/town.ts'
import { transaction } from '../../src/kernel/db/index.ts'
import { follow, sequence } from '../../src/kernel/log/index.ts'
import type { CaseView } from '../../src/modules/casework/contract.ts'
import { redateQueued } from '../../src/modules/casework/index.ts'
import { apply } from '../apply.ts'
import { barriers, device, type Open, openBrowser, signInCitizen } from '../browser.ts'
import { openHouse, type TestHouse, verified } from '../house.ts'
import { type StaffAccount, signInStaff, staffAccount } from '../staff-account.ts'

vi.setConfig({ testTimeout: 120_000 })

let house: TestHouse
let open: Open
let keeper: StaffAccount
let approver: StaffAccount
let caseId: string
beforeAll(async () => {
  house = await openHouse() // Monday, 2 March 2026
  ;({ caseId } = await apply(house, house.town.citizen))
  await house.call('POST /cases/:id/accept', { token: house.town.clerk, params: { id: caseId }, body: {} })
  keeper = await staffAccount(house, 'zhong', '钟一', { role: 'service_office', organisation: offices.permit })
  approver = await staffAccount(house, 'lin', '林一', { role: 'approver', organisation: offices.permit })
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

/** What happens by itself: positions, followers, and the job they ask for. */
async function followOn(): Promise<number> {
  await transaction(house.db, (tx) => sequence(tx))
  for (const follower of followers)
    while ((await follow(house.db, follower, house.now(), (parked) => expect(parked).toBeNull())) > 0);
  return redateQueued(house.db, house.now)
}

const promisedOn = async () => {
  const seen = await house.call<CaseView>('GET /cases/:id', { token: house.town.citizen.token, params: { id: caseId } })
  return seen.timers.find(({ code }) => code === 'PROMISE')?.dueOn
}

/** Takes a picture where PICTURES says, for whoever wants to look. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('an office is closed: first what it would move, then the act by a key; the case follows, and the closure is taken back', async () => {
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInStaff(house, page, keeper)
  await page.getByRole('link', { name: '日历' }).click()
  await page.getByRole('heading', { name: '2026 年', exact: true }).waitFor()
  await page.getByRole('cell', { name: '15 春节放假' }).waitFor()
  expect(await page.getByRole('cell', { name: '14 春节调休上班' }).count()).toBe(1)
  expect(await page.getByText('248 个工作日').count()).toBe(1)
  expect(await page.getByRole('cell', { name: /暂定/ }).count()).toBe(7) // 25–31 December
  await picture(page, 'calendar-1440')

  await page.getByRole('button', { name: '另选一层' }).click()
  await page.getByLabel('省', { exact: true }).selectOption({ label: '广东省' })
  await page.getByRole('button', { name: '看这一区划' }).click()
  await page.getByRole('heading', { name: '广东省的通知' }).waitFor()
  await page.keyboard.press('t')
  await page.getByLabel('原因').fill('台风红色预警')
  await page.getByLabel('第一日').fill('2026-03-05')
  await page.getByLabel('最后一日').fill('2026-03-06')
  await page.getByLabel('最后一日').blur()
  await page.keyboard.press('F7')
  const row = page.getByRole('listitem').filter({ hasText: '法定时限' })
  expect(await row.textContent()).toContain('3月30日（周一） → 4月1日（周三）')
  await page.getByText('发布后 1 件逐件记下改期和原因').waitFor()
  await picture(page, 'closure-1440')
  expect(await barriers(page)).toEqual([])
  expect(await promisedOn()).toBe('2026-03-09')

  // altered after the look: it is to be looked at anew
  await page.getByLabel('最后一日').fill('2026-03-05')
  await page.getByText('改过了，请再看一次').waitFor()
  await page.getByRole('button', { name: /看会改变什么/ }).click()
  await page.getByText('3月30日（周一） → 3月31日（周二）').waitFor()
  await page.keyboard.press('F8')
  await page.getByText('关于台风红色预警停止办公的公告').first().waitFor()
  await page.getByRole('cell', { name: '5 台风红色预警停止办公' }).waitFor()
  expect(await followOn()).toBe(1)
  expect(await promisedOn()).toBe('2026-03-10')

  await page.getByRole('button', { name: '撤销' }).click()
  await page.keyboard.press('F7')
  await page.getByText('3月31日（周二） → 3月30日（周一）').waitFor()
  await page.keyboard.press('F8')
  await page.getByText('已由后来的更替').waitFor()
  expect(await page.getByRole('cell', { name: /停止办公/ }).count()).toBe(0)
  expect(await followOn()).toBe(1)
  expect(await promisedOn()).toBe('2026-03-09')
  await desktop.close()
})

const notice2027 = `国务院办公厅关于2027年部分节假日安排的通知（样例）
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。`

test('a notice is pasted as published: what was read is shown, what looks wrong is said, its year becomes certain', async () => {
  house.at('2026-03-02T09:05:00+08:00')
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInStaff(house, page, keeper)
  await page.goto('/desk/calendar?year=2027&panel=import')
  await page.getByText('这一年放假安排未公布').waitFor()
  await page.getByLabel('通知原文').fill(notice2027.replace('1月31日（周日）', '1月31日（周六）'))
  await page.getByText('1月31日写的是周六，日历上是周日，请核对。').waitFor()
  await page.getByLabel('通知原文').fill(notice2027)
  await page.getByText('读出 12 日').waitFor()
  expect(await page.getByText('请核对').count()).toBe(0)
  expect(await page.getByLabel('通知标题').inputValue()).toBe('国务院办公厅关于2027年部分节假日安排的通知')
  await page.getByRole('button', { name: /看会改变什么/ }).click()
  await page.getByRole('button', { name: /发布通知/ }).waitFor()
  await picture(page, 'import-1440')
  await page.getByRole('button', { name: /发布通知/ }).click()
  await page.getByRole('cell', { name: '20 春节调休上班' }).waitFor()
  expect(await page.getByRole('cell', { name: /暂定/ }).count()).toBe(7)

  // the same subject and day with another text is refused in place, with the way out
  await page.keyboard.press('i')
  await page.getByLabel('通知原文').fill(notice2027.replace('、2月20日（周六）', ''))
  await page.getByLabel(/代替 2027 年已有的安排/).check()
  await page.keyboard.press('F7')
  await page.getByRole('button', { name: /发布通知/ }).click()
  await page.getByText('已有内容不同的通知').waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '按更正发布' }).click()
  await page.getByText('已由后来的更替').nth(2).waitFor() // with those of 2019 and 2020
  expect(await page.getByRole('cell', { name: '20 春节调休上班' }).count()).toBe(0)
  await desktop.close()
})

test('January 2020 as it was known before and after the holiday was lengthened', async () => {
  house.at('2026-03-02T09:10:00+08:00')
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInStaff(house, page, keeper)
  await page.goto('/desk/calendar?year=2020&panel=compare')
  await page.getByLabel('前一时刻').fill('2020-01-25')
  await page.getByLabel('后一时刻').fill('2020-01-26')
  await page.getByText('2 日算法不同').waitFor()
  const told = await page.getByRole('table').filter({ hasText: '日子' }).first().textContent()
  expect(told).toContain('1月31日（周五）工作日春节放假')
  expect(told).toContain('2月1日（周六）春节调休上班春节放假')
  await picture(page, 'compare-1440')
  await page.getByRole('button', { name: '看前一时刻的年历' }).click()
  await page.getByText('只按 2020年1月25日（周六）已公布的安排').waitFor()
  await page.getByRole('cell', { name: '1 春节调休上班' }).waitFor()
  await desktop.close()
})

test('on a narrow screen the calendar is whole, and no wider than it', async () => {
  house.at('2026-03-02T09:15:00+08:00')
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await signInStaff(house, page, keeper)
  for (const panel of ['notices', 'import', 'closure', 'compare']) {
    await page.goto(`/desk/calendar?panel=${panel}`)
    await page.getByRole('cell', { name: '15 春节放假' }).waitFor()
    if (panel === 'closure') expect(await barriers(page)).toEqual([])
    expect([panel, await page.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([panel, true])
  }
  await picture(page, 'calendar-375')
  await phone.close()
})

test('the chip of a case opens why its date is this day, by mouse and by key; Escape gives the focus back', async () => {
  house.at('2026-03-02T09:20:00+08:00')
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInStaff(house, page, approver)
  await page.goto('/desk/cases?state=accepted')
  const chip = page.getByRole('button', { name: /为什么是这一天/ })
  await chip.focus()
  await page.keyboard.press('Enter')
  const proof = page.getByRole('region', { name: /为什么是这一天/ })
  await proof.getByText('到期日').waitFor()
  const due = /[0-9]+月[0-9]+日/.exec((await chip.textContent()) ?? '')?.[0]
  expect(await proof.getByRole('listitem').last().textContent()).toContain(due)
  await picture(page, 'chip-1440')
  expect(await barriers(page)).toEqual([])
  await page.keyboard.press('Escape')
  await proof.waitFor({ state: 'detached' })
  expect(await page.evaluate('document.activeElement.className')).toBe('clock-why')

  // where Escape leads back to the list, it first closes what is open
  await page.goto(`/desk/approval/${caseId}`)
  await page.getByRole('button', { name: /20 个工作日.*为什么是这一天/ }).click()
  await page.getByRole('region', { name: '法定时限：为什么是这一天' }).getByText('第 20 日').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: /为什么是这一天/ }).waitFor({ state: 'detached' })
  expect(page.url()).toContain(`/desk/approval/${caseId}`)
  await page.keyboard.press('Escape')
  await page.waitForURL('**/desk/approval')
  await desktop.close()
})

test('why a date is this day is a page of its own: without script, as of an earlier day, and on paper', async () => {
  const context = await open.browser.newContext({
    baseURL: open.address,
    viewport: { width: 375, height: 812 },
    javaScriptEnabled: false,
  })
  const page = await context.newPage()
  await signInCitizen(page, '110100199003070007', 'Spring-2026-river')
  await page.goto(`/cases/${caseId}/why/PROMISE`)
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('为什么是 3月9日（周一）')
  const lines = await page.getByRole('main').getByRole('listitem').allTextContents()
  expect(lines.filter((line) => line.includes('第 '))).toHaveLength(5)
  expect(lines.find((line) => line.includes('到期日'))).toContain('3月9日（周一）第 5 日')
  expect(await page.getByText('依据：').count()).toBe(1)
  await picture(page, 'why-375')
  await page.getByRole('link', { name: '法定时限' }).click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('为什么是 3月30日（周一）')
  await page.getByLabel('哪一天').fill('2026-03-02')
  await page.getByRole('button', { name: '看这一天的算法' }).click()
  expect(page.url()).toContain('asOf=2026-03-02')
  expect(await page.getByText('按 3月2日（周一）已公布的放假安排').count()).toBe(1)
  await page.setViewportSize({ width: 680, height: 960 }) // what A4 leaves between its margins
  await page.emulateMedia({ media: 'print' })
  await picture(page, 'why-paper')
  expect(await page.getByText('第 20 日').isVisible()).toBe(true)
  await context.close()
})

test('nothing keeps people out of that page, and it is no wider than the screen', async () => {
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await signInCitizen(page, '110100199003070007', 'Spring-2026-river')
  await page.goto(`/cases/${caseId}/why/DECIDE`)
  expect(await barriers(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  await phone.close()
})

test('how limits are counted is all there without script, and on paper with the days of each example', async () => {
  const context = await open.browser.newContext({
    baseURL: open.address,
    viewport: { width: 680, height: 960 },
    javaScriptEnabled: false,
  })
  const page = await context.newPage()
  await page.goto('/limits')
  const example = page.getByRole('article', { name: '作出许可决定', exact: true })
  expect(await example.count()).toBe(1)
  expect(await example.getByText('第 20 日').isVisible()).toBe(false)
  await page.emulateMedia({ media: 'print' })
  expect(await example.getByText('第 20 日').isVisible()).toBe(true)
  await picture(page, 'limits-paper')
  await context.close()
})

test('after all of this everything is proved, and no page had a bug', async () => {
  expect(await verified(house)).toEqual([])
  expect(open.failures).toEqual([])
})
