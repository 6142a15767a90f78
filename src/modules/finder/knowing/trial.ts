import { setImmediate } from 'node:timers/promises'
import type { Tx } from '../../../kernel/db/index.ts'
import { topicsOfCodes } from '../../catalogue/index.ts'
import { chainOfCodes } from '../../region/index.ts'
import { readRows } from '../knowledge.ts'
import type { Memory } from '../memory.ts'
import { judge, signsOf } from '../ranking/honesty.ts'
import type { Marks, Papers } from './contract.ts'

type Question = { readonly query: string; readonly area: string; readonly relevant: readonly string[] }
type Labelled = { readonly query: string; readonly area: string; readonly topicNos: readonly number[] }
type Paper = { readonly [name in keyof Papers]: readonly Question[] }

let shipped: Paper | undefined

function papers(): Paper {
  shipped ??= { tuning: readRows<Question>('exam/tuning.ndjson'), frozen: readRows<Question>('exam/frozen.ndjson') }
  return shipped
}

/** So many questions in a row before others are let in between. */
const stretch = 5

/**
 * Asks a memory the questions of the examination: by distinct items, before one is picked at its place. Questions whose items this list
 * does not have do not count. Some milliseconds a question; whoever searches meanwhile gets in between.
 */
export async function examine(tx: Tx, memory: Memory, onAsked: OnAsked): Promise<Papers> {
  const { tuning, frozen } = papers()
  return { tuning: await marksOf(tx, memory, tuning, onAsked), frozen: await marksOf(tx, memory, frozen, onAsked) }
}

/** Told how many questions more are done with. */
type OnAsked = (questions: number) => void

/** Questions of an examination. */
export function questionCount(): number {
  const { tuning, frozen } = papers()
  return tuning.length + frozen.length
}

async function marksOf(tx: Tx, memory: Memory, paper: readonly Question[], onAsked: OnAsked): Promise<Marks> {
  const topics = await topicsOfCodes(
    tx,
    paper.flatMap(({ relevant }) => relevant),
  )
  const known = paper.flatMap(({ query, area, relevant }): Labelled[] => {
    const topicNos = relevant.flatMap((code) => topics.get(code) ?? [])
    return relevant.length > 0 && topicNos.length === 0 ? [] : [{ query, area, topicNos }]
  })
  onAsked(paper.length - known.length)
  const sums = { open: 0, hit1: 0, hit3: 0, refused: 0, closed: 0, none: 0 }
  for (const [at, question] of known.entries()) {
    if (at % stretch === 0) await setImmediate()
    const { answer, place } = await ask(tx, memory, question)
    onAsked(1)
    if (question.topicNos.length > 0) {
      sums.open++
      sums.refused += answer === 'none' ? 1 : 0
      sums.hit1 += place === 0 ? 1 : 0
      sums.hit3 += place >= 0 && place < 3 ? 1 : 0
    } else {
      sums.closed++
      sums.none += answer === 'none' ? 1 : 0
    }
  }
  const part = (count: number, all: number) => (all === 0 ? null : Number((count / all).toFixed(4)))
  return {
    questions: known.length,
    hit1: part(sums.hit1, sums.open),
    hit3: part(sums.hit3, sums.open),
    refused: part(sums.refused, sums.open),
    none: part(sums.none, sums.closed),
  }
}

/** What is answered, and at which place, from 0, the first stands that is meant; -1: none of them. */
async function ask(tx: Tx, memory: Memory, { query, area, topicNos }: Labelled) {
  const { ranked, length, known } = memory.rank(query, await memory.maskOf(tx, chainOfCodes(area)))
  const { lexicon, places, honesty } = memory.knowledge
  const plain = lexicon.plain(query)
  const signs = signsOf(ranked, { length, known, isChat: lexicon.isChat(plain), ...places.lie(plain, area) })
  const answer = ranked[0]?.isTold === true ? 'sure' : judge(signs, ranked.length === 0, honesty)
  const place = answer === 'none' ? -1 : ranked.findIndex(({ topicNo }) => topicNos.includes(topicNo))
  return { answer, place }
}
