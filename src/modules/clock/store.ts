import { sql } from 'kysely'
import type { Tx } from '../../kernel/db/index.ts'
import type { Day } from '../../kernel/now.ts'
import type { Layer, ListedLayer, ListedNotice, Notice } from './contract.ts'

/** The version of the whole calendar, as an expression for the caller's own statement. It changes with every notice entered. */
export const calendarVersionSql = '(select version from calendar_version)'

/** The version of the whole calendar, and the layers that have any notice. */
export async function presentLayers(tx: Tx): Promise<{ version: string; codes: string[] }> {
  const { rows } = await sql<{ version: string; codes: string[] }>`
    select version, array(select distinct layer_code from calendar_notice) as codes from calendar_version`.execute(tx)
  return only(rows)
}

/** Locks the version, so that notices are entered one after the other. */
export async function lockVersion(tx: Tx): Promise<void> {
  await sql`select version from calendar_version for update`.execute(tx)
}

export async function setVersion(tx: Tx, version: string): Promise<void> {
  await sql`update calendar_version set version = ${version}`.execute(tx)
}

/** A notice as it was entered: its number in the log of its layer, and when, in milliseconds. */
export type HeldNotice = Notice & { readonly seq: number; readonly enteredMs: number }

/** A layer with its notices, those known first first; of one day in the order of entering. */
export type HeldLayer = { readonly code: string; readonly rank: number; readonly notices: readonly HeldNotice[] }

/** The notices of some layers, lowest rank first, with the version they belong to: read in one statement, so they agree. */
export async function notices(tx: Tx, layers: readonly string[]): Promise<{ version: string; layers: HeldLayer[] }> {
  const { rows } = await sql<{ version: string; layers: HeldLayer[] }>`
    select version, coalesce((
      select jsonb_agg(jsonb_build_object('code', l.code, 'rank', l.rank, 'notices', coalesce((
        select jsonb_agg(jsonb_build_object(
          'seq', n.seq, 'enteredMs', (extract(epoch from n.entered_at) * 1000)::bigint,
          'subject', n.subject, 'year', n.year, 'knownOn', n.known_on, 'title', n.title, 'source', n.source,
          'days', coalesce((
            select jsonb_agg(jsonb_build_object('on', d.on_day, 'kind', d.kind, 'name', d.name) order by d.on_day)
            from calendar_day d where (d.layer_code, d.seq) = (n.layer_code, n.seq)), '[]')) order by n.known_on, n.seq)
        from calendar_notice n where n.layer_code = l.code), '[]')) order by l.rank, l.code)
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

/** The layers that have notices, the nation first. */
export async function listLayers(tx: Tx, limit: number): Promise<ListedLayer[]> {
  const { rows } = await sql<ListedLayer>`
    select l.code, l.name, l.rank, count(n.seq)::int as notices, max(n.known_on) as "lastKnownOn"
    from calendar_layer l left join calendar_notice n on n.layer_code = l.code
    group by l.code order by l.rank, l.code limit ${limit}`.execute(tx)
  return rows
}

/** The notices of a layer, those entered last first. */
export async function listNotices(tx: Tx, layer: string, limit: number): Promise<ListedNotice[]> {
  const { rows } = await sql<ListedNotice>`
    select n.seq, to_char(n.entered_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "enteredOn", n.subject, n.year,
      n.known_on as "knownOn", n.title, n.source, encode(n.digest, 'hex') as digest,
      not exists (select from calendar_notice later where (later.layer_code, later.subject) = (n.layer_code, n.subject)
        and (later.known_on, later.seq) > (n.known_on, n.seq)) as "isInForce",
      coalesce((select jsonb_agg(jsonb_build_object('on', d.on_day, 'kind', d.kind, 'name', d.name) order by d.on_day)
        from calendar_day d where (d.layer_code, d.seq) = (n.layer_code, n.seq)), '[]') as days
    from calendar_notice n where n.layer_code = ${layer} order by n.seq desc limit ${limit}`.execute(tx)
  return rows
}

/** A day that a notice names, and which notice. */
export type NamedDay = {
  readonly on: Day
  readonly kind: 'holiday' | 'makeup' | 'closed'
  readonly name: string
  readonly layer: string
  readonly seq: number
  readonly title: string
}

/** What notices say of the days of a year where these layers hold, as known on a day: of each subject the last, nearer layers first. */
export async function daysInForce(tx: Tx, layers: readonly string[], year: number, asOf: Day | null): Promise<NamedDay[]> {
  const { rows } = await sql<NamedDay>`
    with known as (
      select distinct on (n.layer_code, n.subject) n.layer_code, n.seq, n.known_on, n.title, l.rank
      from calendar_notice n join calendar_layer l on l.code = n.layer_code
      where n.layer_code = any(${layers}) and n.known_on <= coalesce(${asOf}::date, 'infinity')
      order by n.layer_code, n.subject, n.known_on desc, n.seq desc)
    select distinct on (d.on_day) d.on_day as "on", d.kind, d.name, k.layer_code as layer, k.seq, k.title
    from known k join calendar_day d on (d.layer_code, d.seq) = (k.layer_code, k.seq)
    where d.on_day between make_date(${year}, 1, 1) and make_date(${year}, 12, 31)
    order by d.on_day, k.rank desc, k.layer_code desc, k.known_on desc, k.seq desc`.execute(tx)
  return rows
}

/** The notice entered last under a subject and day of publication, or null. */
export async function findNotice(
  tx: Tx,
  layerCode: string,
  subject: string,
  knownOn: Day,
): Promise<{ seq: number; digest: Buffer } | null> {
  const { rows } = await sql<{ seq: number; digest: Buffer }>`
    select seq, digest from calendar_notice
    where layer_code = ${layerCode} and subject = ${subject} and known_on = ${knownOn} order by seq desc limit 1`.execute(tx)
  return rows[0] ?? null
}

/** Whether something stands under a subject that can be withdrawn: no whole year, and not withdrawn already. */
export async function canWithdraw(tx: Tx, layerCode: string, subject: string): Promise<boolean> {
  const { rows } = await sql<{ year: number | null; days: number }>`
    select year, (select count(*)::int from calendar_day d where (d.layer_code, d.seq) = (n.layer_code, n.seq)) as days
    from calendar_notice n where layer_code = ${layerCode} and subject = ${subject} order by known_on desc, seq desc limit 1`.execute(
    tx,
  )
  const [last] = rows
  return last !== undefined && last.year === null && last.days > 0
}

/** Titles of notices. */
export async function titlesOf(
  tx: Tx,
  of: readonly { layer: string; seq: number }[],
): Promise<{ layer: string; seq: number; title: string }[]> {
  const { rows } = await sql<{ layer: string; seq: number; title: string }>`
    select layer_code as layer, seq, title from calendar_notice where (layer_code, seq) in (
      select * from unnest(${of.map((one) => one.layer)}::text[], ${of.map((one) => one.seq)}::int[]))`.execute(tx)
  return rows
}

export async function insertNotice(
  tx: Tx,
  layerCode: string,
  notice: Notice,
  entered: { seq: number; digest: Buffer; at: Date },
): Promise<void> {
  const { subject, knownOn, year, title, source, days } = notice
  const { seq, digest, at } = entered
  await sql`
    insert into calendar_notice (layer_code, seq, subject, known_on, year, title, source, digest, entered_at)
    values (${layerCode}, ${seq}, ${subject}, ${knownOn}, ${year}, ${title}, ${source}, ${digest}, ${at})`.execute(tx)
  await sql`
    insert into calendar_day (layer_code, seq, on_day, kind, name)
    select ${layerCode}, ${seq}, d.on_day, d.kind, d.name
    from jsonb_to_recordset(${JSON.stringify(days.map(({ on, kind, name }) => ({ on_day: on, kind, name })))}::jsonb)
      as d(on_day date, kind text, name text)`.execute(tx)
}

function only<T>(rows: readonly T[]): T {
  const [row] = rows
  if (row === undefined) throw new Error('the calendar has no version row')
  return row
}
