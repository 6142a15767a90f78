import { createReadStream, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import pg from 'pg'
import { sm3Hex } from '../../kernel/canonical.ts'
import type { Config } from '../../kernel/config.ts'
import { missingSteps } from '../../kernel/db/migrate.ts'
import { type BlobStore, diskBlobs } from '../../kernel/files/index.ts'
import { waitingJobs } from '../../kernel/jobs.ts'
import { checkpointFile } from '../../kernel/log/index.ts'
import type { Now } from '../../kernel/now.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { blobsOf } from '../assemble.ts'
import { reachDatabase } from '../database.ts'
import { type Manifest, type Part, type Rows, type Table, writeManifest } from './manifest.ts'
import { readLines, writeBytes, writeLines } from './parts.ts'
import { plainForm, rowsOut, selectOf, sequencesOf, tablesOf } from './tables.ts'

/**
 * Takes the whole state out, while the platform runs or not: one snapshot of every table, the contents its files refer to, the
 * checkpoint file as far as the snapshot goes, and the keys. Nothing waits for it.
 *
 * @param folder       empty or not there yet
 * @param options.keys whether keys go in too; without them the backup tells of nobody and can be read by nobody
 * @throws SetupError the folder is in use, the disk is full, or the database does not stand at this release; nothing stays in the folder then
 */
export async function backup(config: Config, folder: string, options: { keys: boolean }, now: Now): Promise<Manifest> {
  await claim(folder)
  const { ownerUrl, release } = await reachDatabase(config)
  try {
    const manifest = await take(config, ownerUrl, folder, options.keys, now)
    await writeManifest(folder, manifest)
    return manifest
  } catch (error) {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
    throw full.has((error as { code?: string }).code ?? '')
      ? new SetupError(`磁盘写满了，备份没有做成：请换一个空间更大的目录（${folder} 里已写的部分已清除）。`, { cause: error })
      : error
  } finally {
    await release()
  }
}

const full = new Set(['ENOSPC', 'EDQUOT'])

async function claim(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new SetupError(`目录 ${folder} 建不了（${(cause as { code?: string }).code}）。`, { cause })
  }
  if ((await readdir(folder)).length > 0) throw new SetupError(`目录 ${folder} 不是空的：备份只写进空目录。`)
}

const mostTries = 5

/** A content erased while it is being copied must not be in the backup: then a new snapshot is taken, and what is copied already stays. */
async function take(config: Config, ownerUrl: string, folder: string, withKeys: boolean, now: Now): Promise<Manifest> {
  for (let tries = 1; ; tries++) {
    const client = new pg.Client({ connectionString: ownerUrl })
    await client.connect()
    try {
      await client.query(plainForm)
      await client.query('begin isolation level repeatable read read only')
      const migrations = await stepsOf(client)
      const files = await copyFiles(client, ownerUrl, blobsOf(config), folder)
      if (files !== null) {
        const [marks] = (await client.query<Marks>(marksQuery)).rows
        if (marks === undefined) throw new Error('log_head is empty')
        return {
          format: 1,
          at: now.at.toISOString(),
          server: marks.server,
          migrations,
          position: Number(marks.position),
          checkpoint: Number(marks.checkpoint),
          tables: await copyTables(client, folder),
          sequences: await sequencesOf(client),
          jobs: await writeLines(folder, 'jobs.ndjson.gz', rowsOut(client, waitingJobs)),
          files,
          checkpoints: await copyCheckpoints(checkpointFile(config.dataDir), Number(marks.checkpoint), folder),
          keys: await copyKeys(join(config.dataDir, 'keys'), folder, withKeys),
        }
      }
    } finally {
      await client.end()
    }
    if (tries === mostTries) throw new SetupError('备份期间一直有文件被删除，备份没有做成：请稍后再试。')
  }
}

type Marks = { server: string; position: string; checkpoint: string }

const marksQuery = `
  select current_setting('server_version') as server, position, (select coalesce(max(n), 0) from checkpoint) as checkpoint from log_head`

async function stepsOf(client: pg.ClientBase): Promise<Manifest['migrations']> {
  const { rows } = await client.query<{ is: boolean }>(`select to_regclass('public.migration') is not null as is`)
  if (rows[0]?.is !== true || (await missingSteps(client)).length > 0)
    throw new SetupError('数据库还没有升级到本版本：请先启动一次平台，再备份。')
  return (await client.query<Manifest['migrations'][number]>('select name, checksum from migration order by name')).rows
}

async function copyTables(client: pg.ClientBase, folder: string): Promise<Table[]> {
  const tables: Table[] = []
  for (const table of await tablesOf(client)) {
    const part = await writeLines(folder, `tables/${table.name}.gz`, rowsOut(client, selectOf(table)))
    tables.push({ ...table, columns: [...table.columns], ...part })
  }
  return tables
}

/** Copies the contents that files of the snapshot have. @returns null when one of them was erased in the meantime */
async function copyFiles(
  client: pg.Client,
  ownerUrl: string,
  from: BlobStore,
  folder: string,
): Promise<Manifest['files'] | null> {
  const path = 'files.txt.gz'
  await rm(join(folder, path), { force: true })
  const list = await writeLines(folder, path, rowsOut(client, 'select distinct digest from file order by digest'))
  const into = diskBlobs(join(folder, 'files'))
  const lost: string[] = []
  const wanted = new Set<string>()
  for await (const digest of createInterface({ input: readLines(folder, list) })) {
    wanted.add(digest)
    if (await into.has(digest)) continue
    const content = await from.read(digest).catch(() => null)
    if (content !== null) await into.put(content)
    else if (await isStillUsed(ownerUrl, digest)) lost.push(digest)
    else return null
  }
  for await (const { digest } of into.list()) if (!wanted.has(digest)) await into.remove(digest)
  return { list, lost }
}

async function isStillUsed(ownerUrl: string, digest: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return (await client.query('select from file where digest = $1 limit 1', [digest])).rowCount === 1
  } finally {
    await client.end()
  }
}

/** The file goes on growing; what was sealed after the snapshot is not of this backup. */
async function copyCheckpoints(path: string, upTo: number, folder: string): Promise<Rows | null> {
  if (!existsSync(path)) return null
  return writeLines(folder, 'checkpoints.ndjson.gz', Readable.from(linesUpTo(path, upTo)))
}

async function* linesUpTo(path: string, upTo: number): AsyncGenerator<Buffer> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if ((numberOf(line) ?? 0) > upTo) return
    yield Buffer.from(`${line}\n`)
  }
}

function numberOf(line: string): number | null {
  const [, digits] = /^\{"n":(\d{1,15}),/.exec(line) ?? []
  return digits === undefined ? null : Number(digits)
}

/** The password of the application's role belongs to a server, not to this state: it stays behind. */
async function copyKeys(from: string, folder: string, isWanted: boolean): Promise<Part[]> {
  const names = existsSync(from) ? (await readdir(from)).filter((name) => /^[a-z.]+\.(key|pem)$/.test(name)) : []
  const parts: Part[] = []
  for (const name of names.sort()) {
    const content = await readFile(join(from, name))
    const path = `keys/${name}`
    if (isWanted) parts.push(await writeBytes(folder, path, Readable.from([content])))
    else parts.push({ path, bytes: content.length, sm3: sm3Hex(content) })
  }
  return parts
}
