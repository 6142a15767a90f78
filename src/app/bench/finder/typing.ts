import type { Question } from './exam.ts'
import { percentile } from './exam.ts'

const mostMs = 50
/** Nobody who types longer still waits for a suggestion. */
const mostCharacters = 12
const mostAsked = 2_000

/** What stands in the field after each key of each question, evenly out of all of them. */
export function typedIn(questions: readonly Pick<Question, 'query' | 'area'>[]): { q: string; area: string }[] {
  const all = questions.flatMap(({ query, area }) => {
    const characters = [...query.trim()].slice(0, mostCharacters)
    return characters.map((_, at) => ({ q: characters.slice(0, at + 1).join(''), area }))
  })
  const step = Math.max(1, all.length / mostAsked)
  return Array.from({ length: Math.min(all.length, mostAsked) }, (_, no) => all[Math.floor(no * step)]).filter(
    (one) => one !== undefined,
  )
}

/**
 * Asks for suggestions as somebody would who types these questions character by character, one after another.
 *
 * @returns whether 95 of 100 came in time
 */
export async function measureTyping(
  questions: readonly Pick<Question, 'query' | 'area'>[],
  suggest: (typed: { q: string; area: string }) => Promise<unknown>,
  figure: (name: string, value: number, unit: string) => void,
): Promise<boolean> {
  const times: number[] = []
  for (const typed of typedIn(questions)) {
    const beganMs = performance.now()
    await suggest(typed)
    times.push(performance.now() - beganMs)
  }
  const p95 = percentile(times, 0.95)
  figure('suggestions', times.length, 'asked, character by character')
  figure('suggestions p50', percentile(times, 0.5), 'ms')
  figure('suggestions p95', p95, `ms, at most ${mostMs}`)
  return p95 <= mostMs
}
