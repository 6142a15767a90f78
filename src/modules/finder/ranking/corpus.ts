import { beyondMean } from './beyond-mean.ts'
import { directionOfQuestion, directionOfTopic, type Embedding } from './embedding.ts'
import { type Lexicon, leastInitials } from './lexicon.ts'
import { type Mark, type Marks, markNames } from './marks.ts'
import { Postings, Sums, Vocabulary } from './postings.ts'
import { inSlices } from './slices.ts'
import { initialsOf } from './sound.ts'
import { gramsOf } from './text.ts'
import type { Topic } from './topic.ts'

/** A topic that may be meant, with its marks, before they are weighed. */
export type Candidate = {
  readonly topic: number
  readonly marks: Marks
  /** What a local model says of it, 0 to 1; 0 without one. */
  readonly modelled: number
}

/** A question with the topics it may mean. */
export type Asked = {
  readonly candidates: readonly Candidate[]
  /** Characters of its content. */
  readonly length: number
  /** The part of its words, by weight, that anything here holds. */
  readonly known: number
}

/** Characters of a question that are read: nobody asks longer. */
export const mostCharacters = 200

const fieldWeights = { name: 3, alias: 2.5, mainName: 1, said: 0.7, department: 0.6 }
const saturation = 1.2
const lengthPart = 0.4
const singleCharacter = 0.3
const group = 1.2
/** As many candidates are looked at closely. */
const mostCandidates = 60
/** A question of so many characters that a name holds as they stand is about what is called so. */
export const leastHeld = 3
/** Characters of a question up to which it is compared with names character by character. */
const mostInOrder = 16
/** An item of which nobody has said anything yet: as if somebody had said something about as near as its name is. */
const unsaid = 0.9
/** As many are taken by direction alone. */
const mostByDirection = 40

/** A text by which a topic is called: its name or an alias. */
type Text = { readonly topic: number; readonly length: number }

/** What people say of a topic, as directions, one after another; made when the topic is first looked at closely, or before. */
type Said = { readonly weights: readonly number[]; readonly directions: Float32Array }

/** Everything that can be found, in memory, ready to be asked. */
export class Corpus {
  readonly lexicon: Lexicon
  readonly embedding: Embedding | null
  readonly topics: Topic[] = []
  readonly #vocabulary = new Vocabulary()
  readonly #factors: number[] = []
  readonly #inTopics = new Postings()
  readonly #inTexts = new Postings()
  readonly #texts: Text[] = []
  readonly #said: (Said | undefined)[] = []
  readonly #names: string[] = []
  readonly #initials: string[] = []
  readonly #lengths: number[] = []
  #lengthSum = 0
  #directions = new Float32Array(0)
  /** Texts as they stand, with the topics they belong to. */
  readonly #exact = new Map<string, number[]>()
  readonly #sums = new Sums()
  readonly #coverage = new Sums()
  readonly #dots = new Sums()

  constructor(lexicon: Lexicon, embedding: Embedding | null) {
    this.lexicon = lexicon
    this.embedding = embedding
  }

  /** Adds topics; each gets the next number. How rare a word is, is counted over all of them before their texts are measured. */
  async add(topics: readonly Topic[]): Promise<void> {
    const first = this.topics.length
    const rest = inSlices()
    this.#directions = this.#room(this.#directions, first + topics.length)
    for (const topic of topics) {
      this.#addTopic(topic)
      await rest()
    }
    for (const [at, topic] of topics.entries()) {
      this.#addTexts(first + at, topic)
      await rest()
    }
  }

  /**
   * Topics that a question may mean, the likeliest somewhere among them, not yet in order.
   *
   * @param isAmong 1 for each topic that may be found; null: all
   * @param given   how near a local model sees each topic, -1 where it says nothing, so that the direction stands in; null: there is none
   */
  ask(question: string, isAmong: Uint8Array | null, given: Float32Array | null = null): Asked {
    const asked = this.lexicon.spelledOut(this.lexicon.plain(question).slice(0, mostCharacters))
    if (asked === '') return { candidates: [], length: 0, known: 0 }
    const content = this.lexicon.content(asked)
    const direction = this.embedding && directionOfQuestion(this.embedding, this.lexicon, asked)
    const nearness = direction === null ? null : this.#nearness(direction)
    const modelled = given === null ? null : this.#completed(given, nearness, isAmong)
    const { best, own, known, length } = this.#sumTokens(asked, content)
    const texts = this.#bestTexts(length)

    const bare = content.replaceAll(' ', '')
    const isSpelled = /^[a-z]+$/.test(bare) && bare.length >= leastInitials
    const chosen = this.#choose(isAmong, best, own, texts, [nearness, modelled], isSpelled ? bare : null)
    const exact = new Set([...(this.#exact.get(asked) ?? []), ...(this.#exact.get(content) ?? [])])
    const parts = content.split(' ')
    const holding = chosen.filter((topic) => holdsAll(this.#names[topic] ?? '', parts)).length
    const made = chosen.map((topic): Candidate => {
      const name = this.#names[topic] ?? ''
      const isHeld = holdsAll(name, parts)
      const near = nearness?.[topic] ?? 0
      const values: Record<Mark, number> = {
        words: best === 0 ? 0 : this.#sums.get(topic) / best,
        name: texts.get(topic) ?? 0,
        coverage: own === 0 ? 0 : this.#coverage.get(topic) / own,
        isExact: exact.has(topic) ? 1 : 0,
        isInName: isHeld || (isSpelled && (this.#initials[topic] ?? '').includes(bare)) ? 1 : 0,
        isAlone: isHeld && bare.length >= leastHeld ? 1 / holding : 0,
        beginsName: isHeld && name.startsWith(parts[0] ?? '') ? 1 : 0,
        inOrder: bare.length > mostInOrder ? 0 : inOrder(bare, name) / bare.length,
        holdsName: bare.includes(name) ? 1 : 0,
        direction: near,
        saidDirection: direction === null ? 0 : Math.max(unsaid * near, this.#nearestSaying(direction, topic)),
      }
      return { topic, marks: inRow(values), modelled: modelled?.[topic] ?? 0 }
    })
    for (const sums of [this.#sums, this.#coverage, this.#dots]) sums.clear()
    return { candidates: made, length: bare.length, known: own === 0 ? 0 : known / own }
  }

  /** Works out beforehand what people say of the topics that it holds. */
  async prepare(): Promise<void> {
    const rest = inSlices()
    for (let topic = 0; topic < this.topics.length; topic++) {
      this.#saidOf(topic)
      await rest()
    }
  }

  #addTopic(topic: Topic): void {
    const no = this.topics.push(topic) - 1
    const { lexicon } = this
    const name = lexicon.plain(topic.name)
    this.#names.push(name.replaceAll(' ', ''))
    this.#initials.push(initialsOf(name, lexicon.words.sounds))
    const weights = new Map<number, number>()
    const field = (text: string, weight: number) => {
      for (const token of this.#tokensOf(text)) weights.set(token, (weights.get(token) ?? 0) + weight)
    }
    field(name, fieldWeights.name)
    for (const alias of topic.aliases) field(lexicon.plain(alias), fieldWeights.alias)
    if (topic.mainName !== null) field(lexicon.plain(topic.mainName), fieldWeights.mainName)
    field(lexicon.plain(topic.department), fieldWeights.department)
    for (const { text, weight } of topic.says) field(lexicon.content(lexicon.plain(text)), fieldWeights.said * weight)
    let length = 0
    for (const [token, weight] of weights) {
      this.#inTopics.push(token, no, weight)
      length += weight
    }
    this.#lengths.push(length)
    this.#lengthSum += length
  }

  #addTexts(no: number, topic: Topic): void {
    const { lexicon, embedding } = this
    const own = new Set([topic.name, ...topic.aliases].map((text) => lexicon.plain(text)))
    for (const text of own) this.#addText(no, text)
    for (const { text, weight } of topic.says) if (weight === 1) this.#addExact(no, lexicon.plain(text))
    if (embedding !== null) this.#directions.set(directionOfTopic(embedding, lexicon, topic), no * embedding.size)
  }

  #addText(topic: number, text: string): void {
    if (text === '') return
    this.#addExact(topic, text)
    const tokens = this.#tokensOf(text)
    const id = this.#texts.push({ topic, length: lengthOf(tokens.map((token) => this.#weight(token))) }) - 1
    for (const token of tokens) this.#inTexts.push(token, id, 1)
  }

  #addExact(topic: number, text: string): void {
    for (const exact of new Set([text, this.lexicon.content(text)]))
      this.#exact.set(exact, [...(this.#exact.get(exact) ?? []), topic])
  }

  /** Adds up BM25 of all topics and the dots of all texts. @returns the most a topic can reach, and the weights of the question */
  #sumTokens(asked: string, content: string) {
    const weights = new Map<number, number>()
    let own = 0
    let known = 0
    for (const word of new Set([...gramsOf(content), ...this.lexicon.groupsOf(asked)])) {
      const token = this.#vocabulary.find(word)
      const weight = token === undefined ? this.#strange(word) : this.#weight(token)
      own += weight
      if (token === undefined) continue
      known += weight
      weights.set(token, weight)
    }
    const meanLength = this.#lengthSum / Math.max(1, this.topics.length)
    let best = 0
    for (const [token, weight] of weights) {
      best += weight * (saturation + 1)
      const { ids, weights: held, count } = this.#inTopics.of(token)
      for (let at = 0; at < count; at++) {
        const topic = ids[at] ?? 0
        const part = held[at] ?? 0
        const damped = part + saturation * (1 - lengthPart + (lengthPart * (this.#lengths[topic] ?? 0)) / meanLength)
        this.#sums.add(topic, (weight * part * (saturation + 1)) / damped)
        this.#coverage.add(topic, weight)
      }
      const inTexts = this.#inTexts.of(token)
      const other = this.#weight(token)
      for (let at = 0; at < inTexts.count; at++) this.#dots.add(inTexts.ids[at] ?? 0, weight * other)
    }
    return { best, own, known, length: lengthOf([...weights.values()]) }
  }

  /** For each topic how near the nearest of the texts is by which it is called, 0 to 1. */
  #bestTexts(length: number): Map<number, number> {
    const best = new Map<number, number>()
    for (const id of this.#dots.touched) {
      const text = this.#texts[id]
      if (text === undefined) continue
      const near = this.#dots.get(id) / (length * text.length || 1)
      if (near > (best.get(text.topic) ?? 0)) best.set(text.topic, near)
    }
    return best
  }

  #choose(
    isAmong: Uint8Array | null,
    best: number,
    own: number,
    texts: ReadonlyMap<number, number>,
    directed: readonly [own: Float32Array | null, modelled: Float32Array | null],
    initials: string | null,
  ): number[] {
    const rough = new Float64Array(this.topics.length)
    const near = (topic: number) => 2 * (directed[0]?.[topic] ?? 0) + 2 * (directed[1]?.[topic] ?? 0)
    for (const topic of this.#sums.touched) {
      if (isAmong !== null && isAmong[topic] !== 1) continue
      const whole = this.#coverage.get(topic) >= own - 1e-9 ? 1 : 0
      rough[topic] = whole + this.#sums.get(topic) / (best || 1) + (texts.get(topic) ?? 0) + near(topic)
    }
    for (const one of directed) {
      for (const topic of one === null ? [] : highest(one, isAmong, mostByDirection)) rough[topic] ||= near(topic)
    }
    if (initials !== null) {
      for (const [topic, all] of this.#initials.entries()) if (all.includes(initials)) rough[topic] = (rough[topic] ?? 0) + 1
    }
    return highest(rough, isAmong, mostCandidates)
  }

  #nearness(direction: Float32Array): Float32Array {
    const size = direction.length
    const near = new Float32Array(this.topics.length)
    for (let topic = 0; topic < near.length; topic++) near[topic] = dot(direction, this.#directions, topic * size)
    return near
  }

  /** Where a local model says nothing yet, the direction stands in. */
  #completed(given: Float32Array, nearness: Float32Array | null, isAmong: Uint8Array | null): Float32Array {
    const found = [...given.keys()].filter((topic) => isAmong === null || isAmong[topic] === 1)
    if (found.every((topic) => (given[topic] ?? 0) >= 0)) return given
    const own = Float32Array.from(nearness ?? given.map(() => 0))
    beyondMean(own, found)
    return given.map((value, topic) => (value < 0 ? (own[topic] ?? 0) : value))
  }

  #nearestSaying(direction: Float32Array, topic: number): number {
    const { weights, directions } = this.#saidOf(topic)
    let best = 0
    for (const [at, weight] of weights.entries())
      best = Math.max(best, weight * dot(direction, directions, at * direction.length))
    return best
  }

  #saidOf(topic: number): Said {
    const known = this.#said[topic]
    if (known !== undefined) return known
    const { embedding, lexicon } = this
    const says = embedding === null ? [] : (this.topics[topic]?.says ?? [])
    const directions = new Float32Array(says.length * (embedding?.size ?? 0))
    for (const [at, { text }] of says.entries()) {
      if (embedding !== null) directions.set(directionOfQuestion(embedding, lexicon, lexicon.plain(text)), at * embedding.size)
    }
    const made = { weights: says.map(({ weight }) => weight), directions }
    this.#said[topic] = made
    return made
  }

  #tokensOf(text: string): number[] {
    const words = gramsOf(text)
    for (const mark of this.lexicon.groupsOf(text)) words.add(mark)
    return [...words].map((word) => this.#tokenOf(word))
  }

  #tokenOf(word: string): number {
    const token = this.#vocabulary.add(word)
    if (this.#factors[token] === undefined) this.#factors[token] = factorOf(word)
    return token
  }

  #weight(token: number): number {
    return (this.#factors[token] ?? 1) * rarity(this.topics.length, this.#inTopics.count(token))
  }

  #strange(word: string): number {
    return factorOf(word) * rarity(this.topics.length, 0)
  }

  #room(vectors: Float32Array<ArrayBuffer>, rows: number): Float32Array<ArrayBuffer> {
    const needed = rows * (this.embedding?.size ?? 0)
    if (needed <= vectors.length) return vectors
    const more = new Float32Array(Math.max(needed, Math.ceil(vectors.length * 1.5)))
    more.set(vectors)
    return more
  }
}

/** Marks in the order in which weights stand. */
function inRow(values: Readonly<Record<Mark, number>>): Marks {
  const marks = new Float64Array(markNames.length)
  for (const [at, name] of markNames.entries()) marks[at] = values[name]
  return marks
}

function isSingle(word: string): boolean {
  return [...word].length === 1
}

function factorOf(word: string): number {
  if (word.startsWith('=')) return group
  return isSingle(word) ? singleCharacter : 1
}

function rarity(all: number, holding: number): number {
  return Math.log(1 + (all - Math.min(all, holding) + 0.5) / (holding + 0.5))
}

function lengthOf(weights: readonly number[]): number {
  return Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0))
}

function dot(a: Float32Array, all: Float32Array, from: number): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (all[from + at] as number)
  return sum
}

/** The places of the highest values above zero, of those that count. @param counts 1 for each that does; null: all */
function highest(values: Float32Array | Float64Array, counts: Uint8Array | null, most: number): number[] {
  const best: number[] = []
  let least = 0
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0
    if (value <= least || (counts !== null && counts[at] !== 1)) continue
    best.push(at)
    if (best.length < most * 4) continue
    best.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0)).length = most
    least = values[best.at(-1) ?? 0] ?? 0
  }
  return best.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0)).slice(0, most)
}

/** Whether a name holds every part of a question. */
function holdsAll(name: string, parts: readonly string[]): boolean {
  return parts.every((part) => name.includes(part))
}

/** How many characters of a question stand in a name in the same order, others between them. */
function inOrder(question: string, name: string): number {
  let before = new Uint8Array(name.length + 1)
  let row = new Uint8Array(name.length + 1)
  for (const character of question) {
    for (let at = 1; at <= name.length; at++)
      row[at] = name[at - 1] === character ? (before[at - 1] ?? 0) + 1 : Math.max(before[at] ?? 0, row[at - 1] ?? 0)
    ;[before, row] = [row, before]
  }
  return before[name.length] ?? 0
}
