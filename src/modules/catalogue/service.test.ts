import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { makeItem } from '../../../test/make-item.ts'
import { type Tx, transaction } from '../../kernel/db/index.ts'
import { system } from '../../kernel/http/index.ts'
import { eventsOf, hashOf } from '../../kernel/log/index.ts'
import { nowAt } from '../../kernel/now.ts'
import { isRefusal, type RefusalKind } from '../../kernel/refusal.ts'
import { NotInState, TooEarly, Unsound } from './contract.ts'
import {
  definitionOf,
  type ItemDefinition,
  itemStream,
  NotReady,
  openVersion,
  PromiseExceedsLaw,
  publish,
  resume,
  Suspended,
  suspend,
  topicsAfter,
  UnknownItem,
  versionById,
  versionInForce,
  Withdrawn,
  withdraw,
} from './index.ts'
import { findListed } from './listing.ts'
import { guideOf, historyOf } from './service.ts'

const monday = nowAt('2026-03-02T09:00:00.000+08:00')
const tuesday = nowAt('2026-03-03T09:00:00.000+08:00')
const friday = nowAt('2026-03-06T09:00:00.000+08:00')

let database: TestDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const run = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work)

function put(code: string, change: Partial<ItemDefinition> = {}, now = monday, effectiveAt = now.at) {
  const publication = { code, definition: makeItem(change), effectiveAt, source: '测试', approval: '测试批准' }
  return run((tx) => publish(tx, publication, system, now))
}

const refuses = (kind: RefusalKind) => expect.toSatisfy((error: unknown) => isRefusal(error, kind), kind.code)

describe('versions', () => {
  test('the same content makes no new version, a change does, and the old one stays readable for ever', async () => {
    expect(await put('V-1')).toEqual({ no: 1, isNew: true })
    expect(await put('V-1', {}, tuesday)).toEqual({ no: 1, isNew: false })
    expect(await put('V-1', { promisedLimit: { days: 3, unit: 'workday' } }, tuesday)).toEqual({ no: 2, isNew: true })

    const first = await run((tx) => versionInForce(tx, 'V-1', monday.at))
    const second = await run((tx) => versionInForce(tx, 'V-1', tuesday.at))
    expect([first.no, second.no]).toEqual([1, 2])
    expect((await run((tx) => definitionOf(tx, first.versionId))).promisedLimit).toEqual({ days: 5, unit: 'workday' })
    expect(await run((tx) => guideOf(tx, 'V-1', 1, friday))).toMatchObject({ version: { no: 1 }, lacks: [] })
  })

  test('the history tells which limits were promised when, and who approved it', async () => {
    const history = await run((tx) => historyOf(tx, 'V-1'))
    expect(history.map(({ no, promisedLimit, approval }) => [no, promisedLimit?.days, approval])).toEqual([
      [2, 3, '测试批准'],
      [1, 5, '测试批准'],
    ])
  })

  test('a version for Friday comes into force on Friday, without anybody doing anything', async () => {
    await put('V-2')
    await put('V-2', { name: '新名称' }, tuesday, friday.at)
    expect((await run((tx) => versionInForce(tx, 'V-2', tuesday.at))).no).toBe(1)
    expect((await run((tx) => versionInForce(tx, 'V-2', new Date(friday.at.getTime() - 1)))).no).toBe(1)
    expect((await run((tx) => versionInForce(tx, 'V-2', friday.at))).no).toBe(2)
    const nameOn = async (at: Date) => (await run((tx) => findListed(tx, 'V-2', at)))?.name
    expect(await nameOn(tuesday.at)).toBe('超限运输车辆行驶公路审批')
    expect(await nameOn(friday.at)).toBe('新名称')
  })

  test('no version comes into force in the past, nor before the one it follows', async () => {
    await expect(put('V-3', {}, tuesday, monday.at)).rejects.toEqual(refuses(TooEarly))
    await put('V-3', {}, monday, friday.at)
    await expect(put('V-3', { name: '较早' }, tuesday)).rejects.toEqual(refuses(TooEarly))
    await expect(run((tx) => versionInForce(tx, 'V-3', tuesday.at))).rejects.toEqual(refuses(UnknownItem))
  })

  test('a promise longer than the law cannot be saved', async () => {
    await expect(put('V-4', { promisedLimit: { days: 21, unit: 'workday' } })).rejects.toEqual(refuses(PromiseExceedsLaw))
    await expect(run((tx) => versionInForce(tx, 'V-4', monday.at))).rejects.toEqual(refuses(UnknownItem))
  })

  test('what has not the shape of a definition, or contradicts itself, cannot be saved', async () => {
    await expect(put('V-5', { name: '' })).rejects.toEqual(refuses(Unsound))
    await expect(put('V-5', { ruleSet: 'service' })).rejects.toEqual(refuses(Unsound))
  })

  test('the application cannot change or delete a version, nor what happened to an item', async () => {
    for (const statement of [
      'update item_version set no = 9',
      'delete from item_version',
      'update item_event set v = 2',
      'delete from item_event',
    ])
      await expect(run((tx) => sql.raw(statement).execute(tx))).rejects.toThrow(/permission denied/)
  })

  test('a version id that nobody gave is a bug, not an answer', async () => {
    await expect(run((tx) => versionById(tx, '00000000-0000-7000-8000-000000000000'))).rejects.toThrow(RangeError)
  })

  test('two people publish at once: one waits for the other, and the numbers stay dense', async () => {
    await Promise.all([put('V-6', { name: '甲' }), put('V-6', { name: '乙' }), put('V-6', { name: '丙' })])
    expect((await run((tx) => historyOf(tx, 'V-6'))).map(({ no }) => no)).toEqual([3, 2, 1])
  })
})

describe('states', () => {
  test('suspended, resumed, withdrawn: each is an event, and each closes or opens the door', async () => {
    await put('S-1')
    await run((tx) => openVersion(tx, 'S-1', monday.at))
    await run((tx) => suspend(tx, 'S-1', '测试依据', system, tuesday))
    await expect(run((tx) => openVersion(tx, 'S-1', tuesday.at))).rejects.toEqual(refuses(Suspended))
    await expect(run((tx) => suspend(tx, 'S-1', '测试依据', system, tuesday))).rejects.toEqual(refuses(NotInState))
    await run((tx) => resume(tx, 'S-1', '测试依据', system, tuesday))
    await run((tx) => withdraw(tx, 'S-1', '测试依据', system, friday))
    await expect(run((tx) => openVersion(tx, 'S-1', friday.at))).rejects.toEqual(refuses(Withdrawn))
    await expect(run((tx) => resume(tx, 'S-1', '测试依据', system, friday))).rejects.toEqual(refuses(NotInState))

    const { itemId } = await run((tx) => versionInForce(tx, 'S-1', friday.at))
    const events = await run((tx) => eventsOf(tx, itemStream, itemId))
    expect(events.map(({ seq, kind, ground }) => [seq, kind, ground])).toEqual([
      [1, 'published', null],
      [2, 'suspended', '测试依据'],
      [3, 'resumed', '测试依据'],
      [4, 'withdrawn', '测试依据'],
    ])
    for (const [at, row] of events.entries()) {
      expect(row.hash).toEqual(hashOf(row))
      expect(row.prev_hash).toEqual(events[at - 1]?.hash ?? null)
    }
  })

  test('an item without published materials is shown, but one cannot apply for it', async () => {
    await put('S-2', { materials: [] })
    expect(await run((tx) => guideOf(tx, 'S-2', undefined, monday))).toMatchObject({ lacks: ['materials'] })
    const refused = await run((tx) => openVersion(tx, 'S-2', monday.at)).catch((error: unknown) => error)
    expect(isRefusal(refused, NotReady) && NotReady.message(refused.facts)).toBe(
      '这个事项的申请材料尚未公布，暂不能在线申请，请到窗口咨询。',
    )
  })

  test('an item outside the catalogue', async () => {
    await expect(run((tx) => openVersion(tx, 'NOWHERE', monday.at))).rejects.toEqual(refuses(UnknownItem))
  })
})

test('an item of province, city and county is one topic, another department of the same place another one', async () => {
  const organs = [
    '四川省民政厅',
    '广东省民政局',
    '广州市天河区民政局',
    '四川省广安市广安区民政局',
    '区民政局',
    '广州市天河区教育局',
  ]
  for (const [at, name] of organs.entries())
    await put(`T-${at}`, { name: '高龄津贴发放（同名）', aliases: [], mainName: null, organ: { name, uscc: null } })
  const { topics } = await run((tx) => topicsAfter(tx, 0))
  const departments = topics.filter(({ name }) => name === '高龄津贴发放（同名）').map(({ department }) => department)
  expect(departments.sort()).toEqual(['教育局', '民政厅', '民政局'])
})
