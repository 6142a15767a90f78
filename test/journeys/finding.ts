import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { authoredFiles, bringAuthored } from '../../src/app/authored.ts'
import { shipped } from '../../src/app/lists.ts'
import { importLines } from '../../src/app/town.ts'
import { type Open, openBrowser } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'

/** A house in front of a browser with the items that are described fully, and others of the shipped lists. @param others rows that hold this */
export async function openFinding(others: RegExp): Promise<{ house: TestHouse; open: Open; close(): Promise<void> }> {
  const house = await openHouse()
  const codes = authoredFiles().map(({ text }) => JSON.parse(text).code as string)
  const rows = shipped.items.flatMap((path) => readFileSync(path, 'utf8').split('\n'))
  const wanted = rows.filter((row) => codes.some((code) => row.includes(`"${code}"`)) || others.test(row))
  await importLines(house.db, [...new Set(wanted)], house.now())
  await bringAuthored(house.db, house.now())
  const open = await openBrowser(house)
  const close = async () => {
    await open.close()
    await house.close()
  }
  return { house, open, close }
}

/** A page of somebody on the east bank. */
export async function pageThere(open: Open, isScripted: boolean, width = 375): Promise<Page> {
  const context = await open.browser.newContext({
    baseURL: open.address,
    viewport: { width, height: 812 },
    locale: 'zh-CN',
    javaScriptEnabled: isScripted,
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await page.goto('/place?in=449901&next=/')
  await page.getByRole('button', { name: '就选东岸区' }).click()
  await page.waitForURL('**/')
  return page
}
