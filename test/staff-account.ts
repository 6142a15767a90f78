import { generateSync } from 'otplib'
import type { Page } from 'playwright-core'
import type { TestHouse } from './house.ts'

const password = 'Autumn-2026-bridge'

/** Somebody of the staff who can sign in by the page. */
export type StaffAccount = { readonly login: string; readonly secret: string }

/** Makes an account with a post, enrolled. */
export async function staffAccount(
  house: TestHouse,
  login: string,
  name: string,
  post: { role: string; organisation: string; place?: string },
): Promise<StaffAccount> {
  const by = { token: house.town.admin }
  const made = await house.call<{ account: string; oneTimeCode: string }>('POST /staff/accounts', {
    ...by,
    body: { login, name },
  })
  await house.call('POST /staff/posts', {
    ...by,
    body: { account: made.account, ...post, fromOn: house.now().today, untilOn: null },
  })
  const { secondFactor } = await house.call<{ secondFactor: { secret: string } }>('POST /accounts/enrol', {
    body: { login: { kind: 'staff', value: login }, code: made.oneTimeCode, password },
  })
  return { login, secret: secondFactor.secret }
}

/** What staff types to sign in. A code works once: between two sign-ins of one account the house's time must move on. */
export function signInWords(
  house: TestHouse,
  { login, secret }: StaffAccount,
): { login: string; password: string; code: string } {
  return { login, password, code: generateSync({ secret, epoch: Math.floor(house.now().at.getTime() / 1000) }) }
}

/** Signs staff in by the page. */
export async function signInStaff(house: TestHouse, page: Page, account: StaffAccount): Promise<void> {
  const words = signInWords(house, account)
  await page.goto('/desk')
  await page.getByLabel('登录名').fill(words.login)
  await page.getByLabel('密码').fill(words.password)
  await page.getByLabel('动态口令').fill(words.code)
  await page.getByRole('button', { name: '进入' }).click()
  await page.getByRole('heading', { name: '今天' }).waitFor()
}
