import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseView } from '../../src/modules/casework/index.ts'
import { apply } from '../apply.ts'
import { barriers, device, type Open, openBrowser } from '../browser.ts'
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

/** Everything that is wrong with a page: barriers, and being wider than the screen. */
async function wrong(page: Page): Promise<string[]> {
  const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  return [...(await barriers(page)), ...(isWide ? ['wider than the screen'] : [])]
}

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
  const statuses: number[] = []
  for (let i = 0; i < 30; i += 1) statuses.push((await page.request.get(`/progress?number=${number}&code=A${i}`)).status())
  expect(statuses[0]).toBe(200)
  expect(statuses.at(-1)).toBe(429)
  await phone.close()
}, 60_000)

test('no page had a bug', () => expect(open.failures).toEqual([]))
