import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import copy from 'pg-copy-streams'
import { canonical, sm3Hex } from '../../../kernel/canonical.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Now } from '../../../kernel/now.ts'
import type { Implementation } from './implementations.ts'

/** What stands of an item in the tables, cut where its own code, area and ids go. */
type Original = {
  readonly canonical: readonly string[]
  readonly definition: readonly string[]
  readonly listing: readonly string[]
}

const chunk = 5_000
const own = { code: '\u0001', area: '\u0002', version: '\u0003', item: '\u0004' }

/**
 * Puts implementations of items that are there already into the tables of items, versions and listings by COPY: what an import would have
 * written, but for the events of the log, which no search reads.
 *
 * @param onProgress told now and then how many there are
 */
export async function copyIn(
  owner: pg.ClientBase,
  all: Iterable<Implementation>,
  now: Now,
  onProgress: (made: number) => void,
): Promise<number> {
  const originals = await originalsOf(owner)
  const indexes = await withoutIndexes(owner)
  const at = now.at.toISOString()
  let made = 0
  let [items, versions, listings]: string[][] = [[], [], []]
  const flush = async () => {
    await into(owner, 'item (item_id, code, state)', items ?? [])
    await into(
      owner,
      'item_version (version_id, item_id, no, effective_at, definition, digest, source, author, approval)',
      versions ?? [],
    )
    await into(owner, `item_listing (${listingColumns.join(', ')})`, listings ?? [])
    ;[items, versions, listings] = [[], [], []]
    onProgress(made)
  }
  for (const { original, area, code } of all) {
    const parts = originals.get(original)
    if (parts === undefined) continue // a row that the import refused
    const ids = { item: newId(now.at), version: newId(now.at) }
    const digest = sm3Hex(parts.canonical.join(area))
    items?.push(`${ids.item}\t${code}\tactive\n`)
    versions?.push(
      `${ids.version}\t${ids.item}\t1\t${at}\t${parts.definition.join(area)}\t\\\\x${digest}\tmeasurement\tsystem\tmeasurement\n`,
    )
    listings?.push(`${parts.listing.map((part) => filledIn(part, { ...ids, area, code })).join('')}\n`)
    made += 1
    if (made % chunk === 0) await flush()
  }
  await flush()
  for (const definition of indexes) await owner.query(definition)
  await owner.query('update item_change set no = no + 1')
  await owner.query('vacuum analyze item, item_version, item_listing, item_topic')
  await owner.query('checkpoint') // what a heap of rows leaves to be written is not what is measured
  return made
}

function filledIn(part: string, { item, version, area, code }: Record<keyof typeof own, string>): string {
  if (part === own.item) return item
  if (part === own.version) return version
  if (part === own.area) return area
  return part === own.code ? code : part
}

const listingColumns = [
  'version_id',
  'item_id',
  'code',
  'area_code',
  'type_code',
  'state',
  'name',
  'main_name',
  'department',
  'name_topic',
  'from_at',
  'until_at',
  'themes',
  'audiences',
  'readiness',
  'time_limit',
] as const

async function originalsOf(owner: pg.ClientBase): Promise<Map<string, Original>> {
  const columns = listingColumns.map((column) => `l.${column}::text as ${column}`).join(', ')
  const { rows } = await owner.query<Record<string, string | null> & { definition: object & { areaCode: string } }>(
    `select ${columns}, v.definition from item_listing l join item_version v using (version_id) order by l.from_at`,
  )
  const marks: Readonly<Record<string, string>> = {
    version_id: own.version,
    item_id: own.item,
    code: own.code,
    area_code: own.area,
  }
  return new Map(
    rows.map((row) => {
      const definition = { ...row.definition, areaCode: own.area }
      const cut = JSON.stringify(own.area).slice(1, -1)
      const line = listingColumns
        .map((column) => marks[column] ?? (row[column] === null ? '\\N' : escaped(row[column] ?? '')))
        .join('\t')
      return [
        row.code ?? '',
        {
          canonical: canonical(definition).split(cut),
          definition: escaped(JSON.stringify(definition).replaceAll(cut, own.area)).split(own.area),
          listing: line.split(new RegExp(`([${Object.values(own).join('')}])`)),
        },
      ]
    }),
  )
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}

/** Takes the indexes of large tables away, so that rows come in fast. @returns how to make them again */
async function withoutIndexes(owner: pg.ClientBase): Promise<string[]> {
  const { rows } = await owner.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where schemaname = 'public' and tablename in ('item_listing', 'item_version') and indexdef not like 'CREATE UNIQUE%'`,
  )
  for (const { name } of rows) await owner.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

/** Lines in large pieces, so that making them costs little. */
async function into(client: pg.ClientBase, table: string, lines: readonly string[]): Promise<void> {
  const pieces = function* () {
    for (let from = 0; from < lines.length; from += 500) yield lines.slice(from, from + 500).join('')
  }
  await pipeline(Readable.from(pieces()), client.query(copy.from(`copy ${table} from stdin`)))
}
