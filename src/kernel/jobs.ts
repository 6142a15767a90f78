import { Logger, type ParsedCronItem, parseCronItems, run, runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import type { Tx } from './db/index.ts'

/** Work that reaches the outside or takes long: done at least once, so it must be idempotent. Payloads hold ids only, never personal data. */
export type Job = {
  readonly name: string
  readonly payload: { readonly [key: string]: string | number }
  /** The same key again while a job waits replaces it: one event makes one job, however often it is followed. */
  readonly key: string
}

/** What does a job of this name. */
export type Task = { readonly name: string; readonly run: (payload: Readonly<Record<string, string | number>>) => Promise<void> }

/** Work that comes back by the clock, as cron writes it in Asia/Shanghai; missed turns of the last hour are made up for. */
export type Regular = { readonly name: string; readonly cron: string; readonly run: () => Promise<void> }

/** Puts jobs into the queue, many at once, in the transaction of the follower that asks for them. */
export async function enqueue(tx: Tx, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) return
  const specs = JSON.stringify(jobs.map(({ name, payload, key }) => ({ identifier: name, payload, job_key: key })))
  await sql`
    select from graphile_worker.add_jobs(array(
      select json_populate_record(null::graphile_worker.job_spec, spec) from json_array_elements(${specs}::json) as spec))`.execute(
    tx,
  )
}

/**
 * The jobs that wait, one JSON object a line in the text form of COPY, for a backup. Those being worked on and those given up count as waiting: they
 * are idempotent, and a restored platform begins with them afresh.
 */
export const waitingJobs = `
  select jsonb_build_object('identifier', t.identifier, 'payload', j.payload, 'queue_name', q.queue_name, 'run_at', j.run_at,
    'max_attempts', j.max_attempts, 'job_key', j.key, 'priority', j.priority)
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    left join graphile_worker._private_job_queues q on q.id = j.job_queue_id order by j.id`

/** Puts jobs that a backup took out back into the queue, in the caller's transaction. */
export async function requeue(client: pg.ClientBase, lines: AsyncIterable<string>): Promise<void> {
  let specs: string[] = []
  const flush = async () => {
    await client.query(
      `select from graphile_worker.add_jobs(array(
        select json_populate_record(null::graphile_worker.job_spec, spec) from json_array_elements($1::json) as spec))`,
      [`[${specs.join()}]`],
    )
    specs = []
  }
  for await (const line of lines) {
    specs.push(line.replaceAll('\\\\', '\\')) // COPY doubles a backslash; jsonb holds no other character that it escapes
    if (specs.length === 1_000) await flush()
  }
  if (specs.length > 0) await flush()
}

/**
 * Brings the queue's own tables up to date. They belong to the application's role, which owns nothing else. The queue's own steps
 * ask for the right to create a schema even when it stands: the role has it for these moments alone.
 */
export async function prepareJobs(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const pool = calmPool({ connectionString: ownerUrl, max: 1, options: '-c role=yichuang_app' })
  const database = client.escapeIdentifier(client.database ?? '')
  try {
    await client.query('create schema if not exists graphile_worker authorization yichuang_app')
    await client.query(`grant create on database ${database} to yichuang_app`)
    await runMigrations({ pgPool: pool, logger: silent })
  } finally {
    await pool.end()
    await client.query(`revoke create on database ${database} from yichuang_app`)
    await client.end()
  }
}

/**
 * Works through the queue until stopped.
 *
 * @param onFailed told of a job that failed: its name and the sort of failure, never its payload
 */
export async function workJobs(options: {
  url: string
  tasks: readonly Task[]
  regulars: readonly Regular[]
  concurrency: number
  onFailed: (name: string, error: unknown) => void
}): Promise<{ stop(): Promise<void> }> {
  const pool = calmPool({ connectionString: options.url, max: options.concurrency + 4 })
  const guarded = (name: string, work: () => Promise<void>) =>
    work().catch((error: unknown) => {
      options.onFailed(name, error)
      throw error
    })
  const taskList = Object.fromEntries([
    ...options.tasks.map((task) => [task.name, (payload: unknown) => guarded(task.name, () => task.run(payload as never))]),
    ...options.regulars.map((regular) => [regular.name, () => guarded(regular.name, regular.run)]),
  ])
  const runner = await run({
    pgPool: pool,
    concurrency: options.concurrency,
    noHandleSignals: true,
    logger: silent,
    taskList,
    parsedCronItems: cronItems(options.regulars),
  })
  return {
    stop: async () => {
      await runner.stop()
      await pool.end()
    },
  }
}

function cronItems(regulars: readonly Regular[]): ParsedCronItem[] {
  return parseCronItems(
    regulars.map((regular) => ({
      task: regular.name,
      match: inUtc(regular.cron),
      identifier: regular.name,
      options: { backfillPeriod: 3_600_000, maxAttempts: 3, jobKey: regular.name },
    })),
  )
}

/** The queue counts in UTC; our nights are eight hours ahead. Only whole hours are used, so shifting them is enough. */
function inUtc(cron: string): string {
  const [minute = '*', hour = '*', ...rest] = cron.split(' ')
  return [minute, hour === '*' ? '*' : String((Number(hour) + 16) % 24), ...rest].join(' ')
}

const silent = new Logger(() => () => {})

/** A connection that breaks is replaced; whoever uses it next sees the failure. */
function calmPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
