/** What speaks for a topic, in the order in which weights stand. */
export const markNames = [
  'words',
  'name',
  'coverage',
  'isExact',
  'isInName',
  'isAlone',
  'beginsName',
  'inOrder',
  'holdsName',
  'direction',
  'saidDirection',
] as const
export type Mark = (typeof markNames)[number]

/** One number a mark. */
export type Marks = Float64Array

export type Weights = Readonly<Record<Mark, number>>

export function weigh(marks: Marks, weights: Weights): number {
  let sum = 0
  for (let at = 0; at < markNames.length; at++) {
    const name = markNames[at]
    if (name !== undefined) sum += (marks[at] ?? 0) * weights[name]
  }
  return sum
}
