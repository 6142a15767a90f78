import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transaction } from '../../src/kernel/db/index.ts'
import { system } from '../../src/kernel/http/index.ts'
import { newId } from '../../src/kernel/ids.ts'
import { putGrant } from '../../src/modules/approval/store.ts'
import { publish } from '../../src/modules/catalogue/index.ts'
import { barriers, device, type Open, openBrowser } from '../browser.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { makeItem } from '../make-item.ts'

let house: TestHouse
let open: Open
beforeAll(async () => {
  house = await openHouse()
  for (const [code, definition] of [...Object.entries(items), ['GUIDE', shorter] as const]) {
    const publication = { code, definition, effectiveAt: house.now().at, source: '测试清单', approval: '测试批准' }
    await transaction(house.db, (tx) => publish(tx, publication, system, house.now()))
    house.at('2026-03-02T09:00:01+08:00')
  }
  open = await openBrowser(house, { isDemonstration: true })
})
afterAll(async () => {
  await open.close()
  await house.close()
})

const material = (code: string, name: string, when?: Record<string, string[]>) => ({
  code,
  name,
  required: true,
  requiredKnown: true,
  forms: ['original' as const],
  ...(when === undefined ? {} : { when }),
})
const whole = makeItem({
  name: '道路货物运输经营许可',
  aliases: [],
  situations: [
    {
      code: 'who',
      question: '谁来申请？',
      answers: [
        { code: 'self', label: '本人' },
        { code: 'agent', label: '代理人' },
      ],
    },
    {
      code: 'paper',
      question: '有授权委托书吗？',
      answers: [
        { code: 'yes', label: '有' },
        { code: 'no', label: '没有' },
      ],
      when: { who: ['agent'] },
    },
  ],
  materials: [
    material('M1', '申请书'),
    material('M2', '授权委托书', { paper: ['yes'] }),
    material('M3', '代理说明', { paper: ['no'] }),
    material('M4', '本人身份证', { who: ['self'] }),
  ],
  limitsWhen: [
    { when: { who: ['agent'] }, legalLimit: { days: 20, unit: 'workday' }, promisedLimit: { days: 9, unit: 'workday' } },
  ],
  remedy: { reviewOrgan: '广东省人民政府', court: '广州铁路运输法院' },
  contact: { venue: '政务大厅一楼', phone: '020-12345', complaintPhone: '020-12346', coDepartments: null },
})
const items = {
  GUIDE: whole,
  BARE: makeItem({ name: '还没说清的事项', aliases: [], materials: [], legalLimit: null, promisedLimit: null }),
}
const shorter = { ...whole, promisedLimit: { days: 3, unit: 'workday' as const } }

/** A phone of 375 points whose browser runs no script. */
async function plainPhone(): Promise<Page> {
  const context = await open.browser.newContext({
    baseURL: open.address,
    viewport: { width: 375, height: 812 },
    javaScriptEnabled: false,
  })
  return context.newPage()
}

const listed = (page: Page) => page.locator('.need').first().locator('strong').allTextContents()
const possible = (page: Page) => page.locator('.maybe + .need strong').allTextContents()

describe('the guide, on a phone without script', () => {
  test('says everything before any answer: what is always asked for, and what only in some situations', async () => {
    const page = await plainPhone()
    await page.goto('/items/GUIDE')
    expect(await listed(page)).toEqual(['申请书'])
    expect(await possible(page)).toEqual(['授权委托书', '代理说明', '本人身份证'])
    const text = (await page.locator('main').textContent()) ?? ''
    for (const part of [
      '“谁来申请？”答“本人”的，要交',
      '承诺 3 个工作日',
      '法定最长 20 个工作日',
      '来源：公开清单',
      '清单未公布，按通用规则',
      '向广东省人民政府申请行政复议',
      '向广州铁路运输法院提起行政诉讼',
      '020-12345',
      '020-12346',
      '内容摘要（SM3）',
    ])
      expect(text).toContain(part)
    await page.context().close()
  })

  test('answers shrink the list and change the days, question by question, and go along to the application', async () => {
    const page = await plainPhone()
    await page.goto('/items/GUIDE')
    const answer = async (label: string) => {
      await page.getByLabel(label, { exact: true }).check()
      await page.getByRole('button', { name: '看我要准备什么' }).click()
    }
    await answer('代理人')
    expect(await listed(page)).toEqual(['申请书'])
    expect(await possible(page)).toEqual(['授权委托书', '代理说明'])
    expect(await page.locator('.glance').textContent()).toContain('承诺 9 个工作日')
    await answer('有')
    expect(await listed(page)).toEqual(['申请书', '授权委托书'])
    expect(await page.getByRole('heading', { name: '您要准备的，2 样' }).count()).toBe(1)
    expect(await possible(page)).toEqual([])
    expect(await page.getByRole('link', { name: '在线办理' }).last().getAttribute('href')).toBe(
      '/items/GUIDE/apply?a.who=agent&a.paper=yes',
    )
    await answer('本人') // the second question does not arise any more, and its answer falls away
    expect(await listed(page)).toEqual(['申请书', '本人身份证'])
    await page.context().close()
  })

  test('answers that there are not change nothing', async () => {
    const page = await plainPhone()
    await page.goto('/items/GUIDE?a.who=nobody&a.none=x&a.paper=yes&a.who=self&b=1')
    expect(await listed(page)).toEqual(['申请书'])
    await page.context().close()
  })

  test('what is not published is said, and nobody is led into an application that would be refused', async () => {
    const page = await plainPhone()
    await page.goto('/items/BARE')
    expect(await page.locator('main').textContent()).toContain('暂时不能在线申请：申请材料、法定时限尚未公布')
    expect(await page.getByRole('link', { name: '在线办理' }).count()).toBe(0)
    await page.context().close()
  })

  test('every version has its address for ever; an old one says so and offers no application', async () => {
    const page = await plainPhone()
    await page.goto('/items/GUIDE')
    await page.getByRole('link', { name: '历次版本' }).click()
    expect(await page.locator('main h2').allTextContents()).toEqual(['第 2 版（现行）', '第 1 版'])
    await page.getByRole('link', { name: '第 1 版' }).click()
    expect(page.url()).toBe(`${open.address}/items/GUIDE/versions/1`)
    const text = (await page.locator('main').textContent()) ?? ''
    expect(text).toContain('已由新版本代替')
    expect(text).toContain('承诺 5 个工作日')
    expect(await page.getByRole('link', { name: '在线办理' }).count()).toBe(0)
    await page.goto('/items/GUIDE/versions/2')
    expect(await page.locator('main').textContent()).toContain('现在就按这一版办')
    await page.context().close()
  })
})

test('on paper the guide is whole: every fold is open, nothing of the screen is left', async () => {
  const context = await device(open, 1440)
  const page = await context.newPage()
  await page.goto('/items/GUIDE')
  await page.emulateMedia({ media: 'print' })
  for (const text of [
    '向广东省人民政府申请行政复议',
    '监督投诉电话：020-12346',
    '打印自 /items/GUIDE/versions/2，2026年3月2日（周一） 09:00',
  ])
    await expect.poll(() => page.getByText(text).first().isVisible()).toBe(true)
  for (const part of ['.mast', '.bar', '.go-stick']) expect(await page.locator(part).first().isVisible()).toBe(false)
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
  await context.close()
})

test('who looks for an item that there is not is led back to the search', async () => {
  const page = await plainPhone()
  const reply = await page.goto('/items/NOWHERE')
  expect(reply?.status()).toBe(404)
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('没有这个事项')
  await page.getByRole('searchbox').fill('道路货物运输经营许可')
  await page.getByRole('button', { name: '找' }).click()
  await page.getByRole('link', { name: '看指南' }).click()
  expect(page.url()).toBe(`${open.address}/items/GUIDE`)
  await page.context().close()
})

test('an item is found without words: by theme, by department', async () => {
  const page = await plainPhone()
  for (const shelf of ['交通出行', '广东省交通运输厅']) {
    await page.goto('/items?for=person')
    await page.getByRole('link', { name: shelf }).first().click()
    await page.getByRole('link', { name: '道路货物运输经营许可' }).click()
    expect(page.url()).toBe(`${open.address}/items/GUIDE`)
  }
  await page.context().close()
})

const paths = [
  '/',
  '/items',
  '/items?theme=交通出行',
  '/items?q=道路货物运输经营许可',
  '/items?q=运输许可怎么办',
  '/items/GUIDE?a.who=agent',
  '/items/BARE',
  '/items/GUIDE/versions',
  '/items/GUIDE/versions/1',
  '/items/NOWHERE',
  '/publications',
  '/try',
]
describe.each([375, 1440] as const)('at %s points', (width) => {
  let context: BrowserContext
  beforeAll(async () => {
    context = await device(open, width)
  })
  afterAll(() => context.close())

  test.each(paths)('nothing on %s keeps people out, and nothing is wider than the screen', async (path) => {
    const page = await context.newPage()
    await page.goto(path)
    expect(await barriers(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await page.close()
  })
})

test('the public register is read page by page, of one item too, and leads to the guide', async () => {
  const page = await plainPhone()
  for (let n = 1; n <= 31; n++) {
    const grant = {
      caseId: newId(new Date(n)),
      decidedOn: '2026-03-01',
      organisation: 'X',
      department: '广东省交通运输厅',
      itemCode: 'GUIDE',
      itemName: whole.name,
      applicantId: house.town.citizen.personId,
      letterNumber: `粤交许决字〔2026〕${n}号`,
    }
    await transaction(house.db, (tx) => putGrant(tx, grant))
  }
  await page.goto('/items/GUIDE')
  await page.getByRole('link', { name: '看已经准予的许可' }).click()
  expect(await page.locator('.grants li').count()).toBe(30)
  expect(await page.locator('.grants li').first().textContent()).toMatch(/^张\*.*3月1日（周日）决定粤交许决字〔2026〕31号$/)
  await page.getByRole('link', { name: '下一页' }).click()
  expect(await page.locator('.grants li').count()).toBe(1)
  await page.getByRole('link', { name: '道路货物运输经营许可' }).last().click()
  expect(page.url()).toBe(`${open.address}/items/GUIDE`)
  await page.context().close()
})

test('trying out is there in a demonstration alone, and refused in place where nobody was made up', async () => {
  const page = await plainPhone()
  await page.goto('/')
  await page.getByRole('link', { name: '选一个人试用' }).click()
  expect(await page.getByRole('button', { name: /身份进入$/ }).count()).toBe(7)
  await page.getByRole('button', { name: '以市民身份进入' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('试用登录只在演示环境中有')
  await page.context().close()
})

test('every link of these pages leads somewhere', { timeout: 60_000 }, async () => {
  const page = await plainPhone()
  const links = new Set<string>()
  for (const path of paths) {
    await page.goto(path)
    const found = (await page.evaluate(
      `[...document.querySelectorAll('a[href]')].map((one) => one.getAttribute('href'))`,
    )) as string[]
    for (const link of found) if (!link.startsWith('#')) links.add(new URL(link, page.url()).href)
  }
  expect(links.size).toBeGreaterThan(20)
  for (const link of links)
    expect({ link, isThere: (await page.request.get(link)).status() < 400 }).toEqual({ link, isThere: true })
  await page.context().close()
})

/** Encoded bytes that came, of scripts and of everything. */
function weigh(session: CDPSession) {
  const types = new Map<string, string>()
  const weight = { scripts: 0, all: 0 }
  session.on('Network.responseReceived', ({ requestId, type }) => void types.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    weight.all += encodedDataLength
    if (types.get(requestId) === 'Script') weight.scripts += encodedDataLength
  })
  return weight
}

/** One visit on a middling phone: 4 × slower processor, slow 4G (150 ms, 1.6 Mbit/s), nothing kept from before. */
async function visit(path: string): Promise<{ contentMs: number; scripts: number; all: number }> {
  const context = await device(open, 375)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const weight = weigh(session)
  await page.goto(path, { waitUntil: 'networkidle' })
  const contentMs =
    (await page.evaluate(`new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({ type: 'largest-contentful-paint', buffered: true }))`)) as number
  await context.close()
  return { contentMs: Math.round(contentMs), ...weight }
}

const mostMs = 1_500
test.each(['/', '/items', '/items/GUIDE', '/publications'])(
  '%s is light, and there in 1.5 s on a middling phone',
  async (path) => {
    const visits = [await visit(path)]
    while (visits.length < 8 && visits.every(({ contentMs }) => contentMs > mostMs)) visits.push(await visit(path)) // whatever else this machine does only adds
    const { scripts, all } = visits[0] ?? { scripts: 0, all: 0 }
    const times = visits.map(({ contentMs }) => contentMs)
    console.log(JSON.stringify({ page: path, scriptBytes: scripts, allBytes: all, contentMs: times, limitMs: mostMs }))
    expect(scripts).toBeLessThanOrEqual(120_000)
    expect(Math.min(...times)).toBeLessThanOrEqual(mostMs)
  },
)

test('a page has no bug', () => expect(open.failures).toEqual([]))
