import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { png } from '../../apply.ts'
import { situated } from '../../situations.ts'
import type { WholeTown } from './town.ts'

/** The case that was brought, and the number on its receipt. */
export type Receipt = { readonly caseId: string; readonly number: string }

/** A photo of a card, as one takes it. */
export const photo = { name: '身份证.png', mimeType: 'image/png', buffer: png }
const goOn = (page: Page) => page.getByRole('button', { name: '继续' }).click()

/** From the guide to the receipt, by the pages: two questions, the form, a material, the check. Ends on the confirmation. */
export async function applyByPages({ look, work }: WholeTown, page: Page, width = 1440): Promise<Receipt> {
  await page.goto(`/items/${situated}`)
  await look(page, `guide ${width}`)
  await page
    .getByRole('main')
    .getByRole('link', { name: /在线办理|在线申请/ })
    .first()
    .click()
  await look(page, `begin ${width}`)
  await page.getByRole('button', { name: /^(开始填写|另填一份新的)$/ }).click()
  await page.waitForURL(/\/drafts\/[0-9a-f-]{36}$/)
  await look(page, `tasks ${width}`)
  await page.getByRole('link', { name: '继续填写' }).click()
  await page.waitForURL(/fuel/)
  await page.getByLabel('燃油').check()
  await look(page, `question ${width}`)
  await goOn(page)
  await page.waitForURL(/owner/)
  await page.getByLabel('本人').check()
  await goOn(page)
  await page.waitForURL(/phone/)
  await page.getByRole('textbox').fill('13800000000')
  await goOn(page)
  await page.waitForURL(/plate/)
  await page.getByRole('textbox').fill('粤A12345')
  await goOn(page)
  await page.waitForURL(/use/)
  await page.getByLabel('货运').check()
  await goOn(page)
  await page.waitForURL(/since/)
  await goOn(page)
  await page.waitForURL(/materials/)
  await page.getByLabel('选文件或者拍照：居民身份证').setInputFiles(photo)
  await page.getByRole('link', { name: /看第 1 份.*居民身份证/ }).waitFor()
  await look(page, `materials ${width}`)
  await page.getByRole('link', { name: '继续：检查答案' }).click()
  await page.waitForURL(/\/check$/)
  await look(page, `check ${width}`)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '提交申请' }).click()
  const receipt = await receiptOn(page)
  await look(page, `received ${width}`)
  await work()
  return receipt
}

/** What the confirmation says. */
export async function receiptOn(page: Page): Promise<Receipt> {
  await page.waitForURL(/received/)
  return { caseId: caseIdOf(page), number: (await page.locator('.got-it .no b').textContent()) ?? '' }
}

/** The case in the address of a page. */
export function caseIdOf(page: Page): string {
  return /cases\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
}

/** The clerk opens a case by the number that was read to them. */
export async function openAtWindow(clerk: Page, number: string): Promise<void> {
  await clerk.goto('/desk/window')
  await clerk.getByLabel('办件编号或续办码').waitFor()
  await clerk.keyboard.press('F4')
  await clerk.keyboard.insertText(number)
  await clerk.keyboard.press('Enter')
  await clerk.getByText('再次打印与原来一字不差').waitFor()
}

/** 受理: the letter is read, then sent. */
export async function accept({ desk, look, work }: WholeTown, { number }: Receipt, width: 375 | 1440 = 1440): Promise<void> {
  const clerk = await desk('clerk', width)
  await openAtWindow(clerk, number)
  await clerk.keyboard.press('F8')
  await clerk.getByText('受理（预览）').waitFor()
  await clerk.getByRole('button', { name: '受理 Enter' }).and(clerk.locator(':enabled')).waitFor()
  await look(clerk, `accepting ${width}`)
  await clerk.keyboard.press('Enter')
  await clerk.getByText('已受理，审查中').waitFor()
  await work()
}

/** 审查: the tightest case of the list is opened and one's opinion given. */
export async function review(
  { desk, look }: WholeTown,
  { caseId }: Receipt,
  word: '拟准予' | '拟不予' = '拟准予',
  width: 375 | 1440 = 1440,
): Promise<void> {
  const page = await desk('approver', width)
  await page.goto('/desk/approval')
  await page.getByRole('row', { name: /待审查/ }).waitFor()
  await look(page, `approvals ${width}`)
  await page.getByRole('link', { name: /^审查/ }).click()
  await page.getByRole('heading', { name: '条件核对' }).waitFor()
  expect(page.url()).toContain(caseId)
  await page.getByLabel(word, { exact: true }).check()
  await page.getByLabel('审查意见，入卷').fill(word === '拟准予' ? '材料齐全，符合条件，建议准予。' : '轴荷超过限值，建议不予。')
  await look(page, `reviewing ${width}`)
  await page.getByRole('button', { name: /^提交审查意见/ }).click()
  await page.getByText('您审查过本件').waitFor()
  expect(await page.getByRole('button', { name: /准予|不予/ }).count()).toBe(0)
}

/** 准予, and the result is made. */
export async function grant({ desk, look, work }: WholeTown, { caseId }: Receipt, width: 375 | 1440 = 1440): Promise<void> {
  const page = await desk('chief', width)
  await openForDecision(page, caseId)
  await page.getByRole('button', { name: /^准予行政许可/ }).waitFor()
  await look(page, `deciding ${width}`)
  await page.getByRole('button', { name: /^准予行政许可/ }).click()
  await page.getByLabel('结果名称').waitFor()
  await look(page, `issuing ${width}`)
  await page.getByRole('button', { name: /^制好，转窗口发放/ }).click()
  await page.getByText('已制证，待领取').first().waitFor()
  await work()
}

/** The decider's list and, out of it, the case. */
export async function openForDecision(page: Page, caseId: string): Promise<void> {
  await page.goto('/desk/approval')
  await page.getByRole('row', { name: /待决定/ }).waitFor()
  await page.getByRole('link', { name: /^决定/ }).click()
  await page.getByRole('heading', { name: '条件核对' }).waitFor()
  expect(page.url()).toContain(caseId)
}

/** 交付结果 at the window to whoever came. */
export async function handOver(
  { desk, look, work }: WholeTown,
  { number }: Receipt,
  to: string,
  width: 375 | 1440 = 1440,
): Promise<void> {
  const clerk = await desk('clerk', width)
  await openAtWindow(clerk, number)
  await clerk.keyboard.press('h')
  await clerk.getByLabel('领取人').fill(to)
  await clerk.keyboard.press('Enter')
  await clerk.getByText('交付结果（预览）').waitFor()
  const hand = clerk.getByRole('button', { name: /^核过证件，交付/ }).and(clerk.locator(':enabled'))
  await hand.waitFor()
  await look(clerk, `handing over ${width}`)
  await hand.click()
  await clerk.getByText('已送达').first().waitFor()
  await work()
}
