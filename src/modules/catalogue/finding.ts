import type { Tx } from '../../kernel/db/index.ts'
import { chainOfCodes } from '../region/index.ts'
import type { Audience, Found, ShelfPage, Shelves } from './contract.ts'
import { type Browsing, findListed, itemsOfPlace, itemsOfShelf, itemsOfTopics, matchesFor, shelves } from './listing.ts'
import { normalised, rank } from './ranking.ts'

/**
 * Items for what a person typed: names, aliases, departments, or a code. Best first; among equals the chosen place before those above it.
 * 'sure' only when a name or alias is exactly what was typed; 'none' rather than something far-fetched. Without a question: the items of
 * the place in the order of their codes.
 *
 * @param query.area  2 to 12 digits of a division; places above that serve it come after
 * @param query.limit 1 to 50
 */
export async function findItems(tx: Tx, query: { q?: string; area?: string; limit: number }, at: Date): Promise<Found> {
  const { q, limit } = query
  const chain = query.area === undefined ? null : chainOfCodes(query.area)
  if (q === undefined || q.trim() === '') return unsure(await itemsOfPlace(tx, chain, at, limit))

  const coded = await findListed(tx, q.trim(), at)
  if (coded !== undefined) return { answer: 'sure', items: [coded] }
  if (normalised(q) === '') return { answer: 'none', items: [] }

  const { candidates, frequencies, total } = await matchesFor(tx, q)
  const ranked = rank(q, candidates, frequencies, total)
  const exact = ranked.filter(({ isExact }) => isExact).length
  const found = await itemsOfTopics(tx, tiersOf(ranked), chain, at, limit)
  const items = found.map(({ item }) => item)
  return exact > 0 && found[0]?.tier === tierOf(exactScore) ? { answer: 'sure', items } : unsure(items)
}

/** A page of the items of a department, of a theme, for an audience. `area` as above. */
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

const exactScore = 2

/** Marks that differ by less than a fiftieth count as equal, so that the nearer place goes first. */
function tierOf(score: number): number {
  return Math.round((exactScore - score) * 50)
}

function tiersOf(ranked: readonly { topicNo: number; score: number }[]) {
  return ranked.map(({ topicNo, score }) => ({ topicNo, tier: tierOf(score) }))
}

function unsure(items: Found['items']): Found {
  return { answer: items.length === 0 ? 'none' : 'unsure', items }
}
