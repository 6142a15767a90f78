import type { Tx } from '../../kernel/db/index.ts'
import { type ListedSince, listedSince } from '../catalogue/index.ts'
import type { Knowledge } from './knowledge.ts'
import { type Asked, type Candidate, Corpus } from './ranking/corpus.ts'
import { type Marks, type Weights, weigh } from './ranking/marks.ts'
import { SayingBook } from './ranking/sayings.ts'

/** A topic that a question may mean: its number in the list, and how much speaks for it. */
export type Ranked = { readonly topicNo: number; readonly score: number; readonly marks: Marks }

/** The distinct items of a list with the places that have them, in the memory of this process. Grows with the list; what is no longer in force stays and is left out when items are picked. */
export class Memory {
  readonly corpus: Corpus
  readonly #weights: Weights
  readonly #book: SayingBook
  readonly #positions = new Map<number, number>()
  readonly #topicNos: number[] = []
  readonly #byArea = new Map<string, Set<number>>()
  readonly #masks = new Map<string, Uint8Array>()
  change = -1

  constructor({ lexicon, embedding, sayings, weights }: Knowledge) {
    this.corpus = new Corpus(lexicon, embedding)
    this.#weights = weights
    this.#book = new SayingBook(sayings)
  }

  /** Takes in what has changed since `change`. */
  learn({ change, topics, places }: ListedSince): void {
    const fresh = topics.filter(({ topicNo }) => !this.#positions.has(topicNo))
    for (const { topicNo } of fresh) this.#positions.set(topicNo, this.#topicNos.push(topicNo) - 1)
    this.corpus.add(fresh.map((topic) => ({ ...topic, says: this.#book.of(topic.name) })))
    for (const { area, topicNos } of places) {
      const known = this.#byArea.get(area) ?? new Set()
      for (const topicNo of topicNos) known.add(this.#positions.get(topicNo) ?? -1)
      this.#byArea.set(area, known)
    }
    this.#masks.clear()
    this.change = change
  }

  /** Topics that a question may mean, the likeliest first. @param chain codes of the areas that serve the place; null: all */
  rank(question: string, chain: readonly string[] | null): Omit<Asked, 'candidates'> & { ranked: Ranked[] } {
    const { candidates, ...asked } = this.corpus.ask(question, chain === null ? null : this.#mask(chain))
    const ranked = candidates
      .map((candidate) => this.#ranked(candidate))
      .sort((a, b) => b.score - a.score || a.topicNo - b.topicNo)
    return { ...asked, ranked }
  }

  #ranked({ topic, marks }: Candidate): Ranked {
    return { topicNo: this.#topicNos[topic] ?? -1, score: weigh(marks, this.#weights), marks }
  }

  /** Which topics the areas of a chain have. */
  #mask(chain: readonly string[]): Uint8Array {
    const key = chain.filter((area) => this.#byArea.has(area)).join()
    const known = this.#masks.get(key)
    if (known !== undefined) return known
    const mask = new Uint8Array(this.#topicNos.length)
    for (const area of chain) for (const topic of this.#byArea.get(area) ?? []) mask[topic] = 1
    if (this.#masks.size >= mostMasks) this.#masks.clear()
    this.#masks.set(key, mask)
    return mask
  }
}

const mostMasks = 500
const mostMemories = 4

/** One for each database that this process serves. */
const memories = new Map<string, { memory: Memory; learning: Promise<void> }>()

/** The memory of a list as it stands now. What others have changed is taken in first. */
export async function currentMemory(
  tx: Tx,
  place: { readonly key: string; readonly change: number },
  knowledge: Knowledge,
): Promise<Memory> {
  const known = memories.get(place.key) ?? { memory: new Memory(knowledge), learning: Promise.resolve() }
  memories.set(place.key, known)
  for (const oldest of memories.keys()) {
    if (memories.size <= mostMemories) break
    memories.delete(oldest)
  }
  await known.learning.catch(() => {})
  if (known.memory.change >= place.change) return known.memory
  known.learning = learn(tx, known.memory)
  await known.learning
  return known.memory
}

async function learn(tx: Tx, memory: Memory): Promise<void> {
  memory.learn(await listedSince(tx, memory.change < 0 ? null : memory.change))
}
