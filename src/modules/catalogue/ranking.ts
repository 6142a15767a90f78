/** A text that a search matched, with how many of all texts hold each matched pair. */
export type Candidate = {
  readonly topicNo: number
  readonly kind: 'name' | 'department'
  readonly texts: readonly string[]
}

/** A candidate with its marks: `coverage` of the question 0–1, `isExact` when a text is the question. */
export type Ranked = {
  readonly topicNo: number
  readonly kind: Candidate['kind']
  readonly score: number
  readonly isExact: boolean
}

/** The least part of a question, by weight, that a text must hold to be worth showing. */
const leastCoverage = 0.35

/** A text as it is compared: compatibility forms unified, lower case, letters and digits alone. */
export function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Pairs of neighbouring characters, each once; a single character stands for itself. */
export function gramsOf(text: string): string[] {
  const characters = [...normalised(text)]
  if (characters.length === 1) return characters
  return [...new Set(characters.slice(1).map((character, at) => `${characters[at]}${character}`))]
}

/**
 * Ranks texts against a question, best first, those that hold too little of it left out. A rare pair weighs more than a common one; of
 * two texts that hold the same part of the question the shorter wins; a department never outranks a name that matches as well.
 *
 * @param frequencies in how many of `total` texts each pair of the question stands; absent means none
 */
export function rank(
  question: string,
  candidates: readonly Candidate[],
  frequencies: ReadonlyMap<string, number>,
  total: number,
): Ranked[] {
  const whole = normalised(question)
  const weights = new Map(gramsOf(question).map((gram) => [gram, Math.log(1 + total / (frequencies.get(gram) ?? 0.5))]))
  return candidates
    .map((candidate) => marks(candidate, whole, weights))
    .filter(({ isExact, coverage }) => isExact || coverage >= leastCoverage)
    .sort((a, b) => b.score - a.score || a.topicNo - b.topicNo)
}

function marks({ topicNo, kind, texts }: Candidate, whole: string, weights: ReadonlyMap<string, number>) {
  const each = texts.map((text) => overlap(gramsOf(text), weights))
  const coverage = Math.max(...each.map((text) => text.coverage))
  const isExact = kind === 'name' && texts.includes(whole)
  const best = Math.max(...each.map((text) => 0.75 * text.coverage + 0.25 * text.precision))
  return { topicNo, kind, isExact, coverage, score: isExact ? 2 : kind === 'name' ? best : best * 0.6 }
}

function overlap(grams: readonly string[], weights: ReadonlyMap<string, number>) {
  const all = sum([...weights.values()])
  const held = grams.filter((gram) => weights.has(gram))
  return {
    coverage: all === 0 ? 0 : sum(held.map((gram) => weights.get(gram) ?? 0)) / all,
    precision: grams.length === 0 ? 0 : held.length / grams.length,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
