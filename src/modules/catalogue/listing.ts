import { sql } from 'kysely'
import { canonical, sm3Hex } from '../../kernel/canonical.ts'
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
import { type Candidate, gramsOf, normalised } from './ranking.ts'
import { lacksOf } from './rules.ts'

/** A published version as search must know it. */
export type Listed = {
  readonly versionId: string
  readonly itemId: string
  readonly code: string
  readonly state: ItemState
  readonly effectiveAt: Date
  readonly definition: ItemDefinition
}

/** Texts of a topic as rank() needs them, with how many texts there are and how many hold each pair. */
export type Matches = {
  readonly candidates: readonly Candidate[]
  readonly frequencies: ReadonlyMap<string, number>
  readonly total: number
}

/**
 * Puts new versions into the list that searches read. The version before each ends when the new one begins; what has ended is dropped.
 *
 * @param at now: versions that ended before are dropped
 */
export async function list(tx: Tx, versions: readonly Listed[], at: Date): Promise<void> {
  const topics = await topicsFor(tx, versions)
  await sql`
    update item_listing l set until_at = n.from_at
    from unnest(${versions.map((v) => v.itemId)}::uuid[], ${versions.map((v) => v.effectiveAt)}::timestamptz[]) as n (item_id, from_at)
    where l.item_id = n.item_id and l.until_at is null`.execute(tx)
  await sql`
    delete from item_listing where item_id = any(${versions.map((v) => v.itemId)}::uuid[]) and until_at <= ${at}`.execute(tx)
  await sql`
    insert into item_listing (version_id, item_id, code, area_code, type_code, state, name, main_name, department, name_topic,
      organ_topic, from_at, themes, audiences, readiness, time_limit)
    select version_id, item_id, code, area_code, type_code, state, name, main_name, department, name_topic, organ_topic, from_at,
      array(select jsonb_array_elements_text(themes::jsonb)), array(select jsonb_array_elements_text(audiences::jsonb)), readiness,
      nullif(time_limit::jsonb, 'null')
    from unnest(${versions.map((v) => v.versionId)}::uuid[], ${versions.map((v) => v.itemId)}::uuid[],
      ${versions.map((v) => v.code)}::text[], ${versions.map((v) => v.definition.areaCode)}::text[],
      ${versions.map((v) => v.definition.typeCode)}::text[], ${versions.map((v) => v.state)}::text[],
      ${versions.map((v) => v.definition.name)}::text[], ${versions.map((v) => v.definition.mainName)}::text[],
      ${versions.map((v) => v.definition.organ.name)}::text[],
      ${versions.map((v) => topics.get(nameTopic(v.definition).key))}::int[],
      ${versions.map((v) => topics.get(organTopic(v.definition).key))}::int[],
      ${versions.map((v) => v.effectiveAt)}::timestamptz[], ${versions.map((v) => JSON.stringify(v.definition.themes))}::text[],
      ${versions.map((v) => JSON.stringify(v.definition.audiences))}::text[],
      ${versions.map((v) => readinessOf(v.definition))}::smallint[],
      ${versions.map((v) => JSON.stringify(v.definition.promisedLimit ?? v.definition.legalLimit))}::text[])
      as l (version_id, item_id, code, area_code, type_code, state, name, main_name, department, name_topic, organ_topic, from_at,
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

/** The most promising texts for a question, by the weight of the pairs they hold. */
export async function matchesFor(tx: Tx, question: string): Promise<Matches> {
  const grams = gramsOf(question)
  const { rows } = await sql<{
    topicNo: number
    kind: Candidate['kind']
    texts: string[]
    total: number
    frequencies: Record<string, number>
  }>`
    with total as (select coalesce(max(topic_no), 0) as n from item_topic),
    hit as materialized (select gram, topic_no from item_gram where gram = any(${grams}::text[])),
    frequency as (select gram, count(*)::int as n from hit group by gram),
    best as (
      select topic_no, sum(ln(1 + total.n::float8 / frequency.n)) as weight
      from hit join frequency using (gram), total group by topic_no order by weight desc, topic_no limit ${mostCandidates}
    )
    select topic_no as "topicNo", kind, texts, total.n as total,
      (select jsonb_object_agg(gram, n) from frequency) as frequencies
    from best join item_topic using (topic_no), total`.execute(tx)
  const [first] = rows
  return {
    candidates: rows,
    frequencies: new Map(Object.entries(first?.frequencies ?? {})),
    total: first?.total ?? 0,
  }
}

/**
 * The items of topics that serve a place: by tier, within each the nearest place first.
 *
 * @param tiers topics with their tier; 0 is best
 * @param chain area codes that serve the place, nearest first; null for every place
 */
export async function itemsOfTopics(
  tx: Tx,
  tiers: readonly { topicNo: number; tier: number }[],
  chain: readonly string[] | null,
  at: Date,
  limit: number,
): Promise<{ item: FoundItem; tier: number }[]> {
  const nearest = chain === null ? sql`area_code, code` : sql`array_position(${chain}::text[], area_code), code`
  const { rows } = await sql<Row & { tier: number }>`
    select ${foundColumns}, t.tier
    from unnest(${tiers.map((t) => t.topicNo)}::int[], ${tiers.map((t) => t.tier)}::int[]) as t (topic_no, tier)
    cross join lateral (
      (select * from item_listing where name_topic = t.topic_no and ${isShown(chain, at)} order by ${nearest} limit ${limit})
      union all
      (select * from item_listing where organ_topic = t.topic_no and ${isShown(chain, at)} order by ${nearest} limit ${limit})
    ) l
    order by t.tier, ${nearest} limit ${limit}`.execute(tx)
  return rows.map(({ tier, ...row }) => ({ item: found(row), tier }))
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
    where kind = 'name' and texts[1] = any(${[...new Set(names.map(normalised))]}::text[]) and ${isThere}`.execute(tx)
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
    where t.kind = 'name' and t.texts[1] = any(${[...new Set(names.map(normalised))]}::text[])
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

const mostCandidates = 300

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

type Topic = { readonly key: string; readonly kind: Candidate['kind']; readonly texts: readonly string[] }

function nameTopic({ name, aliases }: ItemDefinition): Topic {
  return topic('name', [name, ...aliases])
}

function organTopic({ organ }: ItemDefinition): Topic {
  return topic('department', [organ.name])
}

function topic(kind: Candidate['kind'], raw: readonly string[]): Topic {
  const texts = [...new Set(raw.map(normalised))].filter((text) => text !== '')
  return { key: sm3Hex(canonical([kind, ...texts])), kind, texts: texts.length === 0 ? ['∅'] : texts }
}

/** The numbers of the topics of these versions, by key; new ones are made with their pairs. */
async function topicsFor(tx: Tx, versions: readonly Listed[]): Promise<Map<string, number>> {
  const topics = new Map(
    versions.flatMap(({ definition }) => [nameTopic(definition), organTopic(definition)]).map((t) => [t.key, t]),
  )
  const keys = [...topics.keys()].sort()
  const known = await knownTopics(tx, keys)
  const fresh = keys.filter((key) => !known.has(key)).flatMap((key) => topics.get(key) ?? [])
  if (fresh.length === 0) return known
  const made = await sql<{ key: string; topicNo: number }>`
    insert into item_topic (key, kind, texts)
    select decode(key, 'hex'), kind, array(select jsonb_array_elements_text(texts::jsonb))
    from unnest(${fresh.map((t) => t.key)}::text[], ${fresh.map((t) => t.kind)}::text[],
      ${fresh.map((t) => JSON.stringify(t.texts))}::text[]) as t (key, kind, texts)
    on conflict (key) do nothing returning encode(key, 'hex') as key, topic_no as "topicNo"`.execute(tx)
  const pairs = made.rows.flatMap(({ key, topicNo }) => [...gramsOfTopic(topics.get(key))].map((gram) => ({ gram, topicNo })))
  await sql`
    insert into item_gram (gram, topic_no)
    select * from unnest(${pairs.map((p) => p.gram)}::text[], ${pairs.map((p) => p.topicNo)}::int[])`.execute(tx)
  return made.rows.length === fresh.length
    ? new Map([...known, ...made.rows.map((row): [string, number] => [row.key, row.topicNo])])
    : knownTopics(tx, keys) // somebody else made one of them meanwhile
}

function gramsOfTopic(topic: Topic | undefined): Set<string> {
  return new Set((topic?.texts ?? []).flatMap(gramsOf))
}

async function knownTopics(tx: Tx, keys: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; topicNo: number }>`
    select encode(key, 'hex') as key, topic_no as "topicNo" from item_topic
    where key = any(array(select decode(k, 'hex') from unnest(${keys}::text[]) as k))`.execute(tx)
  return new Map(rows.map((row) => [row.key, row.topicNo]))
}
