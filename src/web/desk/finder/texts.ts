import type { Answered } from '../../../modules/finder/knowing/contract.ts'

/** An answer in a line. */
export function answerText({ answer, items }: Answered): string {
  if (answer === 'none') return '没有'
  const names = items.map(({ name }) => name).join('、')
  return answer === 'sure' ? names : `没有把握：${names}`
}

/** A part of one as a person reads it, cut and not rounded up. */
export function partText(part: number | null): string {
  return part === null ? '—' : `${(Math.floor(part * 1000) / 10).toFixed(1)}%`
}

/** What was typed, a word a line. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
}
