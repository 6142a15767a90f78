import { sm3Hex } from '../../../kernel/canonical.ts'
import { beyondMean } from '../ranking/beyond-mean.ts'
import type { Topic } from '../ranking/topic.ts'

/** Sayings of a topic that a model is shown, and characters of all. */
const mostSaid = 8
const mostCharacters = 400

/** What a model is shown of a topic. */
export function shownText({ name, mainName, department, says }: Topic): string {
  const said = says.slice(0, mostSaid).map(({ text }) => text)
  return [name, mainName, department, ...said].filter(Boolean).join('。').slice(0, mostCharacters)
}

export function digestOf(text: string): string {
  return sm3Hex(text)
}

/** Where a model sees the topics of a list, as far as it has been asked. */
export class Vectors {
  /** Numbers of a vector. */
  readonly size: number
  #vectors = new Float32Array(0)
  #isKnown = new Uint8Array(0)
  #count = 0
  /** Texts that the model has not been asked for, by digest, with the places of their topics. */
  readonly #missing = new Map<string, { readonly text: string; readonly topics: number[] }>()

  constructor(size: number) {
    this.size = size
  }

  /** Takes in topics that it does not hold yet. @param topics all of them, in the order of the list */
  take(topics: readonly Topic[]): void {
    const room = Math.max(topics.length, Math.ceil(this.#count * 1.5))
    if (topics.length * this.size > this.#vectors.length) {
      this.#vectors = grown(this.#vectors, new Float32Array(room * this.size))
      this.#isKnown = grown(this.#isKnown, new Uint8Array(room))
    }
    for (let at = this.#count; at < topics.length; at++) {
      const text = shownText(topics[at] as Topic)
      const digest = digestOf(text)
      const others = this.#missing.get(digest)
      if (others === undefined) this.#missing.set(digest, { text, topics: [at] })
      else others.topics.push(at)
    }
    this.#count = topics.length
  }

  /** Texts that are missing, by digest. */
  missing(): { readonly digest: string; readonly text: string }[] {
    return [...this.#missing].map(([digest, { text }]) => ({ digest, text }))
  }

  /** Puts the direction of a text where it was missing; one of another size is left out. */
  put(digest: string, vector: Float32Array): void {
    if (vector.length !== this.size) return
    for (const topic of this.#missing.get(digest)?.topics ?? []) {
      this.#vectors.set(vector, topic * this.size)
      this.#isKnown[topic] = 1
    }
    this.#missing.delete(digest)
  }

  /**
   * How near a question lies to each topic beyond the mean, 0 to 1; -1 where the model was not asked, or that may not be found.
   *
   * @returns null when the question's direction is of another size
   */
  nearness(question: Float32Array, isAmong: Uint8Array | null): Float32Array | null {
    if (question.length !== this.size) return null
    const near = new Float32Array(this.#count).fill(-1)
    const asked: number[] = []
    for (let topic = 0; topic < this.#count; topic++) {
      if (this.#isKnown[topic] !== 1 || (isAmong !== null && isAmong[topic] !== 1)) continue
      near[topic] = dot(question, this.#vectors, topic * this.size)
      asked.push(topic)
    }
    beyondMean(near, asked)
    return near
  }
}

function grown<T extends Float32Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}

function dot(a: Float32Array, all: Float32Array, from: number): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (all[from + at] as number)
  return sum
}
