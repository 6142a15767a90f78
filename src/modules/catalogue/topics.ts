import { sql } from 'kysely'
import { canonical, sm3Hex } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import type { ItemDefinition } from './contract.ts'
import { departmentOf } from './department.ts'

/** What an item is called, apart from where it is carried out. */
export type ListedTopic = {
  readonly topicNo: number
  readonly name: string
  readonly aliases: readonly string[]
  readonly mainName: string | null
  /** Without the name of its place: 广安区民政局 and 区民政局 are 民政局. */
  readonly department: string
}

/** Topics that a process may not know yet. */
export type NewTopics = {
  /** The newest change that is in it. */
  readonly change: number
  readonly topics: readonly ListedTopic[]
}

/** A text as names are compared: compatibility forms unified, lower case, letters and digits alone. */
export function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Whoever will change the list says so before locking any item, so that two who change it cannot wait for each other in a ring. */
export async function lockList(tx: Tx): Promise<void> {
  await sql`select from item_change for update`.execute(tx)
}

/** Takes the next number of change; until this transaction ends nobody else changes the list. */
export async function takeChange(tx: Tx): Promise<void> {
  await sql`update item_change set no = no + 1`.execute(tx)
}

/** The number of the newest change. */
export async function newestChange(tx: Tx): Promise<number> {
  const { no } = await tx.selectFrom('item_change').select('no').executeTakeFirstOrThrow()
  return Number(no)
}

/** Topics beyond a number, in the order of their numbers: whoever makes one holds the list, so that none appears below it later. */
export async function topicsAfter(tx: Tx, topicNo: number): Promise<NewTopics> {
  const change = await newestChange(tx)
  const { rows: topics } = await sql<ListedTopic>`
    select topic_no as "topicNo", name, aliases, main_name as "mainName", department from item_topic
    where topic_no > ${topicNo} order by topic_no`.execute(tx)
  return { change, topics }
}

/** Which topics areas have of their own, those no longer in force among them. @param areas codes; null: all areas there are */
export async function topicsOfAreas(tx: Tx, areas: readonly string[] | null): Promise<Map<string, number[]>> {
  const { rows } = await sql<{ area: string; topicNos: number[] }>`
    select area_code as area, array_agg(distinct name_topic) as "topicNos" from item_listing
    where ${areas === null ? sql`true` : sql`area_code = any(${areas}::text[])`} group by area_code`.execute(tx)
  return new Map(rows.map(({ area, topicNos }) => [area, topicNos]))
}

/** The topics of the newest versions under these codes. */
export async function topicsOfCodes(tx: Tx, codes: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ code: string; topicNo: number }>`
    select code, name_topic as "topicNo" from item_listing where code = any(${codes}::text[]) order by from_at`.execute(tx)
  return new Map(rows.map(({ code, topicNo }) => [code, topicNo]))
}

/** The numbers of the topics of these definitions, in their order; new ones are made. */
export async function topicsFor(tx: Tx, definitions: readonly ItemDefinition[]): Promise<number[]> {
  const keys = definitions.map(keyOf)
  const all = new Map(definitions.map((definition, at) => [keys[at] ?? '', definition]))
  const known = await knownTopics(tx, [...all.keys()])
  const fresh = [...all].filter(([key]) => !known.has(key)).sort(([a], [b]) => (a < b ? -1 : 1))
  if (fresh.length > 0) {
    await sql`
      insert into item_topic (key, texts, name, aliases, main_name, department)
      select decode(key, 'hex'), array(select jsonb_array_elements_text(texts::jsonb)), name,
        array(select jsonb_array_elements_text(aliases::jsonb)), main_name, department
      from unnest(${fresh.map(([key]) => key)}::text[], ${fresh.map(([, { name, aliases }]) => JSON.stringify([name, ...aliases].map(normalised)))}::text[],
        ${fresh.map(([, { name }]) => name)}::text[], ${fresh.map(([, { aliases }]) => JSON.stringify(aliases))}::text[],
        ${fresh.map(([, { mainName }]) => mainName)}::text[], ${fresh.map(([, { organ }]) => departmentOf(organ.name))}::text[])
        as t (key, texts, name, aliases, main_name, department)
      on conflict (key) do nothing`.execute(tx)
    for (const [key, topicNo] of await knownTopics(
      tx,
      fresh.map(([key]) => key),
    ))
      known.set(key, topicNo)
  }
  return keys.map((key) => known.get(key) ?? missing(key))
}

function keyOf({ name, aliases, mainName, organ }: ItemDefinition): string {
  return sm3Hex(canonical([name, [...aliases], mainName, departmentOf(organ.name)]))
}

async function knownTopics(tx: Tx, keys: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; topicNo: number }>`
    select encode(key, 'hex') as key, topic_no as "topicNo" from item_topic
    where key = any(array(select decode(k, 'hex') from unnest(${keys}::text[]) as k))`.execute(tx)
  return new Map(rows.map((row) => [row.key, row.topicNo]))
}

function missing(key: string): never {
  throw new Error(`topic ${key} was not added`)
}
