import type { Tx } from '../../../kernel/db/index.ts'
import { type EventRow, eventsOf } from '../../../kernel/log/index.ts'
import {
  findingNames,
  measureNames,
  type OrderLimit,
  type OrderStep,
  type Outcome,
  orderLimitNames,
  outcomeNames,
  wayNames,
} from '../contract.ts'
import type { Order } from '../rules.ts'
import * as store from '../store.ts'

/** What every view of an order says first. */
export function headOf({ number, state, openedOn, limits, overdue, outcome }: Order) {
  const { first: firstBy, fix: fixBy, close: closeBy } = limits
  return { number, state, openedOn, firstBy, fixBy, closeBy, overdue: [...overdue], outcome }
}

/** The steps of an order in words, in their order. What was noted at verification is for those who handle it. */
export async function stepsOf(tx: Tx, id: string, reader: 'rater' | 'handler'): Promise<OrderStep[]> {
  const words = new Map((await store.wordsOf(tx, [id])).map(({ seq, value }) => [seq, String(value)]))
  return (await eventsOf(tx, store.ratingStream, id)).flatMap((event) => {
    const name = nameOf(event)
    const isHidden = reader === 'rater' && event.kind === 'verified'
    return name === null ? [] : [{ name, on: event.effective_on, words: isHidden ? null : (words.get(event.seq) ?? null) }]
  })
}

function nameOf({ kind, body }: EventRow): string | null {
  const code = (name: string) => body[name] as never
  switch (kind) {
    case 'opened':
      return '生成整改单'
    case 'verified':
      return `核实：${findingNames[code('finding') as keyof typeof findingNames]}`
    case 'rectified':
      return `整改：${measureNames[code('measure') as keyof typeof measureNames]}`
    case 'fedBack':
      return `反馈（${wayNames[code('way') as keyof typeof wayNames]}）`
    case 'answered':
      return body.isSolved === true ? '评价人：解决了' : '评价人：没有解决'
    case 'closed':
      return `办结：${outcomeNames[code('outcome') as Outcome]}`
    case 'overdue':
      return `超过期限：${orderLimitNames[code('limit') as OrderLimit]}`
    default:
      return null
  }
}
