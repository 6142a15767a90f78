import { type Database, type Tx, transaction } from '../../../kernel/db/index.ts'
import { enqueue } from '../../../kernel/jobs.ts'
import { eventsOf, type Follower } from '../../../kernel/log/index.ts'
import type { Now } from '../../../kernel/now.ts'
import {
  calendarFor,
  calendarHistory,
  calendarStream,
  type Entry,
  layersFor,
  propose,
  reachOf,
  spanOf,
} from '../../clock/index.ts'
import { registeredActs } from '../acts.ts'
import type { CaseState } from '../case.ts'
import { foldAll, foldVersion } from '../rules.ts'
import { caseStream } from '../store.ts'
import { dated, running } from '../timers/rules.ts'
import { mostLooked, mostNamed, type RedatePreview } from './contract.ts'
import { outdatedTimers, redated } from './rules.ts'
import * as store from './store.ts'

/** Cases in one transaction: as many as are written in a few hundredths of a second, for so long an act may wait for one of them. */
const batch = 100

/** Puts open cases that a notice may move into the queue, and asks for it to be worked through. */
export const redater: Follower = {
  name: 'casework.redate',
  version: 1,
  streams: [calendarStream],
  handle: async (tx, events) => {
    let queued = 0
    for (const { event } of events) {
      const { code } = event.body.layer as { code: string }
      const span = await spanOf(tx, code, event.seq)
      if (span !== null) queued += await store.queueReached(tx, span, reachOf(code))
    }
    if (queued > 0) await enqueue(tx, [{ name: 'casework.redate', payload: {}, key: 'casework.redate' }])
  },
  clear: store.clearQueue,
}

/**
 * Works through the queue of cases that a notice may move, in small transactions that wait for nobody. Whatever ends it in the middle, the
 * rest stays in the queue; cases that somebody is acting on are tried again at the end, and left to the next turn when still held.
 *
 * @param onBatch told after each batch how many cases were looked at
 * @returns how many cases got new dates
 */
export async function redateQueued(
  database: Database,
  now: () => Now,
  onBatch: (looked: number) => void = () => {},
): Promise<number> {
  let moved = 0
  for (let turn = 0; turn < turns; turn++) {
    let held = 0
    for (let after: string | null = first; after !== null; ) {
      const from: string = after
      const done = await transaction(database, (tx) => redateNext(tx, from, now()))
      if (done.looked > 0) onBatch(done.looked)
      moved += done.moved
      held += done.held
      after = done.last
    }
    if (held === 0) break
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  return moved
}

const first = '00000000-0000-0000-0000-000000000000'
const turns = 20
const pauseMs = 250

type Done = { readonly looked: number; readonly moved: number; readonly held: number; readonly last: string | null }

async function redateNext(tx: Tx, after: string, now: Now): Promise<Done> {
  const taken = await store.takeNext(tx, after, batch)
  const free = await store.lockFree(tx, taken) // read after the cases have left the queue: a notice entered from here on puts them back
  const rows: Parameters<typeof store.writeAll>[1][number][] = []
  for (const row of free) {
    const { version, seq, hash, at } = row
    const state = await stateOf(tx, row)
    const layers = layersFor(row.division_code, state.place)
    const calendar = await calendarFor(tx, { layers, version })
    if (outdatedTimers(state, calendar, now.today).length === 0) continue
    const history = await calendarHistory(tx, { layers, version })
    const done = redated(registeredActs(), { state, head: { seq, hash, at }, calendar, history }, now)
    if (done !== null) rows.push(done)
  }
  await store.writeAll(tx, rows)
  const left = new Set(free.map((row) => row.case_id))
  const held = taken.filter((caseId) => !left.has(caseId))
  await store.putBack(tx, held)
  return { looked: taken.length, moved: rows.length, held: held.length, last: taken.sort().at(-1) ?? null }
}

/** A row that an earlier release cached is folded anew. */
async function stateOf(tx: Tx, row: store.Candidate): Promise<CaseState> {
  if (row.fold_version === foldVersion) return row.fold
  return foldAll(registeredActs(), await eventsOf(tx, caseStream, row.case_id))
}

/**
 * What an entry in the calendar would do to open cases 预览. Writes nothing. Of very many cases it looks at the first, and says so.
 *
 * @throws Refusal as entering it would
 */
export async function preview(tx: Tx, layerCode: string, entry: Entry, now: Now): Promise<RedatePreview> {
  const { span, calendars } = await propose(tx, layerCode, entry, now)
  const reach = reachOf(layerCode)
  const rows = span === null ? [] : await store.someReached(tx, span, reach, mostLooked)
  const reached = span === null || rows.length < mostLooked ? rows.length : await store.countReached(tx, span, reach)
  const moves: Move[] = []
  for (const row of rows) {
    const state = await stateOf(tx, row)
    const { before, after } = await calendars(layersFor(row.division_code, state.place))
    const changed = running(state).flatMap((timer): Pick<Move, 'timer' | 'from' | 'to'>[] => {
      const [was, is] = [dated(timer, before), dated(timer, after)]
      const isMoved = was.dueOn !== is.dueOn || was.isProvisional !== is.isProvisional
      return isMoved ? [{ timer: timer.code, from: was.dueOn, to: is.dueOn }] : []
    })
    const [most] = changed.sort((a, b) => Number(a.from === a.to) - Number(b.from === b.to))
    const { caseId, number, itemCode, organisation } = state
    if (most !== undefined) moves.push({ caseId, number, itemCode, organisation, ...most })
  }
  const moved = moves.length
  const byItem = counts(moves, (move) => move.itemCode).map(([itemCode, cases]) => ({ itemCode, cases }))
  const byOrganisation = counts(moves, (move) => move.organisation).map(([organisation, cases]) => ({ organisation, cases }))
  return { span, reached, looked: rows.length, moved, byItem, byOrganisation, sample: moves.slice(0, mostNamed) }
}

type Move = RedatePreview['sample'][number]

/** How often each key occurs, the most first. */
function counts(moves: readonly Move[], keyOf: (move: Move) => string): [string, number][] {
  const found = new Map<string, number>()
  for (const move of moves) found.set(keyOf(move), (found.get(keyOf(move)) ?? 0) + 1)
  return [...found].sort((a, b) => b[1] - a[1]).slice(0, mostNamed)
}
