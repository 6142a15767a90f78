import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../test/database.ts'
import { closeDatabase, type Database, openDatabase, type Tx, transaction } from '../kernel/db/index.ts'
import { isPlain, sizeOf } from '../kernel/log/index.ts'
import { streams } from './assemble.ts'
import { makeTown, openTheDoors, type Town } from './bench/tamper/town.ts'
import { lineOf, verifyAll } from './verify.ts'

const folder = mkdtempSync(join(tmpdir(), 'verify-'))
let database: TestDatabase
let owner: Database
let town: Town
let [a, b, layer] = ['', '', '']
beforeAll(async () => {
  database = await freshDatabase()
  owner = openDatabase({ url: database.ownerUrl, max: 1 })
  town = await makeTown(database.db, folder, 10)
  await transaction(owner, openTheDoors)
  const { rows } = await sql<{ id: string }>`
    select stream_id as id from log_order where stream = 'case' group by stream_id having count(*) = 4 order by 1`.execute(owner)
  ;[a, b] = [rows[0]?.id ?? '', rows[1]?.id ?? '']
  layer = (await sql<{ id: string }>`select stream_id as id from calendar_event limit 1`.execute(owner)).rows[0]?.id ?? ''
})
afterAll(async () => {
  await closeDatabase(owner)
  await database.close()
  rmSync(folder, { recursive: true })
})

async function told(tx: Tx): Promise<string[]> {
  const { file: path, publicKey, blobs } = town
  const seals = { path, size: sizeOf(path), publicKey, lookAgain: async () => sizeOf(path) }
  return (await verifyAll(tx, { streams, seals, blobs, nowIn: (work) => work(tx) })).map(lineOf)
}

/** One wrong thing, and the lines that must be said of it. */
type Wrong = readonly [name: string, change: () => RawBuilder<unknown>[], lines: () => string[]]
const wrongs: readonly Wrong[] = [
  ['nothing', () => [], () => []],
  [
    'a column changed, and the next event is not accused',
    () => [sql`update case_event set actor = 'x' where case_id = ${a} and seq = 2`],
    () => [`${a} 2 内容与哈希不符`],
  ],
  [
    'a hash changed: every reason in one line',
    () => [sql`update case_event set hash = '\\x00' where case_id = ${a} and seq = 2`],
    () => [`${a} 2 与检查点所封存的不符；内容与哈希不符`],
  ],
  [
    'a number written another way',
    () => [sql`update case_event set body = jsonb_set(body, '{timers,0,limit,days}', '5.0') where case_id = ${a} and seq = 1`],
    () => [`${a} 1 内容与哈希不符`],
  ],
  [
    'part of a millisecond',
    () => [sql`update case_event set at = at + interval '1 microsecond' where case_id = ${a} and seq = 3`],
    () => [`${a} 3 内容与哈希不符`],
  ],
  [
    'an event moved to another case is told of where it belongs',
    () => [sql`update case_event set case_id = ${b}, seq = 9 where case_id = ${a} and seq = 4`],
    () => [`${a} 4 事件缺失；事件被改到 ${b} 的第 9 件`],
  ],
  [
    'an event under an unknown case is told of where it belongs',
    () => [sql`update case_event set case_id = '019caa4f-7a00-7000-8000-000000000001' where case_id = ${a} and seq = 4`],
    () => [`${a} 4 事件缺失；事件被改到 019caa4f-7a00-7000-8000-000000000001 的第 4 件`],
  ],
  [
    'a case deleted with every trace in the database',
    () => [
      ...['case_event', 'case_state', 'case_fact', 'case_number'].map(
        (table) => sql`delete from ${sql.table(table)} where case_id = ${a}`,
      ),
      sql`delete from log_order where stream_id = ${a}`,
    ],
    () => [1, 2, 3, 4].map((seq) => `${a} ${seq} 次序记录缺失`),
  ],
  [
    'a cached column changed',
    () => [sql`update case_state set due_on = '2030-01-01', item_code = 'x' where case_id = ${a}`],
    () => [`${a} - 状态的 item_code 与事件推算不符；状态的 due_on 与事件推算不符`],
  ],
  ['a state deleted', () => [sql`delete from case_state where case_id = ${a}`], () => [`${a} - 状态缺失`]],
  [
    'a state moved to an unknown case is told of where it belongs',
    () => [sql`update case_state set case_id = '019caa4f-7a00-7000-8000-000000000001' where case_id = ${a}`],
    () => [`${a} - 状态缺失`],
  ],
  [
    'a fact moved to another case is told of where it belongs',
    () => [sql`update case_fact set case_id = ${b}, seq = 3 where case_id = ${a} and path = 'form/name'`],
    () => [`${a} 1 form/name 缺失而没有删除记录`],
  ],
  [
    'a number led to another case',
    () => [sql`update case_number set case_id = ${b} where case_id = ${a}`],
    () => [`${a} - 办件编号的登记与事件不符`],
  ],
  [
    'a place in the order deleted',
    () => [sql`delete from log_order where stream_id = ${a} and seq = 2`],
    () => [`${a} 2 次序记录缺失`],
  ],
  [
    'the end of another stream changed',
    () => [sql`update stream_head set seq = 99 where stream_id = ${layer}`],
    () => [`- - calendar/${layer}：末端记录与事件不符`],
  ],
  [
    'an event of another stream deleted',
    () => [sql`delete from calendar_event where stream_id = ${layer} and seq = 1`],
    () => [`- 1 calendar/${layer}：事件缺失`],
  ],
  ['a checkpoint deleted', () => [sql`delete from checkpoint where n = 2`], () => ['- - 第 2 个检查点：不在表中']],
  [
    'a checkpoint given another number',
    () => [sql`update checkpoint set n = 99 where n = 2`],
    () => ['- - 第 2 个检查点：不在表中'],
  ],
]

test.each(wrongs)('%s', async (_, change, lines) => {
  const tx = await owner.startTransaction().execute()
  try {
    for (const statement of change()) expect((await statement.execute(tx)).numAffectedRows).not.toBe(0n)
    expect(await told(tx)).toEqual(lines())
  } finally {
    await tx.rollback().execute()
  }
})

test.each([
  ['{"a": 1, "b": [-2, "1.5", "\\"2.5"]}', true],
  ['{"a": 1.0}', false],
  ['{"1.5": 1}', true],
  ['[1, 2.50]', false],
])('isPlain %s', (json, expected) => expect(isPlain(json)).toBe(expected))
