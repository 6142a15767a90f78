import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { Refusal } from '../refusal.ts'
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
 */
export function openDatabase(options: { url: string; max: number; named?: boolean; readOnly?: boolean }): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    types: { getTypeParser },
    options: options.readOnly ? '-c default_transaction_read_only=on' : undefined,
    keepAlive: true,
    connectionTimeoutMillis: 15_000, // all taken for so long: the caller is told that it is busy
  })
  pool.on('error', () => {}) // an idle connection that breaks is replaced; the next user of the pool sees the failure
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: options.named === false ? pool : naming(pool) }) })
}

/** Waits for running statements, then closes every connection. */
export async function closeDatabase(database: Database): Promise<void> {
  await database.destroy()
}

/** Runs a use case in one transaction: all of it or nothing. Only a refusal whose kind `keeps` commits before it is thrown. */
export async function transaction<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const done = await database.transaction().execute(async (tx) => {
    try {
      return { value: await work(tx) }
    } catch (error) {
      if (error instanceof Refusal && error.kind.keeps) return { refusal: error }
      throw error
    }
  })
  if ('refusal' in done) throw done.refusal
  return done.value
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

const names = new Map<string, string>()
const mostNames = 1_000 // texts that vary without end (long value lists) stay unnamed

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= mostNames || /^(begin|commit|rollback|start|savepoint|release)/i.test(text)) return undefined
  const name = `y${names.size}`
  names.set(text, name)
  return name
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
