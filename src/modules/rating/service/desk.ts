import { type Actor, grantFor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { isRefusal, Refusal } from '../../../kernel/refusal.ts'
import { NoPower } from '../../casework/index.ts'
import { definitionOf } from '../../catalogue/index.ts'
import { type Person, PersonNotFound, readPerson, recordAccess } from '../../identity/index.ts'
import {
  type ListedOrder,
  type ListedRating,
  type OrderAct,
  type OrderSheet,
  orderActNames,
  orderStateNames,
  UnknownOrder,
} from '../contract.ts'
import { maskWords, type Order } from '../rules.ts'
import { labelTexts } from '../scale.ts'
import * as store from '../store.ts'
import { headOf, stepsOf } from './order-view.ts'
import { serversOf, whyNot } from './orders.ts'
import { ratedSeq, whereOf } from './reading.ts'
import { settleOrder } from './record.ts'

const mostListed = 100

/** The ratings of an office, newest first, with nothing that says who gave them. @throws Refusal(NoPower) */
export async function ratingsOf(tx: Tx, organisation: string, actor: Actor): Promise<{ ratings: ListedRating[] }> {
  if (grantFor(actor, 'rating.read', organisation) === null) throw new Refusal(NoPower, { power: 'rating.read' })
  const rows = await store.ratingsOf(tx, organisation, mostListed)
  const words = await ratersWords(
    tx,
    rows.map(({ id }) => id),
  )
  const ratings: ListedRating[] = []
  for (const row of rows) {
    const { id, kind, version_id, given_on, level, scale, labels, order_state } = row
    if (level === null || given_on === null) continue
    ratings.push({
      rated: kind,
      itemName: (await definitionOf(tx, version_id)).name,
      ...(await whereOf(tx, row)),
      givenOn: given_on,
      level,
      labels: labelTexts(scale ?? '', labels ?? []),
      words: await maskedWords(tx, words.get(id), row.applicant_id),
      orderState: order_state,
    })
  }
  return { ratings }
}

/** Work orders of an office, or of all offices one may read, the tightest limit first. @throws Refusal(NoPower) */
export async function ordersOf(
  tx: Tx,
  asked: { readonly organisation: string | null; readonly show: 'open' | 'closed' },
  actor: Actor,
): Promise<{ orders: ListedOrder[] }> {
  const { organisation, show } = asked
  if (organisation !== null && grantFor(actor, 'rating.read', organisation) === null)
    throw new Refusal(NoPower, { power: 'rating.read' })
  const scopes = actor.grants.flatMap(({ power, scope }) => (power === 'rating.read' ? [scope] : []))
  const whose = organisation !== null ? [organisation] : scopes.includes('*') ? '*' : scopes
  const orders: ListedOrder[] = []
  for (const row of await store.ordersFor(tx, whose, show, mostListed)) {
    const itemName = (await definitionOf(tx, row.version_id)).name
    const { invitation_id: id, kind: rated, level, next_due_on: nextDueOn } = row
    orders.push({ ...headOf(row.fold), id, rated, itemName, level, nextDueOn })
  }
  return { orders }
}

/**
 * A work order as staff see it. Whom to call stands there for those alone who may handle it and did not serve; looking is on record.
 *
 * @throws Refusal(UnknownOrder)
 */
export async function orderSheet(tx: Tx, id: string, actor: Actor, now: Now): Promise<OrderSheet> {
  const row = await settleOrder(tx, id, now)
  const invitation = await store.findInvitation(tx, id)
  if (row === null || invitation === null || invitation.level === null) throw new Refusal(UnknownOrder, {})
  const { organisation, fold } = row
  if (grantFor(actor, 'rating.read', organisation) === null) throw new Refusal(UnknownOrder, {})
  const servers = await serversOf(tx, invitation.case_id)
  const refusals = new Map(
    (Object.keys(orderActNames) as OrderAct[]).map((act) => [act, whyNot(fold, act, actor, organisation, servers)]),
  )
  const allowedActs = [...refusals].flatMap(([act, refusal]) => (refusal === null ? [act] : []))
  const isHandler =
    !servers.has(actor.id) && ['rating.handle', 'rating.supervise'].some((power) => grantFor(actor, power, organisation) !== null)
  const words = (await ratersWords(tx, [id])).get(id)
  const { name, organ } = await definitionOf(tx, invitation.version_id)
  return {
    ...headOf(fold),
    id,
    rated: invitation.kind,
    itemName: name,
    department: organ.name,
    ...(await whereOf(tx, invitation)),
    onDay: invitation.on_day,
    level: invitation.level,
    labels: labelTexts(invitation.scale ?? '', invitation.labels ?? []),
    words: isHandler ? (words ?? null) : await maskedWords(tx, words, invitation.applicant_id),
    contact: isHandler ? await contactOf(tx, invitation, actor, now) : null,
    steps: await stepsOf(tx, id, isHandler ? 'handler' : 'rater'),
    answerBy: fold.answerBy,
    allowedActs,
    whyNot: allowedActs.length > 0 || fold.state === 'closed' ? null : reasonOf(fold, [...refusals.values()]),
  }
}

/** What keeps one from acting: having served, having handled it, or that it is somebody else's turn. */
function reasonOf({ state }: Order, refusals: readonly (Refusal | null)[]): string {
  const own = ['rating.served_oneself', 'rating.handled_oneself']
  const found = refusals.find((refusal) => refusal !== null && own.includes(refusal.kind.code)) ?? null
  return found === null ? `现在“${orderStateNames[state]}”，没有要您办的。` : found.kind.message(found.facts)
}

async function contactOf(tx: Tx, { case_id: caseId, applicant_id }: store.Seen, actor: Actor, now: Now) {
  const person = await findPersonIn(tx, applicant_id)
  const look = { actor, subjectPersonId: applicant_id, caseId, purpose: 'rating.contact', fields: ['name', 'phone'] }
  if (person !== null) await recordAccess(tx, look, now)
  return { caseId, name: person?.name ?? null, phone: person?.phone ?? null }
}

/** What raters wrote, by rating. */
async function ratersWords(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await store.wordsOf(tx, ids)
  return new Map(rows.flatMap(({ stream_id, seq, value }) => (seq === ratedSeq ? [[stream_id, String(value)] as const] : [])))
}

async function maskedWords(tx: Tx, words: string | undefined, applicantId: string): Promise<string | null> {
  if (words === undefined) return null
  const person = await findPersonIn(tx, applicantId)
  return maskWords(words, person === null ? [] : [person.name])
}

/** A person of the book, or null: erased. */
async function findPersonIn(tx: Tx, personId: string): Promise<Person | null> {
  try {
    return await readPerson(tx, personId)
  } catch (error) {
    if (isRefusal(error, PersonNotFound)) return null
    throw error
  }
}
