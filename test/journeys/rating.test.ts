import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices } from '../../src/app/town.ts'
import type { CaseView } from '../../src/modules/casework/index.ts'
import { apply } from '../apply.ts'
import { device, type Open, openBrowser, signInCitizen, wrong } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { signInStaff, staffAccount } from '../staff-account.ts'
import { giveMark, inviteAll, rateByReceipt } from './rate.ts'

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

const main = (page: Page) => page.getByRole('main').textContent()

/** A case that was applied for online, granted, and whose result is ready. */
async function granted(): Promise<{ caseId: string; number: string; code: string }> {
  const { citizen, clerk, approver, chief } = house.town
  const { caseId, number } = await apply(house, citizen)
  const act = (token: string, path: string, body: object = {}) =>
    house.call(`POST /cases/:id/${path}`, { token, params: { id: caseId }, body })
  await act(clerk, 'accept')
  await act(approver, 'review', { conclusion: 'grant', opinion: '符合条件，建议准予。' })
  await act(chief, 'grant', { decision: '经审查，符合条件，准予许可。' })
  await act(chief, 'issue', { name: '通行证', number: null })
  const { queryCode } = await house.call<CaseView>('GET /cases/:id', { token: citizen.token, params: { id: caseId } })
  return { caseId, number, code: queryCode ?? '' }
}

test('a receipt rates without sign-in and without script; the page that was left open says it was rated already', async () => {
  const { number, code } = await granted()
  const plain = await open.browser.newContext({
    baseURL: open.address,
    javaScriptEnabled: false,
    viewport: { width: 375, height: 812 },
  })
  plain.setDefaultTimeout(15_000)
  const page = await plain.newPage()
  await inviteAll(house)
  await page.goto(`/progress?${new URLSearchParams({ number, code })}`)
  await page.getByRole('link', { name: /^评一评/ }).click()
  const address = page.url()
  await page.getByRole('button', { name: '提交评价' }).click() // nothing chosen
  expect(await page.getByRole('alert').textContent()).toContain('请先选一张脸')
  await rateByReceipt(house, page, { number, code }, { face: '非常满意', labels: ['不用提交证明'] })
  expect(await main(page)).toContain('不用提交证明')
  await page.goto(address.replace(/code=.*/, 'code=AAAAAAAAAAAA'))
  expect(await main(page)).toContain('没有找到您可以评价的这件事')
  await plain.close()
}, 60_000)

test('a bad mark: work order, verified, put right and told at the desk, 已解决 by the rater, closed by another', async () => {
  house.at('2026-03-02T09:01:00+08:00') // later than what the journeys before it did
  const { number, code, caseId } = await granted()
  const post = { organisation: offices.permit }
  const leader = await staffAccount(house, 'zhao', '赵主任', { role: 'unit_leader', ...post })
  const supervisor = await staffAccount(house, 'qian', '钱监督', { role: 'supervision_organ', ...post })
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await signInCitizen(page, '110100199003070007', 'Spring-2026-river')
  await inviteAll(house)
  await page.goto('/messages')
  await page
    .getByRole('link', { name: /去评价/ })
    .first()
    .click()
  await page.getByRole('radio', { name: '不满意', exact: true }).check()
  expect(await main(page)).toMatch(/整改单[\s\S]*1 个工作日内联系您[\s\S]*经办的人不经手/)
  expect(await wrong(page)).toEqual([])
  await giveMark(page, { face: '不满意', labels: ['未在承诺时间内办结'], words: `编号${number}等了很久` })
  const order = (await main(page))?.match(/PJ\d{6}-[0-9A-F]{6}/)?.[0] ?? 'none'
  expect(await main(page)).toMatch(/等待核实[\s\S]*最晚联系核实3月3日[\s\S]*最晚整改反馈3月9日/)
  expect(await wrong(page)).toEqual([])
  const ratePage = page.url()

  const desktop = await device(open, 1440)
  const desk = await desktop.newPage()
  await signInStaff(house, desk, leader)
  await desk.getByRole('link', { name: '好差评' }).click()
  await desk.getByRole('link', { name: order }).waitFor()
  expect(await wrong(desk)).toEqual([])
  await desk.locator('h1').click() // away from the word just pressed
  await desk.keyboard.press('Enter')
  await desk.getByRole('heading', { name: order }).waitFor()
  expect(await main(desk)).toMatch(/张三[\s\S]*记入本人可查的记录/)
  expect(await wrong(desk)).toEqual([])
  for (const [act, words] of [
    ['核实', '打电话核实，情况属实。'],
    ['整改', '增开一个窗口，当天补办。'],
    ['反馈', '已经当天补办，向您道歉。'],
  ] as const) {
    const form = desk.getByRole('form', { name: act })
    await form.getByRole('textbox').fill(words)
    await form.getByRole('button', { name: act }).click()
    await form.waitFor({ state: 'detached' })
  }
  await desk.getByText('已反馈，等评价人答复', { exact: true }).waitFor()
  await desk.goto('/desk/ratings?view=all')
  await expect.poll(() => main(desk)).toContain('编号＊＊＊等了很久')
  expect(await main(desk)).not.toContain(number)
  expect(await wrong(desk)).toEqual([])
  await desktop.close()

  await page.goto(`/cases/${caseId}`)
  expect(await main(page)).toContain('已反馈，等评价人答复')
  await page.goto(ratePage)
  expect(await main(page)).toMatch(/解决了没有[\s\S]*已经当天补办，向您道歉/)
  expect(await main(page)).not.toContain('打电话核实')
  expect(await wrong(page)).toEqual([])
  await page.getByRole('button', { name: '解决了', exact: true }).click()
  await page.locator('.word', { hasText: '已解决' }).waitFor()

  house.at('2026-03-02T09:02:00+08:00')
  const screen = await device(open, 375)
  const other = await screen.newPage()
  await signInStaff(house, other, supervisor)
  await other.goto('/desk/ratings')
  await other.getByRole('link', { name: order }).click()
  const form = other.getByRole('form', { name: '办结' })
  await form.getByRole('textbox').fill('复核无误，准予办结。')
  expect(await wrong(other)).toEqual([])
  await form.getByRole('button', { name: '办结' }).click()
  await expect.poll(() => main(other)).toContain('已办结：已解决')
  await screen.close()
  await page.reload()
  expect(await main(page)).toMatch(/整改单已办结[\s\S]*办结：已解决[\s\S]*复核无误/)
  await inviteAll(house)
  await page.goto('/ratings')
  expect(await main(page)).toMatch(/邀请 \d+ 次，评价 \d+ 次[\s\S]*没有评价的不算好评/)
  expect(await wrong(page)).toEqual([])
  await page.getByRole('link', { name: '按事项' }).click()
  expect(await main(page)).toContain('超限运输')
  await phone.close()
  expect(code).not.toBe('')
}, 90_000)

test('a clerk’s browser shows no rating page', async () => {
  const { number, code } = await granted()
  await inviteAll(house)
  const clerk = await staffAccount(house, 'sun', '孙窗口', { role: 'window_clerk', organisation: offices.permit, place: 'hall' })
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInStaff(house, page, clerk)
  await page.goto(`/progress?${new URLSearchParams({ number, code })}`)
  await page.getByRole('link', { name: /^评一评/ }).click()
  await expect.poll(() => main(page)).toContain('工作人员账号不能评价')
  await desktop.close()
}, 60_000)

test('no page had a bug', () => expect(open.failures).toEqual([]))
