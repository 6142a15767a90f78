import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices } from '../../src/app/town.ts'
import { system } from '../../src/kernel/actor.ts'
import { transaction } from '../../src/kernel/db/index.ts'
import { authoredFrom, type ItemDefinition, publish } from '../../src/modules/catalogue/index.ts'
import { apply, giveAll } from '../apply.ts'
import { barriers, device, type Open, openBrowser } from '../browser.ts'
import { openHouse, refused, type TestHouse } from '../house.ts'
import { makeItem } from '../make-item.ts'
import { type StaffAccount, signInStaff, staffAccount } from '../staff-account.ts'

let house: TestHouse
let open: Open
let reviewer: StaffAccount
let chief: StaffAccount
beforeAll(async () => {
  house = await openHouse()
  reviewer = await staffAccount(house, 'shen', '沈一', { role: 'chief_representative', organisation: offices.permit })
  chief = await staffAccount(house, 'jue', '决二', { role: 'chief_representative', organisation: offices.permit })
  const publication = { code: 'DESCRIBED', definition: described, effectiveAt: house.now().at, source: 'test', approval: 'test' }
  await transaction(house.db, (tx) => publish(tx, publication, system, house.now()))
  open = await openBrowser(house)
})
afterAll(async () => {
  await open.close()
  await house.close()
})

/** What somebody described, with two conditions of its own. */
const example = authoredFrom(readFileSync(new URL('../../data/items/authored/qushui-xinban.json', import.meta.url), 'utf8'))
const byHand = { from: 'demo' } as const
const material = { trust: 'D' as never, sample: '示例', basis: byHand }
const work = { post: '审批股', work: '审查与决定', basis: byHand }
const described: ItemDefinition = makeItem({
  name: '超限运输许可（示例）',
  details: {
    ...example.details,
    base: null,
    isDemo: true,
    conditions: [
      {
        code: 'C1',
        text: '货物不可解体。',
        shownBy: ['M01'],
        checkedBy: 'paper',
        unmet: '货物可以解体。',
        basis: { from: 'law', clause: '公路法 50' },
      },
      {
        code: 'C2',
        text: '轴荷符合标准。',
        shownBy: ['M02'],
        checkedBy: 'paper',
        unmet: '车辆轴荷超过限值。',
        basis: { from: 'law', clause: '公路法 50' },
      },
    ],
    materials: { M01: material, M02: material },
    steps: { review: work, decide: work },
    procedures: {},
  },
})

/** A case of the permit, accepted. */
async function accepted(): Promise<string> {
  const { caseId } = await apply(house, house.town.citizen)
  await house.call('POST /cases/:id/accept', { token: house.town.clerk, params: { id: caseId } })
  return caseId
}

test('who withdraws takes no further part; on a phone nothing keeps people out', async () => {
  house.at('2026-03-02T09:05:00+08:00')
  const caseId = await accepted()
  const phone = await device(open, 375)
  const page = await phone.newPage()
  await signInStaff(house, page, reviewer)
  await page.goto('/desk/approval')
  await page
    .getByRole('row', { name: /待审查/ })
    .first()
    .waitFor()
  expect(await barriers(page)).toEqual([])
  await page.goto(`/desk/approval/${caseId}`)
  await page.getByText('要回避').click()
  await page.getByLabel('回避的理由，入卷').fill('申请人是我的近亲属。')
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '回避 F2', exact: true }).click()
  await page.getByText('您已回避本件').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375)
  await phone.close()
})

test('where conditions are described, reasons come from those that are not met: keys judge them, the sentences stand in the decision', async () => {
  house.at('2026-03-02T09:10:00+08:00')
  const { materials } = await giveMaterials()
  const { caseId } = await house.call<{ caseId: string }>('POST /cases', {
    token: house.town.citizen.token,
    body: { itemCode: 'DESCRIBED', form: { request: '运输变压器' }, materials },
  })
  await house.call('POST /cases/:id/accept', { token: house.town.clerk, params: { id: caseId } })
  const review = (body: object) =>
    house.call('POST /cases/:id/review', { token: house.town.approver, params: { id: caseId }, body })
  const words = { conclusion: 'refuse', opinion: '轴荷超限，建议不予。' }
  expect(await refused(review({ ...words, findings: [{ condition: 'C9', isMet: true }] }))).toMatchObject({
    code: 'approval.unknown_condition',
  })
  await review({ ...words, findings: [{ condition: 'C1', isMet: true }] })
  const refusing = { reasons: ['我觉得不合适。'], basis: ['公路法 50'] }
  const refuse = (body: object) =>
    house.call('POST /cases/:id/refuse', { token: house.town.leader, params: { id: caseId }, body })
  expect(await refused(refuse(refusing))).toMatchObject({ code: 'approval.no_unmet_condition' })
  expect(await refused(refuse({ ...refusing, unmet: ['C9'] }))).toMatchObject({ code: 'approval.unknown_condition' })

  const desktop = await device(open, 1440)
  const page = await desktop.newPage()
  await signInStaff(house, page, chief)
  await page.goto(`/desk/approval/${caseId}`)
  await page.getByText('条件 2 未核').waitFor()
  await page.keyboard.press('2')
  await page.getByRole('list', { name: '不予的理由' }).getByText('车辆轴荷超过限值。').waitFor()
  expect(await barriers(page)).toEqual([])
  await page.keyboard.press('F10')
  await page.getByRole('button', { name: /许不决字/ }).waitFor()
  const { facts } = await house.call<{ facts: Record<string, unknown> }>('GET /cases/:id/application', {
    token: house.town.chief,
    params: { id: caseId },
  })
  expect([facts['decision/reasons'], facts['decision/basis']]).toEqual([['车辆轴荷超过限值。'], ['公路法 50']])
  await desktop.close()
})

async function giveMaterials() {
  return { materials: await giveAll(house, house.town.citizen, ['M01', 'M02']) }
}

test('no page has a bug', () => expect(open.failures).toEqual([]))
