import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../../src/kernel/db/index.ts'
import type { Delegations } from '../../src/modules/identity/delegations/contract.ts'
import { barriers, device, type Open, openBrowser, signInCitizen, wrong } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { publishSituated, situated } from '../situations.ts'

let house: TestHouse
let open: Open
beforeAll(async () => {
  house = await openHouse()
  await transaction(house.db, (tx) => publishSituated(tx, house.now()))
  const agent = { kind: '111', value: '110100199003070007' }
  const given = { basis: 'delegation', agent, agentName: '张三', scope: situated, fromOn: '2026-03-02', untilOn: '2026-06-30' }
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

const rightsOfAgent = async () => {
  const { delegations } = await house.call<Delegations>('GET /me/delegations', { token: house.town.citizen.token })
  return delegations.map(({ untilOn }) => untilOn)
}

test('one may apply for oneself and for whom one was given the right, in that item, as long as it lasts', async () => {
  const self = { name: '张*', basis: 'self', untilOn: null }
  const parent = { name: '李*', basis: 'delegation', untilOn: '2026-06-30' }
  expect((await applicants(situated)).applicants).toMatchObject([self, parent])
  expect((await applicants('ANOTHER')).applicants).toMatchObject([self])
  house.at('2026-07-01T09:00:00+08:00')
  expect((await applicants(situated)).applicants).toMatchObject([self])
  house.at('2026-03-02T09:00:00+08:00')
})

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

test('a principal gives the right in one item from its guide, on a phone; who slips in the number gives it to nobody; it is taken back', async () => {
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await signInCitizen(page, '440300200012310001', 'Spring-2026-river')
  await page.goto(`/items/${situated}`)
  await page.getByRole('link', { name: '委托别人办' }).click()
  await page.getByRole('heading', { level: 1, name: '委托代办' }).waitFor()
  expect(await page.getByRole('radio', { name: /^只办：/ }).isChecked()).toBe(true)
  expect(await wrong(page)).toEqual([])
  const give = async (name: string, until: string) => {
    await page.getByLabel('代理人姓名').fill(name)
    await page.getByLabel('证件号码').fill('110100199003070007')
    await page.getByLabel('委托到哪一天').fill(until)
    await page.getByRole('button', { name: '委托', exact: true }).click()
  }
  await give('张四', '2026-12-31')
  await page.getByRole('alert').getByText('没有找到这位代理人').waitFor()
  expect(await page.getByLabel('证件号码').inputValue()).toBe('110100199003070007')
  await give('张三', '2026-03-01')
  await page.getByRole('alert').getByText('委托期限有误').waitFor()
  await give('张三', '2026-12-31')
  await page.getByText('委托好了').waitFor()
  const given = page.getByRole('region', { name: '我委托的人' }).getByRole('listitem').filter({ hasText: '12月31日' })
  expect(await given.textContent()).toMatch(/张\*[\s\S]*有效/)
  expect(await wrong(page)).toEqual([])
  expect(await rightsOfAgent()).toEqual(['2026-06-30', '2026-12-31'])
  expect((await applicants(situated)).applicants.at(-1)).toMatchObject({ name: '李*', untilOn: '2026-12-31' })

  await given.getByText('收回委托').first().click()
  await given.getByRole('button', { name: /^确认收回委托/ }).click()
  await page.getByText('已经终止').waitFor()
  expect(await rightsOfAgent()).toEqual(['2026-06-30'])
  await phone.close()
}, 60_000)

test('who was given a right sees it, and lays it down', async () => {
  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await citizen(page)
  await page.goto('/me')
  await page.getByRole('link', { name: '委托代办' }).click()
  const received = page.getByRole('region', { name: '委托我的人' }).getByRole('listitem')
  expect(await received.textContent()).toMatch(/李\*[\s\S]*6月30日/)
  await received.getByText('不再代办').first().click()
  await received.getByRole('button', { name: /^确认不再代办/ }).click()
  await page.getByText('没有人委托您').waitFor()
  expect((await applicants(situated)).applicants).toMatchObject([{ basis: 'self' }])
  await desktop.close()
}, 60_000)

test('no page had a bug', () => expect(open.failures).toEqual([]))
