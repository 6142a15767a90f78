import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { findByNumber, findCase, isCaseNumber, queryCodeOf } from '../../casework/index.ts'
import { definitionOf } from '../../catalogue/index.ts'
import { authorityFor, principalsOf } from '../../identity/index.ts'
import { findPlace, windowsOf } from '../../region/index.ts'
import { type MyInvitation, type RatingSheet, type ReceiptInvitations, UnknownInvitation } from '../contract.ts'
import { codeOf } from '../links.ts'
import { orderDays } from '../rules.ts'
import { labelTexts, scale } from '../scale.ts'
import * as store from '../store.ts'
import { invited } from './giving.ts'
import { headOf, stepsOf } from './order-view.ts'
import { settleOrder } from './record.ts'

const mostListed = 200

/** Invitations of whoever calls and of those they speak for in everything, newest first; with `caseId` those of one case they act in. */
export async function mine(tx: Tx, caseId: string | null, actor: Actor, now: Now): Promise<{ invitations: MyInvitation[] }> {
  if (actor.subject === null) return { invitations: [] }
  const rows = caseId === null ? await ownRows(tx, actor.subject, now) : await rowsOfCase(tx, caseId, actor.subject, now)
  const invitations: MyInvitation[] = []
  for (const row of rows) invitations.push({ ...(await view(tx, row, now)), caseId: row.case_id, orderState: row.order_state })
  return { invitations }
}

/**
 * The invitations of a case for whoever holds its receipt, with the code that each link needs.
 *
 * @throws Refusal(UnknownInvitation) number and query code do not belong together
 */
export async function byReceipt(tx: Tx, number: string, queryCode: string, now: Now): Promise<ReceiptInvitations> {
  const caseId = isCaseNumber(number) ? await findByNumber(tx, number) : null
  if (caseId === null || queryCodeOf(caseId) !== queryCode.replace(/\s/g, '').toUpperCase())
    throw new Refusal(UnknownInvitation, {})
  const invitations: ReceiptInvitations['invitations'] = []
  for (const row of await store.invitationsOfCase(tx, caseId))
    invitations.push({ ...(await view(tx, row, now)), code: codeOf(row.id) })
  return { invitations }
}

/**
 * One rating as whoever is invited sees it: the faces before, what they said and what became of it afterwards.
 *
 * @throws Refusal(StaffMayNotRate | UnknownInvitation)
 */
export async function sheet(tx: Tx, id: string, code: string | undefined, actor: Actor, now: Now): Promise<RatingSheet> {
  await invited(tx, id, code, actor, now)
  const order = await settleOrder(tx, id, now)
  const row = await store.findInvitation(tx, id)
  if (row === null) throw new Refusal(UnknownInvitation, {})
  const { organ } = await definitionOf(tx, row.version_id)
  const said = (await store.wordsOf(tx, [id])).find(({ seq }) => seq === ratedSeq)
  const { level, labels, scale: version, given_on } = row
  return {
    ...(await view(tx, row, now)),
    department: organ.name,
    scale,
    days: orderDays,
    given:
      level === null || version === null || labels === null || given_on === null
        ? null
        : { level, labels: labelTexts(version, labels), words: said === undefined ? null : String(said.value), on: given_on },
    order:
      order === null
        ? null
        : {
            ...headOf(order.fold),
            steps: await stepsOf(tx, id, 'rater'),
            canAnswer: order.fold.state === 'fedBack',
            answerBy: order.fold.answerBy,
          },
  }
}

/** A rating follows its invitation. */
export const ratedSeq = 2

/** Where it was, by names. */
export async function whereOf(tx: Tx, { place, window_code }: Pick<store.InvitationRow, 'place' | 'window_code'>) {
  const found = place === null ? undefined : await findPlace(tx, place)
  const window = place === null || window_code === null ? [] : await windowsOf(tx, place)
  return { placeName: found?.name ?? null, windowName: window.find(({ code }) => code === window_code)?.name ?? null }
}

async function view(tx: Tx, row: store.Seen, now: Now) {
  const { id, kind, version_id, on_day, until_on, level } = row
  return {
    invitationId: id,
    rated: kind,
    itemName: (await definitionOf(tx, version_id)).name,
    ...(await whereOf(tx, row)),
    onDay: on_day,
    untilOn: until_on,
    isOpen: level === null && now.today <= until_on,
    level,
  }
}

async function ownRows(tx: Tx, subject: string, now: Now): Promise<store.Seen[]> {
  const principals = await principalsOf(tx, subject, '*', now.today)
  return store.invitationsOf(tx, [subject, ...principals.map(({ personId }) => personId)], mostListed)
}

async function rowsOfCase(tx: Tx, caseId: string, subject: string, now: Now): Promise<store.Seen[]> {
  const state = await findCase(tx, caseId)
  if (state === null) return []
  const authority = await authorityFor(tx, subject, state.applicantId, state.itemCode, now.today)
  return authority === null ? [] : store.invitationsOfCase(tx, caseId)
}
