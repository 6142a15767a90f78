import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { transaction } from '../../kernel/db/index.ts'
import { system } from '../../kernel/http/index.ts'
import { eventsOf } from '../../kernel/log/index.ts'
import { nowAt } from '../../kernel/now.ts'
import { DayTwice, type Layer, LayerConflict, type Notice, NoticeConflict, NoticeNotYetKnown, nationalLayer } from './contract.ts'
import { calendarFor, calendarStream, calendarVersionSql, importNational, importNotice, nationalNotices } from './index.ts'
import { due } from './rules/index.ts'

const now = nowAt('2026-11-22T10:00:00+08:00')
const guangxi: Layer = { code: '450000000000', name: '广西', rank: 20 }
const festival: Notice = {
  subject: '三月三 2026',
  year: null,
  knownOn: '2026-01-05',
  title: '2026 年“壮族三月三”放假的通知',
  source: null,
  days: [{ on: '2026-04-20', kind: 'holiday', name: '三月三' }],
}

let at: TestDatabase
beforeAll(async () => {
  at = await freshDatabase()
})
afterAll(() => at.close())

test('without a notice the plain week holds and every day is provisional', async () => {
  const calendar = await transaction(at.db, (tx) => calendarFor(tx))
  expect(due({ startedOn: '2026-02-13', limit: 5, unit: 'workday' }, calendar)).toEqual({
    dueOn: '2026-02-20',
    provisional: true,
  })
})

test('the shipped notices are entered once, and the calendar in memory is new after them', async () => {
  expect(await transaction(at.db, (tx) => importNational(tx, system, now))).toBe(nationalNotices().length)
  expect(await transaction(at.db, (tx) => importNational(tx, system, now))).toBe(0)
  const calendar = await transaction(at.db, (tx) => calendarFor(tx))
  expect(due({ startedOn: '2026-02-13', limit: 5, unit: 'workday' }, calendar)).toEqual({
    dueOn: '2026-02-27',
    provisional: false,
  })
  const then = await transaction(at.db, (tx) => calendarFor(tx, { asOf: '2025-11-03' }))
  expect(due({ startedOn: '2026-02-13', limit: 5, unit: 'workday' }, then)).toEqual({ dueOn: '2026-02-20', provisional: true })
})

test('what is read back from the database is what was entered', async () => {
  const { rows } = await transaction(at.db, (tx) => sql<{ id: string }>`select id from calendar_layer`.execute(tx))
  const events = await transaction(at.db, (tx) => eventsOf(tx, calendarStream, rows[0]?.id ?? ''))
  expect(events.map((event) => event.body.notice)).toEqual(nationalNotices())
  const { rows: days } = await transaction(at.db, (tx) => sql<{ n: number }>`select count(*) as n from calendar_day`.execute(tx))
  expect(days[0]?.n).toBe(nationalNotices().flatMap((notice) => notice.days).length)
})

test('a layer of a place holds there and nowhere else, and an explained rest day names it', async () => {
  await transaction(at.db, (tx) => importNotice(tx, guangxi, festival, system, now))
  const [nation, there] = await transaction(at.db, async (tx) => [
    await calendarFor(tx),
    await calendarFor(tx, { layers: ['national', guangxi.code] }),
  ])
  expect(nation?.isWorkingDay('2026-04-20')).toBe(true)
  expect(there?.isWorkingDay('2026-04-20')).toBe(false)
  expect(there?.why('2026-04-20')).toBe('三月三放假')
})

test('a calendar is not read again while its version stands, and is when another process has entered a notice', async () => {
  const versionOf = () =>
    transaction(at.db, async (tx) => {
      const { rows } = await sql<{ version: string }>`select ${sql.raw(calendarVersionSql)} as version`.execute(tx)
      return rows[0]?.version ?? ''
    })
  const layers = ['national', guangxi.code]
  const version = await versionOf()
  const first = await transaction(at.db, (tx) => calendarFor(tx, { layers, version }))
  expect(await transaction(at.db, (tx) => calendarFor(tx, { layers, version }))).toBe(first)

  const closure: Notice = {
    subject: '台风 2026-09',
    year: null,
    knownOn: '2026-09-22',
    title: '停止办公的公告',
    source: null,
    days: [{ on: '2026-09-23', kind: 'closed', name: '台风红色预警' }],
  }
  await transaction(at.db, (tx) => importNotice(tx, guangxi, closure, system, now))
  expect(await versionOf()).not.toBe(version)
  const second = await transaction(at.db, (tx) => calendarFor(tx, { layers }))
  expect(second.isWorkingDay('2026-09-23')).toBe(false)
  expect(second.why('2026-09-23')).toBe('台风红色预警停止办公')
})

test('what a transaction entered and rolled back leaves no trace in memory', async () => {
  const layers = ['national', guangxi.code]
  const doubtful = { ...festival, subject: '误录', days: [{ on: '2026-07-01', kind: 'closed' as const, name: '误录' }] }
  const work = transaction(at.db, async (tx) => {
    await importNotice(tx, guangxi, doubtful, system, now)
    expect((await calendarFor(tx, { layers })).isWorkingDay('2026-07-01')).toBe(false)
    throw new Error('rolled back')
  })
  await expect(work).rejects.toThrow('rolled back')
  const calendar = await transaction(at.db, (tx) => calendarFor(tx, { layers }))
  expect(calendar.isWorkingDay('2026-07-01')).toBe(true)
})

test.each([
  { name: 'another text under the same key', layer: guangxi, notice: { ...festival, title: '另一份' }, kind: NoticeConflict },
  {
    name: 'a day named twice',
    layer: guangxi,
    notice: { ...festival, subject: '重复', days: [...festival.days, ...festival.days] },
    kind: DayTwice,
  },
  { name: 'a notice of the future', layer: guangxi, notice: { ...festival, knownOn: '2026-11-23' }, kind: NoticeNotYetKnown },
  { name: 'a layer under another name', layer: { ...guangxi, name: '广东' }, notice: festival, kind: LayerConflict },
  { name: 'the national layer with another rank', layer: { ...nationalLayer, rank: 3 }, notice: festival, kind: LayerConflict },
])('refused: $name', async ({ layer, notice, kind }) => {
  const work = transaction(at.db, (tx) => importNotice(tx, layer, notice, system, now))
  await expect(work).rejects.toMatchObject({ kind: { code: kind.code } })
})

test('two processes entering the same notice at once enter it once', async () => {
  const notice = { ...festival, subject: '同时录入' }
  const enter = () => transaction(at.db, (tx) => importNotice(tx, guangxi, notice, system, now))
  const entered = await Promise.all([enter(), enter(), enter()])
  expect(entered.filter(({ isNew }) => isNew)).toHaveLength(1)
})
