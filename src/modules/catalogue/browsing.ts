import type { Tx } from '../../kernel/db/index.ts'
import { chainOfCodes } from '../region/index.ts'
import type { Audience, ShelfPage, Shelves } from './contract.ts'
import { type Browsing, itemsOfShelf, shelves } from './listing.ts'

/** A page of the items of a department, of a theme, for an audience. @param asked.area 2 to 12 digits of a division; places above it count */
export async function browse(tx: Tx, { area, limit, ...asked }: Browsing & { area?: string }, at: Date): Promise<ShelfPage> {
  const chain = area === undefined ? null : chainOfCodes(area)
  const rows = await itemsOfShelf(tx, { ...asked, limit: limit + 1 }, chain, at)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.code ?? null) : null }
}

/** By what one may browse in a place. */
export async function shelvesOf(tx: Tx, asked: { area?: string; audience?: Audience }, at: Date): Promise<Shelves> {
  return shelves(tx, asked.audience, asked.area === undefined ? null : chainOfCodes(asked.area), at)
}
