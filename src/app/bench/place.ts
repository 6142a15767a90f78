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
  const gone = () => rmSync(dataDir, { recursive: true, force: true })
  if (config.databaseUrl === null) {
    const server = await startPostgres({ dataDir })
    await migrate(server.url, { year })
    const close = async () => {
      await server.stop()
      gone()
    }
    return { ownerUrl: server.url, appUrl: appUrlOf(server.url, null), dataDir, close }
  }
  const database = `yichuang_bench_${process.pid}`
  await run(config.databaseUrl, `create database ${database}`)
  const ownerUrl = config.databaseUrl.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${database}`)
  const password = appPassword(config.dataDir)
  await migrate(ownerUrl, { year, appPassword: password })
  const close = async () => {
    await run(config.databaseUrl ?? '', `drop database ${database} with (force)`)
    gone()
  }
  return { ownerUrl, appUrl: appUrlOf(ownerUrl, password), dataDir, close }
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
