import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { transaction } from '../../src/kernel/db/index.ts'
import { barriers, device } from '../browser.ts'
import { publishSituated, situated, situatedItem } from '../situations.ts'
import { goOn, openApplying, signInApplicant } from './applying.ts'

const { house, open, folder, photo, close } = await openApplying()
afterAll(close)

/** A draft of the citizen's, by route. */
async function draftOf(more: object = {}): Promise<string> {
  const body = { itemCode: situated, ...more }
  return (await house.call<{ draftId: string }>('POST /drafts', { token: house.town.citizen.token, body })).draftId
}

const save = (id: string, path: string, value: unknown, rev = 0) =>
  house.call('POST /drafts/:id/answers', { token: house.town.citizen.token, params: { id }, body: { path, value, rev } })

test('in two tabs of one draft both answers are shown and one is chosen', async () => {
  const id = await draftOf()
  await save(id, 'situation/owner', 'self')
  const desktop = await device(open, 1440)
  const [one, other] = [await desktop.newPage(), await desktop.newPage()]
  await signInApplicant(one)
  await one.goto(`/drafts/${id}/form/plate`)
  await other.goto(`/drafts/${id}/form/plate`)
  await one.getByRole('textbox').fill('粤A00001')
  await expect.poll(() => one.getByRole('status').textContent()).toContain('已保存')
  await other.getByRole('textbox').fill('粤A00002')
  await other.getByRole('alert').waitFor()
  expect(await other.getByRole('alert').textContent()).toMatch(/您这里填的粤A00002[\s\S]*保存的粤A00001/)
  expect(await barriers(other)).toEqual([])
  await other.getByRole('button', { name: '用我这里填的' }).click()
  await other.waitForURL(/form\/use/)
  const draft = await house.call<{ answers: { path: string; value: unknown }[] }>('GET /drafts/:id', {
    token: house.town.citizen.token,
    params: { id },
  })
  expect(draft.answers.find(({ path }) => path === 'form/plate')?.value).toBe('粤A00002')
  await desktop.close()
}, 60_000)

test('when the line drops an answer stays here and is saved when it is back; pressing 提交 goes through once', async () => {
  const id = await draftOf()
  for (const [path, value] of Object.entries({
    'situation/fuel': 'petrol',
    'situation/owner': 'self',
    'form/phone': '13800000000',
  }))
    await save(id, path, value)
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await signInApplicant(page)
  await page.goto(`/drafts/${id}/form/plate`)
  await phone.setOffline(true)
  await page.getByRole('textbox').fill('粤A77777')
  await expect.poll(() => page.getByRole('status').textContent()).toBe('未能保存，已留在本机，将自动重试')
  await phone.setOffline(false)
  await expect.poll(() => page.getByRole('status').textContent(), { timeout: 10_000 }).toContain('已保存')
  await save(id, 'form/use', 'goods')
  await page.goto(`/drafts/${id}/check`)
  await page.getByRole('checkbox').check()
  await phone.setOffline(true)
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByText('同一份申请只会办一次').waitFor()
  await phone.setOffline(false)
  await page.waitForURL(/received/)
  expect(await page.getByRole('main').textContent()).toContain('没有交材料')
  await phone.close()
}, 60_000)

test('a photo of 40 MB is refused in words, before it travels with script and afterwards without', async () => {
  const id = await draftOf()
  for (const [path, value] of Object.entries({ 'situation/fuel': 'petrol', 'situation/owner': 'self' }))
    await save(id, path, value)
  const big = join(folder, '照片.jpg')
  writeFileSync(big, Buffer.alloc(40 << 20, 1))
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInApplicant(page)
  await page.goto(`/drafts/${id}/materials`)
  await page.getByLabel('选文件或者拍照：居民身份证').setInputFiles(big)
  expect(await page.locator('#m-M01').textContent()).toContain('这个文件有 40 MB，最多 20 MB，没有上传')
  const plain = await open.browser.newContext({
    baseURL: open.address,
    javaScriptEnabled: false,
    storageState: await desktop.storageState(),
  })
  const bare = await plain.newPage()
  await bare.goto(`/drafts/${id}/materials`)
  await bare.getByLabel('选文件或者拍照：居民身份证').setInputFiles(big)
  await bare.getByRole('button', { name: /上传.*居民身份证/ }).click()
  await expect.poll(() => bare.locator('.errs').textContent()).toContain('文件超过 20 MB')
  await bare.getByLabel('选文件或者拍照：居民身份证').setInputFiles(photo)
  await bare.getByRole('button', { name: /上传.*居民身份证/ }).click()
  await bare.getByRole('link', { name: /看第 1 份.*居民身份证/ }).waitFor()
  await bare.getByRole('button', { name: /删掉.*居民身份证/ }).click()
  expect(await bare.locator('#m-M01').textContent()).toContain('还没交')
  await plain.close()
  await desktop.close()
}, 60_000)

test('ten thousand pasted rows are refused in words and stay in the field, with script and without', async () => {
  const id = await draftOf()
  await save(id, 'situation/owner', 'self')
  const rows = '粤A12345,货运 '.repeat(10_000).trim()
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInApplicant(page)
  await page.goto(`/drafts/${id}/form/plate`)
  await page.getByRole('textbox').fill(rows)
  await goOn(page)
  await expect.poll(() => page.getByRole('status').textContent()).toContain(`最多 40 字，现在有 ${rows.length} 字`)
  const plain = await open.browser.newContext({
    baseURL: open.address,
    javaScriptEnabled: false,
    storageState: await desktop.storageState(),
  })
  const bare = await plain.newPage()
  await bare.goto(`/drafts/${id}/form/plate`)
  const typed = rows.slice(0, 20_000)
  await bare.getByRole('textbox').fill(typed)
  await goOn(bare)
  expect(await bare.getByRole('alert').textContent()).toContain(`最多 40 字，现在有 ${typed.trim().length} 字`)
  expect((await bare.getByRole('textbox').inputValue()).length).toBe(typed.length)
  await plain.close()
  await desktop.close()
}, 60_000)

test('what a new version changed is named before one goes on', async () => {
  const id = await draftOf()
  await save(id, 'situation/fuel', 'petrol')
  house.at('2026-03-02T10:00:00+08:00')
  const fields = situatedItem().form.fields.filter(({ code }) => code !== 'since')
  const changed = situatedItem({ form: { isGeneric: false, fields } })
  await transaction(house.db, (tx) => publishSituated(tx, house.now(), changed))
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInApplicant(page)
  await page.goto(`/drafts/${id}`)
  expect(await page.getByRole('main').textContent()).toContain('取消：启用日期')
  await page.getByRole('button', { name: '我看过了，按新的继续' }).click()
  await expect.poll(() => page.getByText('取消：启用日期').count()).toBe(0)
  expect(await page.getByRole('main').textContent()).toContain('2 题，答了 1 题')
  await desktop.close()
}, 60_000)

test('no page had a bug', () => expect(open.failures).toEqual([]))
