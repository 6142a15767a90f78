import { sql } from 'kysely'
import { prepared, type Tx } from '../../kernel/db/index.ts'
import type { ItemDefinition, ItemState, Limit } from './contract.ts'

/** An item with its newest version, whether in force or not yet. */
export type Item = {
  readonly itemId: string
  readonly code: string
  readonly state: ItemState
  readonly no: number
  readonly effectiveAt: Date | null
  readonly digest: Buffer | null
  /** Digest of the list's version that the newest one stands on, or its own: what a row of the list is compared with. */
  readonly listedDigest: Buffer | null
}

/** A version as it stands in the table. */
export type Version = {
  readonly versionId: string
  readonly itemId: string
  readonly no: number
  readonly effectiveAt: Date
  readonly definition: ItemDefinition
  readonly digest: Buffer
  readonly source: string
  readonly author: string
  readonly approval: string
}

/**
 * Locks the items with these codes, in the order of code, so that two writers cannot wait for each other in a ring. The newest versions are
 * read by a second statement: the first one's snapshot may be older than what the writer it waited for has committed. Only items that were
 * locked are read: one that appears between the two statements is not ours yet.
 */
export async function lockItems(tx: Tx, codes: readonly string[]): Promise<Item[]> {
  const { rows: locked } = await sql<{ code: string }>`
    select code from item where code = any(${codes}::text[]) order by code for update`.execute(tx)
  const { rows } = await sql<Item>`
    select i.item_id as "itemId", code, state, coalesce(newest.no, 0) as no, effective_at as "effectiveAt", digest,
      coalesce(decode(base, 'hex'), digest) as "listedDigest"
    from item i left join lateral (
      select no, effective_at, digest, definition -> 'details' ->> 'base' as base from item_version v where v.item_id = i.item_id order by no desc limit 1
    ) newest on true
    where code = any(${locked.map((item) => item.code)}::text[])`.execute(tx)
  return rows
}

/** Adds items under new codes; one that somebody else added meanwhile stays as it is. */
export async function insertItems(tx: Tx, items: readonly { itemId: string; code: string }[]): Promise<void> {
  await sql`
    insert into item (item_id, code, state)
    select item_id, code, 'active' from unnest(${items.map((i) => i.itemId)}::uuid[], ${items.map((i) => i.code)}::text[]) as i (item_id, code)
    on conflict (code) do nothing`.execute(tx)
}

export async function insertVersions(tx: Tx, versions: readonly Version[]): Promise<void> {
  await sql`
    insert into item_version (version_id, item_id, no, effective_at, definition, digest, source, author, approval)
    select version_id, item_id, no, effective_at, definition::jsonb, decode(digest, 'hex'), source, author, approval
    from unnest(${versions.map((v) => v.versionId)}::uuid[], ${versions.map((v) => v.itemId)}::uuid[],
      ${versions.map((v) => v.no)}::int[], ${versions.map((v) => v.effectiveAt)}::timestamptz[],
      ${versions.map((v) => JSON.stringify(v.definition))}::text[], ${versions.map((v) => v.digest.toString('hex'))}::text[],
      ${versions.map((v) => v.source)}::text[], ${versions.map((v) => v.author)}::text[], ${versions.map((v) => v.approval)}::text[])
      as v (version_id, item_id, no, effective_at, definition, digest, source, author, approval)`.execute(tx)
}

export async function setState(tx: Tx, itemId: string, state: ItemState): Promise<void> {
  await tx.updateTable('item').set({ state }).where('item_id', '=', itemId).execute()
}

export async function findItem(tx: Tx, code: string): Promise<{ itemId: string; state: ItemState } | undefined> {
  const row = await tx.selectFrom('item').select(['item_id as itemId', 'state']).where('code', '=', code).executeTakeFirst()
  return row && { itemId: row.itemId, state: row.state as ItemState }
}

/** Of an item the version in force at an instant: the newest of those whose time has come; and the item's state. */
export async function findInForce(tx: Tx, code: string, at: Date): Promise<{ versionId: string; state: ItemState } | null> {
  return (await inForce.run(tx, [code, at]))[0] ?? null
}

const inForce = prepared<[code: string, at: Date], { versionId: string; state: ItemState }>(`
  select version_id as "versionId", state
  from item i, lateral (
    select version_id from item_version v
    where v.item_id = i.item_id and effective_at <= $2 order by effective_at desc, no desc limit 1
  ) newest
  where code = $1`)

export async function findVersionById(tx: Tx, versionId: string): Promise<Version | undefined> {
  return versions(tx).where('version_id', '=', versionId).executeTakeFirst() as Promise<Version | undefined>
}

export async function findVersionByNo(tx: Tx, itemId: string, no: number): Promise<Version | undefined> {
  return versions(tx).where('item_id', '=', itemId).where('no', '=', no).executeTakeFirst() as Promise<Version | undefined>
}

/** What the newest version under a code says, in force or not yet. */
export async function findNewest(tx: Tx, code: string): Promise<ItemDefinition | undefined> {
  const row = await tx
    .selectFrom('item')
    .innerJoin('item_version', 'item_version.item_id', 'item.item_id')
    .select('definition')
    .where('code', '=', code)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.definition as ItemDefinition | undefined
}

/** The versions of an item without their definitions, newest first. */
export async function versionHeads(tx: Tx, itemId: string, limit: number) {
  return tx
    .selectFrom('item_version')
    .select(['version_id as versionId', 'no', 'effective_at as effectiveAt', 'digest', 'source', 'author', 'approval'])
    .select(sql<Limit | null>`nullif(definition -> 'legalLimit', 'null')`.as('legalLimit'))
    .select(sql<Limit | null>`nullif(definition -> 'promisedLimit', 'null')`.as('promisedLimit'))
    .where('item_id', '=', itemId)
    .orderBy('no', 'desc')
    .limit(limit)
    .execute()
}

/** Notes codes met in a run of import; those already met come back with the line they first stood on. */
export async function noteImported(
  tx: Tx,
  runId: string,
  rows: readonly { code: string; line: number }[],
): Promise<Map<string, number>> {
  const codes = rows.map(({ code }) => code)
  const before = await tx
    .selectFrom('item_import_row')
    .select(['code', 'line'])
    .where('run_id', '=', runId)
    .where('code', '=', sql<string>`any(${codes})`)
    .execute()
  await sql`
    insert into item_import_row (run_id, code, line)
    select ${runId}::uuid, * from unnest(${codes}::text[], ${rows.map(({ line }) => line)}::int[])
    on conflict do nothing`.execute(tx)
  return new Map(before.map(({ code, line }) => [code, line]))
}

export async function forgetImport(tx: Tx, runId: string): Promise<void> {
  await tx.deleteFrom('item_import_row').where('run_id', '=', runId).execute()
}

function versions(tx: Tx) {
  return tx
    .selectFrom('item_version')
    .select(['version_id as versionId', 'item_id as itemId', 'no', 'effective_at as effectiveAt'])
    .select(['definition', 'digest', 'source', 'author', 'approval'])
}

/** The newest version of an item that nobody has described further: the list's own word. */
export async function findListed(tx: Tx, code: string): Promise<{ no: number; definition: ItemDefinition } | undefined> {
  const { rows } = await sql<{ no: number; definition: ItemDefinition }>`
    select no, definition from item_version v join item i using (item_id)
    where code = ${code} and not definition ? 'details' order by no desc limit 1`.execute(tx)
  return rows[0]
}

/** The version of an item with a content, if it was ever published. */
export async function findVersionByDigest(tx: Tx, code: string, digest: Buffer): Promise<{ no: number } | undefined> {
  const { rows } = await sql<{ no: number }>`
    select no from item_version v join item i using (item_id) where code = ${code} and digest = ${digest} order by no desc limit 1`.execute(
    tx,
  )
  return rows[0]
}
