import { readFileSync } from 'node:fs'
import { SetupError } from '../../../kernel/setup-error.ts'

/** A question of the examination, with the codes of the items it means; empty: nothing here fits. */
export type Question = {
  readonly query: string
  readonly area: string
  readonly relevant: readonly string[]
  readonly kind: string
}

/** What was answered. */
export type Reply = { readonly answer: 'sure' | 'unsure' | 'none'; readonly codes: readonly string[]; readonly tookMs: number }

/** Marks of a kind of questions, as parts of one; null where none of its questions counts. */
export type Marks = {
  readonly questions: number
  readonly hit1: number | null
  readonly hit3: number | null
  readonly hit5: number | null
  /** Of the questions that can be answered, those that were told nothing fits. */
  readonly refused: number | null
  /** Of the questions that nothing answers, those answered none; and those answered none or unsure. */
  readonly none: number | null
  readonly careful: number | null
  /** Of the answers called sure, those whose first item is meant. */
  readonly sure: number | null
}

/** Reads questions, one JSON object a line. @throws SetupError naming the first bad line */
export function readQuestions(path: string): Question[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    const row = parsed(line)
    if (row === null) throw new SetupError(`${path} 第 ${at + 1} 行不是一道题。`)
    return [row]
  })
}

function parsed(line: string): Question | null {
  try {
    const { query, area, relevant, kind = 'all' } = JSON.parse(line) as Record<string, unknown>
    const codes = Array.isArray(relevant) && relevant.every((code) => typeof code === 'string') ? (relevant as string[]) : null
    if (typeof query !== 'string' || typeof area !== 'string' || codes === null || typeof kind !== 'string') return null
    return { query, area, relevant: codes, kind }
  } catch {
    return null
  }
}

/** Marks of answers. */
export function marksOf(answered: readonly { readonly question: Question; readonly reply: Reply }[]): Marks {
  const open = answered.filter(({ question }) => question.relevant.length > 0)
  const closed = answered.filter(({ question }) => question.relevant.length === 0)
  const place = ({ question, reply }: (typeof answered)[number]) =>
    reply.codes.findIndex((code) => question.relevant.includes(code))
  const hit = (most: number) => part(open, (one) => place(one) >= 0 && place(one) < most)
  return {
    questions: answered.length,
    hit1: hit(1),
    hit3: hit(3),
    hit5: hit(5),
    refused: part(open, ({ reply }) => reply.answer === 'none'),
    none: part(closed, ({ reply }) => reply.answer === 'none'),
    careful: part(closed, ({ reply }) => reply.answer !== 'sure'),
    sure: part(
      answered.filter(({ reply }) => reply.answer === 'sure'),
      (one) => place(one) === 0,
    ),
  }
}

function part<T>(all: readonly T[], is: (one: T) => boolean): number | null {
  return all.length === 0 ? null : Number((all.filter(is).length / all.length).toFixed(4))
}

/** The value below which a part of the times lies. */
export function percentile(times: readonly number[], of: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? 0).toFixed(2))
}
