import type { Tx } from '../../../kernel/db/index.ts'
import { type ListedTopic, topicsOfCodes } from '../../catalogue/index.ts'
import { chainOfCodes } from '../../region/index.ts'
import { readPlaces, readSayings, readWords, shippedKnowledge } from '../knowledge.ts'
import { Memory } from '../memory.ts'
import { calledTokens, type Embedding, packEmbedding, saidTokens, unpackEmbedding } from '../ranking/embedding.ts'
import { type Honesty, signsOf } from '../ranking/honesty.ts'
import { Lexicon } from '../ranking/lexicon.ts'
import { markNames, type Weights } from '../ranking/marks.ts'
import { numbers, trainEmbedding, usualTraining } from './embedding.ts'
import { fitAny, fitChances, leastWhere } from './honesty.ts'
import { homophone, spelled } from './noise.ts'
import { fitWeights } from './weights.ts'

/** A question with the topics it means, empty when nothing does, asked of a place. */
export type Labelled = { readonly query: string; readonly area: string; readonly topicNos: readonly number[] }

export type Fitted = { readonly embedding: Embedding; readonly weights: Weights; readonly honesty: Honesty }

const foldCount = 8
/** Short phrases count so many times: there are fewer of them than of sayings. */
const phraseShare = 3
/** Of the answers called sure this part is right, of questions for tuning and of short phrases. */
const leastSure = { long: 0.95, short: 0.93 }

/**
 * Fits everything that is fitted, to the items of a list. What tokens mean is learned from sayings. How marks are weighed, from
 * sayings that were held back meanwhile – as said, misheard, and spelled in letters – and from short phrases. When to be sure, from
 * questions for tuning.
 *
 * @param listed.others items of other places, of which something is said: what their names mean is learned as well
 * @param phrases short questions with what they mean, which tell when to be sure as well
 * @param tuning  questions for tuning, those that nothing answers among them
 */
export async function fitFinder(
  listed: {
    readonly topics: readonly ListedTopic[]
    readonly places: ReadonlyMap<string, readonly number[]>
    readonly others: readonly { readonly name: string; readonly department: string }[]
  },
  phrases: readonly Labelled[],
  tuning: readonly Labelled[],
  say: (line: string) => void,
): Promise<Fitted> {
  const lexicon = new Lexicon(readWords())
  const sayings = readSayings()
  const ground = { lexicon, places: readPlaces(), weights: equalWeights(), honesty: openHonesty() }
  const areas = [...listed.places].map(([area, topicNos]) => ({ area, topicNos: new Set(topicNos) }))
  const areasOf = (topicNo: number) => areas.flatMap(({ area, topicNos }) => (topicNos.has(topicNo) ? [area] : []))

  const topicsAt = (area: string) => chainOfCodes(area).flatMap((code) => listed.places.get(code) ?? [])

  const learn = (says: ReadonlyMap<string, readonly string[]>): Embedding => {
    const here = listed.topics.map((topic) => ({ ...topic, says: [], pool: areasOf(topic.topicNo)[0] ?? '' }))
    const names = new Set(here.map(({ name }) => name))
    const others = listed.others
      .filter(({ name }) => !names.has(name))
      .map((one) => ({ ...one, aliases: [], mainName: null, says: [], pool: 'elsewhere' }))
    const topics = [...here, ...others]
    const tokensOf = (text: string) => [...saidTokens(lexicon, lexicon.plain(text))]
    const seen = new Set<string>()
    const distinct = topics.flatMap((topic, at) => {
      const key = `${topic.pool} ${topic.name}`
      if (seen.has(key)) return []
      seen.add(key)
      return [{ at, name: topic.name }]
    })
    const fixed = distinct.flatMap(({ at, name }) =>
      [name, ...bare(name), ...(says.get(name) ?? [])].map((text) => ({ topic: at, tokens: tokensOf(text) })),
    )
    const partsOf = (random: () => number) =>
      distinct.map(({ at, name }) => ({ topic: at, tokens: tokensOf(partOf(name, random)) }))
    const embedding = trainEmbedding(
      (_, random) => [...fixed, ...partsOf(random)],
      topics.map((topic) => ({ tokens: calledTokens(lexicon, topic), pool: topic.pool })),
      usualTraining,
      (epoch, loss) => say(`第 ${epoch + 1} 遍，每问损失 ${loss.toFixed(3)}`),
    )
    return unpackEmbedding(packEmbedding(embedding)) // as it will be read
  }
  const remember = async (embedding: Embedding, says: ReadonlyMap<string, readonly string[]>) => {
    const memory = new Memory({ ...ground, embedding, sayings: says })
    await memory.learn({ change: 0, topics: listed.topics })
    return memory
  }

  say('先扣下一部分说法，学其余的')
  const held = new Map([...sayings].map(([name, says], at) => [name, says.filter((_, no) => (no + at) % foldCount === 0)]))
  const kept = new Map([...sayings].map(([name, says]) => [name, says.filter((text) => !held.get(name)?.includes(text))]))
  const half = await remember(learn(kept), kept)
  const random = numbers(7)
  const asked = listed.topics.flatMap(({ topicNo, name }) =>
    areasOf(topicNo).flatMap((area) =>
      (held.get(name) ?? []).map((query) => ({
        query,
        area,
        topicNos: listed.topics.filter((one) => one.name === name).map((one) => one.topicNo),
      })),
    ),
  )
  const third = asked.filter((_, at) => at % 3 === 0)
  const lessons = [
    ...asked,
    ...third.map((question) => ({ ...question, query: homophone(question.query, lexicon.words.sounds, random) })),
    ...third.slice(0, 300).map((question) => ({ ...question, query: spelled(question.query, lexicon.words.sounds) })),
    ...Array.from({ length: phraseShare }, () => phrases).flat(),
  ].map(({ query, area, topicNos }) =>
    half
      .rank(query, half.mask(topicsAt(area)))
      .ranked.map(({ topicNo, marks }) => ({ marks, isRight: topicNos.includes(topicNo) })),
  )
  const weights = fitWeights(lessons)
  say(`权重 ${JSON.stringify(weights)}`)

  say('再学全部说法')
  const embedding = learn(sayings)
  const whole = new Memory({ ...ground, embedding, sayings, weights })
  await whole.learn({ change: 0, topics: listed.topics })
  const answer = ({ query, area, topicNos }: Labelled) => {
    const { ranked, length, known } = whole.rank(query, whole.mask(topicsAt(area)))
    const isChat = lexicon.isChat(lexicon.plain(query))
    const signs = signsOf(ranked, { length, known, isChat, ...ground.places.lie(lexicon.plain(query), area) })
    return { signs, isAny: topicNos.length > 0, isBest: topicNos.includes(ranked[0]?.topicNo ?? -1) }
  }
  const long = tuning.map(answer)
  const short = phrases.map(answer)
  const anyOf = (answered: typeof long) => answered.map(({ signs, isAny }) => ({ signs, isRight: isAny }))
  const bestOf = (answered: typeof long) => answered.map(({ signs, isBest }) => ({ signs, isRight: isBest }))
  const bestWeights = fitChances(bestOf([...long, ...short]))
  const leastBest = Math.max(
    leastWhere(bestOf(long), bestWeights, leastSure.long),
    leastWhere(bestOf(short), bestWeights, leastSure.short),
  )
  const honesty = {
    any: fitAny(anyOf([...long, ...short]), anyOf(long)),
    best: { weights: bestWeights, least: leastBest },
  }
  return { embedding, weights, honesty }
}

/** A list as it would be searched with what was fitted. */
export async function fittedMemory(topics: readonly ListedTopic[], fitted: Fitted): Promise<Memory> {
  const memory = new Memory({ ...shippedKnowledge(), ...fitted })
  await memory.learn({ change: 0, topics })
  return memory
}

/** Questions with the topics of the items that they mean. */
export async function labelled(
  tx: Tx,
  questions: readonly { readonly query: string; readonly area: string; readonly relevant: readonly string[] }[],
): Promise<Labelled[]> {
  const topics = await topicsOfCodes(
    tx,
    questions.flatMap(({ relevant }) => relevant),
  )
  return questions.map(({ query, area, relevant }) => ({
    query,
    area,
    topicNos: relevant.flatMap((code) => topics.get(code) ?? []),
  }))
}

/** A name without what stands in brackets, if it has any. */
function bare(name: string): string[] {
  const short = name.replace(/[（(][^（）()]*[)）]/g, '')
  return short === name || short === '' ? [] : [short]
}

/** A stretch of a name, as one types who knows a part of it. */
function partOf(name: string, random: () => number): string {
  const characters = [...name]
  const length = Math.max(3, Math.ceil(characters.length * (0.3 + 0.5 * random())))
  const from = Math.max(0, Math.floor(random() * (characters.length - length + 1)))
  return characters.slice(from, from + length).join('')
}

function equalWeights(): Weights {
  return Object.fromEntries(markNames.map((name) => [name, 1])) as Weights
}

function openHonesty(): Honesty {
  const none = { weights: fitChances([]), least: 0 }
  return { any: none, best: none }
}
