import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { offices, townItems } from '../../src/app/town.ts'
import type { MyInvitation } from '../../src/modules/rating/contract.ts'
import { apply } from '../apply.ts'
import { device, type Open, openBrowser, signInCitizen } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { inviteAll } from '../journeys/rate.ts'
import { type StaffAccount, signInStaff, staffAccount } from '../staff-account.ts'

/** Pages of the citizen side, before and after sign-in, and of the desk: name of the picture and address. */
const open = {
  home: '/',
  items: '/items',
  found: '/items?q=超限运输',
  'not-found': '/items?q=zzzz',
  guide: `/items/${townItems.permit}`,
  guided: '/guided',
  method: '/finder/method',
  help: '/help',
  'sign-up': '/sign-up',
  enrol: '/enrol',
  progress: '/progress',
  publications: '/publications',
  versions: `/items/${townItems.permit}/versions`,
  limits: '/limits',
  ratings: '/ratings',
  place: '/place?in=44',
  'sign-in': '/sign-in',
  'desk-sign-in': '/desk/sign-in',
  missing: '/nowhere',
}
const mine: Record<string, string> = {
  'my-home': '/',
  'my-cases': '/cases',
  drafts: '/drafts',
  messages: '/messages',
  'message-settings': '/messages/settings',
  me: '/me',
  seen: '/me/seen',
  delegations: '/me/delegations',
}
const desk: Record<string, string> = {
  'desk-today': '/desk',
  'desk-window': '/desk/window',
  'desk-cases': '/desk/cases',
  'desk-missing': '/desk/nowhere',
}
const judged: Record<string, string> = {
  'desk-glance': '/desk/glance',
  'desk-ratings': '/desk/ratings',
  'desk-rated': '/desk/ratings?view=all',
}
const approved: Record<string, string> = { 'desk-approval': '/desk/approval' }
const kept = { 'desk-gaps': '/desk/gaps' }
const managed = { 'desk-substitutes': '/desk/substitutes', 'desk-calendar': '/desk/calendar' }

let house: TestHouse
let served: Open
let clerk: StaffAccount
let leader: StaffAccount
let approver: StaffAccount
let service: StaffAccount
let manager: StaffAccount
beforeAll(async () => {
  house = await openHouse()
  const cases: string[] = []
  for (let n = 0; n < 3; n++) cases.push((await apply(house, house.town.citizen)).caseId)
  const [waiting, accepted] = cases
  await house.call('POST /cases/:id/accept', { token: house.town.clerk, params: { id: accepted ?? '' }, body: {} })
  mine.case = `/cases/${accepted}`
  mine.received = `/cases/${waiting}/received`
  mine.why = `/cases/${accepted}/why/DECIDE`
  desk['desk-window-case'] = `/desk/window/cases/${waiting}`
  approved['desk-approval-case'] = `/desk/approval/${accepted}`
  const draft = { token: house.town.citizen.token, body: { itemCode: townItems.permit } }
  const { draftId } = await house.call<{ draftId: string }>('POST /drafts', draft)
  for (const [name, below] of Object.entries({ draft: '', materials: '/materials', check: '/check' }))
    mine[name] = `/drafts/${draftId}${below}`
  clerk = await staffAccount(house, 'wang', '王一', { role: 'window_clerk', organisation: offices.permit, place: 'hall' })
  leader = await staffAccount(house, 'zhao', '赵二', { role: 'unit_leader', organisation: offices.permit })
  approver = await staffAccount(house, 'qian', '钱三', { role: 'approver', organisation: offices.permit })
  service = await staffAccount(house, 'sun', '孙四', { role: 'service_office', organisation: offices.permit })
  manager = await staffAccount(house, 'lihua', '李五', { role: 'administrator', organisation: offices.permit })
  mine.rate = `/rate/${await ended()}`
  const bad = await ended()
  mine['my-order'] = `/rate/${bad}`
  judged['desk-order'] = `/desk/ratings/${bad}`
  await house.call('POST /ratings/:id', {
    token: house.town.citizen.token,
    params: { id: bad },
    body: { level: 2, labels: ['209', '213'], words: '等了两个小时，没有人说还要多久。' },
  })
  await inviteAll(house) // counts it
  served = await openBrowser(house, { isDemonstration: true })
  mkdirSync('pictures', { recursive: true })
})
afterAll(async () => {
  await served.close()
  await house.close()
})

test.each([375, 1440] as const)('pictures %i wide', async (width) => {
  const citizen = await device(served, width)
  await take(citizen, open, width)
  const page = await citizen.newPage()
  await signInCitizen(page, '110100199003070007', 'Spring-2026-river')
  await take(citizen, mine, width)
  for (const [account, screens] of [
    [clerk, desk],
    [leader, judged],
    [approver, approved],
    [service, kept],
    [manager, managed],
  ] as const) {
    const staff = await device(served, width)
    await signInStaff(house, await staff.newPage(), account)
    await take(staff, screens, width)
    await staff.close()
  }
  house.at('2026-03-02T09:10:00+08:00')
})

/** A case that has come to its end. @returns the invitation to rate it */
async function ended(): Promise<string> {
  const { token } = house.town.citizen
  const { caseId } = await apply(house, house.town.citizen)
  await house.call('POST /cases/:id/withdraw', { token, params: { id: caseId }, body: {} })
  await inviteAll(house)
  const { invitations } = await house.call<{ invitations: MyInvitation[] }>('GET /ratings/mine', { token, query: { caseId } })
  return invitations[0]?.invitationId ?? ''
}

/** Takes each screen, and on the wide one its print too. */
async function take(context: BrowserContext, screens: Readonly<Record<string, string>>, width: number): Promise<void> {
  const page = await context.newPage()
  for (const [name, address] of Object.entries(screens)) {
    await page.emulateMedia({ media: 'screen' })
    await page.goto(address, { waitUntil: 'networkidle' })
    await page.screenshot({ path: join('pictures', `${name}-${width}.png`), fullPage: true })
    if (width === 375) continue
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 720, height: 1018 })
    await page.screenshot({ path: join('pictures', `${name}-print.png`), fullPage: true })
    await page.setViewportSize({ width, height: 900 })
  }
  await page.close()
}
