import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { CaseView } from '../../src/modules/casework/index.ts'
import { verified } from '../house.ts'
import { situated } from '../situations.ts'
import { rate, rateByReceipt } from './rate.ts'
import { accept, applyByPages, caseIdOf, grant, handOver, photo, type Receipt, receiptOn, review } from './whole/steps.ts'
import { main, numbers, openTown, timesRated, type WholeTown, windowItems } from './whole/town.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let town: WholeTown
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

/** The clerk presses the number that stands before an item of their office. */
async function chooseItem(clerk: Page, name: string): Promise<void> {
  const row = clerk.getByRole('listitem').filter({ hasText: name }).first()
  await row.getByRole('button', { name }).and(clerk.locator(':enabled')).waitFor()
  await clerk.keyboard.press(((await row.textContent()) ?? '').trim().charAt(0))
}

/** The case that stands open at the window. */
async function caseAtWindow(clerk: Page): Promise<Receipt> {
  return { caseId: caseIdOf(clerk), number: (await clerk.locator('dt:text("办件编号") + dd').textContent()) ?? '' }
}

/** Who came to the window without an account rates with what their receipt says, on their own phone. */
async function rateOnOwnPhone(caseId: string, face: string): Promise<void> {
  const { house, open } = town
  const { number, queryCode } = await house.call<CaseView>('GET /cases/:id', { token: house.town.clerk, params: { id: caseId } })
  const phone = await open.browser.newContext({ baseURL: open.address, viewport: { width: 375, height: 812 } })
  const page = await phone.newPage()
  const before = await timesRated(town.house, page)
  await rateByReceipt(house, page, { number, code: queryCode ?? '' }, { face })
  await town.look(page, 'rated by receipt')
  expect(await main(page)).toContain(face)
  expect(await timesRated(town.house, page)).toBe(before + 1)
  await phone.close()
}

test('到窗口，即办 · walk-in, immediate', async () => {
  const clerk = await town.desk('clerk')
  await clerk.goto('/desk/window')
  await clerk.getByLabel('申请人的证件号码').fill('11010019850505001X')
  await clerk.keyboard.press('Enter')
  await clerk.getByText('还没有登记').waitFor()
  await clerk.getByLabel('姓名').fill('王五')
  await clerk.getByLabel('联系电话').fill('13900000001')
  await town.look(clerk, 'registering')
  await clerk.getByRole('button', { name: /^核过证件，登记/ }).click()
  await clerk.getByText('窗口核过证件').waitFor()
  await chooseItem(clerk, windowItems.immediate)
  await clerk.getByText('1 项，还差 1 项').waitFor()
  await clerk.getByLabel(/^联系人/).fill('王五')
  await clerk.getByLabel(/^联系电话/).fill('13900000001')
  await clerk.keyboard.press('Escape')
  await clerk.getByRole('button', { name: /^原件/ }).click()
  await clerk.getByText('必须交的都收到了').waitFor()
  await town.look(clerk, 'draft at the window')
  await clerk.getByRole('button', { name: /^收件并受理/ }).click()
  await clerk.getByText('即办（预览）').waitFor()
  await town.look(clerk, 'deciding at once')
  await clerk.getByRole('button', { name: '即办：当场决定 Enter' }).and(clerk.locator(':enabled')).click()
  await clerk.getByText('已制证，待领取').waitFor()
  const receipt = await caseAtWindow(clerk)
  await town.work()
  await handOver(town, receipt, '王五')
  await rateOnOwnPhone(receipt.caseId, '非常满意')
})

test('到窗口，一次性告知，补齐后准予 · walk-in, one-time notice: the clerk by keys alone', async () => {
  const clerk = await town.desk('clerk')
  const press = async (...keys: string[]) => {
    for (const key of keys) await clerk.keyboard.press(key)
  }
  const type = (text: string) => clerk.keyboard.insertText(text)
  await clerk.goto('/desk/window')
  await clerk.getByLabel('申请人的证件号码').waitFor()
  await type('110100197808080027')
  await press('Enter')
  await clerk.getByText('还没有登记').waitFor()
  await type('欧阳㴔·买买提')
  await press('Tab')
  await type('13900000002')
  await press('Enter')
  await clerk.getByText('窗口核过证件').waitFor()
  await chooseItem(clerk, windowItems.permit)
  await clerk.getByText('3 项，还差 3 项').waitFor()
  await type('欧阳㴔·买买提')
  await press('Enter')
  await type('13900000002')
  await press('Enter')
  await press('o')
  await clerk.getByText('3 项，还差 2 项').waitFor()
  await clerk.setInputFiles('input[type=file]', { ...photo, name: '行驶证.png' })
  await clerk.getByText('3 项，还差 1 项').waitFor()
  await press('F9')
  await confirm(clerk, '一次性告知补正（预览）', '发出告知书 Enter')
  await clerk.getByText('待补正', { exact: true }).waitFor()
  await clerk.getByText('再次打印与原来一字不差').waitFor()
  const receipt = await caseAtWindow(clerk)
  await town.work()

  await press('Escape')
  await clerk.getByRole('tab', { name: /等补正 1/ }).waitFor()
  await press('Escape', 't', 't')
  await clerk.getByRole('tab', { name: /等补正/, selected: true }).waitFor()
  await press('Enter')
  await clerk.getByText('带着材料来的').waitFor()
  await press('F8', 'o')
  await town.look(clerk, 'supplying at the window')
  await press('Enter')
  await clerk.getByText('已收件，待受理').waitFor()
  await accept(town, receipt)
  await review(town, receipt)
  await grant(town, receipt)
  await press('Escape')
  await clerk.getByRole('tab', { name: /待领取 1/ }).waitFor()
  await handOver(town, receipt, '欧阳㴔·买买提')
  await rateOnOwnPhone(receipt.caseId, '满意')
})

test('替父母办 · an agent for a parent', async () => {
  const clerk = await town.desk('clerk')
  await clerk.goto('/desk/window')
  await clerk.getByLabel('申请人的证件号码').fill(numbers.li)
  await clerk.keyboard.press('Enter')
  await clerk.getByRole('button', { name: /^由代理人来办/ }).click()
  await clerk.getByLabel('代理人的证件号码').fill(numbers.zhang)
  await clerk.keyboard.press('Enter')
  await clerk.getByRole('button', { name: '不由代理人办' }).waitFor({ state: 'detached' })
  await chooseItem(clerk, '车辆运行许可（情形示例）')
  await clerk.getByText(/还没有 .* 代 .* 办这件事的委托/).waitFor()
  await clerk.setInputFiles('input[type=file]', { ...photo, name: '委托书.png' })
  const goAhead = clerk.getByRole('button', { name: /^核过原件，登记委托并接着办/ }).and(clerk.locator(':enabled'))
  await goAhead.waitFor()
  await town.look(clerk, 'authority')
  await goAhead.click()
  await clerk.getByRole('button', { name: '删除这份草稿' }).click() // the child goes home and does it there
  await clerk.getByLabel('申请人的证件号码').waitFor()

  const plain = await town.open.browser.newContext({
    baseURL: town.open.address,
    viewport: { width: 375, height: 812 },
    javaScriptEnabled: false,
  })
  const page = await plain.newPage()
  const bar = () => page.getByRole('complementary', { name: '正在代表' }).textContent()
  const goOn = () => page.getByRole('button', { name: '继续' }).click()
  await page.goto('/sign-in')
  await page.getByLabel('证件号码').fill(numbers.zhang)
  await page.getByLabel('密码').fill('Spring-2026-river')
  await page.getByRole('button', { name: '登录' }).click()
  await page.goto(`/items/${situated}/apply?a.fuel=petrol`)
  await page.getByLabel(/李\*/).check()
  await page.getByRole('button', { name: '开始填写' }).click()
  expect(await bar()).toContain('您正在代表：李*')
  expect(await main(page)).toContain('2 题，答了 1 题')
  await page.getByRole('link', { name: '继续填写' }).click()
  await page.getByLabel('单位').check()
  await goOn()
  await page.getByLabel('多辆').check()
  await goOn()
  await page.getByRole('textbox').fill('13800000000')
  await goOn()
  await page.getByRole('textbox').fill('三辆')
  await goOn()
  expect(await page.getByRole('alert').textContent()).toContain('车辆数应当是整数')
  await page.getByRole('textbox').fill('3')
  await goOn()
  await page.getByLabel('客运').check()
  await goOn()
  await page.getByLabel(/启用日期/).fill('2026-03-01')
  await goOn()
  for (const name of ['居民身份证', '营业执照', '车辆清单']) {
    await page.getByLabel(`选文件或者拍照：${name}`).setInputFiles(photo)
    await page.getByRole('button', { name: new RegExp(`上传.*${name}`) }).click()
    await page.getByRole('link', { name: new RegExp(`看第 1 份.*${name}`) }).waitFor()
  }
  await page.getByRole('link', { name: /检查答案/ }).click()
  expect(await bar()).toContain('李*')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '提交申请' }).click()
  const receipt = await receiptOn(page)
  expect(await bar()).toContain('李*')

  await accept(town, receipt)
  await review(town, receipt)
  await grant(town, receipt)
  await handOver(town, receipt, '张三')
  await page.goto(`/cases/${receipt.caseId}`)
  expect(await bar()).toContain('李*')
  expect(await page.locator('.word').first().textContent()).toBe('已送达')
  const before = await timesRated(town.house, page)
  await rate(town.house, page, receipt.caseId, { face: '满意', words: '替母亲办的' })
  expect(await main(page)).toContain('替母亲办的')
  expect(await timesRated(town.house, page)).toBe(before + 1)
  const principal = await town.citizen(numbers.li)
  await principal.goto(`/cases/${receipt.caseId}`)
  expect(await main(principal)).toMatch(/代理人提交了申请[\s\S]*评过“满意”/)
  await principal.context().close()
  await plain.close()
})

test('全程用手机 · phone width, everybody', async () => {
  await town.leave()
  town.house.at('2026-03-02T10:00:00+08:00')
  const page = await town.citizen(numbers.zhang, 375)
  await town.look(page, 'home 375')
  const receipt = await applyByPages(town, page, 375)
  await accept(town, receipt, 375)
  await review(town, receipt, '拟准予', 375)
  await grant(town, receipt, 375)
  await handOver(town, receipt, '张三', 375)
  await page.goto('/cases')
  await town.look(page, 'my cases 375')
  await page.locator('.kase').first().getByRole('link').first().click()
  await page.waitForURL(`**/cases/${receipt.caseId}`)
  await town.look(page, 'case delivered 375')
  const before = await timesRated(town.house, page)
  await rate(town.house, page, receipt.caseId, { face: '非常满意' })
  await town.look(page, 'rated 375')
  expect(await timesRated(town.house, page)).toBe(before + 1)
  await page.context().close()
})

test('全程用键盘 · keyboard only, everybody', async () => {
  await town.leave()
  town.house.at('2026-03-02T11:00:00+08:00')
  const citizen = await town.citizen(numbers.zhang)
  await citizen.goto('/me')
  await pressOn(citizen, /^退出登录/)
  await citizen.waitForURL('**/')
  await citizen.goto('/sign-in')
  await typeInto(citizen, /^证件号码/, numbers.zhang)
  await typeInto(citizen, /^密码/, 'Spring-2026-river')
  await citizen.keyboard.press('Enter')
  await citizen.waitForURL('**/')
  const receipt = await applyByKeys(citizen)

  const clerk = await enter('clerk')
  await pressOn(clerk, /^窗口/)
  await openByKeys(clerk, receipt.number)
  await clerk.keyboard.press('F8')
  await confirm(clerk, '受理（预览）', '受理 Enter')
  await clerk.getByText('已受理，审查中').waitFor()

  const approver = await enter('approver')
  await openFirst(approver, /待审查/)
  await typeInto(approver, /^审查意见/, '材料齐全，符合条件，建议准予。')
  await approver.keyboard.press('F8')
  await approver.getByText('您审查过本件').waitFor()

  const chief = await enter('chief')
  await openFirst(chief, /待决定/)
  await chief.getByRole('button', { name: /^准予行政许可/ }).waitFor()
  await chief.keyboard.press('F8')
  await chief.getByLabel('结果名称').waitFor()
  await chief.keyboard.press('F8')
  await chief.getByText('已制证，待领取').first().waitFor()

  await clerk.keyboard.press('Escape')
  await clerk.keyboard.press('Escape')
  await openByKeys(clerk, receipt.number)
  await clerk.getByRole('button', { name: /^交付结果/ }).waitFor()
  await clerk.keyboard.press('h')
  await clerk.keyboard.insertText('张三')
  await clerk.keyboard.press('Enter')
  await confirm(clerk, '交付结果（预览）', '核过证件，交付 Enter')
  await clerk.getByText('已送达').first().waitFor()

  const before = await timesRated(town.house, citizen)
  await pressOn(citizen, /^办件/)
  await citizen.waitForURL('**/cases')
  await pressOn(citizen, /^评一评/)
  await citizen.waitForURL('**/rate/**')
  expect(await main(citizen)).toContain('不评价不影响办事')
  expect(await citizen.getByRole('checkbox').count()).toBe(0) // reasons show with their face
  await reach(citizen, /满意/)
  await citizen.keyboard.press('Space')
  await citizen.keyboard.press('ArrowRight')
  expect(await citizen.getByRole('radio', { name: '满意', exact: true }).isChecked()).toBe(true)
  expect(await citizen.getByRole('checkbox').allTextContents()).toHaveLength(3)
  await citizen.keyboard.press('Tab')
  await citizen.keyboard.press('Space')
  expect(await citizen.getByRole('checkbox', { name: '填写一张表单就可完成申报' }).isChecked()).toBe(true)
  await town.look(citizen, 'rating, reasons shown')
  await pressOn(citizen, /^提交评价/)
  await citizen.getByRole('heading', { level: 1, name: /评价收到了/ }).waitFor()
  expect(await main(citizen)).toMatch(/满意[\s\S]*填写一张表单就可完成申报[\s\S]*评价不能更改/)
  expect(await timesRated(town.house, citizen)).toBe(before + 1)
  await citizen.context().close()
  expect(await verified(town.house)).toEqual([])
})

/** Presses Tab until the focus stands on what is meant. */
async function reach(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 80; n++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(
      `(() => { const at = document.activeElement; return (at.labels?.[0] ?? at).innerText?.trim() || at.ariaLabel || at.name || '' })()`,
    )
    if (name.test(String(at))) return
  }
  throw new Error(`the keyboard does not reach ${name}`)
}

async function pressOn(page: Page, name: RegExp): Promise<void> {
  await reach(page, name)
  await page.keyboard.press('Enter')
}

async function typeInto(page: Page, name: RegExp, text: string): Promise<void> {
  await reach(page, name)
  await page.keyboard.insertText(text)
}

async function applyByKeys(page: Page): Promise<Receipt> {
  const step = async (act: Promise<void>, to: RegExp) => {
    await act
    await page.waitForURL(to)
  }
  const answer = async (name: RegExp, text: string) => {
    await reach(page, name)
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }
  page.once('filechooser', (chooser) => void chooser.setFiles(photo)) // long before: a browser that has just been told may miss the key
  await page.goto(`/items/${situated}`)
  await step(pressOn(page, /^在线办理/), /apply/)
  await step(pressOn(page, /^开始填写/), /\/drafts\/[^/]*$/)
  await step(pressOn(page, /^继续填写/), /fuel/)
  await step(answer(/燃油|电力/, ' '), /owner/)
  await step(answer(/本人/, ' '), /phone/)
  await step(answer(/联系电话/, '13800000000'), /plate/)
  await step(answer(/号牌/, '粤A12345'), /use/)
  await step(answer(/货运/, ' '), /since/)
  await step(pressOn(page, /^继续/), /materials/)
  await reach(page, /选文件或者拍照/)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /看第 1 份.*居民身份证/ }).waitFor()
  await step(pressOn(page, /^继续：检查答案/), /check$/)
  await reach(page, /真实/)
  await page.keyboard.press('Space')
  await pressOn(page, /^提交申请/)
  return receiptOn(page)
}

/** Signs somebody of the staff in by keys. */
async function enter(seat: 'clerk' | 'approver' | 'chief'): Promise<Page> {
  const { page, words } = await town.ownDesk(seat)
  await page.getByLabel('登录名').waitFor()
  await typeInto(page, /登录名/, words.login)
  await typeInto(page, /密码/, words.password)
  await typeInto(page, /动态口令/, words.code)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '今天' }).waitFor()
  return page
}

async function openByKeys(clerk: Page, number: string): Promise<void> {
  await clerk.getByLabel('办件编号或续办码').waitFor()
  await clerk.keyboard.press('F4')
  await clerk.keyboard.insertText(number)
  await clerk.keyboard.press('Enter')
  await clerk.getByText('再次打印与原来一字不差').waitFor()
}

/** The letter is there to be read; then Enter. */
async function confirm(clerk: Page, letter: string, button: string): Promise<void> {
  await clerk.getByText(letter).waitFor()
  await clerk.getByRole('button', { name: button }).and(clerk.locator(':enabled')).waitFor()
  await clerk.keyboard.press('Enter')
}

/** From the top line to the tightest case. */
async function openFirst(page: Page, row: RegExp): Promise<void> {
  await pressOn(page, /^审批/)
  await page.locator('h1:focus', { hasText: '审批' }).waitFor() // the page of today has rows of the same name
  await page.getByRole('row', { name: row }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '条件核对' }).waitFor()
}

test('on no screen of these journeys is anything in the way, and no page had a bug', () => {
  expect(town.wrong).toEqual([])
  expect(town.open.failures).toEqual([])
})
