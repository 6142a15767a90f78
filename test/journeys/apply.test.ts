import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { tasksOf } from '../../src/app/assemble.ts'
import { sealAll } from '../../src/app/following.ts'
import { transaction } from '../../src/kernel/db/index.ts'
import { sequence } from '../../src/kernel/log/index.ts'
import { documentsOfCase } from '../../src/modules/document/index.ts'
import { device, wrong } from '../browser.ts'
import { followingOf } from '../following.ts'
import { situated } from '../situations.ts'
import { goOn, openApplying, signInApplicant } from './applying.ts'

const { house, open, photo, close } = await openApplying()
afterAll(close)

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()

test('a citizen applies on a phone: situations shrink the list, each answer is kept, one receipt', async () => {
  const phone = await device(open, 375)
  const page = await phone.newPage()
  const found: [string, string[]][] = []
  const look = async (name: string) => found.push([name, await wrong(page)])
  await signInApplicant(page)
  await page.goto(`/items/${situated}/apply`)
  await look('begin')
  await page.getByRole('button', { name: '开始填写' }).click()
  await page.waitForURL(/\/drafts\/[0-9a-f-]{36}$/)
  await look('tasks')
  await page.getByRole('link', { name: '继续填写' }).click()
  await page.getByLabel('燃油').check()
  await look('question')
  await goOn(page)
  await page.waitForURL(/owner/)
  await page.getByLabel('本人').check()
  await goOn(page)
  await page.waitForURL(/phone/)
  await goOn(page)
  await expect.poll(() => page.title()).toMatch(/^有错误：/)
  expect(await page.getByRole('alert').textContent()).toContain('请填写“联系电话”')
  await look('question that lacks its answer')
  await page.getByRole('textbox').fill('138 0000 0000')
  await expect.poll(() => page.getByRole('status').textContent()).toMatch(/^已保存 \d\d:\d\d$/)
  await goOn(page)
  await page.waitForURL(/plate/)
  await page.getByRole('textbox').fill('粤A12345')
  await goOn(page)
  await page.waitForURL(/use/)
  await page.goBack()
  expect(await page.getByRole('textbox').inputValue()).toBe('粤A12345')
  await page.goForward()
  await page.getByLabel('货运').check()
  await goOn(page)
  await page.waitForURL(/since/)
  await goOn(page)
  await page.waitForURL(/materials/)
  expect(await page.locator('.tally').textContent()).toContain('按您的情形，另外 3 样不用交')
  await look('materials')
  await page.getByLabel('选文件或者拍照：居民身份证').setInputFiles(photo)
  await page.getByRole('link', { name: /看第 1 份.*居民身份证/ }).waitFor()
  await look('materials given')
  await page.getByRole('link', { name: '继续：检查答案' }).click()
  await page.waitForURL(/\/check$/)
  await look('check')
  await page.getByRole('link', { name: /修改.*号牌/ }).click()
  await page.getByRole('textbox').fill('粤B54321')
  await goOn(page)
  await page.waitForURL(/\/check$/)
  expect(await page.getByRole('main').textContent()).toContain('粤B54321')
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect.poll(() => page.title()).toMatch(/^有错误：/)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '提交申请' }).dblclick()
  await page.waitForURL(/received/)
  expect(await heading(page)).toBe('您的申请我们收到了')
  await look('received')
  const text = await page.getByRole('main').textContent()
  for (const words of ['材料 1 样', '3月9日（周一）前告诉您', '承诺', '查询码']) expect(text).toContain(words)
  await page.getByRole('link', { name: /下载收件回执/ }).click()
  await page.getByText('回执正在制作').waitFor()
  await printAndSeal(page.url().split('/').at(-2) ?? '')
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: /下载收件回执/ }).click()
  expect(readFileSync(await (await coming).path(), 'latin1')).toMatch(/^%PDF-/)
  await page.reload()
  expect(await page.getByRole('main').textContent()).toContain('已存证：第')
  const proof = await page.request.get((await page.getByRole('link', { name: '下载存证证明' }).getAttribute('href')) ?? '')
  expect((await proof.json()).proof.leaf).toMatchObject({ stream: 'case', seq: 1 })
  const { cases } = await house.call<{ cases: unknown[] }>('GET /cases/mine', { token: house.town.citizen.token })
  expect(cases).toHaveLength(1)
  await page.goBack()
  expect(await page.getByRole('main').textContent()).toContain('可能已经提交')
  expect(found.filter(([, problems]) => problems.length > 0)).toEqual([])
  await phone.close()
}, 120_000)

/** What happens by itself within a minute: letters are printed, events are sealed. */
async function printAndSeal(caseId: string): Promise<void> {
  const [printing] = tasksOf(house.db, house.blobs, house.now)
  for (const { documentId } of await transaction(house.db, (tx) => documentsOfCase(tx, caseId)))
    await printing?.run({ caseId, documentId })
  await transaction(house.db, (tx) => sequence(tx))
  await sealAll(followingOf(house))
}

test('no page had a bug', () => expect(open.failures).toEqual([]))
