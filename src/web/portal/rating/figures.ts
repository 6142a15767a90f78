import type { Figure } from '../../../modules/rating/contract.ts'

/** A share as people read it, with what it is made of: '92.3%（12 / 13）'; '—' where there is nothing to divide. Cut, never rounded up. */
export function shareText(part: number, whole: number): string {
  return whole === 0 ? '—' : `${(Math.floor((part * 1_000) / whole) / 10).toFixed(1)}%（${part} / ${whole}）`
}

/** The mean of the marks given, 5 the best, cut to two digits; '—' while there is none. */
export function meanText({ byLevel, answers }: Pick<Figure, 'byLevel' | 'answers'>): string {
  if (answers === 0) return '—'
  const sum = byLevel.reduce((total, count, at) => total + count * (5 - at), 0)
  return (Math.floor((sum * 100) / answers) / 100).toFixed(2)
}

/** How many were content 好评: 基本满意 and better, of those who said something. */
export function goodOf({ byLevel }: Pick<Figure, 'byLevel'>): number {
  return byLevel.slice(0, 3).reduce((total, count) => total + count, 0)
}
