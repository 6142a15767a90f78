import type { Embedding, Table } from '../ranking/embedding.ts'

/** A question with the topic it means. */
export type Sample = { readonly topic: number; readonly tokens: readonly string[] }

/** What a topic is called, as tokens with factors; topics of one pool are found in one place and must be told apart. */
export type Called = { readonly tokens: ReadonlyMap<string, number>; readonly pool: string }

export type Training = {
  readonly size: number
  readonly epochs: number
  /** A token of questions or of names that stands in fewer of them is left out. */
  readonly leastCount: number
  /** How many tokens of a question are left out at random, so that none is relied upon alone. */
  readonly dropped: number
  /** How many questions are heard but not read: their sounds alone stay. */
  readonly heard: number
  readonly step: number
  readonly seed: number
}

export const usualTraining: Training = { size: 64, epochs: 3, leastCount: 2, dropped: 0.4, heard: 0.12, step: 0.12, seed: 1 }

const batchSize = 128

/**
 * Learns what tokens mean: each question is to point at its topic rather than at any other of the same pool (softmax over all of them,
 * AdaGrad). The same samples give the same numbers.
 */
export function trainEmbedding(
  samplesOf: (epoch: number, random: () => number) => readonly Sample[],
  topics: readonly Called[],
  training: Training,
  onEpoch: (epoch: number, loss: number) => void = () => {},
): Embedding {
  const random = numbers(training.seed)
  const { size } = training
  const first = samplesOf(0, random)
  const said = new Tokens(
    first.map(({ tokens }) => tokens),
    training,
    random,
  )
  const called = new Tokens(
    topics.map(({ tokens }) => [...tokens.keys()]),
    training,
    random,
  )
  const names = topics.map(({ tokens }) => called.weighted([...tokens]))
  const pools = [...new Set(topics.map(({ pool }) => pool))].map((pool) =>
    topics.flatMap((topic, at) => (topic.pool === pool ? [at] : [])),
  )

  for (let epoch = 0; epoch < training.epochs; epoch++) {
    const samples = epoch === 0 ? first : samplesOf(epoch, random)
    let loss = 0
    for (const pool of pools) {
      const places = new Map(pool.map((topic, at) => [topic, at]))
      const mine = shuffled(
        samples.filter(({ topic }) => places.has(topic)),
        random,
      )
      for (let from = 0; from < mine.length; from += batchSize) {
        const batch = mine.slice(from, from + batchSize).map(({ topic, tokens }) => ({
          place: places.get(topic) ?? 0,
          parts: said.weighted(thinned(tokens, training, random).map((token) => [token, 1])),
        }))
        loss += step(
          batch,
          pool.map((topic) => names[topic] ?? []),
          said,
          called,
          size,
          training.step,
        )
      }
    }
    onEpoch(epoch, loss / samples.length)
  }
  return { size, said: said.table(), called: called.table() }
}

type Part = { readonly row: number; readonly weight: number }

/** One step: moves what the tokens of these questions and of all names mean. @returns how far off it was */
function step(
  batch: readonly { readonly place: number; readonly parts: readonly Part[] }[],
  names: readonly (readonly Part[])[],
  said: Tokens,
  called: Tokens,
  size: number,
  rate: number,
): number {
  const topics = new Float32Array(names.length * size)
  for (const [at, parts] of names.entries()) called.addTo(topics, at * size, parts)
  const pulls = new Float32Array(names.length * size)
  const chances = new Float32Array(names.length)
  let loss = 0
  for (const { place, parts } of batch) {
    const question = new Float32Array(size)
    said.addTo(question, 0, parts)
    let most = Number.NEGATIVE_INFINITY
    for (let at = 0; at < chances.length; at++) {
      let sum = 0
      const from = at * size
      for (let k = 0; k < size; k++) sum += (question[k] as number) * (topics[from + k] as number)
      chances[at] = sum
      if (sum > most) most = sum
    }
    let all = 0
    for (let at = 0; at < chances.length; at++) {
      const chance = Math.exp((chances[at] as number) - most)
      chances[at] = chance
      all += chance
    }
    loss -= Math.log((chances[place] as number) / all + 1e-9)
    const pull = new Float32Array(size)
    for (let at = 0; at < chances.length; at++) {
      const gain = (at === place ? 1 : 0) - (chances[at] as number) / all
      if (gain > -1e-4 && gain < 1e-4) continue
      const from = at * size
      for (let k = 0; k < size; k++) {
        pull[k] = (pull[k] as number) + gain * (topics[from + k] as number)
        pulls[from + k] = (pulls[from + k] as number) + gain * (question[k] as number)
      }
    }
    said.move(pull, 0, parts, rate)
  }
  for (const [at, parts] of names.entries()) called.move(pulls, at * size, parts, rate)
  return loss
}

/** The tokens of one side, with their vectors as they are learned. */
class Tokens {
  readonly #size: number
  readonly #rows = new Map<string, number>()
  readonly #rarity: number[] = []
  readonly #vectors: Float32Array
  readonly #moved: Float32Array

  constructor(texts: readonly (readonly string[])[], { size, leastCount }: Training, random: () => number) {
    this.#size = size
    const counts = new Map<string, number>()
    for (const text of texts) for (const token of text) counts.set(token, (counts.get(token) ?? 0) + 1)
    for (const [token, count] of counts) {
      if (count < leastCount) continue
      this.#rows.set(token, this.#rows.size)
      this.#rarity.push(Math.log(1 + texts.length / count) / Math.log(1 + texts.length))
    }
    this.#vectors = Float32Array.from({ length: this.#rows.size * size }, () => (random() - 0.5) * 0.6)
    this.#moved = new Float32Array(this.#vectors.length).fill(1e-2)
  }

  /** Known tokens with weights whose squares add up to one. */
  weighted(tokens: readonly (readonly [string, number])[]): Part[] {
    const parts = tokens.flatMap(([token, factor]) => {
      const row = this.#rows.get(token)
      return row === undefined ? [] : [{ row, weight: factor * (this.#rarity[row] ?? 0) }]
    })
    const length = Math.hypot(...parts.map(({ weight }) => weight)) || 1
    return parts.map(({ row, weight }) => ({ row, weight: weight / length }))
  }

  addTo(sum: Float32Array, from: number, parts: readonly Part[]): void {
    for (const { row, weight } of parts) {
      const begin = row * this.#size
      for (let k = 0; k < this.#size; k++)
        sum[from + k] = (sum[from + k] as number) + weight * (this.#vectors[begin + k] as number)
    }
  }

  move(pull: Float32Array, from: number, parts: readonly Part[], rate: number): void {
    for (const { row, weight } of parts) {
      const begin = row * this.#size
      for (let k = 0; k < this.#size; k++) {
        const gain = weight * (pull[from + k] as number)
        if (gain === 0) continue
        const moved = (this.#moved[begin + k] as number) + gain * gain
        this.#moved[begin + k] = moved
        this.#vectors[begin + k] = (this.#vectors[begin + k] as number) + (rate * gain) / Math.sqrt(moved)
      }
    }
  }

  table(): Table {
    const scales = new Float32Array(this.#rows.size)
    const vectors = new Int8Array(this.#vectors.length)
    for (let row = 0; row < scales.length; row++) {
      const from = row * this.#size
      let most = 0
      for (let k = 0; k < this.#size; k++) most = Math.max(most, Math.abs(this.#vectors[from + k] ?? 0))
      scales[row] = most / 127
      for (let k = 0; k < this.#size; k++)
        vectors[from + k] = most === 0 ? 0 : Math.round(((this.#vectors[from + k] ?? 0) / most) * 127)
    }
    return { rows: this.#rows, weights: Float32Array.from(this.#rarity), scales, vectors }
  }
}

function thinned(tokens: readonly string[], { dropped, heard }: Training, random: () => number): readonly string[] {
  if (random() < heard) {
    const sounds = tokens.filter((token) => token.startsWith('~'))
    if (sounds.length > 0) return sounds
  }
  const kept = tokens.filter(() => random() >= dropped)
  return kept.length === 0 ? tokens : kept
}

function shuffled<T>(list: T[], random: () => number): T[] {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const [a, b] = [list[at] as T, list[other] as T]
    list[at] = b
    list[other] = a
  }
  return list
}

/** Random numbers from 0 to 1, the same for the same seed. */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
