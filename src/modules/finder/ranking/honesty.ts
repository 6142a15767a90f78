import type { Answer } from '../contract.ts'
import { type Marks, markNames } from './marks.ts'

/** What tells whether the best topic is meant, and whether anything here is. */
export const signNames = [
  'constant',
  'score',
  'margin',
  'words',
  'name',
  'coverage',
  'isExact',
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

/** What is known of an answer before it is given. @param ranked best first */
export function signsOf(ranked: readonly { readonly score: number; readonly marks: Marks }[], question: Question): Signs {
  const [first, second] = ranked
  const mark = (name: (typeof markNames)[number]) => first?.marks[markNames.indexOf(name)] ?? 0
  return {
    constant: 1,
    score: first?.score ?? 0,
    margin: (first?.score ?? 0) - (second?.score ?? 0),
    words: mark('words'),
    name: mark('name'),
    coverage: mark('coverage'),
    isExact: mark('isExact'),
    direction: mark('direction'),
    saidDirection: mark('saidDirection'),
    known: question.known,
    length: Math.min(1, question.length / 20),
    isChat: question.isChat ? 1 : 0,
    isElsewhere: question.isElsewhere ? 1 : 0,
    isBelow: question.isBelow ? 1 : 0,
  }
}

/** How sure an answer may be called. Nothing found is 'none'. */
export function judge(signs: Signs, isEmpty: boolean, { any, best }: Honesty): Answer {
  if (isEmpty || chance(signs, any.weights) < any.least) return 'none'
  return chance(signs, best.weights) < best.least ? 'unsure' : 'sure'
}

export function chance(signs: Signs, weights: Readonly<Record<Sign, number>>): number {
  const sum = signNames.reduce((all, name) => all + signs[name] * weights[name], 0)
  return 1 / (1 + Math.exp(-sum))
}
