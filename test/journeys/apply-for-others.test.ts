import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../../src/kernel/db/index.ts'
import { png } from '../apply.ts'
import { barriers, device, type Open, openBrowser, signInCitizen } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { publishSituated, situated } from '../situations.ts'

let house: TestHouse
let open: Open
beforeAll(async () => {
  house = await openHouse()
  await transaction(house.db, (tx) => publishSituated(tx, house.now()))
  const agent = { kind: '111', value: '110100199003070007' }
  const given = { basis: 'delegation', agent, scope: situated, fromOn: '2026-03-02', untilOn: '2026-06-30' }
  await house.call('POST /delegations', { token: house.town.stranger.token, body: given })
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

const citizen = (page: Page) => signInCitizen(page, '110100199003070007', 'Spring-2026-river')
type Applicants = { applicants: { name: string; basis: string; untilOn: string | null }[] }
const applicants = (code: string) =>
  house.call<Applicants>('GET /items/:code/applicants', { token: house.town.citizen.token, params: { code } })

test('one may apply for oneself and for whom one was given the right, in that item, as long as it lasts', async () => {
  const self = { name: '张*', basis: 'self', untilOn: null }
  const parent = { name: '李*', basis: 'delegation', untilOn: '2026-06-30' }
  expect((await applicants(situated)).applicants).toMatchObject([self, parent])
  expect((await applicants('ANOTHER')).applicants).toMatchObject([self])
  house.at('2026-07-01T09:00:00+08:00')
  expect((await applicants(situated)).applicants).toMatchObject([self])
  house.at('2026-03-02T09:00:00+08:00')
})

test('an agent applies for a parent on a phone without script; the bar says for whom all the way', async () => {
  const phone = await open.browser.newContext({
    baseURL: open.address,
    viewport: { width: 375, height: 812 },
    javaScriptEnabled: false,
  })
  const page = await phone.newPage()
  const goOn = () => page.getByRole('button', { name: '继续' }).click()
  const bar = () => page.getByRole('complementary', { name: '正在代表' }).textContent()
  await citizen(page)
  await page.goto(`/items/${situated}/apply?a.fuel=petrol`)
  await page.getByLabel(/李\*/).check()
  await page.getByRole('button', { name: '开始填写' }).click()
  expect(await bar()).toContain('您正在代表：李*')
  expect(await page.getByRole('main').textContent()).toContain('2 题，答了 1 题')
  await page.getByRole('link', { name: '继续填写' }).click()
  await page.getByLabel('单位').check()
  await goOn()
  await page.getByLabel('多辆').check()
  await goOn()
  await page.getByRole('textbox').fill('13800000000')
  await goOn()
  await page.getByRole('textbox').fill('三辆')
  await goOn()
  expect(await page.title()).toMatch(/^有错误：/)
  expect(await page.getByRole('alert').textContent()).toContain('车辆数应当是整数')
  await page.getByRole('textbox').fill('3')
  await goOn()
  await page.getByLabel('客运').check()
  await goOn()
  await page.getByLabel(/启用日期/).fill('2026-03-01')
  await goOn()
  expect(await page.locator('.mat').count()).toBe(4)
  await page
    .getByLabel(/车辆清单/)
    .first()
    .setInputFiles({ name: '清单.png', mimeType: 'image/png', buffer: png })
  await page.getByRole('button', { name: /上传.*车辆清单/ }).click()
  await page.getByRole('link', { name: /检查答案/ }).click()
  expect(await bar()).toContain('李*')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '提交申请' }).click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('您的申请我们收到了')
  const { cases } = await house.call<{ cases: { itemCode: string }[] }>('GET /cases/mine', { token: house.town.stranger.token })
  expect(cases.map(({ itemCode }) => itemCode)).toEqual([situated])
  await phone.close()
}, 60_000)

test('the whole way by the keyboard alone', async () => {
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await citizen(page)
  /** Presses Tab until the focus stands on what is meant. */
  const reach = async (name: RegExp) => {
    for (let n = 0; n < 60; n++) {
      await page.keyboard.press('Tab')
      const at = String(
        await page.evaluate(
          `(() => { const at = document.activeElement; return (at.labels?.[0] ?? at).innerText || at.name || '' })()`,
        ),
      )
      if (name.test(at)) return
    }
    throw new Error(`the keyboard does not reach ${name}`)
  }
  const press = async (name: RegExp, to: RegExp) => {
    await reach(name)
    await page.keyboard.press('Enter')
    await page.waitForURL(to)
  }
  const answer = async (name: RegExp, text: string, to: RegExp) => {
    await reach(name)
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
    await page.waitForURL(to)
  }
  await page.goto(`/items/${situated}/apply`)
  await press(/^开始填写/, /\/drafts\/[^/]*$/)
  await press(/^继续填写/, /fuel/)
  await answer(/燃油|电力/, ' ', /owner/)
  await answer(/本人/, ' ', /phone/)
  await answer(/联系电话/, '13800000000', /plate/)
  await answer(/号牌/, '粤A12345', /use/)
  await answer(/货运/, ' ', /since/)
  await press(/^继续/, /materials/)
  await press(/^继续/, /check$/)
  await reach(/真实/)
  await page.keyboard.press('Space')
  await press(/^提交申请/, /received/)
  await desktop.close()
}, 90_000)

test('drafts say how long they are kept, and can be removed; no page carries more than 120 kB of script', async () => {
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await citizen(page)
  await page.goto(`/items/${situated}/apply`)
  await page.getByRole('button', { name: '开始填写' }).click()
  await page.waitForURL(/\/drafts\/[^/]*$/)
  const draft = page.url()
  for (const address of [draft, `${draft}/situation/fuel`, `${draft}/materials`, `${draft}/check`, '/drafts']) {
    await page.goto(address, { waitUntil: 'networkidle' })
    const bytes = await page.evaluate(
      `performance.getEntriesByType('resource').filter((one) => one.name.endsWith('.js')).reduce((sum, one) => sum + one.encodedBodySize, 0)`,
    )
    expect([address, Number(bytes) < 120_000, await barriers(page)]).toEqual([address, true, []])
  }
  expect(await page.getByRole('main').textContent()).toContain('还留 90 天')
  await page.goto(draft)
  await page.getByText('不办了，删掉这份草稿').click()
  await page.getByRole('button', { name: '删除草稿' }).click()
  await page.waitForURL(/\/drafts$/)
  expect(await page.getByRole('main').textContent()).toContain('没有没填完的申请')
  await desktop.close()
}, 60_000)

test('no page had a bug', () => expect(open.failures).toEqual([]))
