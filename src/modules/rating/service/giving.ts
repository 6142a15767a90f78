import { type Actor, type By, byOf, system } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { authorityFor } from '../../identity/index.ts'
import {
  AlreadyRated,
  type Answering,
  type Given,
  type Giving,
  InvitationOver,
  isBad,
  OrderNotThere,
  StaffMayNotRate,
  UnknownInvitation,
  WrongLabel,
} from '../contract.ts'
import { codeOf } from '../links.ts'
import { orderLimits, orderNumber } from '../rules.ts'
import { areLabelsOf, scale } from '../scale.ts'
import * as store from '../store.ts'
import { calendarOf, note, putFolded, settleOrder } from './record.ts'

/**
 * Gives a rating, once, of one's own will. A bad one opens a work order 整改单 in the same transaction.
 *
 * @throws Refusal(StaffMayNotRate)   a staff account, whoever it says it is for
 * @throws Refusal(UnknownInvitation) not invited, or the code does not belong to it
 * @throws Refusal(AlreadyRated | InvitationOver | WrongLabel)
 * @source 安阳市政务服务条例 52 (local: 好差评); 个人信息保护法 51(三)
 */
export async function give(tx: Tx, id: string, given: Giving, actor: Actor, now: Now): Promise<Given> {
  const { invitation, by } = await invited(tx, id, given.code, actor, now)
  if (invitation.level !== null) throw new Refusal(AlreadyRated, {})
  if (now.today > invitation.until_on) throw new Refusal(InvitationOver, { untilOn: invitation.until_on })
  if (!areLabelsOf(given.level, given.labels)) throw new Refusal(WrongLabel, {})

  const { level, labels } = given
  const body = { level, scale: scale.version, labels: [...labels], way: by.authority === 'link' ? 'link' : 'account' }
  await note(tx, id, { kind: 'rated', body, words: given.words, by }, now) // waits for another who rates the same
  if ((await store.findInvitation(tx, id))?.level !== null) throw new Refusal(AlreadyRated, {})
  await store.insertRating(tx, {
    invitation_id: id,
    organisation: invitation.organisation,
    level,
    scale: scale.version,
    labels,
    given_on: now.today,
  })
  if (!isBad(level)) return { order: null, firstBy: null }

  const limits = orderLimits(now.today, await calendarOf(tx, invitation))
  const order = orderNumber(id, now.today)
  const dates = { firstBy: limits.first, fixBy: limits.fix, closeBy: limits.close }
  await note(tx, id, { kind: 'opened', body: { number: order, ...dates }, words: null, by: system }, now)
  await putFolded(tx, invitation, now)
  return { order, firstBy: limits.first }
}

/**
 * The rater says whether it is solved 是否解决.
 *
 * @throws Refusal(StaffMayNotRate | UnknownInvitation)
 * @throws Refusal(OrderNotThere) nothing was fed back that could be answered
 */
export async function answer(tx: Tx, id: string, given: Answering, actor: Actor, now: Now): Promise<void> {
  const { invitation, by } = await invited(tx, id, given.code, actor, now)
  const order = await settleOrder(tx, id, now)
  if (order === null) throw new Refusal(UnknownInvitation, {})
  if (order.state !== 'fedBack') throw new Refusal(OrderNotThere, { state: order.state })
  await note(tx, id, { kind: 'answered', body: { isSolved: given.isSolved }, words: given.words, by }, now)
  await putFolded(tx, invitation, now)
}

/**
 * The invitation, and by which right somebody may answer it: as the person concerned, for them, or with the link.
 *
 * @throws Refusal(StaffMayNotRate | UnknownInvitation)
 */
export async function invited(
  tx: Tx,
  id: string,
  code: string | undefined,
  actor: Actor,
  now: Now,
): Promise<{ invitation: store.Seen; by: By }> {
  if (actor.subject === null && actor.id !== 'anyone') throw new Refusal(StaffMayNotRate, {})
  const invitation = await store.findInvitation(tx, id)
  if (invitation === null) throw new Refusal(UnknownInvitation, {})
  const { applicant_id: applicant, item_code } = invitation
  const own = actor.subject === null ? null : await authorityFor(tx, actor.subject, applicant, item_code, now.today)
  if (own !== null) return { invitation, by: byOf(actor, own, own === 'self' ? null : applicant) }
  if (code?.replace(/\s/g, '').toUpperCase() !== codeOf(id)) throw new Refusal(UnknownInvitation, {})
  return { invitation, by: { ...byOf(actor, 'link'), actor: 'anyone' } } // whoever holds the link need not say who they are
}
