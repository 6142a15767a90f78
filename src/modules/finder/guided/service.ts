import type { Tx } from '../../../kernel/db/index.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { itemsNamed, namesListed } from '../../catalogue/index.ts'
import { chainOfCodes } from '../../region/index.ts'
import { type Entry, type Led, type Step, UnknownEntry } from './contract.ts'
import { type Leaf, type Tree, trees } from './data.ts'
import { follow, nameOf, namesBelow } from './rules.ts'

const allNames = [...new Set(trees.flatMap(namesBelow))]

/**
 * The life events that lead to at least one item in a place, or anywhere.
 *
 * @param area 2 to 12 digits of a division; absent: every place
 */
export async function entriesOf(tx: Tx, { area }: { area?: string }, at: Date): Promise<Entry[]> {
  const there = await namesListed(tx, allNames, chainOf(area), at)
  return trees.filter((tree) => namesBelow(tree).some((name) => there.has(name))).map(headOf)
}

/**
 * The next question of an entry after some answers, or the items that they lead to: own place first, then those above it.
 *
 * @param asked.path answers so far, as in the contract; what leads to nothing here is as if not given
 * @throws Refusal(UnknownEntry)
 */
export async function stepOf(tx: Tx, asked: { entry: string; path?: string; area?: string }, at: Date): Promise<Step> {
  const tree = trees.find(({ code }) => code === asked.entry)
  if (tree === undefined) throw new Refusal(UnknownEntry, { entry: asked.entry })
  const chain = chainOf(asked.area)
  const there = await namesListed(tx, namesBelow(tree), chain, at)
  const followed = follow(tree, asked.path?.split('.') ?? [], (name) => there.has(name))
  const { answered } = followed
  if (followed.leaf === null) {
    const { question, choices } = followed
    return { entry: headOf(tree), answered, question, choices, items: [] }
  }
  return { entry: headOf(tree), answered, question: null, choices: [], items: await ledTo(tx, followed.leaf, chain, at) }
}

/** The items of a leaf, in its order: what comes first is to be done first. */
async function ledTo(tx: Tx, leaf: Leaf, chain: readonly string[] | null, at: Date): Promise<Led[]> {
  const found = await itemsNamed(tx, leaf.items.map(nameOf), chain, at, mostOfName)
  return leaf.items.flatMap((named) => {
    const { why = null, known = {} } = typeof named === 'string' ? {} : named
    return (found.get(nameOf(named)) ?? []).map((item) => ({ item, why, known }))
  })
}

/** Places that handle the same item are shown up to this many: without a place chosen there may be thousands. */
const mostOfName = 4

function headOf({ code, audience, name, about }: Tree): Entry {
  return { code, audience, name, about }
}

function chainOf(area: string | undefined): readonly string[] | null {
  return area === undefined ? null : chainOfCodes(area)
}
