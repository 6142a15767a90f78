import type { Page } from 'playwright-core'
import { offices } from '../../../src/app/town.ts'
import { system } from '../../../src/kernel/actor.ts'
import { transaction } from '../../../src/kernel/db/index.ts'
import { follow, sequence } from '../../../src/kernel/log/index.ts'
import { publisher } from '../../../src/modules/approval/index.ts'
import { messenger, stampOf } from '../../../src/modules/casework/index.ts'
import { publish } from '../../../src/modules/catalogue/index.ts'
import { renderDocumentJob, unrenderedDocuments } from '../../../src/modules/document/index.ts'
import { device, type Open, openBrowser, signInCitizen, wrong as wrongWith } from '../../browser.ts'
import { openHouse, type TestHouse } from '../../house.ts'
import { makeItem } from '../../make-item.ts'
import { publishSituated } from '../../situations.ts'
import { type StaffAccount, signInStaff, signInWords, staffAccount } from '../../staff-account.ts'
import { inviteAll } from '../rate.ts'

/** Names by which the window finds the items of the journeys. */
export const windowItems = { permit: '道路货物运输经营许可（窗口示例）', immediate: '运输凭证补发（即办示例）' } as const

type Seat = 'clerk' | 'approver' | 'chief'

/** One house in front of one browser, in which everybody has a screen of their own. */
export type WholeTown = {
  readonly house: TestHouse
  readonly open: Open
  /** The screen of somebody of the staff, signed in when first wanted. */
  desk(seat: Seat, width?: 375 | 1440): Promise<Page>
  /** Where somebody of the staff signs in by their own hand, and what they type. */
  ownDesk(seat: Seat): Promise<{ page: Page; words: ReturnType<typeof signInWords> }>
  /** Everybody of the staff goes home: what they do next begins with signing in. */
  leave(): Promise<void>
  /** A citizen at their own screen, signed in. */
  citizen(number: string, width?: 375 | 1440): Promise<Page>
  /** Looks once at each screen of this name: barriers, and being wider than itself. */
  look(page: Page, name: string): Promise<void>
  /** What was wrong on the screens looked at. Empty: nothing. */
  readonly wrong: readonly (readonly [screen: string, problem: string])[]
  /** What the worker does within seconds: letters are printed, messages told. */
  work(): Promise<void>
  close(): Promise<void>
}

/** The citizens of every town. */
export const numbers = { zhang: '110100199003070007', li: '440300200012310001' } as const

/** Opens the town of the journeys: an item with situations, one for the window, one that is decided at the counter, and three of the staff. */
export async function openTown(): Promise<WholeTown> {
  const house = await openHouse()
  await transaction(house.db, (tx) => publishSituated(tx, house.now()))
  await publishForWindow(house)
  const hire = (login: string, name: string, role: string, place?: string) =>
    staffAccount(house, login, name, { role, organisation: offices.permit, ...(place === undefined ? {} : { place }) })
  const accounts: Record<Seat, StaffAccount> = {
    clerk: await hire('wang', '王一', 'window_clerk', 'hall'),
    approver: await hire('shen', '沈二', 'chief_representative'), // who could decide, had they not reviewed
    chief: await hire('jue', '决三', 'chief_representative'),
  }
  const open = await openBrowser(house)
  const desks = new Map<string, Page>()
  const seen = new Set<string>()
  const wrong: [string, string][] = []
  const screen = async (width: 375 | 1440) => {
    const page = await (await device(open, width)).newPage()
    page.context().setDefaultTimeout(30_000)
    page.on('pageerror', (error) => open.report(error))
    return page
  }
  const leave = async () => {
    for (const page of desks.values()) await page.context().close()
    desks.clear()
  }
  return {
    house,
    open,
    wrong,
    leave,
    desk: async (seat, width = 1440) => {
      const page = desks.get(seat) ?? (await screen(width))
      if (!desks.has(seat)) await signInStaff(house, page, accounts[seat])
      desks.set(seat, page)
      return page
    },
    ownDesk: async (seat) => {
      const page = await screen(1440)
      desks.set(seat, page)
      await page.goto('/desk')
      return { page, words: signInWords(house, accounts[seat]) }
    },
    citizen: async (number, width = 1440) => {
      const page = await screen(width)
      await signInCitizen(page, number, 'Spring-2026-river')
      return page
    },
    look: async (page, name) => {
      if (seen.has(name)) return
      seen.add(name)
      await page.evaluate(settled)
      const found = await wrongWith(page)
      wrong.push(...found.map((problem): [string, string] => [name, problem]))
    },
    work: async () => {
      for (const ref of await transaction(house.db, (tx) => unrenderedDocuments(tx, 100)))
        await renderDocumentJob(house.db, house.blobs, ref, stampOf, house.now())
      await transaction(house.db, (tx) => sequence(tx))
      for (const follower of [messenger, publisher]) while ((await follow(house.db, follower, house.now(), () => {})) > 0);
    },
    close: async () => {
      await open.close()
      await house.close()
    },
  }
}

/** Nothing changes its colour any more. */
const settled = `Promise.all(document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity).map((one) => one.finished.catch(() => {})))`

async function publishForWindow(house: TestHouse): Promise<void> {
  const known = { required: true, requiredKnown: true, forms: ['original' as const] }
  const text = { required: true, maxLength: 60 }
  const permit = makeItem({
    name: windowItems.permit,
    materials: [
      { code: 'M01', name: '申请表', ...known },
      { code: 'M02', name: '机动车行驶证', ...known, source: 'licence' },
      { code: 'M03', name: '驾驶员从业资格证', ...known, source: 'licence' },
    ],
    form: {
      isGeneric: false,
      fields: [
        { code: 'contactName', label: '联系人', type: 'text', ...text },
        { code: 'contactPhone', label: '联系电话', type: 'phone', ...text },
      ],
    },
    result: { name: '经营许可证' },
  })
  const immediate = makeItem({
    ...permit,
    name: windowItems.immediate,
    isImmediate: true,
    steps: [{ code: 'decide', kind: 'decide', name: '核对并决定', notBy: [] }],
    materials: permit.materials.slice(0, 1),
    result: { name: '运输凭证' },
  })
  for (const [code, definition] of Object.entries({ 'TEST-WINDOW': permit, 'TEST-AT-ONCE': immediate })) {
    const from = { effectiveAt: house.now().at, source: 'test', approval: '' }
    await transaction(house.db, (tx) => publish(tx, { code, definition, ...from }, system, house.now()))
  }
}

/** The words of a page. */
export const main = (page: Page) => page.getByRole('main').textContent()

/** How often was rated, as everybody sees it once it is counted. */
export async function timesRated(house: TestHouse, page: Page): Promise<number> {
  await inviteAll(house)
  await page.goto('/ratings')
  return Number(/评价 (\d+) 次/.exec((await main(page)) ?? '')?.[1])
}
