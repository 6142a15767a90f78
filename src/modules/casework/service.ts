import { type Actor, type By, grantFor, system } from '../../kernel/actor.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { emptyHead, eventsOf, type Head, link } from '../../kernel/log/index.ts'
import type { Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { definitionOf } from '../catalogue/index.ts'
import { type Calendar, calendarFor, calendarHistory, layersFor } from '../clock/index.ts'
import { authorityFor, nameIn } from '../identity/index.ts'
import { actOf, checkBody, registeredActs, timeRuleOf } from './acts.ts'
import type { Act, CaseState, Change, GenericBody, IssuedDocument, Letterhead, Opening } from './case.ts'
import { type Acted, NoPower, NotAllowed, UnknownCase } from './contract.ts'
import { correctionOf, outdatedTimers, redatedEvent } from './redate/rules.ts'
import { fold, foldAll, foldVersion, isEnd, nextToSettle } from './rules.ts'
import {
  beginning,
  caseStream,
  columnsOf,
  commitmentOf,
  findState,
  headOf,
  lockState,
  type StateRow,
  type Surroundings,
  salted,
  write,
} from './store.ts'
import { changedTimers, written } from './timers/rules.ts'

/** A case locked for this transaction. Acts move it on; nobody else can meanwhile. */
export type CaseFile = {
  state: CaseState
  head: Head
  readonly now: Now
  readonly calendar: Calendar
  readonly letterhead: Letterhead
  /** The letter that the last act made. */
  letter?: IssuedDocument | undefined
}

/** What a case that is about to be opened starts from. */
export type Beginning = Pick<CaseFile, 'now' | 'calendar' | 'letterhead'> & {
  /** For its number: never twice within a day. */
  readonly serial: number
}

/**
 * Reads what a new case of this organisation and applicant starts from.
 *
 * @param place where it is handed in: the case counts by the calendar of this place too
 */
export async function begin(
  tx: Tx,
  organisation: string,
  applicantId: string,
  now: Now,
  place: string | null = null,
): Promise<Beginning> {
  const row = await beginning(tx, organisation, applicantId)
  return { ...(await around(tx, row, applicantId, place, now)), serial: row.serial }
}

/**
 * Opens a case with its first event. Who may was asked by the module that opens it.
 *
 * @param caseId  a UUID v7 that nobody has used
 * @returns the file, locked by being new
 */
export async function open(
  tx: Tx,
  caseId: string,
  code: string,
  opening: Opening,
  change: Change,
  by: By,
  from: Beginning,
): Promise<CaseFile> {
  const row = actOf(code)
  const opened = { ...change, body: { ...change.body, ...opening } }
  const { now, calendar, letterhead } = from
  return append(tx, { now, calendar, letterhead }, caseId, row, opened, by, row.source(opening.ruleSet))
}

/**
 * Locks a case and first does what time has already done: limits that passed since the last act take effect now, job or no job.
 *
 * @throws Refusal(UnknownCase) there is none
 */
export async function lockSettled(tx: Tx, caseId: string, now: Now): Promise<CaseFile> {
  const found = await lockState(tx, caseId)
  if (found === null) throw new Refusal(UnknownCase, {})
  const row = await upToDate(tx, found)
  const file = await fileOf(tx, row, now)
  await settle(tx, file)
  return file
}

/**
 * Does an act on a locked case: asks the table, appends the event, moves state and clocks.
 *
 * @param actor  who acts; null for time and machines
 * @param change called once state, right and the act's own condition have been asked: here numbers are taken and letters written
 * @throws Refusal(NotAllowed)  the act does not start from this state, or not for this kind of item
 * @throws Refusal(UnknownCase) somebody else's case
 * @throws Refusal(NoPower)     the power is lacking in the case's organisation
 * @throws Refusal              whatever the act's own condition says
 */
export async function act(
  tx: Tx,
  file: CaseFile,
  code: string,
  actor: Actor | null,
  change: () => Promise<Change>,
): Promise<CaseFile> {
  const row = actOf(code)
  checkState(row, file.state)
  const by = await rightOf(tx, row, file, actor)
  if (row.may !== undefined) {
    const refusal = row.may(file.state, by.actor, file.now, await definitionOf(tx, file.state.versionId))
    if (refusal !== null) throw refusal
  }
  return append(tx, file, file.state.caseId, row, await change(), by, row.source(file.state.ruleSet))
}

/** Whether an act could be done now by this actor, without doing it. The buttons of a case are made of this. */
export async function allowedActs(tx: Tx, file: CaseFile, actor: Actor): Promise<{ code: string; name: string }[]> {
  const allowed: { code: string; name: string }[] = []
  const item = await definitionOf(tx, file.state.versionId)
  for (const row of registeredActs().values()) {
    if (row.who === 'system' || row.from.length === 0 || row.code === 'erased') continue
    if (!row.from.includes(file.state.state) || row.ruleSets?.includes(file.state.ruleSet) === false) continue
    if (row.isOffered?.(file.state, item) === false) continue
    const by = await findRight(tx, row, file, actor)
    if (by !== null && (row.may?.(file.state, actor.id, file.now, item) ?? null) === null)
      allowed.push({ code: row.code, name: row.name })
  }
  return allowed
}

/**
 * Opens a case for reading by a party or a handler: settled, so that no one sees a state that time has overtaken.
 *
 * @throws Refusal(UnknownCase) there is none, or it is not for this actor to see
 */
export async function read(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<CaseFile> {
  const found = await findState(tx, caseId)
  if (found === null || !(await maySee(tx, found.fold, actor, now))) throw new Refusal(UnknownCase, {})
  const row = await upToDate(tx, found)
  const file = await fileOf(tx, row, now)
  const isBehind = nextToSettle(row.fold, now.today) !== null || outdatedTimers(row.fold, file.calendar, now.today).length > 0
  return isBehind ? lockSettled(tx, caseId, now) : file
}

/** Whether a case is this actor's to see: as applicant, as agent, or with a power in its organisation. */
export async function maySee(tx: Tx, state: CaseState, actor: Actor, now: Now): Promise<boolean> {
  return (await readingRight(tx, state, actor, now)) !== null
}

/** By which right an actor sees a case: a post's, or the applicant's own or lent to them; null: not at all. */
export async function readingRight(tx: Tx, state: CaseState, actor: Actor, now: Now): Promise<string | null> {
  for (const power of ['casework.read', 'intake.accept', 'supervision.read_log']) {
    const grant = grantFor(actor, power, state.organisation)
    if (grant !== null) return grant.authority
  }
  return partyAuthority(tx, state, actor, now)
}

/** Whether an actor speaks for the applicant: as own person, agent or representative. */
export async function isParty(tx: Tx, state: CaseState, actor: Actor, now: Now): Promise<boolean> {
  return (await partyAuthority(tx, state, actor, now)) !== null
}

/** What every act answers with. */
export function acted(file: CaseFile): Acted {
  const { state, head } = file
  const { due_on: dueOn, promised_on: promisedOn } = columnsOf(state)
  return {
    caseId: state.caseId,
    state: state.state,
    seq: head.seq,
    hash: head.hash?.toString('hex') ?? '',
    dueOn,
    promisedOn,
    documentId: file.letter?.documentId ?? null,
  }
}

/** A row that an older release cached is folded anew; the job that rewrites all of them may not have come to it yet. */
async function upToDate(tx: Tx, row: StateRow): Promise<StateRow> {
  if (row.fold_version === foldVersion) return row
  return { ...row, fold: foldAll(registeredActs(), await eventsOf(tx, caseStream, row.fold.caseId)) }
}

async function fileOf(tx: Tx, row: StateRow, now: Now): Promise<CaseFile> {
  return { state: row.fold, head: headOf(row), ...(await around(tx, row, row.fold.applicantId, row.fold.place, now)) }
}

async function around(
  tx: Tx,
  row: Surroundings,
  applicantId: string,
  place: string | null,
  now: Now,
): Promise<Pick<CaseFile, 'now' | 'calendar' | 'letterhead'>> {
  const letterhead = { organisation: row.organ, applicantName: () => nameIn(applicantId, row.name_box) }
  const layers = layersFor(row.organ?.divisionCode ?? null, place)
  return { now, calendar: await calendarFor(tx, { version: row.calendar, layers }), letterhead }
}

async function settle(tx: Tx, file: CaseFile): Promise<void> {
  await redate(tx, file)
  for (let timer = nextToSettle(file.state, file.now.today); timer !== null; timer = nextToSettle(file.state, file.now.today)) {
    const rule = timeRuleOf(timer.code)
    const overdue = { code: 'overdue', change: { body: { timer: timer.code, dueOn: timer.dueOn ?? '' } } }
    const done = rule === null ? overdue : await rule.act(tx, file.state, timer)
    await act(tx, file, done.code, null, async () => done.change)
  }
}

/** Dates that the calendar gives otherwise since they were written are put right before time or anybody acts by them. */
async function redate(tx: Tx, file: CaseFile): Promise<void> {
  const { state, calendar, head, now } = file
  if (outdatedTimers(state, calendar, now.today).length === 0) return
  const history = await calendarHistory(tx, { layers: layersOf(file) })
  const ground = actOf('redated').source(state.ruleSet)
  const correction = correctionOf(state.timers, { calendar, history, today: now.today, ground })
  if (correction === null) return
  const event = redatedEvent(state.caseId, head, correction, now.at)
  file.state = fold(registeredActs(), state, event)
  file.head = { seq: event.seq, hash: event.hash, at: event.at }
  await write(tx, event, [], file.state)
}

/** The layers of the calendar by which a case counts. */
export function layersOf({ letterhead, state }: Pick<CaseFile, 'letterhead' | 'state'>): string[] {
  return layersFor(letterhead.organisation?.divisionCode ?? null, state.place)
}

/** A file before its first event. */
type Growing = Partial<CaseFile> & Pick<CaseFile, 'now' | 'calendar' | 'letterhead'>

async function append(
  tx: Tx,
  file: Growing,
  caseId: string,
  row: Act,
  change: Change,
  by: By,
  ground: string | null,
): Promise<CaseFile> {
  const own = change.body ?? {}
  checkBody(row.code, own)
  const facts = salted(change.facts ?? {})
  const { now } = file
  const at = { seq: (file.head?.seq ?? 0) + 1, today: now.today, endsAll: isEnd(row) }
  const timers = changedTimers(file.state ?? null, change, at, file.calendar).map(written)
  const body: GenericBody = {
    ...own,
    ...(timers.length === 0 ? {} : { timers }),
    ...(facts.length === 0 ? {} : { facts: Object.fromEntries(facts.map((fact) => [fact.path, commitmentOf(fact)])) }),
    ...(change.document === undefined ? {} : { document: change.document }),
  }
  const event = {
    kind: row.code,
    v: 1,
    body,
    by,
    ground: change.ground === undefined ? ground : change.ground,
    effectiveOn: change.on ?? now.today,
    at: now.at,
  }
  const [linked] = link(caseId, file.head ?? emptyHead, [event])
  if (linked === undefined) throw new Error('no event linked')
  const state = fold(registeredActs(), file.state ?? null, linked)
  await write(tx, linked, facts, state)
  file.state = state
  file.letter = change.document
  file.head = { seq: linked.seq, hash: linked.hash, at: linked.at }
  return file as CaseFile
}

function checkState(row: Act, state: CaseState): void {
  const isOpen = row.from.includes(state.state) && row.ruleSets?.includes(state.ruleSet) !== false
  if (!isOpen) throw new Refusal(NotAllowed, { act: row.code, state: state.state, ruleSet: state.ruleSet })
}

async function rightOf(tx: Tx, row: Act, file: CaseFile, actor: Actor | null): Promise<By> {
  if (actor === null) return system
  const by = await findRight(tx, row, file, actor)
  if (by !== null) return by
  throw row.who === 'applicant' ? new Refusal(UnknownCase, {}) : new Refusal(NoPower, { power: row.who })
}

async function findRight(tx: Tx, row: Act, file: CaseFile, actor: Actor): Promise<By | null> {
  const { channel, place } = actor
  if (row.who === 'applicant') {
    const { applicantId, organisation } = file.state
    const party = await partyAuthority(tx, file.state, actor, file.now)
    const counter = row.counter === undefined ? null : grantFor(actor, row.counter, organisation)
    const authority = party ?? counter?.authority ?? null
    const onBehalfOf = authority === 'self' ? null : applicantId
    return authority === null ? null : { actor: actor.id, onBehalfOf, authority, channel, place }
  }
  const grant = grantFor(actor, row.who, file.state.organisation)
  return grant === null ? null : { actor: actor.id, onBehalfOf: null, authority: grant.authority, channel, place }
}

/** By which right an actor speaks for the applicant: own person, agent, representative; null: not at all. */
async function partyAuthority(tx: Tx, state: CaseState, actor: Actor, now: Now): Promise<string | null> {
  if (actor.subject === null) return null
  if (actor.subject === state.applicantId) return 'self'
  return authorityFor(tx, actor.subject, state.applicantId, state.itemCode, now.today)
}
