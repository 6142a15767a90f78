import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { transaction } from '../../src/kernel/db/index.ts'
import { png } from '../apply.ts'
import { type Open, openBrowser, signInCitizen } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { publishSituated } from '../situations.ts'

/** A house in front of a browser, in which one can apply for an item with situations; and a photo to hand in. */
export type Applying = {
  readonly house: TestHouse
  readonly open: Open
  readonly folder: string
  readonly photo: string
  close(): Promise<void>
}

/** Opens the house; `close` removes everything. */
export async function openApplying(): Promise<Applying> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-apply-'))
  const photo = join(folder, '身份证.png')
  writeFileSync(photo, png)
  const house = await openHouse()
  await transaction(house.db, (tx) => publishSituated(tx, house.now()))
  const open = await openBrowser(house)
  const close = async () => {
    rmSync(folder, { recursive: true })
    await open.close()
    await house.close()
  }
  return { house, open, folder, photo, close }
}

/** Signs in whoever applies. */
export const signInApplicant = (page: Page) => signInCitizen(page, '110100199003070007', 'Spring-2026-river')

/** To the next question. */
export const goOn = (page: Page) => page.getByRole('button', { name: '继续' }).click()
