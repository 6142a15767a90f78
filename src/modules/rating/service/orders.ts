import { type Actor, byOf, grantFor } from '../../../kernel/actor.ts'
import type { JsonObject } from '../../../kernel/canonical.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { eventsOf } from '../../../kernel/log/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { caseStream, NoPower } from '../../casework/index.ts'
import {
  type Closing,
  type FeedingBack,
  HandledOneself,
  NotYetClosable,
  type OrderAct,
  type OrderActed,
  OrderNotThere,
  type Rectifying,
  ServedOneself,
  UnknownOrder,
  type Verifying,
} from '../contract.ts'
import { answerBy, notYetClosable, type Order, orderActs, outcomeOf } from '../rules.ts'
import * as store from '../store.ts'
import { calendarOf, note, putFolded, settleOrder } from './record.ts'

/** Verifies 核实: whoever rated was called and heard. @throws Refusal as `doing` */
export async function verify(tx: Tx, id: string, given: Verifying, actor: Actor, now: Now): Promise<OrderActed> {
  return doing(tx, id, 'verify', actor, now, async () => ({
    kind: 'verified',
    body: { finding: given.finding },
    words: given.words,
  }))
}

/** Says what was put right, or explained 整改. @throws Refusal as `doing` */
export async function rectify(tx: Tx, id: string, given: Rectifying, actor: Actor, now: Now): Promise<OrderActed> {
  return doing(tx, id, 'rectify', actor, now, async () => ({
    kind: 'rectified',
    body: { measure: given.measure },
    words: given.words,
  }))
}

/** Tells the rater 反馈, who is asked whether it is solved. @throws Refusal as `doing` */
export async function feedBack(tx: Tx, id: string, given: FeedingBack, actor: Actor, now: Now): Promise<OrderActed> {
  return doing(tx, id, 'feedBack', actor, now, async (row) => ({
    kind: 'fedBack',
    body: { way: given.way, answerBy: answerBy(now.today, await calendarOf(tx, row)) },
    words: given.words,
  }))
}

/**
 * Ends an order 监督办结, with the reason on record: another person than those who handled it, and never before the rater was told.
 *
 * @throws Refusal(NotYetClosable) not told, still time to answer, or not solved and not tried again
 * @throws Refusal as `doing`
 */
export async function close(tx: Tx, id: string, given: Closing, actor: Actor, now: Now): Promise<OrderActed> {
  return doing(tx, id, 'close', actor, now, async ({ fold }) => {
    const why = notYetClosable(fold, now.today)
    if (why !== null) throw new Refusal(NotYetClosable, why)
    return { kind: 'closed', body: { outcome: outcomeOf(fold) }, words: given.words }
  })
}

/** Why somebody may not do an act on an order, or null: what the buttons are made of, and the refusals. */
export function whyNot(
  order: Order,
  act: OrderAct,
  actor: Actor,
  organisation: string,
  servers: ReadonlySet<string>,
): Refusal | null {
  const { from, power } = orderActs[act]
  if (!from.includes(order.state)) return new Refusal(OrderNotThere, { state: order.state })
  if (grantFor(actor, power, organisation) === null) return new Refusal(NoPower, { power })
  if (servers.has(actor.id)) return new Refusal(ServedOneself, {})
  if (act === 'close' && order.handlers.includes(actor.id)) return new Refusal(HandledOneself, {})
  return null
}

/** The accounts that acted in the case: none of them handles what was said of it. */
export async function serversOf(tx: Tx, caseId: string): Promise<Set<string>> {
  return new Set((await eventsOf(tx, caseStream, caseId)).map(({ actor }) => actor))
}

type Done = { readonly kind: string; readonly body: JsonObject; readonly words: string }

/**
 * Does an act on an order, settled first.
 *
 * @throws Refusal(UnknownOrder)   there is none
 * @throws Refusal(OrderNotThere)  it is not where the act starts from
 * @throws Refusal(NoPower)        the power is lacking in the office rated
 * @throws Refusal(ServedOneself)  the actor served in the case that was rated
 * @throws Refusal(HandledOneself) who ends it handled it
 */
async function doing(
  tx: Tx,
  id: string,
  act: OrderAct,
  actor: Actor,
  now: Now,
  what: (row: store.OrderRow) => Promise<Done>,
): Promise<OrderActed> {
  const row = await settleOrder(tx, id, now)
  const invitation = await store.findInvitation(tx, id)
  if (row === null || invitation === null) throw new Refusal(UnknownOrder, {})
  const refusal = whyNot(row.fold, act, actor, row.organisation, await serversOf(tx, invitation.case_id))
  if (refusal !== null) throw refusal
  const authority = grantFor(actor, orderActs[act].power, row.organisation)?.authority ?? ''
  await note(tx, id, { ...(await what(row)), by: byOf(actor, authority) }, now)
  const { state } = await putFolded(tx, invitation, now)
  return { id, state }
}
