import { sql } from 'kysely'
import type { Tx } from '../../kernel/db/index.ts'
import type { Day } from '../../kernel/now.ts'
import type { Layer, Notice } from './contract.ts'

/** The version of the whole calendar, as an expression for the caller's own statement. It changes with every notice entered. */
export const calendarVersionSql = '(select version from calendar_version)'

/** The version of the whole calendar. */
export async function calendarVersion(tx: Tx): Promise<string> {
  const { rows } = await sql<{ version: string }>`select version from calendar_version`.execute(tx)
  return only(rows).version
}

/** Locks the version, so that notices are entered one after the other. */
export async function lockVersion(tx: Tx): Promise<void> {
  await sql`select version from calendar_version for update`.execute(tx)
}

export async function setVersion(tx: Tx, version: string): Promise<void> {
  await sql`update calendar_version set version = ${version}`.execute(tx)
}

/** The notices of some layers, lowest rank first, with the version they belong to: read in one statement, so they agree. */
export async function notices(tx: Tx, layers: readonly string[]): Promise<{ version: string; layers: Notice[][] }> {
  const { rows } = await sql<{ version: string; layers: Notice[][] }>`
    select version, coalesce((
      select jsonb_agg(coalesce((
        select jsonb_agg(jsonb_build_object(
          'subject', n.subject, 'year', n.year, 'knownOn', n.known_on, 'title', n.title, 'source', n.source,
          'days', coalesce((
            select jsonb_agg(jsonb_build_object('on', d.on_day, 'kind', d.kind, 'name', d.name) order by d.on_day)
            from calendar_day d
            where (d.layer_code, d.subject, d.known_on) = (n.layer_code, n.subject, n.known_on)), '[]')))
        from calendar_notice n where n.layer_code = l.code), '[]') order by l.rank, l.code)
      from calendar_layer l where l.code = any(${layers})), '[]') as layers
    from calendar_version`.execute(tx)
  return only(rows)
}

export async function findLayer(tx: Tx, code: string): Promise<(Layer & { id: string }) | null> {
  const { rows } = await sql<
    Layer & { id: string }
  >`select code, id, name, rank from calendar_layer where code = ${code}`.execute(tx)
  return rows[0] ?? null
}

export async function insertLayer(tx: Tx, layer: Layer, id: string): Promise<void> {
  await sql`insert into calendar_layer (code, id, name, rank) values (${layer.code}, ${id}, ${layer.name}, ${layer.rank})`.execute(
    tx,
  )
}

/** Digest of the notice entered under a key, or null. */
export async function findDigest(tx: Tx, layerCode: string, subject: string, knownOn: Day): Promise<Buffer | null> {
  const { rows } = await sql<{ digest: Buffer }>`
    select digest from calendar_notice where layer_code = ${layerCode} and subject = ${subject} and known_on = ${knownOn}`.execute(
    tx,
  )
  return rows[0]?.digest ?? null
}

export async function insertNotice(tx: Tx, layerCode: string, notice: Notice, digest: Buffer): Promise<void> {
  const { subject, knownOn, year, title, source, days } = notice
  await sql`
    insert into calendar_notice (layer_code, subject, known_on, year, title, source, digest)
    values (${layerCode}, ${subject}, ${knownOn}, ${year}, ${title}, ${source}, ${digest})`.execute(tx)
  await sql`
    insert into calendar_day (layer_code, subject, known_on, on_day, kind, name)
    select ${layerCode}, ${subject}, ${knownOn}::date, d.on_day, d.kind, d.name
    from jsonb_to_recordset(${JSON.stringify(days.map(({ on, kind, name }) => ({ on_day: on, kind, name })))}::jsonb)
      as d(on_day date, kind text, name text)`.execute(tx)
}

function only<T>(rows: readonly T[]): T {
  const [row] = rows
  if (row === undefined) throw new Error('the calendar has no version row')
  return row
}
