import type { Tx } from '../../kernel/db/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type ItemDefinition, type ItemState, NotReady, Suspended, UnknownItem, UnknownVersion, Withdrawn } from './contract.ts'
import { lacksOf } from './rules.ts'
import * as store from './store.ts'

/** A version of an item, with the item it belongs to and the item's present state. */
export type VersionInForce = store.Version & { readonly code: string; readonly state: ItemState }

/**
 * The version of an item in force at an instant: the one a case received then is bound to.
 *
 * @throws Refusal(UnknownItem) no such code, or no version in force yet
 * @source 行政许可法 30 (what is published binds)
 */
export async function versionInForce(tx: Tx, itemCode: string, at: Date): Promise<VersionInForce> {
  const found = await store.findInForce(tx, itemCode, at)
  if (found === null) throw new Refusal(UnknownItem, { code: itemCode })
  return { ...(await versionById(tx, found.versionId)), code: itemCode, state: found.state }
}

/**
 * The version under which a new application may be received now.
 *
 * @throws Refusal(UnknownItem) outside the catalogue
 * @throws Refusal(Withdrawn)   cancelled; recorded
 * @throws Refusal(Suspended)   not carried out for now; recorded
 * @throws Refusal(NotReady)    materials or limit not published
 */
export async function openVersion(tx: Tx, itemCode: string, at: Date): Promise<VersionInForce> {
  const version = await versionInForce(tx, itemCode, at)
  if (version.state === 'withdrawn') throw new Refusal(Withdrawn, { code: itemCode })
  if (version.state === 'suspended') throw new Refusal(Suspended, { code: itemCode })
  const lacks = lacksOf(version.definition)
  if (lacks.length > 0) throw new Refusal(NotReady, { code: itemCode, lacks })
  return version
}

/**
 * A version of an item by its number, in force or not.
 *
 * @throws Refusal(UnknownItem), Refusal(UnknownVersion)
 */
export async function versionByNo(tx: Tx, itemCode: string, no: number): Promise<VersionInForce> {
  const item = await itemOf(tx, itemCode)
  const version = await store.findVersionByNo(tx, item.itemId, no)
  if (version === undefined) throw new Refusal(UnknownVersion, { code: itemCode })
  return { ...version, code: itemCode, state: item.state }
}

/** A version by its id, whole. @throws RangeError if there is none: whoever holds an id got it from here */
export async function versionById(tx: Tx, versionId: string): Promise<store.Version> {
  const known = recent.get(versionId) ?? (await store.findVersionById(tx, versionId))
  if (known === undefined) throw new RangeError(`no item version ${versionId}`)
  remember(known)
  return known
}

/** What a version says. Versions never change, so that a case on its way reads none from the database. */
export async function definitionOf(tx: Tx, versionId: string): Promise<ItemDefinition> {
  return (await versionById(tx, versionId)).definition
}

export async function itemOf(tx: Tx, code: string): Promise<{ itemId: string; state: ItemState }> {
  const item = await store.findItem(tx, code)
  if (item === undefined) throw new Refusal(UnknownItem, { code })
  return item
}

/** Versions used last, the oldest first. An id is never given twice, so that what a rolled-back transaction left here harms nobody. */
const recent = new Map<string, store.Version>()
const mostRecent = 2_000

function remember(version: store.Version): void {
  recent.delete(version.versionId)
  recent.set(version.versionId, version)
  for (const oldest of recent.keys()) {
    if (recent.size <= mostRecent) break
    recent.delete(oldest)
  }
}
