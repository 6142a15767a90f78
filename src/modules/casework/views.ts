import { type Actor, grantFor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { type EventRow, eventsOf, findProof, type Stream } from '../../kernel/log/index.ts'
import { type Day, dayOf, type Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { definitionOf } from '../catalogue/index.ts'
import { type Calendar, calendarFor, DayInvalid, isDay, layersFor } from '../clock/index.ts'
import { maskedNames, recordAccess, spokenFor } from '../identity/index.ts'
import { standInsBehind } from '../staff/index.ts'
import { registeredActs } from './acts.ts'
import type { CaseState } from './case.ts'
import {
  applicantsTurn,
  type CaseList,
  type CaseView,
  type DeskTray,
  deskTrays,
  type ExplainedTimer,
  type ListedCase,
  type MineAsked,
  type MyCases,
  NoPower,
  type Proof,
  type StateName,
  stateNameOf,
  type TimerView,
  UnknownTimer,
} from './contract.ts'
import { correctionPrefix } from './own-acts.ts'
import { queryCodeOf } from './query-code.ts'
import { redatedWords } from './redate/words.ts'
import { foldAll } from './rules.ts'
import { allowedActs, type CaseFile, isParty, layersOf, read, readingRight } from './service.ts'
import { barredBy, stepAt } from './steps.ts'
import { caseStream, columnsOf, factRows, type ListedRow, statesAtDesk, statesOfApplicants } from './store.ts'
import { dated, explained, seen, tightest } from './timers/rules.ts'

/** A case as its parties and handlers see it, with what the caller may do next. */
export async function view(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<CaseView> {
  const file = await read(tx, caseId, actor, now)
  const isForThem =
    grantFor(actor, 'intake.accept', file.state.organisation) !== null || (await isParty(tx, file.state, actor, now))
  const { applicantId } = file.state
  return {
    ...summary(file),
    applicantName: (await maskedNames(tx, [applicantId])).get(applicantId) ?? null,
    queryCode: isForThem ? queryCodeOf(caseId) : null,
    allowedActs: await allowedActs(tx, file, actor),
  }
}

/**
 * Why the date of a clock is what it is, from which anybody can recompute it.
 *
 * @param asOf by what had happened and was known at the end of that day; null for today. A clock that has ended is explained by what
 *             was known when it did: what was announced later never moved it
 * @throws Refusal(UnknownTimer) the case has no such clock, or had none on that day
 * @throws Refusal(DayInvalid)   the day does not exist
 */
export async function explainTimer(
  tx: Tx,
  caseId: string,
  code: string,
  asOf: Day | null,
  actor: Actor,
  now: Now,
): Promise<ExplainedTimer> {
  if (asOf !== null && !isDay(asOf)) throw new Refusal(DayInvalid, { field: 'asOf' })
  const file = await read(tx, caseId, actor, now)
  const day = asOf === null || asOf > now.today ? now.today : asOf
  const state = day === now.today ? file.state : stateOn(await eventsOf(tx, caseStream, caseId), day)
  const timer = state?.timers[code]
  if (timer === undefined) throw new Refusal(UnknownTimer, {})
  const knownOn = timer.endedOn !== null && timer.endedOn < day ? timer.endedOn : day
  const calendar = knownOn === now.today ? file.calendar : await calendarFor(tx, { layers: layersOf(file), heldOn: knownOn })
  const right = dated(timer, calendar)
  return { timer: seen(right, day, calendar), ...explained(right, file.state.ruleSet, calendar), asOf: knownOn }
}

function stateOn(events: readonly EventRow[], day: Day): CaseState | null {
  const past = events.filter((event) => dayOf(event.at) <= day)
  return past.length === 0 ? null : foldAll(registeredActs(), past)
}

/** What was said and handed in, as it stands now. Whoever is not the applicant leaves a trace that the applicant can see. */
export async function application(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<{ facts: Record<string, Json> }> {
  const { state } = await read(tx, caseId, actor, now)
  const authority = await readingRight(tx, state, actor, now)
  const facts = currentFacts(state, await factRows(tx, caseId))
  const look = {
    actor,
    subjectPersonId: state.applicantId,
    caseId,
    purpose: 'casework.application',
    fields: Object.keys(facts),
    ...(authority === null ? {} : { authority }),
  }
  await recordAccess(tx, look, now)
  return { facts }
}

/** The values that count: a corrected one stands where its proposal put it. */
function currentFacts(state: CaseState, rows: readonly { seq: number; path: string; value: Json }[]): Record<string, Json> {
  const values = new Map(rows.map((row) => [`${row.seq}/${row.path}`, row.value]))
  const paths = Object.entries(state.facts).filter(([path]) => !path.startsWith(correctionPrefix))
  return Object.fromEntries(
    paths.flatMap(([path, seq]) => {
      const value = values.get(`${seq}/${path}`) ?? values.get(`${seq}/${correctionPrefix}${path}`)
      return value === undefined ? [] : [[path, value]]
    }),
  )
}

/** What stands in the vault under a path now; undefined: nothing, or it was erased. For a use case to compare, not for anybody's eyes. */
export async function findFact(tx: Tx, state: CaseState, path: string): Promise<Json | undefined> {
  return currentFacts(state, await factRows(tx, state.caseId))[path]
}

/** The log of a case, without what people said: for supervision and for the parties. */
export async function history(tx: Tx, caseId: string, actor: Actor, now: Now) {
  const { state } = await read(tx, caseId, actor, now)
  const events = await eventsOf(tx, caseStream, caseId)
  const isForStaff = grantFor(actor, 'casework.read', state.organisation) !== null
  const standIns = await standInsBehind(tx, isForStaff ? events.map(({ authority }) => authority) : [])
  const words = await redatedWords(tx, events)
  return {
    events: events.map((event) => ({
      seq: event.seq,
      /** What it says in a sentence, where the body alone does not tell a reader. */
      text: words.get(event.seq) ?? registeredActs().get(event.kind)?.words?.(event.body) ?? null,
      kind: event.kind,
      body: event.body,
      actor: event.actor,
      authority: event.authority,
      /** Who stood in for whom, for handlers. */
      standIn: standIns.get(event.authority) ?? null,
      ground: event.ground,
      channel: event.channel,
      place: event.place,
      effectiveOn: event.effective_on,
      at: event.at.toISOString(),
      prevHash: event.prev_hash?.toString('hex') ?? null,
      hash: event.hash.toString('hex'),
    })),
  }
}

/**
 * The inclusion proof of an event, or null while it is not sealed.
 *
 * @param streams all streams of the installation: a checkpoint covers them together
 */
export async function proof(
  tx: Tx,
  streams: readonly Stream[],
  caseId: string,
  seq: number,
  actor: Actor,
  now: Now,
): Promise<Proof> {
  await read(tx, caseId, actor, now)
  const found = await findProof(tx, streams, caseStream, caseId, seq)
  if (found === null) return null
  const { leaf, index, size, path, checkpoint } = found
  return {
    leaf,
    index,
    size,
    path: [...path],
    checkpoint: {
      n: checkpoint.n,
      root: checkpoint.root.toString('hex'),
      at: checkpoint.at.toISOString(),
      hash: checkpoint.hash.toString('hex'),
      keyId: checkpoint.key_id,
      signature: checkpoint.signature.toString('hex'),
    },
  }
}

const mostListed = 100

/** The cases of whoever calls, and of those they may act for in them, newest first. */
export async function casesOf(tx: Tx, asked: MineAsked, actor: Actor, now: Now): Promise<MyCases> {
  if (actor.subject === null) return { cases: [], next: null, people: [] }
  const self = { personId: actor.subject, basis: 'self', items: null } as const
  const people = [self, ...(await spokenFor(tx, actor.subject, now.today))]
  const meant = people.filter(({ personId }) => asked.person === undefined || personId === asked.person)
  const only = { after: asked.after ?? null, states: asked.turn === undefined ? null : applicantsTurn }
  const rows = await statesOfApplicants(tx, meant, only, mostListed + 1)
  const shown = rows.slice(0, mostListed)
  const names = await maskedNames(
    tx,
    people.map(({ personId }) => personId),
  )
  return {
    cases: await listed(tx, shown, now),
    next: rows.length > mostListed ? (shown.at(-1)?.fold.caseId ?? null) : null,
    people: people.flatMap(({ personId, basis }) => {
      const name = names.get(personId)
      return name === undefined ? [] : [{ personId, name, basis }]
    }),
  }
}

/** Which list of a desk, and where its page begins. */
type DeskAsked = { readonly organisation: string; readonly state: DeskTray; readonly after?: string }

/** The cases of a desk, a page of them: the nearest last day of a running clock first. @throws Refusal(NoPower) */
export async function casesAtDesk(tx: Tx, { organisation, state, after }: DeskAsked, actor: Actor, now: Now): Promise<CaseList> {
  if (grantFor(actor, 'casework.read', organisation) === null) throw new Refusal(NoPower, { power: 'casework.read' })
  const rows = await statesAtDesk(tx, organisation, statesIn(state), after ?? null, mostListed + 1)
  const shown = rows.slice(0, mostListed)
  return {
    cases: await listed(tx, shown, now, { reader: actor.id }),
    next: rows.length > mostListed ? (shown.at(-1)?.cursor ?? null) : null,
  }
}

function statesIn(tray: DeskTray): readonly StateName[] {
  return tray === 'toApprove' ? deskTrays[tray] : [tray]
}

/** The cases of an organisation in one state, the first hundred, for the modules that answer for that state. */
export async function deskTray(
  tx: Tx,
  organisation: string,
  state: StateName,
  now: Now,
): Promise<{ state: CaseState; listed: ListedCase }[]> {
  const rows = await statesAtDesk(tx, organisation, [state], null, mostListed)
  const cases = await listed(tx, rows, now)
  return rows.flatMap(({ fold }, i) => {
    const one = cases[i]
    return one === undefined ? [] : [{ state: fold, listed: one }]
  })
}

/** How a list is read: by whom – what they did before may keep them out of a step; null: nobody in particular – and which clock it shows. */
type Reading = {
  readonly reader?: string | null
  readonly clockOf?: (state: CaseState, today: Day, calendar: Calendar) => TimerView | null
}

/** Cases as a list shows them. */
export async function listed(tx: Tx, rows: readonly ListedRow[], now: Now, reading: Reading = {}): Promise<ListedCase[]> {
  const { reader = null, clockOf = tightest } = reading
  const names = await maskedNames(
    tx,
    rows.map(({ fold }) => fold.applicantId),
  )
  const whoseOf = (applicantId: string) => ({ applicantId, applicantName: names.get(applicantId) ?? null })
  const cases: ListedCase[] = []
  for (const { fold, calendar: version, organ } of rows) {
    const calendar = await calendarFor(tx, { version, layers: layersFor(organ?.divisionCode ?? null, fold.place) }) // from memory but for the first
    const clock = clockOf(fold, now.today, calendar)
    const item = await definitionOf(tx, fold.versionId)
    const at = stepAt(fold, item)
    const step = at === null ? null : { name: at.name, isBarred: reader !== null && barredBy(fold, at, reader, item) !== null }
    cases.push({
      ...lineOf(fold),
      ...whoseOf(fold.applicantId),
      organName: organ?.name ?? null,
      itemName: item.name,
      step,
      clock,
    })
  }
  return cases
}

function lineOf(
  state: CaseState,
): Omit<ListedCase, 'clock' | 'itemName' | 'organName' | 'applicantId' | 'applicantName' | 'step'> {
  const { due_on: dueOn, promised_on: promisedOn } = columnsOf(state)
  const { caseId, number, itemCode, receivedOn, ruleSet } = state
  return {
    caseId,
    number,
    itemCode,
    state: state.state,
    stateName: stateNameOf(state.state, ruleSet),
    receivedOn,
    dueOn,
    promisedOn,
  }
}

function summary(file: CaseFile): Omit<CaseView, 'applicantName' | 'queryCode' | 'allowedActs'> {
  const { state, head, letterhead } = file
  return {
    caseId: state.caseId,
    number: state.number,
    itemCode: state.itemCode,
    itemVersionId: state.versionId,
    ruleSet: state.ruleSet,
    organisation: state.organisation,
    organName: letterhead.organisation?.name ?? null,
    applicantId: state.applicantId,
    state: state.state,
    stateName: stateNameOf(state.state, state.ruleSet),
    channel: state.channel,
    place: state.place,
    receivedOn: state.receivedOn,
    acceptedOn: state.acceptedOn,
    isDeemedAccepted: state.isDeemedAccepted,
    decidedOn: state.decidedOn,
    timers: Object.values(state.timers).map((timer) => seen(timer, file.now.today, file.calendar)),
    documents: state.documents.map(({ documentId, kind, number }) => ({ documentId, kind, number })),
    seq: head.seq,
    hash: head.hash?.toString('hex') ?? '',
  }
}
