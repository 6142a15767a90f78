import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { citationsIn, numberOf, sourcesIn } from '../../scripts/gates/citations.mjs'
import { checkLaws } from '../../scripts/gates/laws.mjs'

const permits = '中华人民共和国行政许可法'
const titles = { 行政许可法: '许可', [permits]: '许可', 民法典: '民法' }

test.each([
  { text: '行政许可法 42', articles: ['许可 42'] },
  { text: '行政许可法 32(四), 42; 民法典 201', articles: ['许可 32 四', '许可 42', '民法 201'] },
  { text: '行政许可法 32 末款, 45 第二款', articles: ['许可 32', '许可 45'] },
  { text: '行政许可法 32(一)(二)', articles: ['许可 32 一 二'] },
  { text: '行政许可法 42 (limit), 45 (days not counted; told in writing), 82', articles: ['许可 42', '许可 45', '许可 82'] },
  {
    text: '行政许可法 42: twenty days, then ten more; 民法典 200–202',
    articles: ['许可 42', '民法 200', '民法 201', '民法 202'],
  },
  { text: '《中华人民共和国行政许可法》第三十二条第一款第四项、第四十二条。', articles: ['许可 32 四', '许可 42'] },
  { text: '行政许可法 32（四）和', faults: ['行政许可法 32(四)和'] },
  { text: '行政许可法', faults: ['行政许可法'] },
  { text: '许可证法 3', faults: ['许可证法 3'] },
  { text: 'as everybody knows', faults: ['as everybody knows'] },
  { text: 'GB 11643-1999 4, 5; RFC 8785', standards: ['GB 11643-1999 4', 'RFC 8785'] },
  { text: '国办发〔2018〕45号; design', standards: ['国办发〔2018〕45号', 'design'] },
])('citationsIn: $text', ({ text, articles = [], standards = [], faults = [] }) => {
  const found = citationsIn(text, titles)
  expect(found.articles.map(({ law, article, items }) => [law, article, ...items].join(' '))).toEqual(articles)
  expect(found.standards).toEqual(standards)
  expect(found.faults).toEqual(faults)
})

test('sourcesIn reads comments over several lines, constants and wording, and tells the line', () => {
  const code = `/**
 * A rule.
 * @source 行政许可法 42 (limit),
 *   45
 * @returns something
 */
export const accept = act({ source: '行政许可法 32(五)', hold: { source: 'payment' } }) /** @source 民法典 201 */
const text = '依据《行政许可法》第三十八条第二款，您可以申请行政复议。'
-- @source 行政许可法 36
{ "clause": "行政许可法 34", "why": "行政许可法 29：申请书", "source": "own" }`
  expect(sourcesIn(code)).toEqual([
    { line: 3, text: '行政许可法 42 (limit),    45' },
    { line: 7, text: '民法典 201' },
    { line: 9, text: '行政许可法 36' },
    { line: 7, text: '行政许可法 32(五)' },
    { line: 10, text: '行政许可法 34' },
    { line: 10, text: '行政许可法 29：申请书' },
    { line: 8, text: '《行政许可法》第三十八条第二款' },
  ])
})

test.each([
  ['第一条', 1],
  ['第十条', 10],
  ['第四十二条', 42],
  ['第一百条', 100],
  ['第一百零三条', 103],
  ['第二百条', 200],
])('numberOf(%s)', (chinese, number) => expect(numberOf(chinese)).toBe(number))

test('the gate names each citation of an article or item that is not in the texts, and fails when it found none', () => {
  expect(gate("const source = '行政许可法 32(四)'")).toMatchObject({ citations: 1, articles: 1, laws: 1, faults: [] })
  expect(gate("const source = '行政许可法 84'").faults).toEqual([`src/rules.ts:1 data/laws 没有《${permits}》第 84 条`])
  expect(gate("const source = '行政许可法 32(九)'").faults).toEqual([`src/rules.ts:1 《${permits}》第 32 条没有第九项`])
  expect(gate('const source = null').faults).toEqual(['没有检查到任何引用'])
  expect(gate("const source = '行政许可法 32'", { clause: '行政许可法 33' }).faults).toEqual([
    `data/items/authored/one.json:1 data/laws 没有《${permits}》第 33 条`,
  ])
})

/** Runs the gate over one file of code and one authored item, with one article for a law book. */
function gate(code: string, item: object = {}) {
  const root = mkdtempSync(join(tmpdir(), 'yichuang-laws-'))
  try {
    for (const folder of ['src', 'db', 'data/laws', 'data/items/authored']) mkdirSync(join(root, folder), { recursive: true })
    writeFileSync(join(root, 'src/rules.ts'), code)
    writeFileSync(join(root, 'data/items/authored/one.json'), JSON.stringify(item))
    writeFileSync(join(root, 'src/rules.test.ts'), "const source = '不是法 1'")
    writeFileSync(join(root, 'data/laws/short_names.json'), JSON.stringify({ 行政许可法: permits }))
    writeFileSync(
      join(root, 'data/laws/articles.ndjson'),
      `${JSON.stringify({ law: permits, article: '第三十二条', text: '(四)' })}\n`,
    )
    return checkLaws(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}
