import { sql } from 'kysely'
import { type Prepared, prepared, type Tx } from '../../kernel/db/index.ts'
import type { Day } from '../../kernel/now.ts'
import { uuidPattern } from '../../kernel/uuid.ts'

/** One row a post in force; a citizen, or staff without a post, has one row with nulls. */
export type SessionRow = {
  readonly session_id: string
  readonly account_id: string
  readonly kind: 'citizen' | 'staff'
  readonly person_id: string
  readonly named_place: string | null
  readonly last_seen_at: Date
  readonly until_at: Date
  /** The version of the account's rights as read together with them; null while they never changed. */
  readonly rights: string | null
  readonly authority: string | null
  readonly role: string | null
  readonly organisation: string | null
  readonly place_code: string | null
}

/** What an account holds on a day, by posts of its own and by standing in. */
function heldSql(account: string, today: string): string {
  const isInForce = (row: string) =>
    `${row}.ended_at is null and ${row}.from_on <= ${today} and (${row}.until_on is null or ${row}.until_on >= ${today})`
  return `
    select 'post:' || p.id as authority, p.role, p.organisation, p.place_code
    from post p
    where p.account_id = ${account} and ${isInForce('p')}
    union all
    select 'substitute:' || u.id, p.role, p.organisation, p.place_code
    from substitute u join post p on p.id = u.post_id
    where u.account_id = ${account} and ${isInForce('u')} and ${isInForce('p')}`
}

export type HeldRow = Pick<SessionRow, 'authority' | 'role' | 'organisation' | 'place_code'>

/** What an account holds today, without a session. */
export const heldToday: Prepared<[accountId: string, today: Day], HeldRow> = prepared(heldSql('$1::uuid', '$2::date'))

/** Who a token belongs to and what they hold today: the one statement on the path of every call. */
export const sessionWithPosts: Prepared<[tokenHash: Buffer, at: Date, today: Day], SessionRow> = prepared(`
  select s.session_id, s.account_id, s.kind, s.person_id, s.place_code as named_place, s.last_seen_at, s.until_at,
         (select version from rights_version where actor = s.account_id::text) as rights,
         g.authority, g.role, g.organisation, g.place_code
  from identity_view_session s
  left join lateral (${heldSql('s.account_id', '$3::date')}) g on s.kind = 'staff'
  where s.token_hash = $1 and s.until_at > $2::timestamptz
    and s.last_seen_at > $2::timestamptz - make_interval(mins => s.idle_minutes)`)

export type PostRow = {
  readonly id: string
  readonly accountId: string
  readonly role: string
  readonly organisation: string | null
  readonly place: string | null
  readonly window: string | null
  readonly fromOn: Day
  readonly untilOn: Day | null
  readonly endedAt: Date | null
}

export type SubstituteRow = {
  readonly id: string
  readonly postId: string
  readonly accountId: string
  readonly reason: 'b_post' | 'leave' | 'business_trip' | 'training' | 'meeting' | 'other'
  readonly fromOn: Day
  readonly untilOn: Day | null
  readonly endedAt: Date | null
}

export async function insertPost(tx: Tx, row: PostRow): Promise<void> {
  await tx
    .insertInto('post')
    .values({
      id: row.id,
      account_id: row.accountId,
      role: row.role,
      organisation: row.organisation,
      place_code: row.place,
      window_code: row.window,
      from_on: row.fromOn,
      until_on: row.untilOn,
      ended_at: row.endedAt,
    })
    .execute()
}

/** A post, locked against being ended twice or stood in for while it ends. */
export async function lockPost(tx: Tx, id: string): Promise<PostRow | undefined> {
  return posts(tx).where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Posts of an account that were not taken away, whether begun or over. */
export async function postsOf(tx: Tx, accountId: string): Promise<PostRow[]> {
  return posts(tx).where('account_id', '=', accountId).where('ended_at', 'is', null).orderBy('id').execute()
}

/** Posts of an organisation that are not over, by role. */
export async function postsIn(tx: Tx, organisation: string, today: Day, limit: number): Promise<PostRow[]> {
  return posts(tx)
    .where('organisation', '=', organisation)
    .where('ended_at', 'is', null)
    .where((is) => is.or([is('until_on', 'is', null), is('until_on', '>=', today)]))
    .orderBy('role')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** The windows of posts by the authority that the log names, 'post:…' or 'substitute:…'; those at none are left out. */
export async function windowsOfPosts(tx: Tx, authorities: readonly string[]): Promise<Map<string, string>> {
  const asked = authorities.filter((authority) => /^(post|substitute):/.test(authority))
  if (asked.length === 0) return new Map()
  const ids = asked.map((authority) => authority.slice(authority.indexOf(':') + 1))
  const { rows } = await sql<{ authority: string; code: string }>`
    select 'post:' || id as authority, window_code as code from post where window_code is not null and id = any(${ids}::uuid[])
    union all
    select 'substitute:' || s.id, p.window_code from substitute s join post p on p.id = s.post_id
    where p.window_code is not null and s.id = any(${ids}::uuid[])`.execute(tx)
  return new Map(rows.map(({ authority, code }) => [authority, code]))
}

/** An office held: which role, at which organisation (统一社会信用代码; null: at none). */
export type Office = { readonly role: string; readonly organisation: string | null }

/** The offices behind what the log names, by authority, 'post:…' or 'substitute:…', and by account, the one held last. */
export async function officesBehind(
  tx: Tx,
  named: readonly { readonly authority: string; readonly actor: string }[],
): Promise<Map<string, Office>> {
  const ids = named.flatMap(({ authority }) =>
    /^(post|substitute):/.test(authority) ? [authority.slice(authority.indexOf(':') + 1)] : [],
  )
  const accounts = named.flatMap(({ actor }) => (uuid.test(actor) ? [actor] : []))
  const { rows } = await sql<Office & { key: string }>`
    select 'post:' || id as key, role, organisation from post where id = any(${ids}::uuid[])
    union all
    select 'substitute:' || s.id, p.role, p.organisation from substitute s join post p on p.id = s.post_id where s.id = any(${ids}::uuid[])
    union all
    (select distinct on (account_id) account_id::text, role, organisation from post where account_id = any(${accounts}::uuid[])
      order by account_id, from_on desc, id desc)`.execute(tx)
  return new Map(rows.map(({ key, role, organisation }) => [key, { role, organisation }]))
}

const uuid = new RegExp(uuidPattern)

/** Ends a post and everybody's standing in for it, at once. */
export async function endPostRow(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('post').set({ ended_at: at }).where('id', '=', id).execute()
  await tx.updateTable('substitute').set({ ended_at: at }).where('post_id', '=', id).where('ended_at', 'is', null).execute()
}

export async function insertSubstitute(tx: Tx, row: SubstituteRow): Promise<void> {
  await tx
    .insertInto('substitute')
    .values({
      id: row.id,
      post_id: row.postId,
      account_id: row.accountId,
      reason: row.reason,
      from_on: row.fromOn,
      until_on: row.untilOn,
      ended_at: row.endedAt,
    })
    .execute()
}

export async function lockSubstitute(tx: Tx, id: string): Promise<SubstituteRow | undefined> {
  return substitutes(tx).where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Who stands in for some posts and was not told to stop. */
export async function substitutesFor(tx: Tx, postIds: readonly string[]): Promise<SubstituteRow[]> {
  if (postIds.length === 0) return []
  return substitutes(tx).where('post_id', 'in', postIds).where('ended_at', 'is', null).orderBy('id').execute()
}

/** For whom an account stands in. */
export async function substitutionsOf(tx: Tx, accountId: string): Promise<(SubstituteRow & { role: string })[]> {
  return substitutes(tx)
    .innerJoin('post', 'post.id', 'substitute.post_id')
    .select('post.role')
    .where('substitute.account_id', '=', accountId)
    .where('substitute.ended_at', 'is', null)
    .where('post.ended_at', 'is', null)
    .orderBy('substitute.id')
    .execute()
}

/** A standing-in together with the post. */
export type StandInRow = SubstituteRow & { readonly holderId: string; readonly role: string }

/** Everybody who stood, stands or will stand in at an organisation, the last named first. */
export async function standInsAt(tx: Tx, organisation: string, limit: number): Promise<StandInRow[]> {
  return standIns(tx).where('post.organisation', '=', organisation).orderBy('substitute.id', 'desc').limit(limit).execute()
}

/** Those with these ids, over or not. */
export async function standInsWith(tx: Tx, ids: readonly string[]): Promise<StandInRow[]> {
  return ids.length === 0 ? [] : standIns(tx).where('substitute.id', 'in', ids).execute()
}

/** Organisations at which there ever was a post, by name. @param of null: all of them */
export async function organisationsWithPosts(tx: Tx, of: readonly string[] | null): Promise<{ uscc: string; name: string }[]> {
  const held =
    of === null
      ? sql`
          with recursive seen (uscc) as (
            select min(organisation) from post
            union all
            select (select min(organisation) from post where organisation > seen.uscc) from seen
            where uscc is not null -- one step of the index an organisation
          ) select uscc from seen`
      : sql`select uscc from unnest(${of}::text[]) as asked (uscc) where exists (select from post where organisation = uscc)`
  const { rows } = await sql<{ uscc: string; name: string }>`
    select uscc, name from organisation join (${held}) as held using (uscc) order by name`.execute(tx)
  return rows
}

export async function endSubstituteRow(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('substitute').set({ ended_at: at }).where('id', '=', id).execute()
}

function posts(tx: Tx) {
  return tx
    .selectFrom('post')
    .select(['id', 'account_id as accountId', 'role', 'organisation', 'place_code as place', 'window_code as window'])
    .select(['from_on as fromOn', 'until_on as untilOn', 'ended_at as endedAt'])
}

function substitutes(tx: Tx) {
  return tx
    .selectFrom('substitute')
    .select(['substitute.id', 'substitute.post_id as postId', 'substitute.account_id as accountId', 'substitute.reason'])
    .select(['substitute.from_on as fromOn', 'substitute.until_on as untilOn', 'substitute.ended_at as endedAt'])
    .$narrowType<{ reason: SubstituteRow['reason'] }>()
}

function standIns(tx: Tx) {
  return substitutes(tx).innerJoin('post', 'post.id', 'substitute.post_id').select(['post.account_id as holderId', 'post.role'])
}
