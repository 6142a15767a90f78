import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { type Tx, transaction } from '../db/index.ts'
import { attemptStream } from '../http/index.ts'
import { newId } from '../ids.ts'
import { nowAt } from '../now.ts'
import { type Follower, follow, type Positioned, replayParked, reset } from './follower.ts'
import { sequence } from './sequencer.ts'
import { record } from './stream.ts'

const now = nowAt('2026-03-02T09:00:00+08:00')
const by = { actor: 'a', onBehalfOf: null, authority: 'law', channel: 'system', place: null }
let database: TestDatabase
let failing = ''
let alarms: string[] = []
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(() => {
  failing = ''
  alarms = []
})

/** Its rows are entries of `request_key`, one an event, numbered as they came. */
const follower: Follower = {
  name: 'test',
  version: 1,
  streams: [attemptStream],
  handle: async (tx, events) => {
    for (const { position, event } of events) {
      await sql`
        insert into request_key (actor, key, digest, status, reply, at)
        values ('follower', ${`${event.stream_id}/${event.seq}`}, ''::bytea, 200, ${JSON.stringify(position)}::jsonb, ${event.at})`.execute(
        tx,
      )
      if (event.stream_id === failing) throw new TypeError('张三')
    }
  },
  clear: async (tx) => {
    await sql`delete from request_key where actor = 'follower'`.execute(tx)
  },
}
const act = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work)
const rows = async () =>
  (
    await sql<{ key: string; reply: number }>`select key, reply from request_key where actor = 'follower' order by reply`.execute(
      database.db,
    )
  ).rows
const parked = async () =>
  (await sql<{ failure: string; tries: number }>`select failure, tries from follower_parked`.execute(database.db)).rows

async function write(...streamIds: string[]): Promise<void> {
  for (const streamId of streamIds) {
    const event = { streamId, kind: 'x', v: 1, body: {}, by, ground: null, effectiveOn: now.today, at: now.at }
    await act((tx) => record(tx, attemptStream, event))
  }
  await act((tx) => sequence(tx))
}
async function readAll(which = follower): Promise<void> {
  while ((await follow(database.db, which, now, (row) => alarms.push(`${row.streamId} ${row.failure}`))) > 0);
}

test('a follower that fails on one stream parks it, goes on with all others, and reads it later in order', async () => {
  const [good, bad] = [newId(now.at), newId(now.at)]
  failing = bad
  await write(good, bad, good, bad)
  await readAll()
  await write(bad, good)
  await readAll()
  expect((await rows()).map((row) => row.key)).toEqual([1, 2, 3].map((seq) => `${good}/${seq}`))
  expect(alarms).toEqual([`${bad} TypeError`])
  expect(await parked()).toEqual([{ failure: 'TypeError', tries: 1 }])

  expect(await replayParked(database.db, follower, now)).toBe(0)
  expect(await parked()).toEqual([{ failure: 'TypeError', tries: 2 }])
  failing = ''
  expect(await replayParked(database.db, follower, now)).toBe(1)
  expect(await parked()).toEqual([])
  const keys = (await rows()).map((row) => row.key)
  expect(keys.filter((key) => key.startsWith(bad))).toEqual([1, 2, 3].map((seq) => `${bad}/${seq}`))
})

test('a follower sent back to the start ends with the same rows', async () => {
  await write(newId(now.at), newId(now.at))
  await readAll()
  const once = await rows()
  await act((tx) => reset(tx, follower))
  expect(await rows()).toEqual([])
  await readAll()
  expect(await rows()).toEqual(once)
})

test('a new version of a follower reads again from the start', async () => {
  await write(newId(now.at))
  await readAll()
  const once = await rows()
  const seen: Positioned[] = []
  const second: Follower = {
    ...follower,
    version: 2,
    handle: async (tx, events, at) => {
      seen.push(...events)
      await follower.handle(tx, events, at)
    },
  }
  await readAll(second)
  expect(seen.map((event) => event.position)).toEqual(once.map((row) => row.reply))
  expect(await rows()).toEqual(once)
})

test('two of the same follower at once count nothing twice', async () => {
  await act((tx) => reset(tx, follower))
  await Promise.all([readAll(), readAll()])
  const { rows: total } = await sql<{ n: number }>`select count(*)::int as n from log_order`.execute(database.db)
  expect(await rows()).toHaveLength(total[0]?.n ?? -1)
})
