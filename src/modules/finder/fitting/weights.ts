import { type Marks, markNames, type Weights } from '../ranking/marks.ts'

/** The candidates of a question with their marks; `isRight` for those that it means. */
export type Lesson = readonly { readonly marks: Marks; readonly isRight: boolean }[]

const rounds = 40
const sharpness = 4
/** What was said word for word is meant, though questions held back never are known word for word. */
const exact = 1
/** What only one name holds as it was typed is meant, also where sayings held back do not show it. */
const alone = 0.5

/**
 * Weights that put right candidates first: softmax over the candidates of each question, gradient descent, no weight below zero – nothing
 * that speaks for a topic may ever speak against it.
 */
export function fitWeights(lessons: readonly Lesson[]): Weights {
  const useful = lessons.filter((lesson) => lesson.some(({ isRight }) => isRight))
  const weights = new Float64Array(markNames.length).fill(0.5)
  for (let round = 0; round < rounds; round++) {
    const rate = 0.05 / (1 + round * 0.2)
    for (const lesson of useful) {
      const scores = lesson.map(({ marks }) => sharpness * marks.reduce((sum, mark, at) => sum + mark * (weights[at] ?? 0), 0))
      const most = Math.max(...scores)
      const chances = scores.map((score) => Math.exp(score - most))
      const all = sum(chances)
      const right = sum(chances.filter((_, at) => lesson[at]?.isRight))
      for (const [at, { marks, isRight }] of lesson.entries()) {
        const chance = chances[at] ?? 0
        const gain = sharpness * rate * ((isRight ? chance / right : 0) - chance / all)
        for (let k = 0; k < weights.length; k++) weights[k] = Math.max(0, (weights[k] ?? 0) + gain * (marks[k] ?? 0))
      }
    }
  }
  const fitted = Object.fromEntries(markNames.map((name, at) => [name, Number((weights[at] ?? 0).toFixed(3))])) as Weights
  return { ...fitted, isExact: Math.max(exact, fitted.isExact), isAlone: Math.max(alone, fitted.isAlone) }
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}
