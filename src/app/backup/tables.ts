import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import copy from 'pg-copy-streams'
import { SetupError } from '../../kernel/setup-error.ts'

/** A table of the platform and the columns that hold what cannot be computed. */
export type TableShape = { readonly name: string; readonly columns: readonly string[] }

/**
 * All tables that hold state, those that others refer to first. Partitions count as the table they belong to; unlogged tables are scratch,
 * and the steps of the schema come from the schema itself.
 */
export async function tablesOf(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows: tables } = await client.query<TableShape>(`
    select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relpersistence = 'p' and c.relname <> 'migration'
    group by c.relname order by c.relname`)
  const { rows: references } = await client.query<{ from: string; to: string }>(`
    select distinct c.relname::text as "from", t.relname::text as "to"
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and c.oid <> t.oid`)
  return inOrder(tables, references)
}

/** Each after all that it refers to, so that foreign keys hold while rows come in. @throws Error if tables refer to each other in a ring */
function inOrder(tables: readonly TableShape[], references: readonly { from: string; to: string }[]): TableShape[] {
  const ordered: TableShape[] = []
  let rest = [...tables]
  while (rest.length > 0) {
    const waiting = new Set(rest.map((table) => table.name))
    const free = rest.filter((table) => !references.some(({ from, to }) => from === table.name && waiting.has(to)))
    if (free.length === 0) throw new Error(`tables refer to each other in a ring: ${[...waiting].join(', ')}`)
    ordered.push(...free)
    rest = rest.filter((table) => !free.includes(table))
  }
  return ordered
}

/** The text form of COPY: one line a row, the same on every version of the server. */
export function rowsOut(client: pg.ClientBase, select: string): Readable {
  return client.query(copy.to(`copy (${select}) to stdout`))
}

/** The rows of a table. */
export function selectOf({ name, columns }: TableShape): string {
  return `select ${columns.map(quoted).join(', ')} from ${quoted(name)}`
}

/** Brings rows into an empty table. @returns how many. @throws SetupError naming the table, without the row */
export async function rowsIn(client: pg.ClientBase, { name, columns }: TableShape, rows: Readable): Promise<number> {
  const into = client.query(copy.from(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`))
  try {
    await pipeline(rows, into)
  } catch (cause) {
    throw new SetupError(`备份中的表 ${name} 装不进数据库（${(cause as { code?: string }).code ?? '读取失败'}）。`, { cause })
  }
  return into.rowCount
}

/** Switches the triggers of our own off or on, until the transaction ends otherwise. */
export async function triggers(client: pg.ClientBase, to: 'enable' | 'disable'): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select distinct c.relname::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and c.relnamespace = 'public'::regnamespace`)
  for (const { name } of rows) await client.query(`alter table ${quoted(name)} ${to} trigger user`)
}

/** How values are written and read, whatever the server's settings are. */
export const plainForm = `
  set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set intervalstyle = 'iso_8601'; set extra_float_digits = 3;
  set bytea_output = 'hex'; set client_encoding = 'UTF8'; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;`

/** Where a sequence stands, identity columns included. */
export type SequenceState = { readonly name: string; readonly last: string; readonly isCalled: boolean }

/** All sequences. They run ahead of any snapshot, never behind. */
export async function sequencesOf(client: pg.ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(`
    select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by relname`)
  const states: SequenceState[] = []
  for (const { name } of rows) {
    const state = await client.query<SequenceState>(
      `select '${name}' as name, last_value::text as last, is_called as "isCalled" from ${quoted(name)}`,
    )
    states.push(...state.rows)
  }
  return states
}

export async function setSequences(client: pg.ClientBase, states: readonly SequenceState[]): Promise<void> {
  for (const { name, last, isCalled } of states)
    await client.query('select setval($1::regclass, $2, $3)', [quoted(name), last, isCalled])
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
