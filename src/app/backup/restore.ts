import { chmodSync, createWriteStream, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { sm3Hex } from '../../kernel/canonical.ts'
import type { Config } from '../../kernel/config.ts'
import { appPassword } from '../../kernel/db/app-role.ts'
import { closeDatabase, openDatabase, transaction } from '../../kernel/db/index.ts'
import { type Migration, migrate, migrations } from '../../kernel/db/migrate.ts'
import { diskBlobs } from '../../kernel/files/index.ts'
import { requeue } from '../../kernel/jobs.ts'
import { appendToFile, checkpointFile } from '../../kernel/log/index.ts'
import type { Now } from '../../kernel/now.ts'
import { findHolder, lockFile } from '../../kernel/postgres/index.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { blobsOf, streams } from '../assemble.ts'
import { reachDatabase } from '../database.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { faultOf, readLines } from './parts.ts'
import { plainForm, quoted, rowsIn, setSequences, tablesOf, triggers } from './tables.ts'

/**
 * Brings a backup back: into a data folder and a database in which nothing is yet, of the same server or another version of it.
 * What it put there is taken away again when it does not succeed.
 *
 * @throws SetupError the backup is not whole or not of this release; something is there already; the platform runs; keys are missing
 */
export async function restore(config: Config, folder: string, now: Now): Promise<Manifest> {
  const { dataDir } = config
  if (findHolder(join(dataDir, 'serve.lock')) !== null) throw new SetupError('平台正在运行：请先停止平台，再恢复。')
  const manifest = await readManifest(folder)
  const steps = stepsFor(manifest)
  await checkParts(folder, manifest)
  const keys = await keySources(folder, join(dataDir, 'keys'), manifest)
  checkFolder(dataDir)

  const before = new Set(existsSync(dataDir) ? readdirSync(dataDir) : [])
  const unlock = lockFile(join(dataDir, 'serve.lock'), '平台正在运行：请先停止平台，再恢复。')
  try {
    await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
    for (const { name, source } of keys) await copyKey(source, join(dataDir, 'keys', name))
    await restoreFiles(folder, manifest, dataDir)
    await restoreDatabase(config, folder, manifest, steps, now)
    return manifest
  } catch (error) {
    for (const { name } of keys) rmSync(join(dataDir, 'keys', name), { force: true })
    for (const name of readdirSync(dataDir)) if (!before.has(name)) rmSync(join(dataDir, name), { recursive: true, force: true })
    throw error
  } finally {
    unlock()
  }
}

/** The steps of the schema that the backup stands at: the first so many of ours, unchanged. */
function stepsFor(manifest: Manifest): Migration[] {
  const ours = migrations()
  for (const [at, step] of manifest.migrations.entries()) {
    const own = ours[at]
    if (own === undefined) throw new SetupError(`备份来自更新的版本（${step.name}）：请用那个版本的程序恢复。`)
    if (own.name !== step.name || own.checksum !== step.checksum)
      throw new SetupError(`备份的数据库脚本 ${step.name} 与本版本的不同，不能恢复：请用制作备份时的程序恢复。`)
  }
  return ours.slice(0, manifest.migrations.length)
}

const mostNamed = 20

/** Reads every byte before the first one is brought back. */
async function checkParts(folder: string, manifest: Manifest): Promise<void> {
  const { tables, jobs, files, checkpoints } = manifest
  const faults: string[] = []
  for (const part of [...tables, jobs, files.list, ...(checkpoints === null ? [] : [checkpoints])]) {
    const fault = await faultOf(folder, part)
    if (fault !== null) faults.push(`${part.path} ${fault}`)
  }
  if (faults.length === 0) {
    const stored = diskBlobs(join(folder, 'files'))
    for await (const digest of contentsOf(folder, manifest)) {
      if (!(await stored.has(digest))) faults.push(`files/…/${digest} 缺失`)
      else if ((await stored.read(digest).catch(() => null)) === null) faults.push(`files/…/${digest} 损坏`)
    }
  }
  if (faults.length === 0) return
  const more = faults.length > mostNamed ? `等 ${faults.length} 处` : ''
  throw new SetupError(`备份不完好，没有恢复：${faults.slice(0, mostNamed).join('、')}${more}。`)
}

async function* contentsOf(folder: string, { files }: Manifest): AsyncGenerator<string> {
  const lost = new Set(files.lost)
  for await (const digest of createInterface({ input: readLines(folder, files.list) })) if (!lost.has(digest)) yield digest
}

/** Keys lie in the backup, or were kept apart and put into the data folder by hand beforehand. */
async function keySources(folder: string, keysDir: string, manifest: Manifest): Promise<{ name: string; source: string }[]> {
  const sources: { name: string; source: string }[] = []
  for (const part of manifest.keys) {
    const name = part.path.slice('keys/'.length)
    const present = join(keysDir, name)
    if (existsSync(present)) {
      if (sm3Hex(readFileSync(present)) !== part.sm3)
        throw new SetupError(`${present} 不是这个备份的密钥：请换成制作备份时的密钥，或把它移开。`)
      continue
    }
    const fault = await faultOf(folder, part)
    if (fault === '损坏') throw new SetupError(`备份中的 ${part.path} 损坏，没有恢复。`)
    if (fault === '缺失') throw new SetupError(`备份里没有密钥 ${name}：请先把另行保管的密钥放进 ${keysDir}，再恢复。`)
    sources.push({ name, source: join(folder, part.path) })
  }
  return sources
}

const harmless = new Set(['keys', 'serve.lock', 'server.lock', 'worker.lock', 'log'])

function checkFolder(dataDir: string): void {
  const present = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => !harmless.has(name)) : []
  if (present.length > 0)
    throw new SetupError(`数据目录 ${dataDir} 不是空的（${present[0]}）：只恢复到空目录，请另指定 YICHUANG_DATA。`)
}

async function copyKey(source: string, target: string): Promise<void> {
  await copyFile(source, target)
  chmodSync(target, 0o600)
}

async function restoreFiles(folder: string, manifest: Manifest, dataDir: string): Promise<void> {
  const [from, into] = [diskBlobs(join(folder, 'files')), blobsOf({ dataDir })]
  for await (const digest of contentsOf(folder, manifest)) await into.put(await from.read(digest))
  if (manifest.checkpoints === null) return
  const file = createWriteStream(checkpointFile(dataDir), { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(readLines(folder, manifest.checkpoints), file)
}

async function restoreDatabase(config: Config, folder: string, manifest: Manifest, steps: Migration[], now: Now): Promise<void> {
  const year = Math.max(Number(now.today.slice(0, 4)), Number(manifest.at.slice(0, 4)))
  const password = config.databaseUrl === null ? {} : { appPassword: appPassword(config.dataDir) }
  const { ownerUrl, appUrl, release } = await reachDatabase(config)
  const client = new pg.Client({ connectionString: ownerUrl })
  try {
    await client.connect()
    await checkEmpty(client)
    await migrate(ownerUrl, { year, ...password, steps })
    await client.query(plainForm)
    await client.query('begin')
    await load(client, folder, manifest)
    await client.query('commit')
    await migrate(ownerUrl, { year, ...password })
    await client.query('analyze')
    await completeFile(appUrl, checkpointFile(config.dataDir))
  } finally {
    await client.end()
    await release()
  }
}

const fromSchema: Readonly<Record<string, string>> = {
  migration: 'where false',
  calendar_version: 'where false',
  checkpoint_turn: 'where false',
  item_change: 'where no > 0',
  log_head: 'where position > 0',
}

/** Nothing may be overwritten: every table of the database is empty, but for what the schema itself puts there. */
async function checkEmpty(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select relname::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`)
  for (const { name } of rows) {
    if ((await client.query(`select from ${quoted(name)} ${fromSchema[name] ?? ''} limit 1`)).rowCount !== 0)
      throw new SetupError(`数据库不是空的（表 ${name} 里有数据）：只恢复到空数据库。`)
  }
  const { rowCount } = await client.query(
    `select from pg_stat_activity where usename = 'yichuang_app' and datname = current_database() limit 1`,
  )
  if (rowCount !== 0) throw new SetupError('平台正连着这个数据库：请先停止平台，再恢复。')
}

/** All tables in one transaction: in the database stands the whole backup or nothing of it. */
async function load(client: pg.ClientBase, folder: string, manifest: Manifest): Promise<void> {
  const present = await tablesOf(client)
  const told = new Map(manifest.tables.map((table) => [table.name, table]))
  const odd = [
    ...present.filter((table) => told.get(table.name)?.columns.toSorted().join() !== table.columns.toSorted().join()),
    ...manifest.tables.filter((table) => !present.some(({ name }) => name === table.name)),
  ]
  if (odd.length > 0) throw new SetupError(`备份清单与数据库结构不符（表 ${odd[0]?.name}），没有恢复。`)

  await triggers(client, 'disable') // rows come in as they went out; what they once set off is among them
  await client.query(`truncate ${present.map((table) => quoted(table.name)).join(', ')}`)
  for (const { name } of present) {
    const table = told.get(name)
    if (table === undefined) continue
    const rows = await rowsIn(client, table, readLines(folder, table))
    if (rows !== table.rows) throw new SetupError(`表 ${name} 应有 ${table.rows} 行，备份里只有 ${rows} 行，没有恢复。`)
  }
  await triggers(client, 'enable')
  await setSequences(client, manifest.sequences)
  const { rows } = await client.query<{ position: string }>('select position from log_head')
  if (Number(rows[0]?.position) !== manifest.position) throw new SetupError('备份清单所记的日志位置与其中的数据不符，没有恢复。')
  await requeue(client, createInterface({ input: readLines(folder, manifest.jobs) }))
}

/** Checkpoints that the platform had sealed, but not yet written down when the backup was taken. */
async function completeFile(appUrl: string, path: string): Promise<void> {
  const database = openDatabase({ url: appUrl, max: 1 })
  try {
    while ((await transaction(database, (tx) => appendToFile(tx, streams, path))) > 0);
  } finally {
    await closeDatabase(database)
  }
}
