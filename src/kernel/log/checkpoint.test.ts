import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { type Database, openDatabase, type Tx, transaction } from '../db/index.ts'
import { attemptStream } from '../http/index.ts'
import { newId } from '../ids.ts'
import { nowAt } from '../now.ts'
import { appendToFile, checkpointHash, findProof, leafBytes, seal } from './checkpoint.ts'
import { isIncluded } from './merkle.ts'
import { sequence } from './sequencer.ts'
import { findPublicKey, isSignedBy, openSigner } from './signer.ts'
import { record } from './stream.ts'
import { findings, sizeOf, verifyLog } from './verify/index.ts'

const now = nowAt('2026-03-02T09:00:00+08:00')
const by = { actor: 'a', onBehalfOf: null, authority: 'law', channel: 'system', place: null }
const streams = [attemptStream]
const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'))
const file = join(folder, 'checkpoints.ndjson')
const signer = openSigner(join(folder, 'keys'))
let database: TestDatabase
let owner: Database
beforeAll(async () => {
  database = await freshDatabase()
  owner = openDatabase({ url: database.ownerUrl, max: 1 })
})
afterAll(async () => {
  await owner.destroy()
  await database.close()
  rmSync(folder, { recursive: true })
})

const act = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work)
const append = () => act((tx) => appendToFile(tx, streams, file))
const sealNow = () => act((tx) => seal(tx, streams, signer, now))
const lines = () => readFileSync(file, 'utf8').split('\n')

async function write(count: number): Promise<string> {
  const streamId = newId(now.at)
  for (let i = 0; i < count; i++) {
    const event = { streamId, kind: 'x', v: 1, body: { i }, by, ground: null, effectiveOn: now.today, at: now.at }
    await act((tx) => record(tx, attemptStream, event))
  }
  await act((tx) => sequence(tx))
  return streamId
}

/** What verification says of table and file as they are. */
async function complaints(path = file): Promise<string[]> {
  const found = findings()
  const publicKey = findPublicKey(join(folder, 'keys'))
  const seals = { path, size: sizeOf(path), publicKey, lookAgain: async () => sizeOf(path) }
  await act((tx) => verifyLog(tx, streams, seals, found))
  return found.all().map(({ place, what }) => (place === null ? what : `${place.seq} ${what}`))
}

test('a minute in which nothing happened seals nothing', async () => {
  expect(await sealNow()).toBeNull()
  expect(await append()).toBe(0)
  expect(await complaints()).toEqual([])
})

test('a receipt is led to the signed root by anybody', async () => {
  const streamId = await write(5)
  await write(2)
  const sealed = await sealNow()
  expect(sealed).toMatchObject({ n: 1, from_position: 1, to_position: 7, prev_hash: null })
  const proof = await act((tx) => findProof(tx, streams, attemptStream, streamId, 4))
  if (proof === null) throw new Error('no proof')
  const { leaf, checkpoint, index, size, path } = proof
  const beside = path.map((hash) => Buffer.from(hash, 'hex'))
  expect(isIncluded(leafBytes(leaf), index, size, beside, checkpoint.root)).toBe(true)
  expect(checkpointHash(checkpoint)).toEqual(checkpoint.hash)
  expect(isSignedBy(signer.publicKey, checkpoint.hash, checkpoint.signature)).toBe(true)
  expect(isSignedBy(openSigner(join(folder, 'others')).publicKey, checkpoint.hash, checkpoint.signature)).toBe(false)

  const unsealed = await write(1)
  expect(await act((tx) => findProof(tx, streams, attemptStream, unsealed, 1))).toBeNull()
})

test('what a crash left out of the file is added, once', async () => {
  await write(1)
  await sealNow()
  await write(3)
  const third = await sealNow()
  expect(third?.prev_hash).not.toBeNull()
  expect(await append()).toBe(3)
  expect(await append()).toBe(0)
  expect(
    lines()
      .slice(0, -1)
      .map((line) => JSON.parse(line).n),
  ).toEqual([1, 2, 3])
  expect(await complaints()).toEqual([])
})

test('a line torn by a crash is closed and written anew, and is no fault', async () => {
  await write(2)
  await sealNow()
  await append()
  truncateSync(file, statSync(file).size - 40)
  expect(await complaints()).toEqual(['第 4 个检查点：文件中没有完好的这一行'])
  expect(await append()).toBe(1)
  expect(lines()).toHaveLength(6)
  expect(await complaints()).toEqual([])
})

test('a line torn within the number, or zeros after a power cut, hinder nobody', async () => {
  await write(1)
  await sealNow()
  appendFileSync(file, '{"n":5'.concat('\0\0\0'))
  expect(await append()).toBe(1)
  expect(await complaints()).toEqual([])
})

test('the end of a long file is found without reading all of it', async () => {
  const long = join(folder, 'long.ndjson')
  const filler = `${JSON.stringify({ n: 1, padding: 'x'.repeat(9 << 20) })}\n`
  writeFileSync(long, filler)
  expect(await act((tx) => appendToFile(tx, streams, long))).toBe(4) // 2 to 5
})

test('each line changed, removed, doubled or swapped is told of once', async () => {
  const whole = lines().slice(0, -1)
  const sound = whole.filter((line) => line.startsWith('{') && line.endsWith('}'))
  const copy = join(folder, 'copy.ndjson')
  const told = async (changed: readonly string[]) => {
    writeFileSync(copy, changed.map((line) => `${line}\n`).join(''))
    return complaints(copy)
  }
  expect(await told(sound)).toEqual([])
  expect(await told(sound.with(1, (sound[1] ?? '').replace('"seq"', '"Seq"').replace('attempt', 'attempT')))).toEqual([
    '第 2 个检查点：文件中没有完好的这一行',
  ])
  expect(await told(sound.toSpliced(2, 1))).toEqual(['第 3 个检查点：文件中没有完好的这一行'])
  expect(await told(sound.toSpliced(2, 0, sound[0] ?? ''))).toEqual(['检查点文件第 3 行重复'])
  expect(await told(sound.toSpliced(2, 0, 'x'))).toEqual(['检查点文件第 3 行不是检查点'])
  expect(await told(sound.with(0, sound[3] ?? '').with(3, sound[0] ?? ''))).toEqual([
    '第 4 个检查点：在文件中的次序不对',
    '第 1 个检查点：在文件中的次序不对',
  ])
})

test('sealing goes on when an event is gone, and seals it as gone', async () => {
  const streamId = await write(3)
  await sql`delete from attempt_event where stream_id = ${streamId} and seq = 2`.execute(owner)
  expect(await sealNow()).toMatchObject({ n: 6 })
  await append()
  expect(await complaints()).toEqual(['2 事件缺失'])
})

test('two processes that make the key at once use the same one', () => {
  const keys = join(folder, 'both')
  const [a, b] = [openSigner(keys), openSigner(keys)]
  rmSync(join(keys, 'checkpoint.pub.pem'))
  expect(openSigner(keys).keyId).toBe(a.keyId)
  expect(findPublicKey(keys)).toBe(b.publicKey)
})
