import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { Refusal } from '../refusal.ts'
import { nameOf } from './names.ts'
import { inTransaction } from './transaction.ts'
import type { DB, Tx } from './types.ts'

/** A pool of connections, typed by the migrated schema. */
export type Database = Kysely<DB>

/**
 * Opens a pool.
 *
 * @param options.url      postgres address; a host that starts with '/' is a socket folder
 * @param options.max      connections at most
 * @param options.named    send statements as named prepared ones; off behind poolers that cannot keep them
 * @param options.readOnly refuse writes on every connection
 * @param options.lazyCommit do not wait for the disk at each commit: for filling what can be filled again
 */
export function openDatabase(options: {
  url: string
  max: number
  named?: boolean
  readOnly?: boolean
  lazyCommit?: boolean
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    types: { getTypeParser },
    options: optionsOf(options),
    keepAlive: true,
    connectionTimeoutMillis: 15_000, // all taken for so long: the caller is told that it is busy
  })
  pool.on('connect', (client) => void client.on('error', () => {})) // one in use that breaks fails the statement in hand, not the process
  pool.on('error', () => {}) // an idle connection that breaks is replaced; the next user of the pool sees the failure
  const isNamed = options.named !== false
  const database = new Kysely<DB>({ dialect: new PostgresDialect({ pool: isNamed ? naming(pool) : pool }) })
  pools.set(database, { pool, isNamed })
  return database
}

function optionsOf(options: { readOnly?: boolean; lazyCommit?: boolean }): string | undefined {
  if (options.readOnly) return '-c default_transaction_read_only=on'
  return options.lazyCommit ? '-c synchronous_commit=off' : undefined
}

const pools = new WeakMap<Database, { readonly pool: pg.Pool; readonly isNamed: boolean }>()

/** Waits for running statements, then closes every connection. */
export async function closeDatabase(database: Database): Promise<void> {
  await database.destroy() // ends the pool only if the query builder itself has used it
  const found = pools.get(database)
  if (found !== undefined && !found.pool.ending) await found.pool.end()
}

/** Runs a use case in one transaction: all of it or nothing. Only a refusal whose kind `keeps` commits before it is thrown. */
export async function transaction<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const found = pools.get(database)
  if (found === undefined) throw new Error('a database that was not opened here')
  return inTransaction(found.pool, found.isNamed, (error) => error instanceof Refusal && error.kind.keeps, work)
}

/** Each connection learns a statement by name once; afterwards only name and values travel. */
function naming(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => named(await pool.connect()),
    end: () => pool.end(),
  } as PostgresPool
}

function named(client: pg.PoolClient): PostgresPoolClient {
  return {
    query: (text: unknown, values?: readonly unknown[]) =>
      typeof text === 'string' && values !== undefined
        ? client.query({ name: nameOf(text), text, values: [...values] } as pg.QueryConfig)
        : client.query(text as pg.QueryConfig, values as unknown[]),
    release: () => client.release(),
  } as unknown as PostgresPoolClient
}

const oid = { int8: 20, date: 1082, timestamptz: 1184 }

/** Days stay text, big integers become numbers that are exact or fail loudly. */
function getTypeParser(id: number, format?: 'text' | 'binary') {
  if (id === oid.date) return (text: string) => text
  if (id === oid.int8) return exactInteger
  if (id === oid.timestamptz) return instantOf
  return pg.types.getTypeParser(id, format as 'text')
}

const anyInstant = pg.types.getTypeParser(oid.timestamptz, 'text')

/** '2026-03-02 09:00:00.123+08' is nearly what the engine itself reads quickest; whatever looks different goes the long way. */
function instantOf(text: string): Date {
  const isCommon = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?[+-]\d\d$/.test(text)
  return isCommon ? new Date(`${text.replace(' ', 'T')}:00`) : anyInstant(text)
}

function exactInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer beyond 2^53: ${text}`)
  return value
}
