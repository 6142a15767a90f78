import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { streams, tasksOf } from '../src/app/assemble.ts'
import { type Following, follow, once, sealAll } from '../src/app/following.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { enqueue, workJobs } from '../src/kernel/jobs.ts'
import { leafBytes } from '../src/kernel/log/checkpoint.ts'
import { lastCheckpoint } from '../src/kernel/log/index.ts'
import { isIncluded } from '../src/kernel/log/merkle.ts'
import { isSignedBy } from '../src/kernel/log/signer.ts'
import { nowAt } from '../src/kernel/now.ts'
import type { CaseView, Proof } from '../src/modules/casework/contract.ts'
import { apply, type Given } from './apply.ts'
import { followingOf } from './following.ts'
import { openHouse, type TestHouse } from './house.ts'

let house: TestHouse
let given: Given
let following: Following
beforeAll(async () => {
  house = await openHouse()
  given = await apply(house, house.town.citizen)
  following = followingOf(house)
})
afterAll(() => house.close())

test('a letter is printed after the act, once, and comes in the same bytes ever after', async () => {
  while (await once(following));
  expect(await jobs()).toBe(1)
  const worker = await workJobs({
    url: house.url,
    tasks: tasksOf(house.db, house.blobs, house.now),
    regulars: [],
    concurrency: 1,
    onFailed: (name, error) => console.error(name, error),
  })
  const { token } = house.town.citizen
  const [letter] = (await house.call<CaseView>('GET /cases/:id', { token, params: { id: given.caseId } })).documents
  const read = async () => {
    const params = { id: given.caseId, documentId: letter?.documentId ?? '' }
    const file = await house.call<{ content: Readable; mediaType: string }>('GET /cases/:id/documents/:documentId', {
      token,
      params,
    })
    expect(file.mediaType).toBe('application/pdf')
    return Buffer.concat(await file.content.toArray())
  }
  try {
    await expect.poll(() => jobs(), { timeout: 20_000 }).toBe(0)
    const first = await read()
    expect(first.subarray(0, 5).toString()).toBe('%PDF-')
    await transaction(house.db, (tx) =>
      enqueue(tx, [
        { name: 'document.render', payload: { caseId: given.caseId, documentId: letter?.documentId ?? '' }, key: 'again' },
      ]),
    )
    await expect.poll(() => jobs(), { timeout: 20_000 }).toBe(0)
    expect((await read()).equals(first)).toBe(true)
  } finally {
    await worker.stop()
  }
})

test('a receipt can be proved once it is sealed: leaf, path, root, signature', async () => {
  const { token } = house.town.citizen
  const ask = () =>
    house.call<{ proof: Proof }>('GET /cases/:id/events/:seq/proof', { token, params: { id: given.caseId, seq: 1 } })
  while (await once(following));
  expect((await ask()).proof).toBeNull()
  await sealAll(following)
  const { proof } = await ask()
  if (proof === null) throw new Error('not sealed')
  const { leaf, index, size, path, checkpoint } = proof
  const bytes = (hex: string) => Buffer.from(hex, 'hex')
  expect(leaf.hash).toBe((await house.call<CaseView>('GET /cases/:id', { token, params: { id: given.caseId } })).hash)
  expect(isIncluded(leafBytes(leaf), index, size, path.map(bytes), bytes(checkpoint.root))).toBe(true)
  expect(
    isSignedBy(
      readFileSync(join(house.dataDir, 'keys', 'checkpoint.pub.pem'), 'utf8'),
      bytes(checkpoint.hash),
      bytes(checkpoint.signature),
    ),
  ).toBe(true)
})

test('the loop follows what is committed while it runs, and stops between batches', async () => {
  const seen: number[] = []
  const loop = follow({
    ...following,
    checkpointFile: join(mkdtempSync(join(tmpdir(), 'yichuang-loop-')), 'checkpoints.ndjson'),
    followers: [
      {
        name: 'test.loop',
        version: 1,
        streams,
        handle: async (_tx, events) => void seen.push(...events.map((event) => event.position)),
        clear: async () => {},
      },
    ],
  })
  await apply(house, house.town.citizen)
  loop.wake()
  const total = await head()
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(total)
  await loop.stop()
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, i) => i + 1))
})

test('nobody who follows waits for a seal, however long it takes; what was given a position meanwhile is sealed after it', async () => {
  const owner = new pg.Client({ connectionString: house.ownerUrl })
  await owner.connect()
  await owner.query('begin')
  await owner.query('lock table checkpoint in access exclusive mode') // whoever seals waits
  const path = join(mkdtempSync(join(tmpdir(), 'yichuang-slow-')), 'checkpoints.ndjson')
  const seen: number[] = []
  const handle = async (_tx: unknown, events: readonly { position: number }[]) =>
    void seen.push(...events.map((event) => event.position))
  const follower = { name: 'test.slow', version: 1, streams, handle, clear: async () => {} }
  const loop = follow({ ...following, checkpointFile: path, followers: [follower] })
  await expect.poll(() => waiting(owner), { timeout: 10_000 }).toBeGreaterThan(0)
  await apply(house, house.town.citizen)
  loop.wake()
  await expect.poll(() => inbox(), { timeout: 5_000 }).toBe(0)
  await expect.poll(async () => seen.at(-1) === (await head()), { timeout: 5_000 }).toBe(true)
  expect(await waiting(owner)).toBeGreaterThan(0)
  await owner.query('rollback')
  await owner.end()
  const sealedTo = async () => (await transaction(house.db, lastCheckpoint))?.to_position
  await expect.poll(async () => (await sealedTo()) === (await head()), { timeout: 5_000 }).toBe(true)
  await loop.stop()
})

test('what time has done is also done for cases that nobody opens', async () => {
  const { settleAll } = await import('../src/app/assemble.ts')
  const { caseId } = await apply(house, house.town.citizen)
  const later = nowAt('2026-03-20T09:00:00+08:00')
  await settleAll(house.db, () => later)
  const { rows } = await transaction(house.db, (tx) =>
    sql<{ state: string }>`select state from case_state where case_id = ${caseId}`.execute(tx),
  )
  expect(rows[0]?.state).toBe('accepted')
})

async function jobs(): Promise<number> {
  const { rows } = await transaction(house.db, (tx) =>
    sql<{ n: number }>`select count(*) as n from graphile_worker.jobs where task_identifier = 'document.render'`.execute(tx),
  )
  return rows[0]?.n ?? 0
}

/** How many statements wait for a lock. */
async function waiting(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    'select count(*)::int as n from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())',
  )
  return rows[0]?.n ?? 0
}

async function inbox(): Promise<number> {
  const { rows } = await transaction(house.db, (tx) => sql<{ n: number }>`select count(*)::int as n from log_inbox`.execute(tx))
  return rows[0]?.n ?? 0
}

async function head(): Promise<number> {
  const { rows } = await transaction(house.db, (tx) => sql<{ position: number }>`select position from log_head`.execute(tx))
  return rows[0]?.position ?? 0
}
