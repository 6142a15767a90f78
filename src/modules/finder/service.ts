import { type Database, type Tx, transaction } from '../../kernel/db/index.ts'
import { type FoundItem, findListed, itemsOfPlace, itemsOfTopics } from '../catalogue/index.ts'
import { chainOfCodes } from '../region/index.ts'
import type { Found } from './contract.ts'
import { type Knowledge, shippedKnowledge } from './knowledge.ts'
import { currentMemory, type Memory, type Ranked } from './memory.ts'
import { mostCharacters } from './ranking/corpus.ts'
import { judge, type Signs, signsOf } from './ranking/honesty.ts'
import { readPlace } from './store.ts'

/**
 * Items for what a person says, best first, each where the place chosen has it: its own before those of the places above. Without a
 * question: the items of the place, those described best first.
 *
 * @param query.area  2 to 12 digits of a division; places above that serve it count
 * @param query.limit 1 to 50
 * @param query.modelled where the local model sees the question, from `directionOf`; absent or null: without it
 * @param among       a memory made for a trial; otherwise the one that stands
 */
export async function findItems(
  tx: Tx,
  { q, area, limit, modelled = null }: { q?: string; area?: string; limit: number; modelled?: Float32Array | null },
  at: Date,
  ground: Knowledge = shippedKnowledge(),
  among?: Memory,
): Promise<Found> {
  const chain = area === undefined ? null : chainOfCodes(area)
  if (q === undefined || q.trim() === '') {
    const items = await itemsOfPlace(tx, chain, at, limit)
    return { answer: items.length === 0 ? 'none' : 'unsure', items }
  }
  const coded = mayBeCode.test(q.trim()) ? await findListed(tx, q.trim(), at) : undefined
  if (coded !== undefined) return { answer: 'sure', items: [coded] }

  const memory = among ?? (await currentMemory(tx, await readPlace(tx), ground))
  const { knowledge } = memory
  const { shown, items, signs, isAgreed } = await lookUp(tx, { q, chain, area, modelled }, limit, at, memory)
  const isTold = shown[0]?.isTold === true
  const answer =
    isTold || isCalled(q, items.get(shown[0]?.topicNo ?? -1)?.[0], knowledge)
      ? 'sure'
      : agreed(judge(signs, shown.length === 0, knowledge.honesty), isAgreed)
  if (answer === 'none') return { answer, items: [] }
  const found = shown.map(({ topicNo }) => items.get(topicNo) ?? [])
  const near = found.flatMap((all) => all.filter(({ area }) => area === all[0]?.area))
  const far = found.flatMap((all) => all.filter(({ area }) => area !== all[0]?.area))
  return { answer, items: [...near, ...far].slice(0, limit) }
}

/** Gets ready for whoever asks first: takes in the list, and what people say. Some seconds of work in slices: others are served meanwhile. */
export async function warm(database: Database, ground: Knowledge = shippedKnowledge()): Promise<void> {
  const { corpus } = await transaction(database, async (tx) => currentMemory(tx, await readPlace(tx), ground))
  await corpus.prepare()
}

/** Whether a question is just what an item is called. */
function isCalled(q: string, item: FoundItem | undefined, { lexicon }: Knowledge): boolean {
  return item !== undefined && lexicon.plain(q) === lexicon.plain(item.name)
}

/** Nobody is sure of what a local model puts first and the finder itself would not. */
function agreed(answer: Found['answer'], isAgreed: boolean): Found['answer'] {
  return answer === 'sure' && !isAgreed ? 'unsure' : answer
}

/**
 * What a question may mean, the likeliest first, with the items that carry it out here and what tells how sure that is. A local model puts
 * them in order; how sure that is, is judged as without it, so that what was fitted without it holds.
 */
async function lookUp(
  tx: Tx,
  query: { q: string; chain: readonly string[] | null; area: string | undefined; modelled: Float32Array | null },
  limit: number,
  at: Date,
  memory: Memory,
): Promise<{ shown: Ranked[]; items: Map<number, FoundItem[]>; signs: Signs; isAgreed: boolean }> {
  const { knowledge } = memory
  const { q, chain, area, modelled } = query
  const { ranked, length, known } = memory.rank(q, chain === null ? null : await memory.maskOf(tx, chain), modelled)
  const first = likely(ranked, limit + spare)
  const firstAlone = modelled === null ? first : likely(withoutModel(ranked), limit + spare)
  const topicNos = new Set([...first, ...firstAlone].map(({ topicNo }) => topicNo))
  const items = await itemsOfTopics(tx, [...topicNos], chain, at, mostOfTopic)
  const stepsOf = (topicNo: number) => (chain === null ? 0 : chain.indexOf(items.get(topicNo)?.[0]?.area ?? ''))
  const found = (some: readonly Ranked[]) =>
    some
      .filter(({ topicNo }) => items.has(topicNo))
      .map((one) => ({ ...one, score: one.score - farther * stepsOf(one.topicNo) }))
      .sort((a, b) => b.score - a.score)
  const shown = found(first)
  const alone = found(firstAlone)
  const plain = knowledge.lexicon.plain(q.slice(0, mostCharacters))
  const isChat = knowledge.lexicon.isChat(plain)
  const signs = signsOf(alone, { length, known, isChat, ...knowledge.places.lie(plain, area) })
  return { shown, items, signs, isAgreed: alone[0]?.topicNo === shown[0]?.topicNo }
}

/** Those that are worth showing. @param ranked the likeliest first */
function likely(ranked: readonly Ranked[], most: number): Ranked[] {
  return ranked.filter(({ score }) => score >= leastPart * (ranked[0]?.score ?? 0)).slice(0, most)
}

/** As they would stand without a local model. */
function withoutModel(ranked: readonly Ranked[]): Ranked[] {
  return ranked.map((one) => ({ ...one, score: one.own })).sort((a, b) => b.score - a.score || a.topicNo - b.topicNo)
}

/** No code is written in Chinese. */
const mayBeCode = /^[\x21-\x7e]{1,64}$/
/** What is less than this part as likely as the best is not worth showing. */
const leastPart = 0.4
/** What a level further up costs: of two that are meant alike the nearer goes first. */
const farther = 0.05
/** So many more are looked up, in case some are no longer in force. */
const spare = 10
/** The same item under a second code, or at the levels above. */
const mostOfTopic = 5
