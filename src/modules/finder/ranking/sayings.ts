import { gramsOf } from './text.ts'
import type { Saying } from './topic.ts'

/** A name this much like the name of an item whose sayings are known has them too, with so much less weight. */
const leastLikeness = 0.7
const mostLike = 2

/**
 * What people say of items, by the name of the item, so that an item of a list imported later has them when it is called the same or
 * nearly so.
 */
export class SayingBook {
  readonly #says = new Map<string, readonly string[]>()
  readonly #names: { readonly says: readonly string[]; readonly length: number }[] = []
  readonly #byGram = new Map<string, number[]>()

  constructor(sayings: Iterable<readonly [string, readonly string[]]>) {
    for (const [name, says] of sayings) {
      const core = coreOf(name)
      this.#says.set(core, [...(this.#says.get(core) ?? []), ...says])
    }
    for (const [core, says] of this.#says) {
      const grams = pairsOf(core)
      const at = this.#names.push({ says, length: grams.length }) - 1
      for (const gram of grams) this.#byGram.set(gram, [...(this.#byGram.get(gram) ?? []), at])
    }
  }

  /** What is said of an item of this name. */
  of(name: string): Saying[] {
    const core = coreOf(name)
    const own = this.#says.get(core)
    if (own !== undefined) return own.map((text) => ({ text, weight: 1 }))
    const grams = pairsOf(core)
    const shared = new Map<number, number>()
    for (const gram of grams) for (const at of this.#byGram.get(gram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1)
    return [...shared]
      .map(([at, count]) => ({ at, likeness: (2 * count) / (grams.length + (this.#names[at]?.length ?? 0)) }))
      .filter(({ likeness }) => likeness >= leastLikeness)
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, mostLike)
      .flatMap(({ at, likeness }) => (this.#names[at]?.says ?? []).map((text) => ({ text, weight: likeness * likeness })))
  }
}

/** A name without what differs from list to list: the level it is carried out at, marks, the province that it begins with. */
export function coreOf(name: string): string {
  const core = name
    .normalize('NFKC')
    .replace(/\((?:[省市县区]级)?(?:行使|权限|办理|及以下)?\)/g, '')
    .replace(/\(据省政府令[^)]*\)/g, '')
    .replace(/^\p{Script=Han}{2,3}(?:省|自治区)/u, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return core === '' ? name : core
}

function pairsOf(text: string): string[] {
  return [...gramsOf(text)].filter((gram) => [...gram].length > 1)
}
