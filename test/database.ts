import pg from 'pg'
import { inject } from 'vitest'
import { appUrlOf } from '../src/kernel/db/app-role.ts'
import { closeDatabase, type Database, openDatabase } from '../src/kernel/db/index.ts'
import { withDatabase } from './cluster.ts'

/** A database of a test's own. */
export type TestDatabase = {
  /** A pool as the application's role. */
  readonly db: Database
  /** Address as the application's role. */
  readonly url: string
  /** Address with all rights, for looking behind the application's back and for tampering. */
  readonly ownerUrl: string
  close(): Promise<void>
}

/**
 * Makes a database of the newest schema, empty, in a few milliseconds: a copy of the migrated template. Nothing cleans it up but the end
 * of the run; `close` closes the pool.
 *
 * @param options.max connections of the pool
 */
export async function freshDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const { url: server, template, appPassword } = inject('cluster')
  const name = `${template}_${process.pid}_${++made}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(`create database ${name} template ${template} strategy file_copy`)
    await client.query(`revoke temporary on database ${name} from public`)
  } finally {
    await client.end()
  }
  const ownerUrl = withDatabase(server, name)
  const url = appUrlOf(ownerUrl, appPassword)
  const db = openDatabase({ url, max: options.max ?? 8 })
  return { db, url, ownerUrl, close: () => closeDatabase(db) }
}

let made = 0
