import type { Page } from 'playwright-core'
import { transaction } from '../../src/kernel/db/index.ts'
import { follow, sequence } from '../../src/kernel/log/index.ts'
import { figureKeeper, inviter, rateMessenger } from '../../src/modules/rating/index.ts'
import type { TestHouse } from '../house.ts'

/** Lets time pass as the worker would: invitations are made, told of and counted, and so is what was answered. */
export async function inviteAll(house: TestHouse): Promise<void> {
  for (const follower of [inviter, rateMessenger, figureKeeper]) {
    await transaction(house.db, (tx) => sequence(tx))
    while ((await follow(house.db, follower, house.now(), () => {})) > 0);
  }
}

/** What is said: the words of the face, labels of its level, a sentence. */
export type Mark = { readonly face?: string; readonly labels?: readonly string[]; readonly words?: string }

/** Rates the whole matter of a case from its page, signed in as whoever brought it. Ends on the page that says what was said. */
export async function rate(house: TestHouse, page: Page, caseId: string, mark: Mark = {}): Promise<void> {
  await inviteAll(house)
  await page.goto(`/cases/${caseId}`)
  await page.getByRole('link', { name: /^评一评：办这件事/ }).click()
  await giveMark(page, mark)
  await inviteAll(house)
}

/** Rates with what the receipt says, without signing in. */
export async function rateByReceipt(
  house: TestHouse,
  page: Page,
  receipt: { number: string; code: string },
  mark: Mark = {},
): Promise<void> {
  await inviteAll(house)
  await page.goto(`/progress?${new URLSearchParams(receipt)}`)
  await page.getByRole('link', { name: /^评一评：办这件事/ }).click()
  await giveMark(page, mark)
  await inviteAll(house)
}

/** Fills in the page of a rating, and sends it. */
export async function giveMark(page: Page, { face = '非常满意', labels = [], words }: Mark): Promise<void> {
  await page.getByRole('radio', { name: face, exact: true }).check()
  for (const label of labels) await page.getByRole('checkbox', { name: label }).check()
  if (words !== undefined) await page.getByLabel('想多说一句').fill(words)
  await page.getByRole('button', { name: '提交评价' }).click()
  await page.getByRole('heading', { level: 1, name: /评价收到了/ }).waitFor()
}
