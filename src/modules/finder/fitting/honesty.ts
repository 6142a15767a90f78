import { chance, type Judgement, type Sign, type Signs, signNames } from '../ranking/honesty.ts'

/** What was known of an answer, and whether it was right. */
export type Lesson = { readonly signs: Signs; readonly isRight: boolean }

const rounds = 3_000
const step = 0.5
const shrink = 2e-3

/** At most this part of the questions that can be answered may be told that nothing fits. */
const mostRefused = 0.01
/** A word of small talk speaks at least so much against an answer: among the questions to learn from there are few of them. */
const chatWeight = -1.3
/** Whoever is more likely than this to ask for something real is asked back at least: the few that are refused in tuning do not tell of all. */
const mostLeast = 0.14

/**
 * Whether anything here is meant: fitted, and then held to the rules above.
 *
 * @param lessons of all questions
 * @param long    of whole questions alone: they decide from which chance on something is answered
 */
export function fitAny(lessons: readonly Lesson[], long: readonly Lesson[]): Judgement {
  const fitted = fitChances(lessons)
  const weights = { ...fitted, isChat: Math.min(chatWeight, fitted.isChat) }
  return { weights, least: Math.min(mostLeast, leastFor(long, weights, mostRefused)) }
}

/** Logistic regression; right and wrong lessons count alike, however many there are of each. */
export function fitChances(lessons: readonly Lesson[]): Record<Sign, number> {
  const right = lessons.filter(({ isRight }) => isRight).length
  const counts = { right: 0.5 / Math.max(1, right), wrong: 0.5 / Math.max(1, lessons.length - right) }
  const weights = Object.fromEntries(signNames.map((name) => [name, 0])) as Record<Sign, number>
  for (let round = 0; round < rounds; round++) {
    const pull = Object.fromEntries(signNames.map((name) => [name, 0])) as Record<Sign, number>
    for (const { signs, isRight } of lessons) {
      const off = ((isRight ? 1 : 0) - chance(signs, weights)) * (isRight ? counts.right : counts.wrong)
      for (const name of signNames) pull[name] += off * signs[name]
    }
    for (const name of signNames) weights[name] += step * (pull[name] - (name === 'constant' ? 0 : shrink * weights[name]))
  }
  for (const name of signNames) weights[name] = Number(weights[name].toFixed(3))
  return weights
}

/** The chance below which at most a part of the right ones lies. @param part 0 to 1 */
function leastFor(lessons: readonly Lesson[], weights: Readonly<Record<Sign, number>>, part: number): number {
  const right = lessons.filter(({ isRight }) => isRight).map(({ signs }) => chance(signs, weights))
  right.sort((a, b) => a - b)
  return Number((right[Math.floor(right.length * part)] ?? 0).toFixed(3))
}

/** The chance from which on at least a part is right. @param part 0 to 1 */
export function leastWhere(lessons: readonly Lesson[], weights: Readonly<Record<Sign, number>>, part: number): number {
  const all = lessons
    .map(({ signs, isRight }) => ({ chance: chance(signs, weights), isRight }))
    .sort((a, b) => b.chance - a.chance)
  let least = 1
  let right = 0
  for (const [at, one] of all.entries()) {
    if (one.isRight) right += 1
    if (right / (at + 1) >= part) least = one.chance
  }
  return Number(least.toFixed(3))
}
