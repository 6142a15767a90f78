import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import pg from 'pg'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { followers, houseOf, routesOf, streams, tasksOf } from '../src/app/assemble.ts'
import { backup, type Manifest, restore } from '../src/app/backup/index.ts'
import { callerOf } from '../src/app/caller.ts'
import { reachDatabase } from '../src/app/database.ts'
import { type Following, once, sealAll } from '../src/app/following.ts'
import { citizen, townItems } from '../src/app/town.ts'
import { verifyAll } from '../src/app/verify.ts'
import type { Config } from '../src/kernel/config.ts'
import { closeDatabase, type Database, openDatabase, transaction } from '../src/kernel/db/index.ts'
import { diskBlobs } from '../src/kernel/files/index.ts'
import { checkpointFile, type Follower, findPublicKey, openSigner, sizeOf } from '../src/kernel/log/index.ts'
import { Refusal } from '../src/kernel/refusal.ts'
import type { Guide } from '../src/modules/catalogue/index.ts'
import { documentsOfCase, sweepBlobs } from '../src/modules/document/index.ts'
import { wordsOf } from '../src/modules/document/words.test-data.ts'
import { apply, form, rareName } from './apply.ts'
import { freshDatabase } from './database.ts'
import { openHouse, type TestHouse, verified } from './house.ts'

let house: TestHouse
let folder: string
beforeAll(async () => {
  house = await openHouse(undefined, { max: 12 })
  folder = mkdtempSync(join(tmpdir(), '备份 '))
  keepRole(house.dataDir)
})
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

const at = (dataDir: string, databaseUrl: string | null): Config => ({
  ...{
    port: 0,
    host: '127.0.0.1',
    publicUrl: null,
    sms: null,
    quiet: null,
    model: null,
    trustedProxies: [],
    isPrepared: true,
    poolSize: 4,
  },
  ...{ dataDir, databaseUrl },
})

/** The application's role is one for the whole server: other tests need its password to stay. */
function keepRole(dataDir: string): void {
  mkdirSync(join(dataDir, 'keys'), { recursive: true })
  writeFileSync(join(dataDir, 'keys', 'app-role'), inject('cluster').appPassword)
}

function following(database: Database, dataDir: string, more: readonly Follower[] = []): Following {
  return {
    database,
    streams,
    followers: [...followers, ...more],
    signer: openSigner(join(dataDir, 'keys')),
    checkpointFile: checkpointFile(dataDir),
    now: house.now,
    onFailed: (_what, error) => {
      throw error
    },
    onParked: (parked) => {
      throw new Error(parked.failure)
    },
  }
}

async function settle(of: Following): Promise<void> {
  while (await once(of));
  await sealAll(of)
}

const take = (name: string, keys = true) => backup(at(house.dataDir, house.ownerUrl), join(folder, name), { keys }, house.now())

async function findingsOf(database: Database, dataDir: string): Promise<unknown[]> {
  const path = checkpointFile(dataDir)
  const publicKey = findPublicKey(join(dataDir, 'keys'))
  const seals = { path, size: sizeOf(path), publicKey, lookAgain: async () => sizeOf(path) }
  const blobs = diskBlobs(join(dataDir, 'files'))
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => verifyAll(tx, { streams, seals, blobs, nowIn: (work) => transaction(database, work) }))
}

type Row = { position: number; stream: string; stream_id: string; seq: number }

async function order(database: Database, upTo: number): Promise<Row[]> {
  return (await sql<Row>`select * from log_order where position <= ${upTo} order by position`.execute(database)).rows
}

async function jobs(database: Database): Promise<string[]> {
  const { rows } = await sql<{
    key: string
  }>`select key || payload::jsonb::text as key from graphile_worker._private_jobs order by key`.execute(database)
  return rows.map((row) => row.key)
}

/** Everything that stands in a backup, as text. */
function everything(of: string): string {
  const files = readdirSync(of, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    .map((content) => (content[0] === 0x1f ? gunzipSync(content) : content).toString('utf8'))
    .join('\n')
}

/** An application with one file; 0 when the machine is too busy to look at files and says so. */
async function actOnce(): Promise<0 | 1> {
  try {
    await apply(house, house.town.citizen, { leaveOut: 4 })
    return 1
  } catch (error) {
    if (error instanceof Refusal && error.kind.code === 'files.busy') return 0
    throw error
  }
}

test('a backup taken while eight callers act is one moment; restored into a new cluster it is whole, and acts go on', async () => {
  const own = following(house.db, house.dataDir)
  await apply(house, house.town.citizen)
  await settle(own)
  let isOver = false
  let acts = 0
  const callers = Array.from({ length: 8 }, async () => {
    while (!isOver) acts += await actOnce()
  })
  const worker = (async () => {
    while (!isOver) await settle(own)
  })()
  while (acts < 16) await new Promise((resolve) => setTimeout(resolve, 10))
  const before = acts
  const manifest = await take('忙')
  expect(acts).toBeGreaterThan(before)
  isOver = true
  await Promise.all([...callers, worker])
  await settle(own)

  const config = at(join(folder, '新 数据'), null)
  await restore(config, join(folder, '忙'), house.now())
  const { appUrl, release } = await reachDatabase(config)
  const database = openDatabase({ url: appUrl, max: 4 })
  try {
    expect(await findingsOf(database, config.dataDir)).toEqual([])
    expect(manifest.position).toBeGreaterThan(0)
    expect(await order(database, manifest.position)).toEqual(await order(house.db, manifest.position))
    expect(await jobs(house.db)).toEqual(expect.arrayContaining(await jobs(database)))

    const seen: Row[] = []
    const reader: Follower = {
      ...{ name: 'test.reader', version: 1, streams, clear: async () => {} },
      handle: async (_tx, events) => {
        seen.push(
          ...events.map(({ position, stream, event }) => ({ position, stream, stream_id: event.stream_id, seq: event.seq })),
        )
      },
    }
    const theirs = following(database, config.dataDir, [reader])
    await settle(theirs)
    const end = seen.length
    const again = {
      ...house,
      call: callerOf(houseOf(database, config), routesOf(diskBlobs(join(config.dataDir, 'files'))), house.now),
    }
    const { caseId } = await apply(again, house.town.citizen)
    await settle(theirs)
    expect(seen.slice(end).map((row) => [row.position, row.stream])).toContainEqual([end + 1, expect.any(String)])
    expect(seen.at(-1)).toMatchObject({ position: seen.length })
    expect(seen.some((row) => row.stream_id === caseId)).toBe(true)
    expect(seen).toEqual(await order(database, seen.length))
    const last = new Map<string, number>()
    for (const row of seen) {
      expect(row.seq).toBe((last.get(`${row.stream}/${row.stream_id}`) ?? 0) + 1)
      last.set(`${row.stream}/${row.stream_id}`, row.seq)
    }
    expect(await findingsOf(database, config.dataDir)).toEqual([])
  } finally {
    await closeDatabase(database)
    await release()
  }
  await expect(restore(config, join(folder, '忙'), house.now())).rejects.toThrow(/不是空的/)
}, 120_000)

test('what was erased before a backup is nowhere in it', async () => {
  const { citizen, leader } = house.town
  const name = rareName()
  const picture = await sharp({ create: { width: 3, height: 5, channels: 3, background: '#123456' } })
    .png()
    .toBuffer()
  const upload = { name: `${name}.png`, content: picture }
  const { fileId } = await house.call<{ fileId: string }>('POST /files', { token: citizen.token, upload })
  const { digest } = await house.db.selectFrom('file').select('digest').where('file_id', '=', fileId).executeTakeFirstOrThrow()
  const guide = await house.call<Guide>('GET /items/:code', { params: { code: townItems.permit } })
  const materials = [{ code: guide.definition.materials[0]?.code, fileId }]
  const body = { itemCode: townItems.permit, form: { ...form, request: name }, materials }
  const { caseId } = await house.call<{ caseId: string }>('POST /cases', { token: citizen.token, body })
  await settle(following(house.db, house.dataDir))
  await take('有')
  expect(everything(join(folder, '有')).includes(name)).toBe(true)
  expect(await diskBlobs(join(folder, '有', 'files')).has(digest)).toBe(true)

  const order = { token: leader, params: { id: caseId }, body: { ground: 'wrong_person' } }
  await house.call('POST /cases/:id/erase', order)
  await take('无') // before the sweep: the content still lies on the platform's disk, but no file has it
  expect(await house.blobs.has(digest)).toBe(true)
  expect(everything(join(folder, '无')).includes(name)).toBe(false)
  expect(await diskBlobs(join(folder, '无', 'files')).has(digest)).toBe(false)
}, 60_000)

test('a name that was printed and then erased is in no letter, no file and no row of a later backup', async () => {
  const name = '龘靐㐂'
  const person = await citizen(house.call, name, '11010519491231002X', house.now())
  const { caseId } = await apply(house, person)
  const { queryCode } = await house.call<{ queryCode: string }>('GET /cases/:id', { token: person.token, params: { id: caseId } })
  const [printing] = tasksOf(house.db, house.blobs, house.now)
  const letters = async () =>
    (await transaction(house.db, (tx) => documentsOfCase(tx, caseId))).map((letter) => letter.documentId)
  for (const documentId of await letters()) await printing?.run({ caseId, documentId })
  const digests = await digestsOfCase(caseId)
  await take('印有')
  expect(digests.length).toBeGreaterThan(0)
  const before = await lettersIn(join(folder, '印有'))
  expect(before).toContain(`${name}：你（单位）就`)
  expect(before).toContain(`查询码：${queryCode}`)
  expect(everything(join(folder, '印有')).includes(name)).toBe(true)

  await house.call('POST /cases/:id/erase', {
    token: house.town.leader,
    params: { id: caseId },
    body: { ground: 'wrong_person' },
  })
  await sweepBlobs(house.db, house.blobs, house.now())
  await settle(following(house.db, house.dataDir))
  await take('印无')
  expect(everything(join(folder, '印无')).includes(name)).toBe(false)
  expect(await lettersIn(join(folder, '印无'))).not.toContain(name)
  for (const digest of digests) {
    expect(await house.blobs.has(digest)).toBe(false)
    expect(await diskBlobs(join(folder, '印无', 'files')).has(digest)).toBe(false)
  }
  expect(await verified(house)).toEqual([])
}, 60_000)

/** Contents that only this case has. */
async function digestsOfCase(caseId: string): Promise<string[]> {
  const rows = await house.db
    .selectFrom('file')
    .select('digest')
    .where('case_id', '=', caseId)
    .where('media_type', '=', 'application/pdf')
    .execute()
  return rows.map((row) => row.digest)
}

/** What stands in the letters of a backup, read out of the packed pages. */
async function lettersIn(of: string): Promise<string> {
  const files = readdirSync(of, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const contents = files.map((entry) => readFileSync(join(entry.parentPath, entry.name)))
  const words = await Promise.all(contents.filter((content) => content.subarray(0, 4).equals(Buffer.from('%PDF'))).map(wordsOf))
  return words.join('\n')
}

describe('what does not fit is refused, and leaves nothing behind', () => {
  let manifest: Manifest
  beforeAll(async () => {
    manifest = await take('好', false)
  })

  const target = async () => {
    const base = await freshDatabase({ max: 1 })
    const dataDir = mkdtempSync(join(folder, '空'))
    keepRole(dataDir)
    return { ...base, dataDir, config: at(dataDir, base.ownerUrl) }
  }
  const damaged = (change: (copy: string) => void) => {
    const copy = mkdtempSync(join(folder, '坏'))
    cpSync(join(folder, '好'), copy, { recursive: true })
    change(copy)
    return copy
  }
  const told = (change: (manifest: Manifest) => void) => (copy: string) => {
    const other = structuredClone(manifest)
    change(other)
    writeFileSync(join(copy, 'manifest.json'), JSON.stringify(other))
  }
  const someContent = (copy: string) => {
    const [first] = readdirSync(join(copy, 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    return join(first?.parentPath ?? '', first?.name ?? '')
  }

  test.each<{ name: string; change: (copy: string) => void; says: RegExp }>([
    { name: 'a backup broken off', change: (copy) => rmSync(join(copy, 'manifest.json')), says: /不是完整的备份/ },
    { name: 'a manifest that says nothing', change: (copy) => writeFileSync(join(copy, 'manifest.json'), '{}'), says: /读不懂/ },
    {
      name: 'a table cut short',
      change: (copy) => truncateSync(join(copy, 'tables', 'log_order.gz'), 40),
      says: /tables\/log_order\.gz 损坏/,
    },
    {
      name: 'a table gone',
      change: (copy) => rmSync(join(copy, 'tables', 'case_event.gz')),
      says: /tables\/case_event\.gz 缺失/,
    },
    { name: 'a content changed', change: (copy) => writeFileSync(someContent(copy), 'x'), says: /files\/…\/[0-9a-f]{64} 损坏/ },
    { name: 'a content gone', change: (copy) => rmSync(someContent(copy)), says: /files\/…\/[0-9a-f]{64} 缺失/ },
    {
      name: 'a step of the schema that is not ours',
      change: told((other) => other.migrations.splice(0, 1, { name: '0001_kernel.sql', checksum: '0'.repeat(64) })),
      says: /0001_kernel\.sql 与本版本的不同/,
    },
    {
      name: 'a step of a later release',
      change: told((other) => other.migrations.push({ name: '9999_later.sql', checksum: '0'.repeat(64) })),
      says: /来自更新的版本/,
    },
    { name: 'no keys', change: () => {}, says: /备份里没有密钥 checkpoint\.pem/ },
    {
      name: 'a path that leads out',
      change: told((other) => {
        other.jobs.path = '../jobs'
      }),
      says: /读不懂/,
    },
  ])('$name', async ({ change, says }) => {
    const { config, dataDir, close } = await target()
    await expect(restore(config, damaged(change), house.now())).rejects.toThrow(says)
    expect(readdirSync(dataDir)).toEqual(['keys'])
    expect(readdirSync(join(dataDir, 'keys'))).toEqual(['app-role'])
    await close()
  })

  test('triggers set nothing off while rows come in, and are on again afterwards', async () => {
    const { config, dataDir, ownerUrl, close } = await target()
    cpSync(join(house.dataDir, 'keys'), join(dataDir, 'keys'), { recursive: true })
    await restore(config, join(folder, '好'), house.now())
    const [before, after] = [await triggered(house.ownerUrl), await triggered(ownerUrl)]
    expect(before.length).toBeGreaterThan(0)
    expect(before.every((row) => row.tgenabled === 'O' && row.rights.length > 0)).toBe(true)
    expect(after).toEqual(before)
    await close()
  })

  test('keys kept apart fit or are refused; a number that the manifest made up takes everything back out', async () => {
    const { config, dataDir, db, close } = await target()
    for (const name of ['checkpoint.pem', 'checkpoint.pub.pem', 'values.key']) writeFileSync(join(dataDir, 'keys', name), 'x')
    await expect(restore(config, join(folder, '好'), house.now())).rejects.toThrow(/不是这个备份的密钥/)
    cpSync(join(house.dataDir, 'keys'), join(dataDir, 'keys'), { recursive: true })
    const wrong = damaged(
      told((other) => {
        other.position += 1
      }),
    )
    await expect(restore(config, wrong, house.now())).rejects.toThrow(/日志位置/)
    expect(readdirSync(dataDir)).toEqual(['keys'])
    await restore(config, join(folder, '好'), house.now())
    expect(await findingsOf(db, dataDir)).toEqual([])
    await close()
  })

  test('a database in which something is', async () => {
    const dataDir = mkdtempSync(join(folder, '满'))
    cpSync(join(house.dataDir, 'keys'), join(dataDir, 'keys'), { recursive: true })
    await expect(restore(at(dataDir, house.ownerUrl), join(folder, '好'), house.now())).rejects.toThrow(/数据库不是空的/)
    expect(readdirSync(dataDir)).toEqual(['keys'])
  })

  test('a folder in which something is, for a backup', async () => {
    await expect(take('好')).rejects.toThrow(/不是空的/)
  })
})

/** Our own triggers, and what they wrote. */
async function triggered(url: string): Promise<{ tgname: string; tgenabled: string; rights: unknown[] }[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(`
    select tgname, tgenabled, (select json_agg(v order by v.actor) from rights_version v) as rights
    from pg_trigger where not tgisinternal order by tgname`)
  await client.end()
  return rows
}
