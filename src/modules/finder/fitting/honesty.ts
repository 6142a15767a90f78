import { chance, type Sign, type Signs, signNames } from '../ranking/honesty.ts'

/** What was known of an answer, and whether it was right. */
export type Lesson = { readonly signs: Signs; readonly isRight: boolean }

const rounds = 3_000
const step = 0.5
const shrink = 2e-3

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
export function leastFor(lessons: readonly Lesson[], weights: Readonly<Record<Sign, number>>, part: number): number {
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
