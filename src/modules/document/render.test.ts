import { execFileSync } from 'node:child_process'
import { PDFDocument } from 'pdf-lib'
import { expect, test } from 'vitest'
import { sm3Hex } from '../../kernel/canonical.ts'
import { type ContentOf, type DocumentKind, kinds } from './kinds.ts'
import { printed } from './printed.test-data.ts'
import { type Printing, renderDocument } from './render.ts'
import { textsOf } from './rules.ts'
import { longName, samples, stamp } from './samples.test-data.ts'
import { wordsOf } from './words.test-data.ts'

const number = '广安行审许受字〔2026〕3号'
const allKinds = Object.keys(kinds) as DocumentKind[]
const issued: Printing = { stamp }

/** The words of a document as printed. */
async function words<K extends DocumentKind>(kind: K, content: ContentOf<K> = samples[kind], printing = issued): Promise<string> {
  return wordsOf((await renderDocument(kind, number, content, printing)).content)
}

test.each(allKinds)('%s: the same content gives the same bytes, as PDF/A, dated by the content', async (kind) => {
  const first = await renderDocument(kind, number, samples[kind], issued)
  const again = await renderDocument(kind, number, structuredClone(samples[kind]), issued)
  expect(again.content.equals(first.content)).toBe(true)
  const pdf = await PDFDocument.load(first.content, { updateMetadata: false })
  expect(pdf.getTitle()).toBe(kinds[kind].title)
  expect(pdf.getCreationDate()?.toISOString().slice(0, 10)).toBe('2026-01-05')
  expect(first.pages).toBe(pdf.getPageCount())
  expect(first.content.includes('pdfaid')).toBe(true)
})

test.each(Object.entries(printed))('the printed form of %s is the one that bears its version', async (form, digest) => {
  const [kind, version] = form.split('.') as [DocumentKind, string]
  const made = await renderDocument(kind, number, samples[kind], { stamp, version: Number(version) })
  expect(sm3Hex(made.content), `raise the version of ${kind} and keep the former form`).toBe(digest)
})

test('the form of each kind is among them', () => {
  expect(Object.keys(printed)).toEqual(expect.arrayContaining(allKinds.map((kind) => `${kind}.${kinds[kind].version}`)))
})

test('another process gives the same bytes, wherever it stands and whatever its time zone', async () => {
  const script = `
    const { renderDocument } = await import(${JSON.stringify(new URL('./render.ts', import.meta.url).href)})
    const { samples, stamp } = await import(${JSON.stringify(new URL('./samples.test-data.ts', import.meta.url).href)})
    const { sm3Hex } = await import(${JSON.stringify(new URL('../../kernel/canonical.ts', import.meta.url).href)})
    process.stdout.write(sm3Hex((await renderDocument('D02', ${JSON.stringify(number)}, samples.D02, { stamp })).content))`
  const digest = execFileSync(process.execPath, ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script], {
    cwd: '/',
    env: { ...process.env, TZ: 'America/New_York', LANG: 'de_DE' },
    encoding: 'utf8',
  })
  expect(digest).toBe(sm3Hex((await renderDocument('D02', number, samples.D02, issued)).content))
})

test.each(allKinds)('%s names authority, title, number, case, date and where the seal goes', async (kind) => {
  const text = await words(kind)
  for (const part of ['广安市广安区行政审批局', kinds[kind].title, number, '51160220260105000123', '2026年1月5日', '（待加盖']) {
    expect(text).toContain(part)
  }
})

test.each(allKinds)(
  '%s says on each page which of how many it is, and by which code it is compared with the record',
  async (kind) => {
    const text = await words(kind)
    expect(text).toContain('第1页，共')
    expect(text).toContain('核验码3F9C71D05A2E88B4')
    const draft = await words(kind, samples[kind], { stamp: null })
    expect(draft).not.toContain('核验码')
    expect(draft).not.toContain('查询码')
  },
)

test.each(allKinds)('%s drops nothing that stands in its content', async (kind) => {
  const text = await words(kind)
  const codes = /^(\d{4}-\d\d-\d\d.*|[a-zA-Z]+)$/ // days, moments and codes are printed in words
  const said = textsOf(samples[kind]).filter((one) => !codes.test(one))
  expect(said.length).toBeGreaterThan(5)
  for (const one of said.flatMap((whole) => whole.split('\n'))) expect(text).toContain(one.replaceAll(' ', ''))
})

test('a receipt names query code, digest and the event that recorded it', async () => {
  for (const kind of ['D02', 'S02'] as const) {
    const text = await words(kind)
    expect(text).toContain('查询码：7K4M2PQX')
    expect(text).toContain(`本凭证内容摘要（SM3）：${stamp.digest}办件日志第1条摘要（SM3）：${stamp.record.hash}`)
    expect(text).toContain('封存后可以随办件取得封存证明')
  }
  expect(await words('D04')).not.toContain(stamp.digest)
})

test('the query code stands on no letter to others and on none that the authority keeps', async () => {
  const toOther = { ...samples.D10, interested: '广安顺达客运有限公司' }
  expect(await words('D10', toOther)).not.toContain('7K4M')
  expect(await words('D10')).toContain('查询码：7K4M2PQX')
  expect(await words('D11')).not.toContain('7K4M')
  expect(await words('D30')).not.toContain('7K4M')
})

test.each(allKinds.filter((kind) => kind.startsWith('S')))('%s speaks of no licensing law', async (kind) => {
  const text = await words(kind, { ...samples[kind], item: { name: '生育登记', code: '1' } })
  expect(text).toContain('生育登记')
  expect(text).not.toContain('许可')
})

test.each(['D30', 'D31', 'D34'] as const)('%s, which serves permits and services alike, cites no licensing law', async (kind) => {
  expect(await words(kind, { ...samples[kind], item: { name: '生育登记', code: '1' } })).not.toContain('许可法')
})

test.each<[DocumentKind, string]>([
  ['D02', '逾期不告知的，自收到申请材料之日起即为受理（《中华人民共和国行政许可法》第三十二条）'],
  ['D02', '2026年1月5日9时05分收到'],
  ['D03', '《中华人民共和国行政许可法》第三十二条第一款第四项'],
  ['D03', '现将需要补正的全部内容一次告知如下'],
  ['D04', '法定办理期限：自受理之日起20个工作日，至2026年2月4日止（《中华人民共和国行政许可法》第四十二条）'],
  ['D04', '可以凭办件编号和查询码查询办理进度'],
  ['D02', '五个工作日内（不迟于2026年1月12日）决定是否受理'],
  ['D03', '请不迟于2026年1月26日补正'],
  ['D04', '本机关承诺不迟于2026年1月14日办结'],
  ['D05', '请向四川省交通运输厅申请'],
  ['D05', '第三十二条第一款第二项'],
  ['D08', '因下列原因，本机关在该期限内不能作出行政许可决定'],
  ['D08', '第四十二条第一款的规定，经本机关负责人批准，办理期限延长10个工作日，延长后的办理期限至2026年1月19日止'],
  ['S08', '根据本事项实施清单的规定，经本机关负责人批准'],
  ['D09', '依法需要进行检测（依据：《中华人民共和国道路运输条例》第八条）'],
  ['D09', '所需时间：10个工作日，自2026年1月5日起，预计至2026年1月19日止'],
  ['D09', '根据《中华人民共和国行政许可法》第四十五条的规定，上述所需时间不计算在法定办理期限和承诺办理期限内'],
  ['D09', '法定办理期限原至2026年1月26日止，扣除上述时间后预计至2026年2月9日止'],
  ['S09', '上述所需时间不计算在承诺办理期限内，程序结束后继续计算'],
  ['S09', '结束日期确定后，本机关另行书面告知'],
  ['S09', '承诺办理期限原至2026年1月12日止，扣除上述时间后的届满日期在程序结束时确定'],
  ['D10', '自被告知之日起五日内（按工作日计算）提出听证申请，本机关在二十个工作日内组织听证'],
  ['D10', '根据《中华人民共和国行政许可法》第三十六条的规定，你（单位）有权进行陈述和申辩'],
  ['D10', '该事项直接涉及你（单位）与他人之间的重大利益关系'],
  ['D11', '根据《中华人民共和国行政许可法》第四十七条的规定，应广安顺达客运有限公司于2026年1月4日提出的听证申请'],
  ['D11', '听证时间2026年1月20日9时30分'],
  ['D11', '听证主持人王建国（法规股股长）'],
  ['D34', '其中一本封面破损'],
  ['D34', '上列原件不迟于2026年1月7日退还'],
  ['D18', '本决定依法予以公开，公众有权查阅'],
  ['D18', '十个工作日内（不迟于2026年1月19日）颁发、送达道路运输经营许可证'],
  ['D19', '六十日内向广安市广安区人民政府申请行政复议，也可以自收到本决定书之日起六个月内向广安市广安区人民法院提起行政诉讼'],
  ['D19', '提交行政复议申请书的互联网渠道：https://xzfy.example.gov.cn/'],
  ['D19', 'JT/T198—2016'],
  ['S04', '本事项清单未公布法定时限'],
])('%s says: %s', async (kind, sentence) => expect(await words(kind)).toContain(sentence))

test('a receipt says which copies were compared with the original', async () => {
  const [first, copy, ...others] = samples.D02.materials
  const materials = [first, { ...copy, isCompared: true }, ...others]
  expect(await words('D02', { ...samples.D02, materials } as typeof samples.D02)).toContain('复印件，已与原件核对')
  expect(await words('D02')).not.toContain('已与原件核对')
})

test('where the authority has not said who reviews, nothing is invented and one may ask', async () => {
  const nobody = await words('D19', { ...samples.D19, remedies: { review: null, suit: null } })
  expect(nobody).toContain('六十日内依法申请行政复议，也可以自收到本决定书之日起六个月内依法提起行政诉讼')
  expect(nobody).toContain('具体的行政复议机关和有管辖权的人民法院，可以向本机关询问，本机关应当告知')
  const court = await words('D19', { ...samples.D19, remedies: { ...samples.D19.remedies, suit: null } })
  expect(court).toContain('具体的有管辖权的人民法院，可以向本机关询问')
  expect(await words('D19')).not.toContain('询问')
})

test('where several departments handle a permit together, their government extends; a law with an extension of its own is cited instead', async () => {
  const joint = await words('D08', { ...samples.D08, approver: 'governmentHead', days: 15 })
  expect(joint).toContain('第四十二条第二款的规定，经本级人民政府负责人批准，办理期限延长15个工作日')
  const special = await words('D08', { ...samples.D08, basis: ['《中华人民共和国市场主体登记管理条例》第十九条'] })
  expect(special).toContain('根据《中华人民共和国市场主体登记管理条例》第十九条的规定，经本机关负责人批准')
  expect(special).not.toContain('第四十二条')
})

test('a letter on a hearing to somebody else is addressed to them and says whose application it is about', async () => {
  const text = await words('D10', { ...samples.D10, interested: '广安顺达客运有限公司' })
  expect(text).toContain('广安顺达客运有限公司：广安通达运输有限公司提出的“道路旅客运输经营许可”申请')
  expect(text).toContain('该事项直接涉及你（单位）的重大利益')
  const held = await words('D11', { ...samples.D11, interested: null, request: null, recorder: null })
  expect(held).toContain('广安通达运输有限公司：你（单位）提出的')
  expect(held).toContain('根据《中华人民共和国行政许可法》第四十六条的规定，本机关决定就该申请举行听证')
  expect(held).not.toContain('记录员')
})

test('dates that rest on a year without announced holidays say so', async () => {
  const says = '上述日期涉及的年度尚未公布节假日安排'
  expect(await words('D08', { ...samples.D08, isProvisional: true })).toContain(says)
  expect(await words('D09', { ...samples.D09, isProvisional: true })).toContain(says)
  expect(await words('D09')).not.toContain(says)
})

test('deemed acceptance says so, and names the day of receipt', async () => {
  const text = await words('D04', { ...samples.D04, isDeemed: true, acceptedOn: '2026-01-05' })
  expect(text).toContain('自收到申请材料之日（2026年1月5日）起即为受理')
})

test.each([
  ['inTime', null, '现有效期至2026年3月31日届满。本机关不迟于该日作出是否准予延续的决定；逾期未作决定的，视为准予延续'],
  ['inTime', '2026-04-30', '届满（申请中填写为2026年4月30日，以证件载明的为准）。本机关不迟于该日'],
  ['late', null, '届满45日前提出，即不迟于2026年2月14日；本申请于2026年1月5日提出，不适用逾期未作决定视为准予延续的规定'],
  ['incomplete', null, '申请材料在有效期届满后才补正齐全，不适用'],
] as const)('the acceptance of a renewal says until when it is decided: %s, written %s', async (standing, writtenOn, says) => {
  const renewal = { expiresOn: '2026-03-31', writtenOn, latestOn: '2026-02-14', leadDays: 45, standing }
  const content = { ...samples.D04, receivedOn: '2026-01-05', renewal }
  expect(await words('D04', content)).toContain(says)
})

test('words somebody wrote are printed, never run', async () => {
  const evil = '#panic("x") $x$ *b* <a> @b \\ `c` [d] #import "x"'
  expect(await words('D19', { ...samples.D19, reasons: [evil] })).toContain(evil.replaceAll(' ', ''))
})

test('long names and many pages are set, with page numbers', async () => {
  const long = {
    ...samples.D19,
    item: { name: longName, code: '1'.repeat(60) },
    applicant: { name: 'A'.repeat(200) },
    query: { url: `https://x.example/${'a'.repeat(270)}`, phone: null },
    reasons: Array.from({ length: 20 }, () => '理由'.repeat(1000)),
  }
  const { pages, content } = await renderDocument('D19', number, long, issued)
  expect(pages).toBeGreaterThan(30)
  expect(content.length).toBeLessThan(2_000_000)
})
