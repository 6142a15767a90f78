import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices } from '../../src/app/town.ts'
import { apply } from '../apply.ts'
import { barriers, device, type Open, openBrowser } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { type StaffAccount, signInStaff, staffAccount } from '../staff-account.ts'

let house: TestHouse
let open: Open
let keeper: StaffAccount
let clerk: StaffAccount
beforeAll(async () => {
  house = await openHouse('2026-03-02T09:00:00+08:00')
  keeper = await staffAccount(house, 'ren', '任管', { role: 'unit_administrator', organisation: offices.permit })
  clerk = await staffAccount(house, 'dai', '代一', { role: 'window_clerk', organisation: offices.permit, place: 'hall' })
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

test('a substitute is named for a while, acts in the name of the post, and is ended; the case says who stood in for whom', async () => {
  const { caseId } = await apply(house, house.town.citizen)
  await house.call('POST /cases/:id/accept', { token: house.town.clerk, params: { id: caseId } })
  const wide = await device(open, 1440)
  const page = await wide.newPage()
  const broken: string[] = []
  page.on('pageerror', (error) => void broken.push(error.message))
  await signInStaff(house, page, keeper)
  await page.getByRole('link', { name: '顶岗' }).click()
  await page.getByText('没有人顶岗').waitFor()
  await page.getByText('选要代的岗位').waitFor()
  await page.getByLabel('代谁的岗位').selectOption({ label: 'approver　审查人员' })
  await page.getByLabel('由谁代').selectOption({ label: '代一　窗口工作人员' })
  await page.getByLabel('原因').selectOption('leave')
  await page.getByText('写到哪天止').waitFor()
  await page.getByLabel('到，当日还在代').fill('2026-03-06')
  await page.getByText('代一代approver的“审查人员”').waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '指定顶岗' }).click()
  await page.getByRole('row', { name: /代一 代 approver.*休假.*正在代/ }).waitFor()
  await page.getByText('选要代的岗位').waitFor()

  await page.getByLabel('代谁的岗位').selectOption({ label: 'approver　审查人员' })
  await page.getByText('这些天代一已经在代这个岗位').waitFor()
  await page.getByLabel('由谁代').selectOption({ label: '任管　部门管理员' })
  await page.getByLabel('原因').selectOption('meeting')
  await page.getByLabel('到，当日还在代').fill('2026-03-04')
  await page.getByRole('button', { name: '指定顶岗' }).click()
  await page.getByText(/不能为自己设岗|不能与办件岗位/).waitFor()
  expect(await barriers(page)).toEqual([])

  const other = await (await device(open, 1440)).newPage()
  await signInStaff(house, other, clerk)
  await other.goto(`/desk/approval/${caseId}`)
  await other.getByText('您正在代 approver（审查人员） 办理').waitFor()
  await other.getByLabel('审查意见，入卷').fill('材料齐全，建议准予许可。')
  await other.keyboard.press('F8')
  await other.getByText('代一 代 approver').waitFor()
  expect(await barriers(other)).toEqual([])

  await page.getByRole('button', { name: '终止代一代approver' }).click()
  await page.getByRole('row', { name: /代一 代 approver.*已终止/ }).waitFor()
  await other.goto('/desk/approval')
  await other.getByText('没有可以审批的单位').waitFor()
  expect(broken).toEqual([])
  await wide.close()
})

test('on a phone the book reads as lines', async () => {
  house.at('2026-03-02T09:10:00+08:00')
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await signInStaff(house, page, keeper)
  await page.goto('/desk/substitutes')
  await page.getByText('已终止').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375)
  expect(await barriers(page)).toEqual([])
  await phone.close()
})

test('what was judged and not handed in is there again after a reload', async () => {
  house.at('2026-03-02T09:20:00+08:00')
  const { caseId } = await apply(house, house.town.citizen)
  await house.call('POST /cases/:id/accept', { token: house.town.clerk, params: { id: caseId } })
  const chief = await staffAccount(house, 'shou', '首一', { role: 'chief_representative', organisation: offices.permit })
  const wide = await device(open, 1440)
  const page = await wide.newPage()
  await signInStaff(house, page, chief)
  await page.goto(`/desk/approval/${caseId}`)
  await page.getByLabel('审查意见，入卷').fill('车辆轴荷还要再核。')
  await page.reload()
  await page.getByText('已经恢复，还没有入卷').waitFor()
  expect(await page.getByLabel('审查意见，入卷').inputValue()).toBe('车辆轴荷还要再核。')
  await page.getByRole('button', { name: '不要，重新核' }).click()
  expect(await page.getByLabel('审查意见，入卷').inputValue()).toBe('')
  await page.reload()
  await page.getByLabel('审查意见，入卷').waitFor()
  expect(await page.getByText('已经恢复').count()).toBe(0)
  await wide.close()
})

test('no page has a bug', () => expect(open.failures).toEqual([]))
