import { createReadStream, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../../test/database.ts'
import { transaction } from '../../../kernel/db/index.ts'
import { system } from '../../../kernel/http/index.ts'
import { nowAt } from '../../../kernel/now.ts'
import { findOrganisationByUscc, importDivisions } from '../../region/index.ts'
import { definitionOf, importItems, lacksOf, type RowNotice, versionInForce } from '../index.ts'
import { readRow } from './rows.ts'

const divisions = [
  { code: '440000000000', name: '广东省', level: 1, parentCode: null },
  { code: '510000000000', name: '四川省', level: 1, parentCode: null },
  { code: '511600000000', name: '广安市', level: 2, parentCode: '510000000000' },
  { code: '511602000000', name: '广安区', level: 3, parentCode: '511600000000' },
]
const monday = nowAt('2026-03-02T09:00:00.000+08:00')
const tuesday = nowAt('2026-03-03T09:00:00.000+08:00')
const pathOf = (name: string) => fileURLToPath(new URL(`../../../../data/items/${name}.ndjson`, import.meta.url))
const permit = '11440000006939844R244011501000105'

/** Imports text, bytes or a shipped file, and tells what was said about its rows. */
async function run(database: TestDatabase, from: AsyncIterable<Uint8Array> | string, now = monday) {
  const refused: RowNotice[] = []
  const warned: RowNotice[] = []
  const counts = await importItems(database.db, typeof from === 'string' ? Readable.from([Buffer.from(from)]) : from, {
    source: 'test',
    approval: '测试',
    by: system,
    now,
    onRefused: (notice) => refused.push(notice),
    onWarned: (notice) => warned.push(notice),
  })
  return { counts, refused, warned }
}

async function withDivisions(): Promise<TestDatabase> {
  const database = await freshDatabase()
  await transaction(database.db, (tx) => importDivisions(tx, divisions, 2023))
  return database
}

describe('the shipped lists', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await withDivisions()
  })
  afterAll(() => database.close())

  test('Guangdong: all 2,024 rows come in; six with a credit code that does not check are named', async () => {
    const { counts, refused, warned } = await run(database, createReadStream(pathOf('guangdong_province_items')))
    expect(refused).toEqual([])
    expect(counts).toEqual({ read: 2024, added: 2024, changed: 0, unchanged: 0, refused: 0, warned: 6 })
    expect(warned.map(({ reasons }) => reasons[0])).toEqual(Array(6).fill('实施编码中的统一社会信用代码校验位不符'))
  })

  test("Guang'an: all 1,135 rows come in; five codes of no known form are kept as they are and named", async () => {
    const { counts, refused, warned } = await run(database, createReadStream(pathOf('guangan_district_items')))
    expect(refused).toEqual([])
    expect(counts).toMatchObject({ read: 1135, added: 1135, changed: 0, unchanged: 0, refused: 0 })
    const formless = warned.filter(({ reasons }) => reasons[0]?.startsWith('编码不符合'))
    expect(formless.map(({ code }) => code).sort()).toEqual([
      '511A0077700002-510000000000-000-8282348-1-00',
      '511F0045400001-511602000000-000-11511301452259996u-1-00',
      'E-000004-001-11511301008778386B',
      'E-000021-001-1111111111111111',
      'H-000185-001-4444444444',
    ])
  })

  test('again: not one new version', async () => {
    const again = await run(database, createReadStream(pathOf('guangdong_province_items')), tuesday)
    expect(again.counts).toMatchObject({ read: 2024, added: 0, changed: 0, unchanged: 2024, refused: 0 })
  })

  test('567 of Guangdong can be applied for; the others say what is not published', () => {
    const rows = readFileSync(pathOf('guangdong_province_items'), 'utf8').trim().split('\n').map(readRow)
    const lacks = rows.map((row) => ('definition' in row ? lacksOf(row.definition).join('+') : 'refused'))
    const count = (what: string) => lacks.filter((lack) => lack === what).length
    expect([count(''), count('materials'), count('limit'), count('materials+limit')]).toEqual([567, 945, 7, 505])
  })

  test('the acting organisations are registered', async () => {
    const organ = await transaction(database.db, (tx) => findOrganisationByUscc(tx, '11440000006939844R'))
    expect(organ).toMatchObject({ name: '广东省交通运输厅', divisionCode: '440000000000' })
  })

  test('a changed row makes a new version; a case received before keeps the old one', async () => {
    const before = await transaction(database.db, (tx) => versionInForce(tx, permit, monday.at))
    const { counts } = await run(database, line(permitRow({ promisedDays: 3 })), tuesday)
    expect(counts).toMatchObject({ read: 1, changed: 1 })

    const after = await transaction(database.db, (tx) => versionInForce(tx, permit, tuesday.at))
    expect(after.no).toBe(2)
    expect(after.definition.promisedLimit).toEqual({ days: 3, unit: 'workday' })
    const [then, byId] = await transaction(database.db, async (tx) => [
      await versionInForce(tx, permit, monday.at),
      await definitionOf(tx, before.versionId),
    ])
    expect(then.versionId).toBe(before.versionId)
    expect(byId.promisedLimit).toEqual({ days: 5, unit: 'workday' })
  })
})

describe('rows that are not what they should be', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await withDivisions()
  })
  afterAll(() => database.close())

  test.each([
    {
      name: 'a promise longer than the law',
      row: { promisedDays: 21 },
      reason: '承诺时限不得长于法定时限，请缩短承诺时限后再保存。',
    },
    { name: 'days that are text', row: { legalDays: '20' }, reason: 'legalDays 应当是整数' },
    { name: 'half a day', row: { legalDays: 0.5 }, reason: 'legalDays 应当是整数' },
    { name: 'no time at all', row: { legalDays: 0 }, reason: 'legalDays 应当在 1 到 3660 之间' },
    { name: 'an unknown unit', row: { legalUnit: '小时' }, reason: 'legalUnit 不是认识的时限单位' },
    { name: 'no name', row: { name: ' ' }, reason: '缺 name' },
    { name: 'a name without end', row: { name: '长'.repeat(501) }, reason: 'name 超过 500 个字' },
    { name: 'NUL in a name', row: { name: '许可\0' }, reason: 'name 含有不可见的控制字符或残缺文字' },
    { name: 'half a character', row: { name: '许可\ud800' }, reason: 'name 含有不可见的控制字符或残缺文字' },
    {
      name: 'a punishment',
      row: { typeCode: '02', type: '行政处罚' },
      reason: '事项类型 02“行政处罚” 不认识、自相矛盾或不属于依申请事项',
    },
    {
      name: 'digits against the name',
      row: { typeCode: '01', type: '公共服务' },
      reason: '事项类型 01“公共服务” 不认识、自相矛盾或不属于依申请事项',
    },
    { name: 'materials that are no list', row: { materials: '申请表' }, reason: 'materials 应当是列表' },
    { name: 'a material that is a number', row: { materials: [1] }, reason: 'materials 应当是文字' },
    { name: 'an area of five digits', row: { areaCode: '44000' }, reason: 'areaCode 应当是 12 位数字' },
    { name: 'a code with a blank', row: { taskCode: 'A B' }, reason: 'taskCode 只能是不含空格的字母、数字和符号' },
    { name: 'a code of 65 characters', row: { taskCode: 'A'.repeat(65) }, reason: 'taskCode 超过 64 个字' },
    { name: 'codes of both forms', row: { itemCode: 'A' }, reason: '同时有 taskCode 和 itemCode' },
    { name: 'a yes that is text', row: { onlineApply: 'true' }, reason: 'onlineApply 应当是 true 或 false' },
  ])('$name is refused, with its line and why', async ({ row, reason }) => {
    const { counts, refused } = await run(database, line(permitRow(row)))
    expect(counts).toMatchObject({ read: 1, refused: 1 })
    expect(refused).toEqual([{ line: 1, code: expect.toBeOneOf([permit, null, 'A B']), reasons: [reason] }])
  })

  test.each([
    { name: 'no JSON', bytes: Buffer.from('{'), reason: '不是一个 JSON 对象' },
    { name: 'a list', bytes: Buffer.from('[]'), reason: '不是一个 JSON 对象' },
    { name: 'null', bytes: Buffer.from('null'), reason: '不是一个 JSON 对象' },
    { name: 'an empty object', bytes: Buffer.from('{}'), reason: '既没有 taskCode 也没有 itemCode' },
    {
      name: 'a code that is inherited',
      bytes: Buffer.from('{"__proto__":{"taskCode":"A"}}'),
      reason: '既没有 taskCode 也没有 itemCode',
    },
    { name: 'broken UTF-8', bytes: Buffer.from([0x7b, 0xff, 0x7d]), reason: '不是有效的 UTF-8 文字' },
    { name: 'a line of two million bytes', bytes: Buffer.alloc(2_000_000, 'a'), reason: '这一行超过 1000000 字节' },
  ])('$name is refused, and the next row still comes in', async ({ bytes, reason }) => {
    const next = line(permitRow({ taskCode: `NEXT-${reason.length}-${bytes.length}` }))
    const { counts, refused } = await run(database, Readable.from([bytes, Buffer.from(`\r\n\r\n${next}`)]))
    expect(refused).toEqual([{ line: 1, code: null, reasons: [reason] }])
    expect(counts).toMatchObject({ read: 2, added: 1, refused: 1 })
  })

  test('all faults of a row are named at once', async () => {
    const { refused } = await run(database, line(permitRow({ name: null, legalDays: -1, dept: 7 })))
    expect(refused[0]?.reasons).toEqual(['缺 name', 'dept 应当是文字', 'legalDays 应当在 1 到 3660 之间'])
  })

  test('a byte order mark, CRLF, blank lines and pieces of one byte change nothing', async () => {
    const bytes = Buffer.from(
      `\ufeff${line(permitRow({ taskCode: 'BOM-1' }))}\r\n\n   \r\n${line(permitRow({ taskCode: 'BOM-2' }))}`,
    )
    const pieces = Array.from(bytes, (byte) => Buffer.of(byte))
    const { counts, refused } = await run(database, Readable.from(pieces))
    expect(refused).toEqual([])
    expect(counts).toMatchObject({ read: 2, added: 2 })
  })

  test('a code that stands twice: the same content counts as unchanged, another one is refused, near by and far apart', async () => {
    const filler = Array.from({ length: 600 }, (_, at) => permitRow({ taskCode: `FILL-${at}` }))
    const rows = [
      permitRow({ taskCode: 'TWICE' }),
      permitRow({ taskCode: 'TWICE' }),
      permitRow({ taskCode: 'TWICE', name: '另一个名称' }),
      ...filler,
      permitRow({ taskCode: 'TWICE' }),
      permitRow({ taskCode: 'TWICE', name: '又一个名称' }),
    ]
    const { counts, refused } = await run(database, rows.map(line).join('\n'))
    expect(counts).toMatchObject({ read: 605, added: 601, unchanged: 2, refused: 2 })
    expect(refused).toEqual([
      { line: 3, code: 'TWICE', reasons: ['与第 1 行编码相同而内容不同'] },
      { line: 605, code: 'TWICE', reasons: ['与第 1 行编码相同而内容不同'] },
    ])
  })

  test('two imports of one file at once: every row is added once', async () => {
    const text = Array.from({ length: 50 }, (_, at) => line(permitRow({ taskCode: `RACE-${at}` }))).join('\n')
    const both = await Promise.all([run(database, text), run(database, text)])
    expect(both.reduce((sum, { counts }) => sum + counts.added, 0)).toBe(50)
    expect(both.reduce((sum, { counts }) => sum + counts.unchanged, 0)).toBe(50)
  })
})

const original = readFileSync(pathOf('guangdong_province_items'), 'utf8')
  .split('\n')
  .find((row) => row.includes(permit))

function permitRow(change: Record<string, unknown>): Record<string, unknown> {
  return { ...JSON.parse(original ?? ''), ...change }
}

function line(row: Record<string, unknown>): string {
  return JSON.stringify(row)
}
