import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { prepareJobs } from '../jobs.ts'
import { SetupError } from '../setup-error.ts'
import { ensurePartitions } from './partitions.ts'

/** One step of the schema: a file of `db/`, applied once and never changed afterwards. */
export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string }

const folder = fileURLToPath(new URL('../../../db/', import.meta.url))

/** Every step this release knows, in order. */
export function migrations(from = folder): Migration[] {
  const names = readdirSync(from).filter((name) => /^\d{4}_\w+\.sql$/.test(name))
  return names.sort().map((name) => {
    const sql = readFileSync(join(from, name), 'utf8').replaceAll('\r\n', '\n')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

/** Names of the steps that a database still lacks, or that are not the ones it was brought up with. */
export async function missingSteps(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migration')
  const applied = new Map(rows.map((row) => [row.name, row.checksum]))
  return migrations().flatMap((step) => (applied.get(step.name) === step.checksum ? [] : [step.name]))
}

/**
 * Brings a database to this release: the application's role, the steps not yet applied, the yearly partitions. Starts that come
 * at the same moment wait for each other.
 *
 * @param ownerUrl             address with the right to create tables and roles
 * @param options.year         the current year; partitions are made for it and the years ahead
 * @param options.appPassword  password of the application's role, for servers that ask for one
 * @param options.steps        the steps, where not those of `db/`
 * @returns names of the steps applied now
 * @throws SetupError a step applied earlier was changed since or is unknown to this release, or the server is older than 15,
 *   or the address does not have these rights
 */
export async function migrate(
  ownerUrl: string,
  options: { year: number; appPassword?: string; steps?: readonly Migration[] },
): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect().catch((cause: Error) => {
    throw new SetupError(`连不上数据库：${cause.message}`, { cause })
  })
  try {
    await checkVersion(client)
    await client.query('select pg_advisory_lock($1)', [oneAtATime])
    await makeRole(client, options.appPassword)
    await client.query(migrationTable)
    const applied = await apply(client, options.steps ?? migrations())
    await ensurePartitions(client, options.year)
    await prepareJobs(ownerUrl)
    return applied
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    throw new SetupError(`数据库用户没有建表或建角色的权限：${(error as Error).message}`, { cause: error })
  } finally {
    await client.end() // gives the lock back
  }
}

const oneAtATime = 4_702_111_234

const migrationTable = `
  create table if not exists migration (
    name       text        primary key,
    checksum   text        not null,
    applied_at timestamptz not null
  );
  comment on table migration is 'Steps of the schema applied to this database, each with the digest of its text.';
  grant select on migration to yichuang_app;`

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(`select current_setting('server_version_num')::int as version`)
  const version = Math.floor((rows[0]?.version ?? 0) / 10_000)
  if (version < 15) throw new SetupError(`数据库版本是 PostgreSQL ${version}，需要 15 以上。`)
}

/** The role the platform works as: it reads and writes rows as granted, table by table, and can change no table. */
async function makeRole(client: pg.Client, password: string | undefined): Promise<void> {
  const { rowCount } = await client.query(`select from pg_roles where rolname = 'yichuang_app'`)
  if (rowCount === 0) await client.query('create role yichuang_app login')
  if (password !== undefined) await client.query(`alter role yichuang_app password ${client.escapeLiteral(password)}`)
  const { rows } = await client.query<{ is: boolean }>(`select pg_has_role('yichuang_app', 'member') as is`)
  if (rows[0]?.is !== true) await client.query('grant yichuang_app to current_user') // to make what the role shall own
  await client.query(`
    alter role yichuang_app set timezone = 'Asia/Shanghai';
    alter role yichuang_app set lock_timeout = '15s';        -- who waits longer is told that it is busy
    alter role yichuang_app set statement_timeout = '120s';
    alter role yichuang_app set idle_in_transaction_session_timeout = '10min';
    revoke create on schema public from public;
    grant usage on schema public to yichuang_app;
    do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;`)
}

async function apply(client: pg.Client, steps: readonly Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migration order by name')
  const before = new Map(rows.map((row) => [row.name, row.checksum]))
  for (const name of before.keys()) {
    if (!steps.some((step) => step.name === name))
      throw new SetupError(`数据库已升级到更新的版本（${name}），请使用相应版本的程序。`)
  }
  const applied: string[] = []
  for (const step of steps) {
    const checksum = before.get(step.name)
    if (checksum === step.checksum) continue
    if (checksum !== undefined) throw new SetupError(`数据库脚本 ${step.name} 在执行之后被改动过，请恢复原文件，另写新的脚本。`)
    await applyOne(client, step)
    applied.push(step.name)
  }
  return applied
}

async function applyOne(client: pg.Client, step: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(step.sql)
    await client.query('insert into migration (name, checksum, applied_at) values ($1, $2, clock_timestamp())', [
      step.name,
      step.checksum,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    const { message, position } = error as { message: string; position?: string }
    const line = position === undefined ? '' : `第 ${step.sql.slice(0, Number(position)).split('\n').length} 行：`
    throw new SetupError(`数据库脚本 ${step.name} 执行失败：${line}${message}`, { cause: error })
  }
}
