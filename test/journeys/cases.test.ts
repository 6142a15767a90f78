import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../../src/kernel/db/index.ts'
import { follow, sequence } from '../../src/kernel/log/index.ts'
import { type CaseView, messenger } from '../../src/modules/casework/index.ts'
import { apply, png } from '../apply.ts'
import { device, type Open, openBrowser, signInCitizen, wrong } from '../browser.ts'
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

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()
const main = (page: Page) => page.getByRole('main').textContent()

const readAs = (token: string, id: string) => house.call<CaseView>('GET /cases/:id', { token, params: { id } })

test('whoever holds the receipt sees its progress without signing in, nothing personal, and guessing is stopped', async () => {
  const { caseId, number } = await apply(house, house.town.citizen)
  const code = (await readAs(house.town.citizen.token, caseId)).queryCode ?? ''
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await page.goto(`/progress?number=${number}`)
  expect(await page.getByLabel('办件编号').inputValue()).toBe(number)
  expect(await wrong(page)).toEqual([])
  await page.getByLabel('查询码').fill('AAAAAAAA')
  await page.getByRole('button', { name: '查进度' }).click()
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('不相符')
  expect(await page.title()).toMatch(/^有错误：/)
  expect(await wrong(page)).toEqual([])
  await page.getByLabel('查询码').fill(`${code.slice(0, 4)} ${code.slice(4).toLowerCase()}`)
  await page.getByRole('button', { name: '查进度' }).click()
  await expect.poll(() => heading(page)).toContain('超限运输')
  const text = await main(page)
  expect(text).toContain('已收件，待受理')
  expect(text).not.toMatch(/张|三|110100/)
  expect(await wrong(page)).toEqual([])
  for (let i = 0; i < 9; i += 1) await page.request.get(`/progress?number=${number}&code=A${i}`)
  await page.goto(`/progress?number=${number}&code=${code}`)
  expect(await page.getByRole('alert').textContent()).toContain('暂停查询，请 15 分钟后再试')
  expect(await wrong(page)).toEqual([])
  await phone.close()
}, 60_000)

test('a corrected case: the notice leads to its demands, a file for each, all submitted together; also without script', async () => {
  const { citizen, clerk } = house.town
  const { caseId } = await apply(house, citizen)
  const body = {
    shortfalls: [
      { material: 'M05', problem: 'unclear' },
      { material: 'M02', problem: 'expired' },
    ],
  }
  await house.call('POST /cases/:id/ask-correction', { token: clerk, params: { id: caseId }, body })
  const file = { name: '补.png', mimeType: 'image/png', buffer: png }
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await signInCitizen(page, '110100199003070007', 'Spring-2026-river')
  await page.goto(`/cases/${caseId}`)
  expect(await page.locator('.word').first().textContent()).toBe('待您补正')
  expect(await wrong(page)).toEqual([])
  await page.getByRole('link', { name: '去补正' }).click()
  await expect.poll(() => heading(page)).toBe('要补 2 项，补齐就行')
  expect(await main(page)).toMatch(/第 1 项[\s\S]*不清晰[\s\S]*第 2 项[\s\S]*已过有效期/)
  expect(await page.getByRole('button', { name: '提交补正' }).count()).toBe(0)
  expect(await wrong(page)).toEqual([])
  await page.locator('#m-M05 input[type=file]').setInputFiles(file)
  await page.locator('#m-M05').getByText('已补，等您一起提交').waitFor()
  expect(await main(page)).toContain('补上第 2 项就能一起提交')
  const plain = await open.browser.newContext({
    baseURL: open.address,
    javaScriptEnabled: false,
    storageState: await phone.storageState(),
  })
  const bare = await plain.newPage()
  await bare.goto(page.url())
  await bare.locator('#m-M02 button').click()
  await expect.poll(() => bare.locator('#m-M02').textContent()).toContain('还没有选文件')
  await bare.locator('#m-M02 input[type=file]').setInputFiles({ ...file, name: '假.png', buffer: Buffer.from('MZ') })
  await bare.locator('#m-M02 button').click()
  await bare.getByRole('alert').first().waitFor()
  await bare.locator('#m-M02 input[type=file]').setInputFiles(file)
  await bare.locator('#m-M02 button').click()
  await expect.poll(() => heading(bare)).toBe('都补上了，请一起提交')
  expect(await bare.locator('#m-M05').textContent()).toContain('已补')
  await bare.getByRole('button', { name: '提交补正' }).click()
  await bare.waitForURL(`**/cases/${caseId}`)
  expect(await bare.locator('.word').first().textContent()).toBe('待受理')
  await plain.close()
  await phone.close()
  expect((await readAs(citizen.token, caseId)).state).toBe('submitted')
}, 60_000)

test('my cases: mine to do first with one act, found by words; what happened is told in messages and marked as read', async () => {
  house.at('2026-03-03T09:00:00+08:00') // later than what the journeys before it did
  const { citizen, clerk } = house.town
  const { caseId, number } = await apply(house, citizen)
  const waiting = await apply(house, citizen)
  const body = { shortfalls: [{ material: 'M05', problem: 'unclear' }] }
  await house.call('POST /cases/:id/ask-correction', { token: clerk, params: { id: caseId }, body })
  await transaction(house.db, (tx) => sequence(tx))
  while ((await follow(house.db, messenger, house.now(), () => {})) > 0);
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await signInCitizen(page, '110100199003070007', 'Spring-2026-river')
  await page.goto('/cases')
  expect(await page.getByRole('heading', { level: 2 }).first().textContent()).toBe('轮到您')
  const [first] = await page.locator('.kase').allTextContents()
  for (const words of ['待您补正', number, '去补正']) expect(first).toContain(words)
  expect(await main(page)).toMatch(/待受理[\s\S]*还剩 5 个工作日/)
  expect(await wrong(page)).toEqual([])
  await page.getByRole('searchbox').fill(waiting.number)
  await page.getByRole('button', { name: '找' }).click()
  await page.waitForURL(/q=/)
  expect(await page.locator('.kase').count()).toBe(1)
  await page.getByRole('link', { name: /轮到您/ }).click()
  expect(await main(page)).toContain('没有编号、事项或单位里有')
  await page.goto('/messages')
  expect(await page.locator('.kase').first().textContent()).toMatch(/未读[\s\S]*补交材料/)
  const notices = page.locator('.kase', { hasText: '需要补正' })
  expect(await notices.getByRole('link', { name: /补交材料/ }).getAttribute('href')).toBe(`/cases/${caseId}/correction`)
  expect(await notices.getByRole('link', { name: /查看办件/ }).count()).toBe(1) // of the one before it, which was supplied
  expect(await wrong(page)).toEqual([])
  const unread = await page.getByText('未读').count()
  await page
    .getByRole('button', { name: /标为已读.*需要补正/ })
    .first()
    .click()
  await expect.poll(() => page.getByText('未读').count()).toBe(unread - 1)
  await page.getByRole('button', { name: '这一页都标为已读' }).click()
  await expect.poll(() => main(page)).toContain('都看过了')
  const letter = page.getByRole('link', { name: /看文书/ }).first()
  const { documents } = await readAs(citizen.token, caseId)
  const addresses = documents.map(({ documentId }) => `/api/cases/${caseId}/documents/${documentId}`)
  expect(addresses).toContain(await letter.getAttribute('href'))
  const desktop = await open.browser.newContext({
    baseURL: open.address,
    viewport: { width: 1440, height: 900 },
    storageState: await phone.storageState(),
  })
  const wide = await desktop.newPage()
  await wide.goto('/cases')
  expect(await wrong(wide)).toEqual([])
  await wide.getByRole('banner').getByRole('link', { name: '消息' }).click()
  await expect.poll(() => heading(wide)).toBe('我的消息')
  expect(await wrong(wide)).toEqual([])
  await desktop.close()
  await phone.close()
}, 60_000)

test('no page had a bug', () => expect(open.failures).toEqual([]))
