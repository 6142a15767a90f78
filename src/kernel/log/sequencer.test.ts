import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { type Tx, transaction } from '../db/index.ts'
import { attemptStream } from '../http/index.ts'
import { newId } from '../ids.ts'
import { nowAt } from '../now.ts'
import { sequence } from './sequencer.ts'
import { eventsOf, record } from './stream.ts'

const now = nowAt('2026-03-02T09:00:00+08:00')
const by = { actor: 'a', onBehalfOf: null, authority: 'law', channel: 'system', place: null }
let database: TestDatabase
beforeAll(async () => {
  database = await freshDatabase({ max: 12 })
})
afterAll(() => database.close())

function write(tx: Tx, streamId: string) {
  return record(tx, attemptStream, { streamId, kind: 'x', v: 1, body: {}, by, ground: null, effectiveOn: now.today, at: now.at })
}
const act = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work)
const order = async () => {
  const { rows } = await sql<{ position: number; stream_id: string; seq: number }>`
    select position, stream_id, seq from log_order order by position`.execute(database.db)
  return rows
}
async function sequenceAll(): Promise<number> {
  let [total, moved] = [0, 0]
  do total += moved = await act((tx) => sequence(tx))
  while (moved > 0)
  return total
}

let before = 0
beforeEach(async () => {
  await sequenceAll()
  before = (await order()).length
})
const fresh = async () => (await order()).slice(before)

test('who took its place in the queue first and commits last comes last, and nothing is skipped', async () => {
  const [slow, quick] = [newId(now.at), newId(now.at)]
  const held = await database.db.startTransaction().execute()
  await write(held, slow)
  await act((tx) => write(tx, quick))
  expect(await sequenceAll()).toBe(1)
  await held.commit().execute()
  expect(await sequenceAll()).toBe(1)
  expect((await fresh()).map((row) => row.stream_id)).toEqual([quick, slow])
})

test('a write transaction of somebody else that stays open holds nothing up', async () => {
  const foreign = new pg.Client({ connectionString: database.ownerUrl })
  await foreign.connect()
  await foreign.query('begin')
  await foreign.query(`insert into request_key values ('foreign', 'k', '\\x00', 200, '{}', 'epoch')`)
  await foreign.query('select pg_current_xact_id()')
  try {
    await act((tx) => write(tx, newId(now.at)))
    expect(await sequenceAll()).toBe(1)
  } finally {
    await foreign.query('rollback')
    await foreign.end()
  }
})

test('what was rolled back gets no position and leaves no hole', async () => {
  await expect(
    act(async (tx) => {
      await write(tx, newId(now.at))
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await act((tx) => write(tx, newId(now.at)))
  expect(await sequenceAll()).toBe(1)
  expect((await order()).map((row) => row.position)).toEqual(Array.from({ length: before + 1 }, (_, i) => i + 1))
})

test('eight writers on the same three streams, two sequencers at once: every event once, in order, dense', async () => {
  const streams = [newId(now.at), newId(now.at), newId(now.at)]
  let isDone = false
  const sequencers = [0, 1].map(async () => {
    while (!isDone) await act((tx) => sequence(tx))
  })
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 15; i++) await act((tx) => write(tx, streams[(writer + i) % 3] ?? ''))
    }),
  )
  isDone = true
  await Promise.all(sequencers)
  await sequenceAll()

  const rows = await fresh()
  expect(rows.map((row) => row.position)).toEqual(Array.from({ length: 120 }, (_, i) => before + i + 1))
  for (const stream of streams) {
    const seqs = rows.filter((row) => row.stream_id === stream).map((row) => row.seq)
    expect(seqs).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    const events = await act((tx) => eventsOf(tx, attemptStream, stream))
    expect(events.slice(1).every((event, i) => event.prev_hash?.equals(events[i]?.hash as Buffer))).toBe(true)
  }
})

test('a copy of the database goes on with the same positions', async () => {
  await act((tx) => write(tx, newId(now.at)))
  await sequenceAll()
  await act((tx) => write(tx, newId(now.at))) // still waiting when the copy is made
  const [kept, head] = [await order(), await sql`select position from log_head`.execute(database.db)]
  const dump = await contents(['attempt_event', 'stream_head', 'log_inbox', 'log_order', 'log_head'])

  const copy = await freshDatabase()
  try {
    await fill(copy, dump)
    const { rows } = await sql`select position, stream_id, seq from log_order order by position`.execute(copy.db)
    expect(rows).toEqual(kept)
    await transaction(copy.db, (tx) => write(tx, newId(now.at)))
    expect(await transaction(copy.db, (tx) => sequence(tx))).toBe(2)
    const last = Number((head.rows[0] as { position: number }).position)
    expect((await sql<{ position: number }>`select position from log_head`.execute(copy.db)).rows[0]?.position).toBe(last + 2)
  } finally {
    await copy.close()
  }
})

/** Rows as text, as a dump has them: nothing of the cluster they came from – no transaction ids, no places on the disk. */
async function contents(tables: readonly string[]): Promise<{ table: string; rows: unknown }[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  try {
    const dump: { table: string; rows: unknown }[] = []
    for (const table of tables) {
      const { rows } = await client.query(`select coalesce(jsonb_agg(to_jsonb(t)), '[]')::text as rows from ${table} t`)
      dump.push({ table, rows: rows[0].rows })
    }
    return dump
  } finally {
    await client.end()
  }
}

async function fill(copy: TestDatabase, dump: readonly { table: string; rows: unknown }[]): Promise<void> {
  const client = new pg.Client({ connectionString: copy.ownerUrl })
  await client.connect()
  try {
    for (const { table, rows } of dump) {
      await client.query(`delete from ${table}`)
      const overriding = table === 'log_inbox' ? 'overriding system value' : ''
      await client.query(`insert into ${table} ${overriding} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
        rows,
      ])
    }
    await client.query(`select setval(pg_get_serial_sequence('log_inbox', 'id'), (select max(id) from log_inbox))`)
  } finally {
    await client.end()
  }
}
