import { sql } from 'kysely'
import type { Tx } from '../../kernel/db/index.ts'
import {
  type Audience,
  audienceCodes,
  type FoundItem,
  type ItemDefinition,
  type ItemState,
  type Limit,
  type Shelf,
  typeNames,
} from './contract.ts'
import { lacksOf } from './rules.ts'
import { normalised, takeChange, topicsFor } from './topics.ts'

/** A published version as search must know it. */
export type Listed = {
  readonly versionId: string
  readonly itemId: string
  readonly code: string
  readonly state: ItemState
  readonly effectiveAt: Date
  readonly definition: ItemDefinition
}

/**
 * Puts new versions into the list that searches read. The version before each ends when the new one begins; what has ended is dropped.
 *
 * @param at now: versions that ended before are dropped
 */
export async function list(tx: Tx, versions: readonly Listed[], at: Date): Promise<void> {
  await takeChange(tx)
  const topics = await topicsFor(
    tx,
    versions.map(({ definition }) => definition),
  )
  await sql`
    update item_listing l set until_at = n.from_at
    from unnest(${versions.map((v) => v.itemId)}::uuid[], ${versions.map((v) => v.effectiveAt)}::timestamptz[]) as n (item_id, from_at)
    where l.item_id = n.item_id and l.until_at is null`.execute(tx)
  await sql`
    delete from item_listing where item_id = any(${versions.map((v) => v.itemId)}::uuid[]) and until_at <= ${at}`.execute(tx)
  await sql`
    insert into item_listing (version_id, item_id, code, area_code, type_code, state, name, main_name, department, name_topic,
      from_at, themes, audiences, readiness, time_limit)
    select version_id, item_id, code, area_code, type_code, state, name, main_name, department, name_topic, from_at,
      array(select jsonb_array_elements_text(themes::jsonb)), array(select jsonb_array_elements_text(audiences::jsonb)), readiness,
      nullif(time_limit::jsonb, 'null')
    from unnest(${versions.map((v) => v.versionId)}::uuid[], ${versions.map((v) => v.itemId)}::uuid[],
      ${versions.map((v) => v.code)}::text[], ${versions.map((v) => v.definition.areaCode)}::text[],
      ${versions.map((v) => v.definition.typeCode)}::text[], ${versions.map((v) => v.state)}::text[],
      ${versions.map((v) => v.definition.name)}::text[], ${versions.map((v) => v.definition.mainName)}::text[],
      ${versions.map((v) => v.definition.organ.name)}::text[],
      ${topics}::int[],
      ${versions.map((v) => v.effectiveAt)}::timestamptz[], ${versions.map((v) => JSON.stringify(v.definition.themes))}::text[],
      ${versions.map((v) => JSON.stringify(v.definition.audiences))}::text[],
      ${versions.map((v) => readinessOf(v.definition))}::smallint[],
      ${versions.map((v) => JSON.stringify(v.definition.promisedLimit ?? v.definition.legalLimit))}::text[])
      as l (version_id, item_id, code, area_code, type_code, state, name, main_name, department, name_topic, from_at,
        themes, audiences, readiness, time_limit)`.execute(tx)
}

/** What goes first among items of a place: 2 described fully, 1 one can apply for it, 0 not yet. */
function readinessOf(definition: ItemDefinition): number {
  if (lacksOf(definition).length > 0) return 0
  return definition.details === undefined ? 1 : 2
}

/** A suspended item stays findable and says so; a withdrawn one is no longer found. */
export async function listState(tx: Tx, itemId: string, state: ItemState): Promise<void> {
  await tx.updateTable('item_listing').set({ state }).where('item_id', '=', itemId).execute()
}

/**
 * The items of topics that serve a place, by topic, the nearest first.
 *
 * @param topicNos in any order
 * @param chain    area codes that serve the place, nearest first; null for every place
 * @param limit    at most so many of each
 */
export async function itemsOfTopics(
  tx: Tx,
  topicNos: readonly number[],
  chain: readonly string[] | null,
  at: Date,
  limit: number,
): Promise<Map<number, FoundItem[]>> {
  const nearest = chain === null ? sql`area_code, code` : sql`array_position(${chain}::text[], area_code), code`
  const { rows } = await sql<Row & { topicNo: number }>`
    select ${foundColumns}, t.topic_no as "topicNo" from unnest(${topicNos}::int[]) as t (topic_no)
    cross join lateral (
      select * from item_listing where name_topic = t.topic_no and ${isShown(chain, at)} order by ${nearest} limit ${limit}
    ) l order by ${nearest}`.execute(tx)
  const items = new Map<number, FoundItem[]>()
  for (const { topicNo, ...row } of rows) {
    const item = found(row)
    const known = items.get(topicNo)
    if (known === undefined) items.set(topicNo, [item])
    else known.push(item)
  }
  return items
}

/** Items of a place, nearest first; in each those described fully first, then those that one can apply for, by code. */
export async function itemsOfPlace(tx: Tx, chain: readonly string[] | null, at: Date, limit: number): Promise<FoundItem[]> {
  if (chain === null) {
    const { rows } = await sql<Row>`
      select ${foundColumns} from item_listing l where ${isShown(null, at)} order by readiness desc, code limit ${limit}`.execute(
      tx,
    )
    return rows.map(found)
  }
  const { rows } = await sql<Row>`
    select ${foundColumns} from unnest(${chain}::text[]) with ordinality as c (area_code, step)
    cross join lateral (
      select * from item_listing l where area_code = c.area_code and ${isShown(null, at)} order by readiness desc, code limit ${limit}
    ) l
    order by c.step, l.readiness desc, l.code limit ${limit}`.execute(tx)
  return rows.map(found)
}

/**
 * Which of these names an item of a place bears, whatever its marks and spaces.
 *
 * @param names at most some thousands; as given they come back
 * @param chain as in itemsOfTopics
 */
export async function namesListed(
  tx: Tx,
  names: readonly string[],
  chain: readonly string[] | null,
  at: Date,
): Promise<Set<string>> {
  const isThere =
    chain === null
      ? sql`(select true from item_listing where name_topic = t.topic_no and ${isShown(null, at)} limit 1)` // one of a million rows is enough
      : sql`topic_no in (select name_topic from item_listing where ${isShown(chain, at)})`
  const { rows } = await sql<{ text: string }>`
    select distinct texts[1] as text from item_topic t
    where texts[1] = any(${[...new Set(names.map(normalised))]}::text[]) and ${isThere}`.execute(tx)
  const there = new Set(rows.map(({ text }) => text))
  return new Set(names.filter((name) => there.has(normalised(name))))
}

/** The items of a place that bear these names, by name as given; of each at most `limit`, the nearest first. @param chain as in itemsOfTopics */
export async function itemsNamed(
  tx: Tx,
  names: readonly string[],
  chain: readonly string[] | null,
  at: Date,
  limit: number,
): Promise<Map<string, FoundItem[]>> {
  const nearest = chain === null ? sql`area_code, code` : sql`array_position(${chain}::text[], area_code), code`
  const { rows } = await sql<Row & { text: string }>`
    select ${foundColumns}, t.texts[1] as text from item_topic t
    cross join lateral (
      select * from item_listing where name_topic = t.topic_no and ${isShown(chain, at)} order by ${nearest} limit ${limit}
    ) l
    where t.texts[1] = any(${[...new Set(names.map(normalised))]}::text[])
    order by ${nearest}`.execute(tx)
  const items = rows.map(({ text, ...row }) => ({ text, item: found(row) }))
  const bearing = (name: string) => items.filter(({ text }) => text === normalised(name)).map(({ item }) => item)
  return new Map(names.map((name) => [name, bearing(name).slice(0, limit)]))
}

/** Which items a shelf holds. */
export type Browsing = {
  readonly department?: string
  readonly theme?: string
  readonly audience?: Audience
  /** The code that the page before ended with. */
  readonly after?: string
  readonly limit: number
}

/** Items of a department, of a theme, for an audience, by code. @param chain as in itemsOfTopics */
export async function itemsOfShelf(
  tx: Tx,
  { department, theme, audience, after, limit }: Browsing,
  chain: readonly string[] | null,
  at: Date,
): Promise<FoundItem[]> {
  const { rows } = await sql<Row>`
    select ${foundColumns} from item_listing l
    where ${isShown(chain, at)} ${isFor(audience)}
      ${department === undefined ? sql`` : sql`and department = ${department}`}
      ${theme === undefined ? sql`` : sql`and themes @> array[${theme}]`}
      ${after === undefined ? sql`` : sql`and code > ${after}`}
    order by code limit ${limit}`.execute(tx)
  return rows.map(found)
}

/** Departments and themes with the number of their items, the fullest first. */
export async function shelves(
  tx: Tx,
  audience: Audience | undefined,
  chain: readonly string[] | null,
  at: Date,
): Promise<{ departments: Shelf[]; themes: Shelf[] }> {
  const shown = sql`from item_listing l where ${isShown(chain, at)} ${isFor(audience)}`
  const { rows: departments } = await sql<Shelf>`
    select department as name, count(*)::int as items ${shown} group by department order by items desc, name limit ${mostShelves}`.execute(
    tx,
  )
  const { rows: themes } = await sql<Shelf>`
    select theme as name, count(*)::int as items
    from (select unnest(themes) as theme ${shown}) t
    where theme <> '其他' group by theme order by items desc, name limit ${mostShelves}`.execute(tx)
  return { departments, themes }
}

const mostShelves = 200

/** Items that say they are for nobody are for everybody: the list does not tell. */
function isFor(audience: Audience | undefined) {
  return audience === undefined ? sql`` : sql`and (audiences = '{}' or audiences && ${audienceCodes[audience]}::text[])`
}

/** The item under exactly this code, if one may see it. */
export async function findListed(tx: Tx, code: string, at: Date): Promise<FoundItem | undefined> {
  const { rows } = await sql<Row>`
    select ${foundColumns} from item_listing l where code = ${code} and ${isShown(null, at)} limit 1`.execute(tx)
  return rows.map(found)[0]
}

/**
 * Items in force whose version cannot be applied for, by code.
 *
 * @param organisation 统一社会信用代码 of the organ that acts in them; null: all
 * @param after        the code that the page before ended with
 */
export async function listedNotReady(
  tx: Tx,
  organisation: string | null,
  after: string,
  at: Date,
  limit: number,
): Promise<{ code: string; definition: ItemDefinition }[]> {
  const { rows } = await sql<{ code: string; definition: ItemDefinition }>`
    select l.code, v.definition from item_listing l join item_version v using (version_id)
    where (definition -> 'organ' -> 'uscc' = 'null' or definition -> 'materials' = '[]' or definition -> 'legalLimit' = 'null'
        and (definition ->> 'ruleSet' = 'permit' or definition -> 'promisedLimit' = 'null')) -- partial index item_version_not_ready
      and l.code > ${after} and ${isShown(null, at)}
      ${organisation === null ? sql`` : sql`and definition -> 'organ' ->> 'uscc' = ${organisation}`}
    order by l.code limit ${limit}`.execute(tx)
  return rows
}

type Row = {
  code: string
  name: string
  area: string
  department: string
  mainName: string | null
  typeCode: keyof typeof typeNames
  state: ItemState
  isReady: boolean
  limit: Limit | null
}

const foundColumns = sql`l.code, l.name, l.area_code as area, l.department, l.main_name as "mainName", l.type_code as "typeCode", l.state,
  l.readiness > 0 as "isReady", l.time_limit as "limit"`

function isShown(chain: readonly string[] | null, at: Date) {
  const inForce = sql`from_at <= ${at} and (until_at is null or until_at > ${at}) and state <> 'withdrawn'`
  return chain === null ? inForce : sql`${inForce} and area_code = any(${chain}::text[])`
}

function found({ mainName, typeCode, ...row }: Row): FoundItem {
  const guide = `/items/${encodeURIComponent(row.code)}`
  return { ...row, guide, type: typeNames[typeCode], ...(mainName === null ? {} : { group: mainName }) }
}
