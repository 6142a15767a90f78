/** For each token the documents that hold it, with a weight: lists that grow, in typed arrays. */
export class Postings {
  readonly #ids: Int32Array[] = []
  readonly #weights: Float32Array[] = []
  readonly #counts: number[] = []

  push(token: number, id: number, weight: number): void {
    const count = this.#counts[token] ?? 0
    let ids = this.#ids[token]
    let weights = this.#weights[token]
    if (ids === undefined || weights === undefined || count === ids.length) {
      const size = count === 0 ? 2 : Math.ceil(count * 1.6)
      ids = grown(ids, new Int32Array(size))
      weights = grown(weights, new Float32Array(size))
      this.#ids[token] = ids
      this.#weights[token] = weights
    }
    ids[count] = id
    weights[count] = weight
    this.#counts[token] = count + 1
  }

  /** How many documents hold a token. */
  count(token: number): number {
    return this.#counts[token] ?? 0
  }

  /** The documents of a token and their weights; only the first `count` entries count. */
  of(token: number): { ids: Int32Array; weights: Float32Array; count: number } {
    return { ids: this.#ids[token] ?? none, weights: this.#weights[token] ?? noWeights, count: this.count(token) }
  }
}

const none = new Int32Array(0)
const noWeights = new Float32Array(0)

function grown<A extends Int32Array | Float32Array>(old: A | undefined, bigger: A): A {
  if (old !== undefined) bigger.set(old)
  return bigger
}

/** Numbers of strings, given in the order in which they are first met. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>()

  /** The number of a string, a new one when it has none. */
  add(word: string): number {
    const known = this.#numbers.get(word)
    if (known !== undefined) return known
    this.#numbers.set(word, this.#numbers.size)
    return this.#numbers.size - 1
  }

  find(word: string): number | undefined {
    return this.#numbers.get(word)
  }

  get size(): number {
    return this.#numbers.size
  }
}

/** Sums by document that are emptied without going over all documents. */
export class Sums {
  #values = new Float64Array(1_024)
  #touched: number[] = []

  add(id: number, value: number): void {
    if (id >= this.#values.length) {
      const more = new Float64Array(Math.max(id + 1, this.#values.length * 2))
      more.set(this.#values)
      this.#values = more
    }
    if (this.#values[id] === 0) this.#touched.push(id)
    this.#values[id] = (this.#values[id] ?? 0) + value
  }

  get(id: number): number {
    return this.#values[id] ?? 0
  }

  get touched(): readonly number[] {
    return this.#touched
  }

  clear(): void {
    for (const id of this.#touched) this.#values[id] = 0
    this.#touched = []
  }
}
