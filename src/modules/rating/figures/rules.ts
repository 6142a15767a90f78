import type { EventRow } from '../../../kernel/log/index.ts'

/** What is counted of a rating, as the columns are called. */
export const countNames = [
  'invitations',
  'level_5',
  'level_4',
  'level_3',
  'level_2',
  'level_1',
  'orders',
  'closed',
  'solved',
] as const
export type Counted = (typeof countNames)[number]

/** What an event of a rating adds one to, or null. Nothing is ever taken back: a rater who said yes is not asked again. */
export function countedBy({ kind, body }: Pick<EventRow, 'kind' | 'body'>): Counted | null {
  switch (kind) {
    case 'invited':
      return 'invitations'
    case 'rated':
      return `level_${body.level as 1 | 2 | 3 | 4 | 5}`
    case 'opened':
      return 'orders'
    case 'closed':
      return 'closed'
    case 'answered':
      return body.isSolved === true ? 'solved' : null
    default:
      return null
  }
}
