import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices } from '../../src/app/town.ts'
import { transaction } from '../../src/kernel/db/index.ts'
import { system } from '../../src/kernel/http/index.ts'
import { publish } from '../../src/modules/catalogue/index.ts'
import { writeTally } from '../../src/modules/finder/index.ts'
import { device, type Open, openBrowser, wrong } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { makeItem } from '../make-item.ts'
import { type StaffAccount, signInStaff, staffAccount } from '../staff-account.ts'

let house: TestHouse
let open: Open
let keeper: StaffAccount
beforeAll(async () => {
  house = await openHouse()
  const definition = makeItem({ name: '高龄津贴发放', aliases: [], mainName: null, areaCode: '440000000000' })
  const publication = { code: 'K-1', definition, effectiveAt: house.now().at, source: '测试', approval: '测试' }
  await transaction(house.db, (tx) => publish(tx, publication, system, house.now()))
  keeper = await staffAccount(house, 'keeper', '沈维', { role: 'reform_office', organisation: offices.permit })
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

const main = (page: Page) => page.getByRole('main').textContent()
const question = '嘎嘎嘣儿咋整'
/** A person's browser asks. */
const ask = (page: Page) =>
  page.evaluate(
    `fetch('/api/items?' + new URLSearchParams({ q: '${question}', area: '44' })).then((reply) => reply.json())`,
  ) as Promise<{ answer: string; items: { code: string }[] }>

test.each([375, 1440] as const)(
  'at %s points: nothing fits, it is left, mended, tried, published, and answers',
  async (width) => {
    house.at(`2026-03-02T09:0${width === 375 ? 1 : 5}:00+08:00`)
    const context = await device(open, width)
    const page = await context.newPage()
    await page.goto('/')
    expect((await ask(page)).answer).toBe('none')
    const status =
      await page.evaluate(`fetch('/api/finder/gaps', { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ q: '${question}', area: '44' }) }).then((reply) => reply.status)`)
    expect(status).toBe(200)
    await writeTally(house.db)

    await signInStaff(house, page, keeper)
    await page.goto('/desk/gaps')
    await page.getByRole('link', { name: question }).waitFor()
    expect(await main(page)).toMatch(/\d 次[\s\S]*没有/)
    expect(await wrong(page)).toEqual([])
    await page.locator('h1').click()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: `“${question}”` }).waitFor()
    expect(await page.getByRole('button', { name: '试算' }).isDisabled()).toBe(true)
    await page.getByLabel('要办的事项，按名称或拼音查').fill('高龄津贴')
    await page.keyboard.press('Enter')
    await page.getByRole('radio', { name: /高龄津贴发放/ }).check()
    expect(await wrong(page)).toEqual([])
    await page.getByRole('button', { name: '试算' }).click()
    const trial = page.getByRole('region', { name: '试算' })
    await trial.waitFor()
    expect(await trial.textContent()).toMatch(/没有 → 高龄津贴发放[\s\S]*调试题[\s\S]*冻结题[\s\S]*%/)
    expect(await wrong(page)).toEqual([])
    expect((await ask(page)).answer).toBe('none')
    await page.getByLabel('为什么这样补').fill('方言')
    await page.getByRole('button', { name: '发布' }).click()
    await page.getByText('已发布').waitFor()
    await expect.poll(() => page.getByRole('status').first().textContent()).toContain('高龄津贴发放')
    expect(await ask(page)).toMatchObject({ answer: 'sure', items: [{ code: 'K-1' }] })
    expect(await wrong(page)).toEqual([])

    await page.goto('/desk/gaps?view=kept')
    await page.getByRole('button', { name: `撤销${question}` }).click()
    await page.getByLabel('为什么撤销').fill('试过了')
    expect(await wrong(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('form', { name: '撤销' }).waitFor({ state: 'detached' })
    await expect.poll(() => main(page)).toMatch(/沈维[\s\S]*方言[\s\S]*已撤销[\s\S]*试过了/)
    expect((await ask(page)).answer).toBe('none')
    await house.db.deleteFrom('finder_gap').execute()
    await page.goto('/desk/gaps')
    await page.getByText('近 30 天没有找不到的问题').waitFor()
    expect(await wrong(page)).toEqual([])
    await context.close()
  },
  60_000,
)

test('no page had a bug', () => expect(open.failures).toEqual([]))
