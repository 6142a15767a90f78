import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../../src/kernel/db/index.ts'
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
