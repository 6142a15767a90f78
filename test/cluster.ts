import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../src/kernel/db/migrate.ts'
import { systemNow } from '../src/kernel/now.ts'
import { endPostgres, findPostgres, startPostgres } from '../src/kernel/postgres/index.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Owner's address of the server's maintenance database, with the template's name and the application's password. */
    cluster: { readonly url: string; readonly template: string; readonly appPassword: string }
  }
}

const appPassword = 'only-in-tests'

/**
 * One database server for the whole run, thrown away at the end: in memory where there is room, without waiting for the disk.
 * With TEST_DATABASE_URL (a superuser's address) that server is used instead, and what the run made there is dropped.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const server = given === undefined ? await throwAway() : { url: given, stop: () => dropAll(given) }
  const template = `yichuang_test_${process.pid}`
  try {
    await run(server.url, `create database ${template} encoding 'UTF8' template template0`)
    await migrate(withDatabase(server.url, template), { year: Number(systemNow().today.slice(0, 4)), appPassword })
    project.provide('cluster', { url: server.url, template, appPassword })
  } catch (error) {
    await server.stop()
    throw error
  }
  return server.stop
}

/** The same server's address for another database. */
export function withDatabase(url: string, database: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${database}`)
}

async function throwAway(): Promise<{ url: string; stop(): Promise<void> }> {
  await sweep()
  const dataDir = mkdtempSync(join(base(), `yichuang-test-${process.pid}-`))
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '64MB',
    max_wal_size: '256MB',
  }
  const server = await startPostgres({ dataDir, settings })
  return {
    url: withDatabase(server.url, 'postgres'),
    stop: async () => {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function base(): string {
  const memory = '/dev/shm'
  if (!existsSync(memory)) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize >= 1e9 ? memory : tmpdir()
}

/** Clears away servers of runs that were killed. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(base())) {
    const pid = Number(/^yichuang-test-(\d+)-/.exec(name)?.[1])
    if (!pid || isAlive(pid)) continue
    const folder = join(base(), name)
    try {
      const server = findPostgres(folder)
      if (server !== null) await endPostgres(server.pid)
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // another user's
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function dropAll(url: string): Promise<void> {
  const mine = `yichuang_test_${process.pid}`
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1)',
      [mine],
    )
    for (const { name } of rows) await client.query(`drop database ${name} with (force)`)
  } finally {
    await client.end()
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
