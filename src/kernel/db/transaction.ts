import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import { Refusal } from '../refusal.ts'
import { nameOf } from './names.ts'
import type { DB, Tx } from './types.ts'

/** A transaction's hold on its connection; when it has ended, nothing may be sent through it any more. */
type Hold = { readonly client: pg.PoolClient; readonly isNamed: boolean; isOpen: boolean }

const holds = new WeakMap<Tx, Hold>()

/**
 * Runs work in one transaction on a connection of the pool. The query builder's own transactions do the same at twice the cost in every
 * act (0.1 ms of some 2), which is why this is ours.
 *
 * @param keeps whether what was done before this failure is to be committed all the same
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  isNamed: boolean,
  keeps: (error: unknown) => boolean,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((cause: Error) => {
    throw connectionLost(cause)
  })
  const hold: Hold = { client, isNamed, isOpen: true }
  let lost: Error | undefined
  try {
    await client.query('begin')
    const value = await work(txOf(hold))
    hold.isOpen = false
    await client.query('commit')
    return value
  } catch (error) {
    hold.isOpen = false
    await client.query(keeps(error) ? 'commit' : 'rollback').catch((failure: Error) => {
      lost = failure // a connection in doubt is not given to anybody else
    })
    throw lost !== undefined && !(error instanceof Refusal) ? connectionLost(error) : error
  } finally {
    client.release(lost)
  }
}

/** The driver says in many ways, some without a code, that a connection is gone; callers are told one thing: try again. */
function connectionLost(cause: unknown): Error {
  return Object.assign(new Error('connection lost', { cause }), { code: 'ECONNRESET' })
}

/** Sends a statement as it stands, by name where names are kept: the short way for hot statements. */
export async function send<Row>(tx: Tx, text: string, values: readonly unknown[]): Promise<Row[]> {
  const hold = holds.get(tx)
  if (hold === undefined) return (await tx.executeQuery<Row>(compiled(text, values))).rows // opened by the query builder itself
  return (await query(hold, text, values)).rows as Row[]
}

function compiled(text: string, values: readonly unknown[]): CompiledQuery<never> {
  return CompiledQuery.raw(text, [...values]) as CompiledQuery<never>
}

function txOf(hold: Hold): Tx {
  const tx = new Kysely<DB>({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => new Fixed(hold),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => compiler,
    },
  }) as unknown as Tx
  holds.set(tx, hold)
  return tx
}

const adapter = new PostgresAdapter()
const compiler = new PostgresQueryCompiler()

/** A driver that knows one connection, with its transaction begun. */
class Fixed implements Driver {
  readonly #connection: DatabaseConnection

  constructor(hold: Hold) {
    this.#connection = { executeQuery: (statement) => execute(hold, statement), streamQuery: refuseStream }
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }
  async beginTransaction(): Promise<void> {}
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

async function execute<Row>(hold: Hold, { sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
  const { rows, rowCount, command } = await query(hold, sql, parameters)
  const isWrite = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
  return { rows: rows as Row[], ...(isWrite ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) }
}

function query({ client, isNamed, isOpen }: Hold, text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
  if (!isOpen) throw new Error('this transaction has ended')
  const name = isNamed && values.length > 0 ? nameOf(text) : undefined
  return client.query(name === undefined ? { text, values: [...values] } : { name, text, values: [...values] })
}

// biome-ignore lint/correctness/useYield: it refuses before it could
async function* refuseStream(): AsyncIterableIterator<never> {
  throw new Error('no streams inside a transaction: read in batches')
}
