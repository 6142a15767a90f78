import type { Answer } from '../contract.ts'
import { leastHeld } from './corpus.ts'
import { type Mark, type Marks, markNames } from './marks.ts'

/** What tells whether the best topic is meant, and whether anything here is. */
export const signNames = [
  'constant',
  'score',
  'margin',
  'crowd',
  'words',
  'name',
  'coverage',
  'inOrder',
  'isExact',
  'isHeld',
  'isBroad',
  'direction',
  'saidDirection',
  'known',
  'length',
  'isChat',
  'isElsewhere',
  'isBelow',
] as const
export type Sign = (typeof signNames)[number]
export type Signs = Readonly<Record<Sign, number>>

/** Facts of a question beside its marks. */
export type Question = {
  /** Characters of its content. */
  readonly length: number
  /** The part of its words, by weight, that anything here knows. */
  readonly known: number
  readonly isChat: boolean
  /** Names a place that neither is the one chosen nor above or below it. */
  readonly isElsewhere: boolean
  /** Names a place below the one chosen, which may have items of its own. */
  readonly isBelow: boolean
}

/** Chances are `1 / (1 + exp(-sum))`; at least `least` of them is enough. */
export type Judgement = { readonly weights: Readonly<Record<Sign, number>>; readonly least: number }

export type Honesty = {
  /** Whether anything here is meant. */
  readonly any: Judgement
  /** Whether the best is. */
  readonly best: Judgement
}

/** So many that are nearly as likely as the best are counted, and how likely that is. */
const mostCrowd = 5
const closeBehind = 0.9
/** So many are shown when it is not sure which is meant. */
const mostChoices = 3
/** Characters of a single word. */
const mostOfWord = 4

/** What is known of an answer before it is given. @param ranked best first */
export function signsOf(ranked: readonly { readonly score: number; readonly marks: Marks }[], question: Question): Signs {
  const [first, second] = ranked
  const of = ({ marks }: { readonly marks: Marks }, name: Mark) => marks[markNames.indexOf(name)] ?? 0
  const crowd = ranked.slice(1, 1 + mostCrowd).filter(({ score }) => score >= closeBehind * (first?.score ?? 0)).length
  const isHeld = ranked.slice(0, mostChoices).some((one) => of(one, 'isInName') === 1 && of(one, 'inOrder') === 1)
  const mark = (name: Mark) => (first === undefined ? 0 : of(first, name))
  return {
    constant: 1,
    score: first?.score ?? 0,
    margin: (first?.score ?? 0) - (second?.score ?? 0),
    crowd: crowd / mostCrowd,
    words: mark('words'),
    name: mark('name'),
    coverage: mark('coverage'),
    inOrder: mark('inOrder'),
    isExact: mark('isExact'),
    isHeld: question.length >= leastHeld && isHeld ? 1 : 0,
    isBroad: question.length <= mostOfWord && mark('isExact') === 0 && crowd > 0 ? 1 : 0,
    direction: mark('direction'),
    saidDirection: mark('saidDirection'),
    known: question.known,
    length: Math.min(1, question.length / 20),
    isChat: question.isChat ? 1 : 0,
    isElsewhere: question.isElsewhere ? 1 : 0,
    isBelow: question.isBelow ? 1 : 0,
  }
}

/**
 * How sure an answer may be called. Nothing found is 'none'; what a name holds as it was typed never is. One word that several items are
 * nearly as much about is not sure, nor is a question about another place.
 */
export function judge(signs: Signs, isEmpty: boolean, { any, best }: Honesty): Answer {
  if (isEmpty || (signs.isHeld === 0 && chance(signs, any.weights) < any.least)) return 'none'
  const isOpen = signs.isBroad === 1 || signs.isElsewhere === 1 || chance(signs, best.weights) < best.least
  return isOpen ? 'unsure' : 'sure'
}

export function chance(signs: Signs, weights: Readonly<Record<Sign, number>>): number {
  const sum = signNames.reduce((all, name) => all + signs[name] * weights[name], 0)
  return 1 / (1 + Math.exp(-sum))
}
