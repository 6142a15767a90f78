import type { Json, JsonObject } from '../../kernel/canonical.ts'
import type { EventRow } from '../../kernel/log/index.ts'
import type { Day } from '../../kernel/now.ts'
import type { Act, Acts, CaseState, GenericBody, Opening, TimerStart, TimerWritten } from './case.ts'
import { closedStates, type Timer, type TimerOrigin } from './contract.ts'
import { running } from './timers/rules.ts'

/** Raised when `fold` gives another result for the same events; a release then refolds every case. */
export const foldVersion = 3

/** The state after all of a case's events. @throws Error on an event no act could have written: a damaged log */
export function foldAll(acts: Acts, events: readonly EventRow[]): CaseState {
  let state: CaseState | null = null
  for (const event of events) state = fold(acts, state, event)
  if (state === null) throw new Error('a case without events')
  return state
}

/** The state after one more event. Pure: the same events give the same state to the byte. */
export function fold(acts: Acts, before: CaseState | null, event: EventRow): CaseState {
  const row = acts.get(event.kind)
  if (row === undefined) throw new Error(`unknown kind of event: ${event.kind}`)
  const body = event.body as GenericBody
  const opened = before ?? open(event)
  const generic: CaseState = {
    ...opened,
    state: row.to ?? opened.state,
    timers: isEnd(row) ? endTimers(withTimers(opened.timers, body), event.effective_on) : withTimers(opened.timers, body),
    facts: withFacts(opened.facts, body, event.seq),
    documents: body.document === undefined ? opened.documents : [...opened.documents, body.document],
  }
  return row.fold === undefined ? generic : row.fold(generic, event)
}

/** The running timer whose limit has passed unanswered longest, or null: what time has still to do. */
export function nextToSettle(state: CaseState, today: Day): Timer | null {
  const passed = running(state).filter((timer) => !timer.hasPassed && timer.dueOn !== null && timer.dueOn < today)
  return passed.sort((a, b) => (String(a.dueOn) + a.code < String(b.dueOn) + b.code ? -1 : 1))[0] ?? null
}

/** The day after which time acts on the case again, or null. */
export function nextSettleOn(state: Pick<CaseState, 'timers'>): Day | null {
  const days = running(state).flatMap((timer) => (timer.hasPassed || timer.dueOn === null ? [] : [timer.dueOn]))
  return days.sort()[0] ?? null
}

/** Whether the case counts as accepted on the very day it was received; a corrected day of receipt is then a corrected acceptance. */
export function isAcceptedOnReceipt(state: CaseState): boolean {
  return state.isDeemedAccepted && Object.values(state.timers).some((timer) => timer.origin === 'receipt')
}

/**
 * The last day that a corrected day of receipt may be: the application was in hand when it was answered, and is today.
 *
 * @source 行政许可法 32(四)(五)
 */
export function latestReceipt(state: CaseState, today: Day): Day {
  const answers = Object.values(state.timers).flatMap((timer) => (timer.origin === 'receipt' ? [timer.endedOn] : []))
  const handled = isAcceptedOnReceipt(state) ? [] : [state.acceptedOn, ...answers]
  return [state.decidedOn, ...handled].reduce<Day>((latest, day) => (day !== null && day < latest ? day : latest), today)
}

/** The clocks that run anew when the day of receipt is corrected; all others began with something else that happened. */
export function restarted(state: CaseState, receivedOn: Day): TimerStart[] {
  const moves = isAcceptedOnReceipt(state) ? ['receipt', 'acceptance'] : ['receipt']
  return running(state)
    .filter((timer) => moves.includes(timer.origin))
    .map(({ code, origin, limit, until, basis, extension, suspensions }) => {
      const named = until === undefined ? {} : { until: receivedOn } // the very day on which it began
      return { code, origin, from: receivedOn, limit, ...named, basis, extension, suspensions }
    })
}

/** Merges a module's slice. */
export function withSlice(state: CaseState, module: string, change: JsonObject): CaseState {
  return { ...state, slices: { ...state.slices, [module]: { ...state.slices[module], ...change } } }
}

/** Reads one value of a module's slice. */
export function sliceOf(state: CaseState, module: string): Readonly<Record<string, Json | undefined>> {
  return state.slices[module] ?? {}
}

function open(event: EventRow): CaseState {
  const { number, itemCode, versionId, ruleSet, organisation, applicantId } = event.body as unknown as Opening
  return {
    caseId: event.stream_id,
    number,
    itemCode,
    versionId,
    ruleSet,
    organisation,
    applicantId,
    channel: event.channel,
    place: event.place,
    state: 'submitted',
    receivedOn: event.effective_on,
    acceptedOn: null,
    isDeemedAccepted: false,
    decidedOn: null,
    timers: {},
    facts: {},
    documents: [],
    proposal: null,
    slices: {},
  }
}

/** Whether an act closes the case: every clock ends with it. */
export function isEnd(row: Act): boolean {
  return row.to !== null && closedStates.includes(row.to)
}

function withTimers(timers: CaseState['timers'], body: GenericBody): CaseState['timers'] {
  if (body.timers === undefined) return timers
  return { ...timers, ...Object.fromEntries(body.timers.map((timer) => [timer.code, read(timer)])) }
}

const origins: Readonly<Record<string, TimerOrigin>> = { ACCEPT_REVIEW: 'receipt', ISSUE: 'decision' }

/** A clock as an event says it, with what was not said. */
function read(timer: TimerWritten): Timer {
  const { origin = origins[timer.code] ?? 'acceptance', extension = 0, suspensions = [] } = timer
  return { ...timer, origin, extension, suspensions }
}

function endTimers(timers: CaseState['timers'], on: Day): CaseState['timers'] {
  return Object.fromEntries(
    Object.entries(timers).map(([code, timer]) => [code, timer.endedOn === null ? { ...timer, endedOn: on } : timer]),
  )
}

function withFacts(facts: CaseState['facts'], body: GenericBody, seq: number): CaseState['facts'] {
  if (body.facts === undefined) return facts
  return { ...facts, ...Object.fromEntries(Object.keys(body.facts).map((path) => [path, seq])) }
}
