/** Chance that can be repeated: the same seed gives the same throws. Nothing secret may come from it. */
export type Dice = {
  /** A fraction, 0 ≤ x < 1. */
  fraction(): number
  /** A whole number from `least` to `most`, both possible. */
  between(least: number, most: number): number
  /** Whether something of this probability happens. */
  happens(probability: number): boolean
  /** One of a list, which must not be empty. */
  pick<T>(list: readonly T[]): T
  /** Dice of their own for a part, so that one part's throws do not move another's. */
  of(name: string): Dice
}

/** Dice for a seed. */
export function diceOf(seed: string): Dice {
  let state = hashOf(seed)
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0 // mulberry32
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    fraction,
    between: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    happens: (probability) => fraction() < probability,
    pick: (list) => {
      const found = list[Math.floor(fraction() * list.length)]
      if (found === undefined) throw new RangeError('nothing to pick from')
      return found
    },
    of: (name) => diceOf(`${seed}/${name}`),
  }
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash | 0
}
