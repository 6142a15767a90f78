import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig } from '../../kernel/config.ts'
import { appPassword, appUrlOf } from '../../kernel/db/app-role.ts'
import { migrate } from '../../kernel/db/migrate.ts'
import { systemNow } from '../../kernel/now.ts'
import { startPostgres } from '../../kernel/postgres/index.ts'

/** An empty installation of a measurement's own. */
export type Place = {
  /** Address with all rights, and as the application's role. */
  readonly ownerUrl: string
  readonly appUrl: string
  /** Folder for files and keys. */
  readonly dataDir: string
  /** Removes everything. */
  close(): Promise<void>
}

/**
 * Opens an empty installation beside the real one, on the same disk, with everything written through to it: an embedded server in a
 * folder of its own, or a database of its own on the server of DATABASE_URL.
 */
export async function openPlace(name: string): Promise<Place> {
  const config = readConfig()
  mkdirSync(config.dataDir, { recursive: true })
  const dataDir = mkdtempSync(join(config.dataDir, `bench-${name}-`))
  const year = Number(systemNow().today.slice(0, 4))
  let undo = async () => rmSync(dataDir, { recursive: true, force: true })
  const close = closedAnyway(() => undo())
  if (config.databaseUrl === null) {
    const server = await startPostgres({ dataDir })
    undo = after(server.stop, undo)
    await migrate(server.url, { year })
    return { ownerUrl: server.url, appUrl: appUrlOf(server.url, null), dataDir, close }
  }
  const { databaseUrl } = config
  const database = `yichuang_bench_${process.pid}`
  await run(databaseUrl, `create database ${database}`)
  undo = after(() => run(databaseUrl, `drop database ${database} with (force)`), undo)
  const ownerUrl = databaseUrl.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${database}`)
  const password = appPassword(config.dataDir)
  await migrate(ownerUrl, { year, appPassword: password })
  return { ownerUrl, appUrl: appUrlOf(ownerUrl, password), dataDir, close }
}

/** Undoes what was made last first. */
function after(last: () => Promise<void>, first: () => Promise<void>): () => Promise<void> {
  return async () => {
    await last()
    await first()
  }
}

/** Closes a place, also when somebody breaks the measurement off. */
function closedAnyway(close: () => Promise<void>): () => Promise<void> {
  const endings = ['SIGINT', 'SIGTERM'] as const
  const brokenOff = () => void close().finally(() => process.exit(1))
  for (const signal of endings) process.once(signal, brokenOff)
  return async () => {
    for (const signal of endings) process.off(signal, brokenOff)
    await close()
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
