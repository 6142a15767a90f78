import { sql } from 'kysely'
import { canonical, type Json, sm3Hex } from '../../kernel/canonical.ts'
import { prepared, type Tx } from '../../kernel/db/index.ts'
import { random } from '../../kernel/ids.ts'
import { defineStream, type EventRow, type Head } from '../../kernel/log/index.ts'
import type { Day } from '../../kernel/now.ts'
import { calendarVersionSql } from '../clock/index.ts'
import { nameBoxSql } from '../identity/index.ts'
import { type Organisation, organisationSql } from '../region/index.ts'
import type { CaseState } from './case.ts'
import { legalTimers, type StateName } from './contract.ts'
import { foldVersion, nextSettleOn } from './rules.ts'
import { running } from './timers/rules.ts'

/** The logs of cases. Their heads stand in `case_state`, whose row is also the lock. */
export const caseStream = defineStream({ name: 'case', table: 'case_event', key: 'case_id' })

/** What every act needs besides the case itself: the version of the calendar that holds now, and what heads a letter. */
export type Surroundings = {
  readonly calendar: string
  readonly organ: Organisation | null
  readonly name_box: Buffer | null
}

/** A cached row of `case_state`. */
export type StateRow = Surroundings & {
  readonly seq: number
  readonly hash: Buffer
  readonly at: Date
  readonly fold: CaseState
  readonly fold_version: number
}

const surroundings = (organisation: string, applicant: string) =>
  `${calendarVersionSql} as calendar, ${organisationSql(organisation)} as organ, ${nameBoxSql(applicant)} as name_box`
const stateColumns = `seq, hash, at, fold, fold_version, ${surroundings('organisation', 'applicant_id')}`

const lock = prepared<[caseId: string], StateRow>(
  `select ${stateColumns} from case_state where case_id = $1 for update of case_state`,
)

/** Locks a case for an act: the next writer of this case waits until this transaction ends. */
export async function lockState(tx: Tx, caseId: string): Promise<StateRow | null> {
  return (await lock.run(tx, [caseId]))[0] ?? null
}

const look = prepared<[caseId: string], StateRow>(`select ${stateColumns} from case_state where case_id = $1`)

/** Reads a case without waiting for anybody. */
export async function findState(tx: Tx, caseId: string): Promise<StateRow | null> {
  return (await look.run(tx, [caseId]))[0] ?? null
}

/** Where a case stands, as cached; null when there is none. */
export async function findCase(tx: Tx, caseId: string): Promise<CaseState | null> {
  return (await findState(tx, caseId))?.fold ?? null
}

/** A value for the vault, with the salt that hides it. */
export type SaltedFact = { readonly path: string; readonly salt: Buffer; readonly value: Json }

/** What the event says of a fact: SM3(salt ‖ canonical value), in hexadecimal. */
export function commitmentOf(fact: { readonly salt: Buffer; readonly value: unknown }): string {
  return sm3Hex(fact.salt, canonical(fact.value))
}

/** Salts values that a person said or handed in. */
export function salted(facts: Readonly<Record<string, Json>>): SaltedFact[] {
  return Object.entries(facts).map(([path, value]) => ({ path, salt: random(16), value }))
}

/** The columns of `case_state` beside key and head, as the fold gives them. */
export function columnsOf(state: CaseState) {
  return {
    number: state.number,
    item_code: state.itemCode,
    version_id: state.versionId,
    rule_set: state.ruleSet,
    organisation: state.organisation,
    applicant_id: state.applicantId,
    state: state.state as string,
    received_on: state.receivedOn,
    place: state.place,
    ...clockColumns(state.timers),
    fold_version: foldVersion,
  }
}

/** The day by which lists put a case none of whose clocks runs to a known day. */
export const noDay: Day = '9999-12-31'

/** The columns of `case_state` that the clocks give. Only a day between `dated_from` and `dated_until` can move a date. */
export function clockColumns(timers: CaseState['timers']) {
  const clocks = running({ timers })
  const froms = clocks.map((timer) => timer.startedOn).sort()
  const days = clocks.flatMap(({ dueOn }) => (dueOn === null ? [] : [dueOn])).sort()
  const untils = clocks.map((timer) => timer.dueOn ?? 'infinity').sort() // sorts after every day
  return {
    due_on: legalTimers.map((code) => runningDue(timers, code)).find((day) => day !== null) ?? null,
    promised_on: runningDue(timers, 'PROMISE'),
    next_settle_on: nextSettleOn({ timers }),
    dated_from: froms[0] ?? null,
    dated_until: untils.at(-1) ?? null,
    tightest_on: days[0] ?? noDay,
  }
}

function runningDue(timers: CaseState['timers'], code: string): Day | null {
  const timer = timers[code]
  return timer === undefined || timer.endedOn !== null ? null : timer.dueOn
}

const event = `insert into case_event (case_id, seq, v, kind, body, actor, on_behalf_of, authority, ground, channel, place,
    effective_on, at, prev_hash, hash)
  values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`
const inbox = `insert into log_inbox (stream, stream_id, seq) values ('case', $1, $2)`
const facts = `insert into case_fact (case_id, seq, path, salt, value)
  select $1, $2, path, salt, value::jsonb from unnest($16::text[], $17::bytea[], $18::text[]) as given(path, salt, value)`

const writeNext = prepared<unknown[], never>(`
  with event as (${event}), inbox as (${inbox}), facts as (${facts})
  update case_state set seq = $2, hash = $15, at = $13, fold = $19::jsonb, number = $20, item_code = $21, version_id = $22,
    rule_set = $23, organisation = $24, applicant_id = $25, state = $26, received_on = $27, due_on = $28, promised_on = $29,
    next_settle_on = $30, fold_version = $31, place = $32, dated_from = $33, dated_until = $34,
    tightest_on = $35
  where case_id = $1`)

const writeFirst = prepared<unknown[], never>(`
  with event as (${event}), inbox as (${inbox}), facts as (${facts}),
    number as (insert into case_number (number, case_id) values ($20, $1))
  insert into case_state (case_id, seq, hash, at, fold, number, item_code, version_id, rule_set, organisation, applicant_id, state,
    received_on, due_on, promised_on, next_settle_on, fold_version, place, dated_from, dated_until, tightest_on)
  values ($1, $2, $15, $13, $19::jsonb, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
    $35)`)

/** Writes an event, its facts, its place in the queue for an order and the new state: one statement. */
export async function write(tx: Tx, row: EventRow, given: readonly SaltedFact[], state: CaseState): Promise<void> {
  const cached = columnsOf(state)
  await (row.seq === 1 ? writeFirst : writeNext).run(tx, [
    row.stream_id,
    row.seq,
    row.v,
    row.kind,
    JSON.stringify(row.body),
    row.actor,
    row.on_behalf_of,
    row.authority,
    row.ground,
    row.channel,
    row.place,
    row.effective_on,
    row.at,
    row.prev_hash,
    row.hash,
    given.map((fact) => fact.path),
    given.map((fact) => fact.salt),
    given.map((fact) => JSON.stringify(fact.value)),
    JSON.stringify(state),
    cached.number,
    cached.item_code,
    cached.version_id,
    cached.rule_set,
    cached.organisation,
    cached.applicant_id,
    cached.state,
    cached.received_on,
    cached.due_on,
    cached.promised_on,
    cached.next_settle_on,
    cached.fold_version,
    cached.place,
    cached.dated_from,
    cached.dated_until,
    cached.tightest_on,
  ])
}

/** What a new case starts from. `serial` for its number: never twice within a day, with gaps where a submission failed. */
export async function beginning(tx: Tx, organisation: string, applicantId: string): Promise<Surroundings & { serial: number }> {
  const [row] = await begin.run(tx, [organisation, applicantId])
  if (row === undefined) throw new Error('no serial was drawn')
  return row
}

const begin = prepared<[organisation: string, applicantId: string], Surroundings & { serial: number }>(
  `select nextval('case_number_serial')::int as serial, ${surroundings('$1', '$2')}`,
)

/** The id of the case with this number. */
export async function findByNumber(tx: Tx, number: string): Promise<string | null> {
  const row = await tx.selectFrom('case_number').select('case_id').where('number', '=', number).executeTakeFirst()
  return row?.case_id ?? null
}

/** Cases on which time has acts to do, longest overdue first. */
export async function toSettle(tx: Tx, today: Day, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('case_state')
    .select('case_id')
    .where('next_settle_on', '<', today) // partial index case_state_settle covers exactly this
    .orderBy('next_settle_on')
    .limit(limit)
    .execute()
  return rows.map((row) => row.case_id)
}

/** A case as lists read it: where it stands, and what its calendar hangs on. */
export type ListedRow = { readonly fold: CaseState; readonly calendar: string; readonly organ: Organisation | null }

/**
 * A page of the cases of some applicants, newest first: a stretch of one index for each.
 *
 * @param applicants each with the items whose cases are meant; null: all
 * @param only.after the last case of the page before
 */
export async function statesOfApplicants(
  tx: Tx,
  applicants: readonly { readonly personId: string; readonly items: readonly string[] | null }[],
  only: { readonly after: string | null; readonly states: readonly StateName[] | null },
  limit: number,
): Promise<ListedRow[]> {
  if (applicants.length === 0) return []
  const further = only.after === null ? sql`` : sql`and case_id < ${only.after}`
  const inStates = only.states === null ? sql`` : sql`and state = any(${[...only.states]})`
  const stretches = applicants.map(
    ({ personId, items }) => sql`(
      select case_id, organisation, fold from case_state where applicant_id = ${personId} ${further} ${inStates}
        ${items === null ? sql`` : sql`and item_code = any(${[...items]})`}
      order by case_id desc limit ${limit})`,
  )
  const { rows } = await sql<ListedRow>`
    select s.fold, ${sql.raw(calendarVersionSql)} as calendar, ${sql.raw(organisationSql('s.organisation'))} as organ
    from (${sql.join(stretches, sql` union all `)}) as s order by s.case_id desc limit ${limit}`.execute(tx)
  return rows
}

/** The columns of a listed row, of `stateOf`. */
export const listedSql = sql.raw(`s.fold, ${calendarVersionSql} as calendar, ${organisationSql('s.organisation')} as organ`)

/** The cached row of each case of a page, each by its key: `offset 0` keeps the planner from reading all cases to find a hundred. */
export function stateOf(page: string) {
  return sql.raw(`lateral (select fold, organisation from case_state where case_id = ${page}.case_id offset 0) as s`)
}

/**
 * A page of the cases of an organisation in some states, the nearest last day of a running clock first: a stretch of one index for each
 * state, however many cases there are.
 *
 * @param after the `cursor` of the last case of the page before: the number of the day, and the case
 */
export async function statesAtDesk(
  tx: Tx,
  organisation: string,
  states: readonly StateName[],
  after: string | null,
  limit: number,
): Promise<(ListedRow & { cursor: string })[]> {
  const [day = '', caseId = ''] = after?.split('.') ?? []
  const further = after === null ? sql`` : sql`and (tightest_on, case_id) > (date '1970-01-01' + ${day}::int, ${caseId}::uuid)`
  const stretches = states.map(
    (state) => sql`(
      select case_id, tightest_on from case_state where organisation = ${organisation} and state = ${state} ${further}
      order by tightest_on, case_id limit ${limit})`,
  )
  const { rows } = await sql<ListedRow & { cursor: string }>`
    select ${listedSql}, (near.tightest_on - date '1970-01-01') || '.' || near.case_id as cursor
    from (select * from (${sql.join(stretches, sql` union all `)}) as all_states order by tightest_on, case_id limit ${limit}) as near,
      ${stateOf('near')}
    order by near.tightest_on, near.case_id`.execute(tx)
  return rows
}

/** What stands in the vault of a case: every row, newest commitments last. */
export async function factRows(tx: Tx, caseId: string): Promise<{ seq: number; path: string; salt: Buffer; value: Json }[]> {
  const rows = await tx
    .selectFrom('case_fact')
    .select(['seq', 'path', 'salt', 'value'])
    .where('case_id', '=', caseId)
    .orderBy('seq')
    .execute()
  return rows as { seq: number; path: string; salt: Buffer; value: Json }[]
}

/** Deletes rows of the vault. */
export async function deleteFacts(tx: Tx, caseId: string, rows: readonly { seq: number; path: string }[]): Promise<void> {
  await sql`
    delete from case_fact where case_id = ${caseId} and (seq, path) in (
      select * from unnest(${rows.map((row) => row.seq)}::int[], ${rows.map((row) => row.path)}::text[]))`.execute(tx)
}

/** Cases whose cached row is of an older fold, locked; those that others hold are left out. */
export async function outdated(tx: Tx, version: number, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('case_state')
    .select('case_id')
    .where('fold_version', '<', version)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map((row) => row.case_id)
}

/** Replaces the cached fold; key and head stay. */
export async function rewriteState(tx: Tx, state: CaseState): Promise<void> {
  const fold = sql<string>`${JSON.stringify(state)}::jsonb`
  await tx
    .updateTable('case_state')
    .set({ ...columnsOf(state), fold })
    .where('case_id', '=', state.caseId)
    .execute()
}

/** Ids of cases touched since an instant, and of one share in thirty of all others. */
export async function someCases(tx: Tx, of: { since: Date; share: number }, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select case_id from case_state
    where case_id > ${after} and (at >= ${of.since} or ('x' || right(case_id::text, 4))::bit(16)::int % 30 = ${of.share})
    order by case_id limit ${limit}`.execute(tx)
  return rows.map((row) => row.case_id)
}

/** Where the next event of a case is to be linked. */
export function headOf(row: StateRow): Head {
  return { seq: row.seq, hash: row.hash, at: row.at }
}
