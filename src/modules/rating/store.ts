import { type RawBuilder, sql } from 'kysely'
import type { Json } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { defineStream } from '../../kernel/log/index.ts'
import type { Day } from '../../kernel/now.ts'
import type { LevelCode, OrderStateName } from './contract.ts'
import type { Order } from './rules.ts'

/** What happened about a rating, a stream for each invitation. */
export const ratingStream = defineStream({ name: 'rating', table: 'rating_event' })

export type InvitationRow = {
  readonly id: string
  readonly kind: 'case' | 'visit'
  readonly case_id: string
  readonly about_seq: number
  readonly item_code: string
  readonly version_id: string
  readonly organisation: string
  readonly place: string | null
  readonly window_code: string | null
  readonly applicant_id: string
  readonly on_day: Day
  readonly until_on: Day
}

/** Of these invitations those that there are already. */
export async function knownInvitations(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from rating_invitation where id = any(${ids}::uuid[])`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

export async function insertInvitations(tx: Tx, rows: readonly InvitationRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into rating_invitation
    select * from json_populate_recordset(null::rating_invitation, ${JSON.stringify(rows)}::json)`.execute(tx)
}

export type RatingRow = {
  readonly invitation_id: string
  readonly organisation: string
  readonly level: LevelCode
  readonly scale: string
  readonly labels: readonly string[]
  readonly given_on: Day
}

/** An invitation with what was said to it and where its order stands. */
export type Seen = InvitationRow & {
  readonly level: LevelCode | null
  readonly scale: string | null
  readonly labels: readonly string[] | null
  readonly given_on: Day | null
  /** The office under which the rating is listed. */
  readonly listed_under: string | null
  readonly order_state: OrderStateName | null
}

const seen = sql`
  select i.*, r.level, r.scale, r.labels, r.given_on, r.organisation as listed_under, o.state as order_state
  from rating_invitation i
  left join rating r on r.invitation_id = i.id
  left join rating_order o on o.invitation_id = i.id`

/** One invitation, or null. */
export async function findInvitation(tx: Tx, id: string): Promise<Seen | null> {
  const { rows } = await sql<Seen>`${seen} where i.id = ${id}`.execute(tx)
  return rows[0] ?? null
}

/** Invitations by id. */
export async function seenById(tx: Tx, ids: readonly string[]): Promise<Seen[]> {
  const { rows } = await sql<Seen>`${seen} where i.id = any(${ids}::uuid[])`.execute(tx)
  return rows
}

/** Invitations of some persons, newest first. */
export async function invitationsOf(tx: Tx, applicants: readonly string[], limit: number): Promise<Seen[]> {
  const { rows } = await sql<Seen>`
    ${seen} where i.applicant_id = any(${applicants}::uuid[]) order by i.on_day desc, i.id desc limit ${limit}`.execute(tx)
  return rows
}

/** Invitations of a case, newest first. */
export async function invitationsOfCase(tx: Tx, caseId: string): Promise<Seen[]> {
  const { rows } = await sql<Seen>`${seen} where i.case_id = ${caseId} order by i.on_day desc, i.id desc limit 200`.execute(tx)
  return rows
}

/** Ratings that an office was given, newest first. */
export async function ratingsOf(tx: Tx, organisation: string, limit: number): Promise<Seen[]> {
  const { rows } = await sql<Seen>`
    ${seen} where r.organisation = ${organisation} order by r.given_on desc, r.invitation_id desc limit ${limit}`.execute(tx)
  return rows
}

/** Invitations that nobody has answered, in the order of their days; the next page begins behind `after`. For simulations. */
export async function unanswered(tx: Tx, limit: number): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    select i.* from rating_invitation i where not exists (select from rating r where r.invitation_id = i.id)
    order by i.on_day, i.id limit ${limit}`.execute(tx)
  return rows
}

export async function insertRating(tx: Tx, row: RatingRow): Promise<void> {
  await tx
    .insertInto('rating')
    .values({ ...row, labels: [...row.labels] })
    .execute()
}

/** What somebody wrote, with the salt that hides it. */
export type WordsRow = {
  readonly stream_id: string
  readonly seq: number
  readonly path: string
  readonly salt: Buffer
  readonly value: Json
}

export async function insertWords(tx: Tx, row: WordsRow): Promise<void> {
  await tx
    .insertInto('rating_words')
    .values({ ...row, value: JSON.stringify(row.value) })
    .execute()
}

/** What stands beside the logs of some ratings. */
export async function wordsOf(tx: Tx, ids: readonly string[]): Promise<WordsRow[]> {
  const { rows } = await sql<WordsRow>`
    select stream_id, seq, path, salt, value from rating_words where stream_id = any(${ids}::uuid[]) order by stream_id, seq`.execute(
    tx,
  )
  return rows
}

export async function deleteWords(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('rating_words').where('stream_id', '=', id).execute()
}

export type OrderRow = {
  readonly invitation_id: string
  readonly number: string
  readonly organisation: string
  readonly state: OrderStateName
  readonly next_due_on: Day | null
  readonly fold: Order
}

/** Writes where an order stands. */
export async function putOrder(tx: Tx, row: OrderRow): Promise<void> {
  const { invitation_id, number, organisation, state, next_due_on, fold } = row
  await sql`
    insert into rating_order (invitation_id, number, organisation, state, next_due_on, fold)
    values (${invitation_id}, ${number}, ${organisation}, ${state}, ${next_due_on}, ${JSON.stringify(fold)}::jsonb)
    on conflict (invitation_id) do update set state = excluded.state, next_due_on = excluded.next_due_on, fold = excluded.fold`.execute(
    tx,
  )
}

/** An order, locked for an act. */
export async function lockOrder(tx: Tx, id: string): Promise<OrderRow | null> {
  const { rows } = await sql<OrderRow>`select * from rating_order where invitation_id = ${id} for update`.execute(tx)
  return rows[0] ?? null
}

export async function findOrder(tx: Tx, id: string): Promise<OrderRow | null> {
  const { rows } = await sql<OrderRow>`select * from rating_order where invitation_id = ${id}`.execute(tx)
  return rows[0] ?? null
}

export async function ordersById(tx: Tx, ids: readonly string[]): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`select * from rating_order where invitation_id = any(${ids}::uuid[])`.execute(tx)
  return rows
}

/** Orders of some offices ('*': of all), the tightest limit first; closed ones by number, newest first. Each office gives a stretch of an index. */
export async function ordersFor(
  tx: Tx,
  organisations: readonly string[] | '*',
  show: 'open' | 'closed',
  limit: number,
): Promise<(OrderRow & Pick<Seen, 'kind' | 'version_id'> & { level: LevelCode })[]> {
  const state = show === 'open' ? sql`state <> 'closed'` : sql`state = 'closed'`
  const order = show === 'open' ? sql`next_due_on nulls first, number` : sql`number desc`
  const first = (where: RawBuilder<unknown>) =>
    sql`select * from rating_order where ${where} and ${state} order by ${order} limit ${limit}`
  const orders =
    organisations === '*'
      ? first(sql`true`)
      : sql`select o.* from (select distinct unnest(${organisations}::text[])) as office (uscc),
          lateral (${first(sql`organisation = office.uscc`)}) as o`
  const { rows } = await sql<OrderRow & Pick<Seen, 'kind' | 'version_id'> & { level: LevelCode }>`
    select o.*, i.kind, i.version_id, r.level
    from (${orders}) as o join rating_invitation i on i.id = o.invitation_id join rating r on r.invitation_id = o.invitation_id
    order by ${order} limit ${limit}`.execute(tx)
  return rows
}

/** Orders one of whose limits has passed without being on record. */
export async function dueOrders(tx: Tx, today: Day, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select invitation_id as id from rating_order where next_due_on < ${today} order by next_due_on limit ${limit}`.execute(tx)
  return rows.map((row) => row.id)
}
