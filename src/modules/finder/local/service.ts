import { type Database, type Tx, transaction } from '../../../kernel/db/index.ts'
import { dayOf, type Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { topicsAfter } from '../../catalogue/index.ts'
import { chainOfCodes } from '../../region/index.ts'
import type { Found, ModelShown } from '../contract.ts'
import type { Labelled } from '../fitting/index.ts'
import { masked, withKept } from '../knowing/rules.ts'
import { readKept } from '../knowing/store.ts'
import { shippedDigest, shippedKnowledge } from '../knowledge.ts'
import { isModelled, Memory } from '../memory.ts'
import { mostCharacters } from '../ranking/corpus.ts'
import { SayingBook } from '../ranking/sayings.ts'
import { findItems } from '../service.ts'
import { readPlace } from '../store.ts'
import { ModelNotGoodEnough } from './contract.ts'
import { Questions } from './questions.ts'
import { faultsOf, fitWeight } from './rules.ts'
import { ModelFailure, type ModelServer } from './server.ts'
import { type ModelState, openedModel, standingModel, stateOf } from './standing.ts'
import { addRecord, addVectors, knownDigests, type Measured, type ModelRecord, readRecords } from './store.ts'
import { digestOf, shownText, Vectors } from './vectors.ts'

/** So many texts go to the model in one call, which may take so long; so many calls are written at once. */
const batch = 32
const batchMs = 120_000
const callsAtOnce = 8

/**
 * Where the local model sees a question, asked before the transaction so that nobody holds a connection meanwhile. What may say who asks is
 * struck out, though the model is the centre's own.
 *
 * @returns null: no model takes part, or it said nothing in time
 */
export async function directionOf(question: string | undefined): Promise<Float32Array | null> {
  const opened = openedModel()
  if (opened === null || question === undefined || !isModelled()) return null
  return askedOf(opened.questions, question)
}

async function askedOf(questions: Questions, question: string): Promise<Float32Array | null> {
  const asked = masked(question.slice(0, mostCharacters)).trim()
  return asked === '' ? null : questions.directionOf(asked)
}

let filled = ''

/**
 * Asks the model that takes part for the topics that it has not been asked for, and keeps what it says.
 *
 * @returns how many it was asked for
 * @throws ModelFailure what it said before is kept
 */
export async function fillVectors(database: Database): Promise<number> {
  const opened = openedModel()
  const todo = opened === null ? null : await transaction(database, unknownTexts)
  if (opened === null || todo === null) return 0
  for (let from = 0; from < todo.texts.length; from += batch * callsAtOnce) {
    const rows = await embedded(opened.server, todo.texts.slice(from, from + batch * callsAtOnce))
    if (rows.some(({ vector }) => vector.length !== todo.dimensions)) throw new ModelFailure('wrong_vector')
    await transaction(database, (tx) => addVectors(tx, todo.no, rows))
  }
  if (todo.texts.length === 0) filled = todo.key
  return todo.texts.length
}

type Text = { readonly digest: string; readonly text: string }

async function unknownTexts(tx: Tx): Promise<{ key: string; no: number; dimensions: number; texts: readonly Text[] } | null> {
  const standing = await standingModel(tx)
  if (standing === null) return null
  const place = await readPlace(tx)
  const key = [place.key, standing.no, place.change, place.kept].join(' ')
  if (filled === key) return null
  const { sayings } = withKept(shippedKnowledge(), (await readKept(tx)).kept)
  const book = new SayingBook(sayings)
  const known = await knownDigests(tx, standing.no)
  const { topics } = await topicsAfter(tx, 0)
  const texts = new Map(
    topics.map((topic) => {
      const text = shownText({ ...topic, says: book.of(topic.name) })
      return [digestOf(text), text]
    }),
  )
  for (const digest of known) texts.delete(digest)
  const { dimensions } = standing.measured
  return { key, no: standing.no, dimensions, texts: [...texts].map(([digest, text]) => ({ digest, text })) }
}

async function embedded(
  server: ModelServer,
  texts: readonly Text[],
  onBatch: (done: number) => void = () => {},
): Promise<{ digest: string; vector: Float32Array }[]> {
  const rows: { digest: string; vector: Float32Array }[] = []
  for (let from = 0; from < texts.length; from += batch) {
    const some = texts.slice(from, from + batch)
    const vectors = await server.embed(
      some.map(({ text }) => text),
      batchMs,
    )
    for (const [at, { digest }] of some.entries()) {
      const vector = vectors[at]
      if (vector === undefined) throw new ModelFailure('wrong_count')
      rows.push({ digest, vector })
    }
    onBatch(rows.length)
  }
  return rows
}

/** A model to be tried, and how long a question waits for it. */
export type TriedModel = { readonly server: ModelServer; readonly limitMs: number }

/** A model at work beside the finder as it ships, for an examination; nobody else notices. */
export type ModelTrial = {
  readonly measured: Omit<Measured, 'marks'>
  /** Topics that it was asked for. */
  readonly topics: number
  /** What is found without it. */
  without(tx: Tx, query: { q: string; area: string; limit: number }, at: Date): Promise<Found>
  /** Where it sees a question, as when it takes part: null when it says nothing in time. */
  direction(question: string): Promise<Float32Array | null>
  with(tx: Tx, query: { q: string; area: string; limit: number; modelled: Float32Array | null }, at: Date): Promise<Found>
}

/**
 * Asks a model for all topics of a list and for questions, and fits the weight of its mark to them.
 *
 * @param lessons questions for tuning and short phrases, never of the frozen half
 * @throws ModelFailure
 */
export async function tryModel(
  database: Database,
  { server, limitMs }: TriedModel,
  lessons: readonly Labelled[],
  say: (line: string) => void,
): Promise<ModelTrial> {
  const memory = new Memory(shippedKnowledge())
  await memory.learn(await transaction(database, (tx) => topicsAfter(tx, 0)))
  await memory.corpus.prepare()
  const asked = await embedded(
    server,
    lessons.map(({ query }) => ({ digest: query, text: masked(query.slice(0, mostCharacters)) })),
  )
  const dimensions = asked[0]?.vector.length ?? 0
  const vectors = new Vectors(dimensions)
  vectors.take(memory.corpus.topics)
  const texts = vectors.missing()
  const seen = await embedded(server, texts, (done) => {
    if (done % (batch * callsAtOnce) === 0) say(`模型已看 ${done}/${texts.length} 个事项`)
  })
  for (const { digest, vector } of seen) vectors.put(digest, vector)

  memory.model = { no: 0, weight: 0, vectors }
  const choices = await transaction(database, async (tx) => {
    const made = []
    for (const [at, { query, area, topicNos }] of lessons.entries()) {
      const { ranked } = memory.rank(query, await memory.maskOf(tx, chainOfCodes(area)), asked[at]?.vector ?? null)
      made.push(ranked.map(({ topicNo, own, modelled }) => ({ own, modelled, isRight: topicNos.includes(topicNo) })))
    }
    return made
  })
  const weight = fitWeight(choices)
  memory.model = { no: 0, weight, vectors }
  const questions = new Questions(server, limitMs)
  const find: ModelTrial['with'] = (tx, query, at) => findItems(tx, query, at, undefined, memory)
  return {
    measured: { model: server.name, dimensions, weight, knowledge: shippedDigest() },
    topics: texts.length,
    without: (tx, query, at) => find(tx, { ...query, modelled: null }, at),
    direction: (question) => askedOf(questions, question),
    with: find,
  }
}

/**
 * Switches a model on by what its examination gave. Every process knows it at its next search.
 *
 * @throws Refusal(ModelNotGoodEnough) and nothing is recorded
 */
export async function switchModelOn(tx: Tx, measured: Measured, by: string, now: Now): Promise<void> {
  const faults = faultsOf(measured.marks)
  if (faults.length > 0) throw new Refusal(ModelNotGoodEnough, { faults })
  await addRecord(tx, measured, by, now.at)
}

/** Switches it off at once. @returns false: none was on */
export async function switchModelOff(tx: Tx, by: string, now: Now): Promise<boolean> {
  const [record] = await readRecords(tx, 1)
  if (!record?.measured) return false
  await addRecord(tx, null, by, now.at)
  return true
}

/** The local model that takes part, with its marks on the frozen half; null: none does. */
export async function modelShown(tx: Tx): Promise<ModelShown | null> {
  const standing = await standingModel(tx)
  if (standing === null) return null
  const { model, marks } = standing.measured
  const { without, with: modelled } = marks.papers.frozen
  const shown = ({ hit1, hit3 }: typeof without) => ({ hit1: hit1 ?? 0, hit3: hit3 ?? 0 })
  return { name: model, measuredOn: dayOf(standing.at), before: shown(without), after: shown(modelled) }
}

/** Whether a model takes part, and who switched it on or off before, the newest first. @param model the name set here; null: none is */
export async function modelHistory(tx: Tx, model: string | null): Promise<{ state: ModelState; records: ModelRecord[] }> {
  const records = await readRecords(tx, 20)
  return { state: stateOf(records[0], model), records }
}
