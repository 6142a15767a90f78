import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealAll } from '../../src/app/following.ts'
import { townItems } from '../../src/app/town.ts'
import { transaction } from '../../src/kernel/db/index.ts'
import { follow, sequence } from '../../src/kernel/log/index.ts'
import { messenger } from '../../src/modules/casework/index.ts'
import { apply } from '../apply.ts'
import { barriers, device, type Open, openBrowser, signInCitizen } from '../browser.ts'
import { followingOf } from '../following.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { publishSituated, situated } from '../situations.ts'

let house: TestHouse
let open: Open
beforeAll(async () => {
  house = await openHouse()
  await transaction(house.db, (tx) => publishSituated(tx, house.now()))
  const agent = { kind: '111', value: '110100199003070007' }
  const given = {
    basis: 'delegation',
    agent,
    agentName: '张三',
    scope: townItems.permit,
    fromOn: '2026-03-02',
    untilOn: '2026-06-30',
  }
  await house.call('POST /delegations', { token: house.town.stranger.token, body: given })
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

const citizen = (page: Page) => signInCitizen(page, '110100199003070007', 'Spring-2026-river')
const main = (page: Page) => page.getByRole('main').textContent()

/** Everything that is wrong with a page: barriers, and being wider than the screen. */
async function wrong(page: Page): Promise<string[]> {
  const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  return [...(await barriers(page)), ...(isWide ? ['wider than the screen'] : [])]
}

test('an agent sees the cases they may act in, whose they are, and what waits; others not', async () => {
  const { stranger, citizen: agent, clerk } = house.town
  const waits = await apply(house, stranger, { leaveOut: 1 })
  await apply(house, stranger, { item: townItems.service })
  const own = await apply(house, agent)
  const shortfalls = waits.shortfalls.map(({ material, problem }) => ({ material, problem }))
  await house.call('POST /cases/:id/ask-correction', { token: clerk, params: { id: waits.caseId }, body: { shortfalls } })
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await citizen(page)
  expect(await page.getByRole('region', { name: '轮到您了' }).textContent()).toContain('待补正')
  await page.goto('/cases')
  const cards = () => page.locator('.kase').allTextContents()
  expect(await cards()).toEqual([
    expect.stringMatching(/待您补正[\s\S]*广东省交通运输厅[\s\S]*替 李\* 办/),
    expect.stringContaining(own.number),
  ])
  expect(await wrong(page)).toEqual([])
  await page.getByLabel('看谁的').selectOption({ label: '张*（本人）' })
  await expect.poll(cards).toEqual([expect.stringContaining(own.number)])
  await page.goto('/cases?q=交通')
  expect(await cards()).toHaveLength(2)
  await page.goto('/cases')
  await page.getByRole('link', { name: /去补正/ }).click()
  expect(await page.getByRole('complementary', { name: '正在代表' }).textContent()).toContain('李*')
  await page.goto(`/cases/${waits.caseId}`)
  expect(await page.getByRole('complementary', { name: '正在代表' }).textContent()).toContain('李*')
  expect(await main(page)).toMatch(/申请人提交了申请[\s\S]*一次性告知要补正[\s\S]*补正告知书[\s\S]*您补齐材料/)
  const box = await page.getByRole('link', { name: '去补正' }).boundingBox()
  expect((box?.y ?? 0) + (box?.height ?? 900)).toBeLessThan(812)
  expect(await wrong(page)).toEqual([])
  await phone.close()
}, 60_000)

test('a case shows how it went and, once sealed, the proof; its applicant sees who read it, and how many messages wait', async () => {
  const { citizen: applicant, clerk } = house.town
  const { caseId, number } = await apply(house, applicant)
  await house.call('GET /cases/:id/application', { token: clerk, params: { id: caseId } })
  await house.call('POST /cases/:id/accept', { token: clerk, params: { id: caseId } })
  await transaction(house.db, (tx) => sequence(tx))
  while ((await follow(house.db, messenger, house.now(), () => {})) > 0);
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await citizen(page)
  await page.goto(`/cases/${caseId}`)
  expect(await main(page)).toMatch(/您提交了申请[\s\S]*受理，开始计时[\s\S]*受理通知书[\s\S]*作出决定[\s\S]*每分钟封存一次/)
  await sealAll(followingOf(house))
  await page.reload()
  expect(await main(page)).toContain('已存证：第')
  const proof = await page.request.get((await page.getByRole('link', { name: '下载存证证明' }).getAttribute('href')) ?? '')
  expect((await proof.json()).proof.leaf).toMatchObject({ stream: 'case', seq: 2, streamId: caseId })
  await page.getByRole('link', { name: '谁看过我的信息' }).click()
  expect(await main(page)).toMatch(/广东省交通运输厅 窗口工作人员[\s\S]*看了申请表 3 项、材料 5 项/)
  expect(await main(page)).toContain(number)
  expect(await wrong(page)).toEqual([])
  const news = page.getByRole('banner').getByRole('link', { name: /消息/ })
  const count = Number(/[0-9]+/.exec((await news.textContent()) ?? '')?.[0])
  expect(count).toBeGreaterThan(0)
  await news.click()
  await page.getByRole('link', { name: '怎样通知我' }).click()
  expect(await main(page)).toContain('站内消息一直开着')
  expect(await wrong(page)).toEqual([])
  await page.goBack()
  await page.getByRole('button', { name: '这一页都标为已读' }).click()
  await expect.poll(() => news.textContent()).toBe('消息')
  await desktop.close()
}, 60_000)

test('a code lets a window go on with a draft, once; one that is used is refused in words', async () => {
  const { draftId } = await house.call<{ draftId: string }>('POST /drafts', {
    token: house.town.citizen.token,
    body: { itemCode: situated },
  })
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await citizen(page)
  await page.goto(`/drafts/${draftId}`)
  await page.getByRole('button', { name: '生成续办码' }).click()
  const code = ((await page.locator('.no b').textContent()) ?? '').replace(/\s/g, '')
  expect(code).toMatch(/^[0-9A-Z]{10}$/)
  expect(page.url()).not.toContain(code)
  expect(await wrong(page)).toEqual([])
  await page.goto('/drafts')
  await page.getByText('有续办码').click()
  await page.getByRole('button', { name: '接着填' }).click()
  await expect.poll(() => page.locator('#code-problem').textContent()).toContain('请填写续办码')
  await page.getByLabel('续办码').fill(`${code.slice(0, 5)} ${code.slice(5).toLowerCase()}`)
  await page.getByRole('button', { name: '接着填' }).click()
  await expect.poll(() => page.url()).toContain(draftId)
  await page.goto('/drafts')
  await page.getByText('有续办码').click()
  await page.getByLabel('续办码').fill(code)
  await page.getByRole('button', { name: '接着填' }).click()
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('已经用过')
  expect(await wrong(page)).toEqual([])
  await phone.close()
}, 60_000)

test('before the session ends for want of use one is told and may stay; what was typed over night comes back after signing in', async () => {
  const token = house.town.citizen.token
  const { draftId } = await house.call<{ draftId: string }>('POST /drafts', { token, body: { itemCode: situated } })
  await house.call('POST /drafts/:id/answers', {
    token,
    params: { id: draftId },
    body: { path: 'situation/owner', value: 'self', rev: 0 },
  })
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await page.clock.install({ time: new Date('2026-03-02T09:00:00+08:00') })
  await citizen(page)
  await page.goto(`/drafts/${draftId}/form/plate`)
  const note = page.locator('[data-idle]')
  expect(await note.isVisible()).toBe(false)
  await page.clock.fastForward('01:56:00')
  await expect.poll(() => note.isVisible()).toBe(true)
  expect(await wrong(page)).toEqual([])
  await page.getByRole('button', { name: '继续使用' }).click()
  await expect.poll(() => note.isVisible()).toBe(false)
  await phone.clearCookies()
  await page.clock.fastForward('10:00:00')
  await expect.poll(() => note.textContent()).toContain('已经自动退出登录')
  await page.getByRole('textbox').fill('粤A24680')
  await page.getByRole('button', { name: '继续', exact: true }).click()
  await page.waitForURL('**/sign-in?next=**')
  await page.getByLabel('证件号码').fill('110100199003070007')
  await page.getByLabel('密码').fill('Spring-2026-river')
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL('**/form/plate')
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('粤A24680')
  await phone.close()
}, 60_000)

test('no page had a bug', () => expect(open.failures).toEqual([]))
