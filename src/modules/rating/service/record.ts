import { type By, system } from '../../../kernel/actor.ts'
import type { Json, JsonObject } from '../../../kernel/canonical.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { eventsOf, record } from '../../../kernel/log/index.ts'
import type { Day, Now } from '../../../kernel/now.ts'
import { commitmentOf, salted } from '../../casework/index.ts'
import { type Calendar, calendarFor, layersFor } from '../../clock/index.ts'
import { findOrganisationByUscc } from '../../region/index.ts'
import { foldOrder, type Order, passedLimits } from '../rules.ts'
import * as store from '../store.ts'

/** The calendar by which the limits of an order are counted: that of the office rated. */
export async function calendarOf(tx: Tx, { organisation }: Pick<store.InvitationRow, 'organisation'>): Promise<Calendar> {
  const office = await findOrganisationByUscc(tx, organisation)
  return calendarFor(tx, { layers: layersFor(office?.divisionCode ?? null, null) })
}

/** What is put on record of a rating. */
type Note = { readonly kind: string; readonly body: JsonObject; readonly words: string | null; readonly by: By }

/** Records an event; what somebody wrote goes beside the log, which commits to it. */
export async function note(tx: Tx, id: string, { kind, body, words, by }: Note, now: Now): Promise<void> {
  const facts = salted(words === null ? {} : { words: words as Json })
  const committed = Object.fromEntries(facts.map((fact) => [fact.path, commitmentOf(fact)]))
  const { seq } = await record(tx, store.ratingStream, {
    streamId: id,
    kind,
    v: 1,
    body: facts.length === 0 ? body : { ...body, facts: committed },
    by,
    ground: null,
    effectiveOn: now.today,
    at: now.at,
  })
  for (const { path, salt, value } of facts) await store.insertWords(tx, { stream_id: id, seq, path, salt, value })
}

/** The row of an order as its fold gives it. */
export function orderRow(id: string, organisation: string, fold: Order, today: Day): store.OrderRow {
  const { number, state } = fold
  return { invitation_id: id, number, organisation, state, next_due_on: passedLimits(fold, today).nextDueOn, fold }
}

/** Writes the order as its events now say it. */
export async function putFolded(
  tx: Tx,
  { id, organisation }: Pick<store.InvitationRow, 'id' | 'organisation'>,
  now: Now,
): Promise<Order> {
  const fold = foldOrder(await eventsOf(tx, store.ratingStream, id))
  if (fold === null) throw new Error('no order')
  await store.putOrder(tx, orderRow(id, organisation, fold, now.today))
  return fold
}

/** Locks an order and first puts on record which of its limits have passed, job or no job; null when there is none. */
export async function settleOrder(tx: Tx, id: string, now: Now): Promise<store.OrderRow | null> {
  const row = await store.lockOrder(tx, id)
  if (row === null) return null
  const { passed } = passedLimits(row.fold, now.today)
  if (passed.length === 0) return row
  for (const limit of passed) {
    await note(tx, id, { kind: 'overdue', body: { limit, dueOn: row.fold.limits[limit] }, words: null, by: system }, now)
  }
  const fold = await putFolded(tx, { id, organisation: row.organisation }, now)
  return { ...row, state: fold.state, fold }
}
