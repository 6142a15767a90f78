import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices } from '../../src/app/town.ts'
import { transaction } from '../../src/kernel/db/index.ts'
import { system } from '../../src/kernel/http/index.ts'
import { stampOf } from '../../src/modules/casework/index.ts'
import { type ItemDefinition, publish } from '../../src/modules/catalogue/index.ts'
import { renderDocumentJob, unrenderedDocuments } from '../../src/modules/document/index.ts'
import { barriers, device, type Open, openBrowser } from '../browser.ts'
import { openHouse, type TestHouse, verified } from '../house.ts'
import { makeItem } from '../make-item.ts'
import { type StaffAccount, signInStaff, staffAccount } from '../staff-account.ts'

const known = { required: true, requiredKnown: true }
const contact = [
  { code: 'contactName', label: '联系人', type: 'text', required: true, maxLength: 60 },
  { code: 'contactPhone', label: '联系电话', type: 'phone', required: true, maxLength: 20 },
] as const
const item = makeItem({
  name: '道路货物运输经营许可（窗口示例）',
  materials: [
    { code: 'M01', name: '申请表', ...known, forms: ['original'] },
    { code: 'M02', name: '机动车行驶证', ...known, forms: ['original'], source: 'licence' },
    { code: 'M03', name: '驾驶员从业资格证', ...known, forms: ['original'], source: 'licence' },
  ],
  form: { isGeneric: false, fields: [...contact] },
})
const immediate = makeItem({
  ...item,
  name: '运输凭证补发（即办示例）',
  isImmediate: true,
  steps: [{ code: 'decide', kind: 'decide', name: '核对并决定', notBy: [] }],
  materials: item.materials.slice(0, 1),
  result: { name: '运输凭证' },
})

/** A card number that can belong to nobody, and its holder in the book. */
const card = '11010019850505001X'

let house: TestHouse
let open: Open
let clerk: StaffAccount
beforeAll(async () => {
  house = await openHouse()
  await publishItem('TEST-WINDOW', item)
  await publishItem('TEST-AT-ONCE', immediate)
  await publishItem(
    'TEST-ELSEWHERE',
    makeItem({ name: '海域使用权登记（窗口示例）', organ: { name: '海洋局（窗口示例）', uscc: null } }),
  )
  const person = { kind: 'natural', name: '王五', identifier: { kind: '111', value: card }, phone: '13900000001' }
  await house.call('POST /persons', { token: house.town.clerk, body: { ...person, withoutAccount: true } })
  clerk = await staffAccount(house, 'wang', '王一', { role: 'window_clerk', organisation: offices.permit, place: 'hall' })
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

async function publishItem(code: string, definition: ItemDefinition): Promise<void> {
  const from = { effectiveAt: house.now().at, source: 'test', approval: '' }
  await transaction(house.db, (tx) => publish(tx, { code, definition, ...from }, system, house.now()))
}

/** Prints what acts have made, as the worker does. */
async function printAll(): Promise<void> {
  for (const ref of await transaction(house.db, (tx) => unrenderedDocuments(tx, 100)))
    await renderDocumentJob(house.db, house.blobs, ref, stampOf, house.now())
}

/** A clerk at the window, whose key strokes are counted. */
async function atWindow(
  width: 375 | 1440,
): Promise<{ page: Page; press: (...keys: string[]) => Promise<void>; count: () => number }> {
  const context = await device(open, width)
  const page = await context.newPage()
  await signInStaff(house, page, clerk)
  await page.goto('/desk/window')
  await page.getByLabel('申请人的证件号码').waitFor()
  let strokes = 0
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      strokes += 1
      await page.keyboard.press(key)
    }
  }
  return { page, press, count: () => strokes }
}

const caseIdOf = (page: Page) => /cases\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
const view = (caseId: string) =>
  house.call<{ state: string; channel: string; place: string | null; documents: { documentId: string; number: string }[] }>(
    'GET /cases/:id',
    { token: house.town.clerk, params: { id: caseId } },
  )

test('a known person with three materials is accepted in at most 25 key strokes, the number of the card typed by hand', {
  timeout: 90_000,
}, async () => {
  const { page, press, count } = await atWindow(1440)
  expect(await barriers(page)).toEqual([])
  await press(...card, 'Enter')
  await page.getByText('窗口核过证件').waitFor()
  const place = await page.getByRole('listitem').filter({ hasText: '道路货物运输经营许可（窗口示例）' }).first().textContent()
  await press(place?.trim().charAt(0) ?? '')
  await page.getByText('3 项，还差 3 项').waitFor()
  await press('o', 'o', 'o')
  await page.getByText('3 项，必须交的都收到了').waitFor()
  expect(await barriers(page)).toEqual([])
  await press('F8')
  await page.getByText('受理（预览）').waitFor()
  expect(await barriers(page)).toEqual([])
  await press('Enter')
  await page.getByText('已受理，审查中').waitFor()
  expect(count()).toBeLessThanOrEqual(25)

  const caseId = caseIdOf(page)
  expect(await view(caseId)).toMatchObject({ state: 'accepted', channel: 'window', place: 'hall' })
  await printAll()
  await page.getByRole('link', { name: '存下来' }).waitFor()
  const { documents } = await view(caseId)
  const bytesOf = async () =>
    page.evaluate(
      async (url) => {
        const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
        return `${bytes.length} ${[...bytes.subarray(0, 5)]} ${bytes.reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7)}`
      },
      `/api/cases/${caseId}/documents/${documents.at(-1)?.documentId}`,
    )
  const first = await bytesOf()
  expect(await bytesOf()).toBe(first)
  await page.context().close()
})

test('an immediate item is decided at the counter; originals are kept against a slip and given back; a colleague finds what was left', {
  timeout: 90_000,
}, async () => {
  house.at('2026-03-04T09:00:00+08:00')
  const { page, press } = await atWindow(375)
  expect(await barriers(page)).toEqual([])
  const type = (text: string) => page.keyboard.insertText(text)
  await type(card)
  await press('Enter')
  await page.getByText('窗口核过证件').waitFor()
  await press('/')
  const field = page.getByRole('combobox', { name: '搜事项' })
  const options = page.getByRole('listbox', { name: '提示的事项' }).getByRole('option')
  await type('海域使用')
  await press('Enter')
  await page.getByText('由 海洋局（窗口示例） 办理。').waitFor()
  await press('/', 'Control+A')
  await type('yunshupingzheng')
  await options.filter({ hasText: '运输凭证补发（即办示例）' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await press('ArrowUp')
  const chosen = page.locator(`[id="${await field.getAttribute('aria-activedescendant')}"]`)
  expect(await chosen.getAttribute('aria-selected')).toBe('true')
  await press('Escape')
  expect([await field.getAttribute('aria-expanded'), await field.inputValue()]).toEqual(['false', 'yunshupingzheng'])
  await press('Control+A')
  await type('即办示例')
  await options.filter({ hasText: '运输凭证补发（即办示例）' }).waitFor()
  await press('ArrowDown', 'Enter')
  await page.getByText('1 项，还差 1 项').waitFor()
  expect(await barriers(page)).toEqual([])
  await press('Escape')
  await page.getByRole('tab', { name: /没办完的 1/ }).waitFor()

  const colleague = { organisation: offices.permit }
  const { drafts } = await house.call<{ drafts: { isOwn: boolean; itemName: string }[] }>('GET /desk/drafts', {
    token: house.town.clerk,
    query: colleague,
  })
  expect(drafts).toMatchObject([{ isOwn: false, itemName: '运输凭证补发（即办示例）' }])

  await press('Escape', 't', 't', 't', 't')
  await page.getByRole('tab', { name: /没办完的/, selected: true }).waitFor()
  await press('Enter')
  await page.getByText('1 项，还差 1 项').waitFor()
  await press('o')
  await page.getByText('必须交的都收到了').waitFor()
  await press('F8')
  await page.getByText('即办（预览）').waitFor()
  expect(await barriers(page)).toEqual([])
  await press('Enter')
  await page.getByText('已制证，待领取').waitFor()

  await press('b')
  await page.getByLabel('申请表').check()
  await page.getByLabel('交件人').fill('王五')
  await page.getByRole('button', { name: '收存原件，出具保管单' }).click()
  await page.getByText('保管的原件').waitFor()
  await page.getByRole('button', { name: /^退还 R$/ }).click()
  await page.getByLabel('领回人').fill('王五')
  await page.getByRole('button', { name: '收回保管单，退还原件' }).click()
  await page.getByText('已退还').waitFor()
  expect(await verified(house)).toEqual([])
  await page.context().close()
})

test('no page has a bug', () => expect(open.failures).toEqual([]))
