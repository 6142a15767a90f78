import type { Tx } from '../../kernel/db/index.ts'
import { type NewTopics, topicsAfter, topicsOfAreas } from '../catalogue/index.ts'
import { withKept } from './knowing/rules.ts'
import { readKept } from './knowing/store.ts'
import type { Knowledge } from './knowledge.ts'
import { type LocalModel, modelOf } from './local/taking-part.ts'
import { type Asked, type Candidate, Corpus } from './ranking/corpus.ts'
import { type Marks, weigh } from './ranking/marks.ts'
import { Names } from './ranking/names.ts'
import { coreOf, SayingBook } from './ranking/sayings.ts'
import type { Place } from './store.ts'

/** A topic that a question may mean: its number in the list, and how much speaks for it. */
export type Ranked = {
  readonly topicNo: number
  readonly score: number
  /** Of the score what a local model has no part in. */
  readonly own: number
  readonly marks: Marks
  /** The local model's mark, 0 to 1; 0 without one. */
  readonly modelled: number
  /** Staff have said so in these words. */
  readonly isTold: boolean
}

/**
 * The distinct items of a list, in the memory of this process, and which of them the areas asked for last have. Grows with what items are
 * called, not with how many carry them out; what is no longer in force stays and is left out when items are picked.
 */
export class Memory {
  readonly corpus: Corpus
  readonly knowledge: Knowledge
  /** The last row of what staff know that it knows. */
  readonly kept: number
  readonly #book: SayingBook
  readonly #names: Names
  readonly #positions = new Map<number, number>()
  readonly #topicNos: number[] = []
  readonly #byArea = new Map<string, readonly number[]>()
  change = -1
  /** The local model that takes part; null: none. */
  model: LocalModel | null = null
  /** The last rows about models that it knows of. */
  seen = { model: 0, vector: 0 }

  constructor(knowledge: Knowledge, kept = 0) {
    const { lexicon, embedding, sayings } = knowledge
    this.knowledge = knowledge
    this.kept = kept
    this.corpus = new Corpus(lexicon, embedding)
    this.#book = new SayingBook(sayings)
    this.#names = new Names(lexicon)
  }

  /** The number of the newest topic that it holds. */
  get newest(): number {
    return this.#topicNos.at(-1) ?? 0
  }

  /** Takes in topics that it does not hold yet, and forgets which areas have which. Others are served meanwhile; one list at a time. */
  async learn({ change, topics }: NewTopics): Promise<void> {
    const fresh = topics.filter(({ topicNo }) => !this.#positions.has(topicNo))
    for (const { topicNo } of fresh) this.#positions.set(topicNo, this.#topicNos.push(topicNo) - 1)
    const said = fresh.map((topic) => ({ ...topic, says: this.#book.of(topic.name) }))
    await this.corpus.add(said)
    await this.#names.add(said)
    this.#byArea.clear()
    this.change = change
  }

  /**
   * Topics that a question may mean, the likeliest first.
   *
   * @param isAmong  from `mask`; null: all
   * @param modelled where the local model sees the question; null: not asked
   */
  rank(
    question: string,
    isAmong: Uint8Array | null,
    modelled: Float32Array | null = null,
  ): Omit<Asked, 'candidates'> & { ranked: Ranked[] } {
    const near = modelled === null ? null : (this.model?.vectors.nearness(modelled, isAmong) ?? null)
    const { candidates, ...asked } = this.corpus.ask(question, isAmong, near)
    const told = this.knowledge.told?.get(this.knowledge.lexicon.plain(question.slice(0, mostTold)))
    const ranked = candidates
      .map((candidate) => this.#ranked(candidate, told))
      .sort((a, b) => b.score - a.score || a.topicNo - b.topicNo)
    return { ...asked, ranked }
  }

  /** Topics that what was typed may become, the nearest first. @param isAmong as in rank */
  complete(typed: string, isAmong: Uint8Array | null, most: number): number[] {
    return this.#names.complete(typed, isAmong, most).map((topic) => this.#topicNos[topic] ?? -1)
  }

  #ranked({ topic, marks, modelled }: Candidate, told: ReadonlySet<string> | undefined): Ranked {
    const isTold = told?.has(coreOf(this.corpus.topics[topic]?.name ?? '')) === true
    const own = weigh(marks, this.knowledge.weights) + (isTold ? toldWeight : 0)
    const score = own + (this.model?.weight ?? 0) * modelled
    return { topicNo: this.#topicNos[topic] ?? -1, score, own, marks, modelled, isTold }
  }

  /** 1 for each of these topics. */
  mask(topicNos: Iterable<number>): Uint8Array {
    const mask = new Uint8Array(this.#topicNos.length)
    for (const topicNo of topicNos) mask[this.#positions.get(topicNo) ?? -1] = 1
    return mask
  }

  /** 1 for each topic that an area of a chain has. Areas asked for lately are not read again until the list changes. */
  async maskOf(tx: Tx, chain: readonly string[]): Promise<Uint8Array> {
    const strange = chain.filter((area) => !this.#byArea.has(area))
    const topicsOf = new Map(chain.map((area) => [area, this.#byArea.get(area) ?? []]))
    const { change } = this
    const read = strange.length === 0 ? new Map<string, number[]>() : await topicsOfAreas(tx, strange)
    for (const area of strange) topicsOf.set(area, read.get(area) ?? [])
    if (change === this.change) this.#keep(topicsOf)
    return this.mask([...topicsOf.values()].flat())
  }

  /** The areas asked for last stay. */
  #keep(topicsOf: ReadonlyMap<string, readonly number[]>): void {
    for (const [area, topicNos] of topicsOf) {
      this.#byArea.delete(area)
      this.#byArea.set(area, topicNos)
    }
    for (const oldest of this.#byArea.keys()) {
      if (this.#byArea.size <= mostAreas) break
      this.#byArea.delete(oldest)
    }
  }
}

const mostAreas = 2_000
const mostMemories = 4
/** What staff have told goes before everything that is only likely. */
const toldWeight = 10
/** Characters of a question that staff can have told. */
const mostTold = 200

/** One for each database that this process serves. */
const memories = new Map<string, { memory: Memory; learning: Promise<void> | null }>()

/** The memory of a list as it stands now. What others have changed is taken in first. */
export async function currentMemory(tx: Tx, place: Place, knowledge: Knowledge): Promise<Memory> {
  const known = memories.get(place.key) ?? { memory: new Memory(knowledge), learning: null }
  memories.set(place.key, known)
  for (const oldest of memories.keys()) {
    if (memories.size <= mostMemories) break
    memories.delete(oldest)
  }
  while (isBehind(known.memory, place)) {
    const others = known.learning
    if (others === null) {
      const mine = learn(tx, known.memory, place, knowledge).then((memory) => {
        known.memory = memory
      })
      known.learning = mine
      await mine.finally(() => {
        known.learning = null
      })
    } else await others.catch(() => {}) // another call's: whether it sufficed is looked at again
  }
  return known.memory
}

/** Whether a local model takes part in any list of this process. */
export function isModelled(): boolean {
  return [...memories.values()].some(({ memory }) => memory.model !== null)
}

function isBehind({ change, kept, seen }: Memory, place: Place): boolean {
  return change < place.change || kept < place.kept || seen.model < place.model || seen.vector < place.vector
}

/** What a memory lacks it takes in; when staff have changed what is known, another one is made. */
async function learn(tx: Tx, memory: Memory, place: Place, knowledge: Knowledge): Promise<Memory> {
  if (memory.kept >= place.kept) {
    if (memory.change < place.change) await memory.learn(await topicsAfter(tx, memory.newest))
    return withModel(tx, memory, place)
  }
  const { no, kept } = await readKept(tx)
  const other = new Memory(withKept(knowledge, kept), no)
  await other.learn(await topicsAfter(tx, other.newest))
  return withModel(tx, other, place)
}

async function withModel(tx: Tx, memory: Memory, { model, vector }: Place): Promise<Memory> {
  memory.model = await modelOf(tx, memory.corpus.topics, memory.model)
  memory.seen = { model, vector }
  return memory
}
