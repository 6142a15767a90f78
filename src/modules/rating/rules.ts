import type { EventRow } from '../../kernel/log/index.ts'
import type { Day } from '../../kernel/now.ts'
import { type Calendar, due, endOf, timerRules } from '../clock/index.ts'
import type { OrderAct, OrderLimit, OrderStateName, Outcome } from './contract.ts'

/**
 * What is custom here and not law; each number is a setting of the platform.
 *
 * 国办发〔2019〕51号 sets no number of days: it asks for a call-back at once and for a time by which the complex is put right. One
 * working day to call and five to tell what was done are rows of the clock (`BAD_RATING_FIRST`, `BAD_RATING_FIX`), which say whence.
 */
export const settings = {
  /** How long one can rate, in calendar days after the day of what is rated. A proposal: GB/T 39734 has a chapter on it that we have not seen. */
  openDays: 30,
  /** Working days until an order ends at the latest. Custom: one city of Sichuan has 15. */
  closeDays: 15,
  /** Working days for the rater to say whether it is solved. A proposal. */
  answerDays: 5,
  /** How often the rater is asked before an order may end against their word, with the reason on record. A proposal. */
  rounds: 2,
  /** Days that public figures look back. A proposal. */
  figureDays: 365,
} as const

/** How many working days the limits of an order have. */
export const orderDays: Readonly<Record<OrderLimit, number>> = {
  first: timerRules.BAD_RATING_FIRST.duration,
  fix: timerRules.BAD_RATING_FIX.duration,
  close: settings.closeDays,
}

/** The number of a work order: day, and six characters of what it is about. No composition is published: this one is a proposal. */
export function orderNumber(invitationId: string, day: Day): string {
  return `PJ${day.slice(2).replaceAll('-', '')}-${invitationId.slice(-6).toUpperCase()}`
}

/**
 * Until when a bad mark is to be verified, answered and closed; the day it was given is not counted.
 *
 * @source 安阳市政务服务条例 52 (local: one working day); 行政许可法 82 (working days)
 */
export function orderLimits(on: Day, calendar: Calendar): Record<OrderLimit, Day | null> {
  return {
    first: endOf(timerRules.BAD_RATING_FIRST, { on }, calendar).dueOn,
    fix: endOf(timerRules.BAD_RATING_FIX, { on }, calendar).dueOn,
    close: due({ startedOn: on, limit: settings.closeDays, unit: 'workday' }, calendar).dueOn,
  }
}

/** The last day on which the rater's answer is waited for. */
export function answerBy(on: Day, calendar: Calendar): Day | null {
  return due({ startedOn: on, limit: settings.answerDays, unit: 'workday' }, calendar).dueOn
}

/** Where a work order stands: the fold over the events of its stream. */
export type Order = {
  readonly number: string
  readonly state: OrderStateName
  readonly openedOn: Day
  readonly limits: Readonly<Record<OrderLimit, Day | null>>
  readonly overdue: readonly OrderLimit[]
  /** How often the rater was told what was done. */
  readonly rounds: number
  readonly answerBy: Day | null
  /** Who verified, rectified or told, as accounts. */
  readonly handlers: readonly string[]
  readonly outcome: Outcome | null
}

/** The order after all events of a rating, or null while there is none. */
export function foldOrder(events: readonly EventRow[]): Order | null {
  return events.reduce<Order | null>(foldEvent, null)
}

/** The order after one more event. Pure: the same events give the same order. */
export function foldEvent(order: Order | null, event: EventRow): Order | null {
  if (event.kind === 'opened') return opened(event)
  if (order === null) return null
  switch (event.kind) {
    case 'verified':
    case 'rectified':
      return { ...order, state: event.kind, answerBy: null, handlers: [...order.handlers, event.actor] }
    case 'fedBack': {
      const by = event.body.answerBy as Day | null
      return { ...order, state: 'fedBack', rounds: order.rounds + 1, answerBy: by, handlers: [...order.handlers, event.actor] }
    }
    case 'answered':
      return { ...order, state: event.body.isSolved === true ? 'solved' : 'unsolved', answerBy: null }
    case 'closed':
      return { ...order, state: 'closed', answerBy: null, outcome: event.body.outcome as Outcome }
    case 'overdue':
      return { ...order, overdue: [...order.overdue, event.body.limit as OrderLimit] }
    default:
      return order
  }
}

function opened({ body, effective_on }: EventRow): Order {
  const { number, firstBy, fixBy, closeBy } = body as Record<string, string | null>
  const limits = { first: firstBy ?? null, fix: fixBy ?? null, close: closeBy ?? null }
  const rest = { overdue: [], rounds: 0, answerBy: null, handlers: [], outcome: null }
  return { number: number ?? '', state: 'opened', openedOn: effective_on, limits, ...rest }
}

/** From where each act starts and the power it takes. Verification, rectification and feedback are the handler's, the end is another's. */
export const orderActs: Readonly<Record<OrderAct, { readonly from: readonly OrderStateName[]; readonly power: string }>> = {
  verify: { from: ['opened'], power: 'rating.handle' },
  rectify: { from: ['verified', 'unsolved'], power: 'rating.handle' },
  feedBack: { from: ['rectified'], power: 'rating.handle' },
  close: { from: ['opened', 'verified', 'rectified', 'fedBack', 'solved', 'unsolved'], power: 'rating.supervise' },
}

/** Why an order may not end yet, or null. The rater must have been told, and have said yes, or had time, or been asked twice. */
export function notYetClosable(
  order: Order,
  today: Day,
): { why: 'no_feedback' | 'may_answer' | 'unsolved'; until: Day | null } | null {
  switch (order.state) {
    case 'solved':
      return null
    case 'fedBack':
      return order.answerBy !== null && today <= order.answerBy ? { why: 'may_answer', until: order.answerBy } : null
    case 'unsolved':
      return order.rounds < settings.rounds ? { why: 'unsolved', until: null } : null
    default:
      return { why: 'no_feedback', until: null }
  }
}

/** What an order that ends now came to. Silence is not a yes. */
export function outcomeOf({ state }: Pick<Order, 'state'>): Outcome {
  return state === 'solved' ? 'solved' : state === 'unsolved' ? 'unsolved' : 'unanswered'
}

/** The limits that still run. */
function runningLimits({ state, rounds }: Order): OrderLimit[] {
  if (state === 'closed') return []
  return [...(state === 'opened' ? (['first'] as const) : []), ...(rounds === 0 ? (['fix'] as const) : []), 'close']
}

/** The limits that have passed and are not yet on record, and by when the next one passes. */
export function passedLimits(order: Order, today: Day): { readonly passed: OrderLimit[]; readonly nextDueOn: Day | null } {
  const open = runningLimits(order).filter((limit) => !order.overdue.includes(limit))
  const dueOn = (limit: OrderLimit) => order.limits[limit] ?? '9999-12-31'
  const left = open.filter((limit) => dueOn(limit) >= today).map(dueOn)
  return { passed: open.filter((limit) => dueOn(limit) < today), nextDueOn: left.sort()[0] ?? null }
}

/**
 * What somebody wrote, with what could name a person struck out: their own name, numbers of five digits and more, addresses of mail.
 *
 * @source 个人信息保护法 51(三)
 */
export function maskWords(words: string, names: readonly string[]): string {
  const nameless = names.filter((name) => name.length > 1).reduce((text, name) => text.replaceAll(name, '某某'), words)
  return nameless
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '＊＊＊')
    .replace(/[0-9０-９](?:[ -]?[0-9０-９]){4,}[0-9A-Za-z]*/g, '＊＊＊')
}
