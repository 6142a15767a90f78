import { type Database, type Tx, transaction } from '../../../kernel/db/index.ts'
import { enqueue } from '../../../kernel/jobs.ts'
import { type EventRow, eventsOf, type Follower } from '../../../kernel/log/index.ts'
import type { Day, Now } from '../../../kernel/now.ts'
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
import { regionStream } from '../../region/index.ts'
import { actOf, registeredActs } from '../acts.ts'
import type { CaseState } from '../case.ts'
import { foldAll, foldVersion } from '../rules.ts'
import { caseStream } from '../store.ts'
import { dated, running } from '../timers/rules.ts'
import { mostLooked, mostNamed, type RedatePreview } from './contract.ts'
import { type Correction, correctionOf, redatedEvent } from './rules.ts'
import * as store from './store.ts'

/** Puts open cases that a notice may move, or whose organisation was moved, into the queue, and asks for it to be worked through. */
export const redater: Follower = {
  name: 'casework.redate',
  version: 1,
  streams: [calendarStream, regionStream],
  handle: async (tx, events) => {
    let queued = 0
    for (const { stream, event } of events)
      queued += await (stream === calendarStream.name ? queueNoticed(tx, event) : queueMoved(tx, event))
    if (queued > 0) await enqueue(tx, [{ name: 'casework.redate', payload: {}, key: 'casework.redate' }])
  },
  clear: store.clearQueue,
}

async function queueNoticed(tx: Tx, { body, seq }: EventRow): Promise<number> {
  const { code } = body.layer as { code: string }
  const span = await spanOf(tx, code, seq)
  return span === null ? 0 : store.queueReached(tx, span, reachOf(code))
}

/** A case counts by the calendar of the division to which its organisation belongs now. */
async function queueMoved(tx: Tx, { kind, body }: EventRow): Promise<number> {
  return kind === 'organisationSet' && body.divisionCode !== undefined ? store.queueOrganisation(tx, String(body.uscc)) : 0
}

/**
 * Works through the queue of cases that a notice may move, batch by batch, each read without a lock and written by one statement that
 * waits for nobody. Whatever ends it in the middle, the rest stays in the queue; cases that somebody is acting on are tried again at the
 * end, and left to the next turn when still held.
 *
 * @param options.batch   cases in the first statement; the following have so many that each is written within two hundredths of a second,
 *                        for so long an act may wait for one of them
 * @param options.onBatch told after each batch how many cases left the queue
 * @returns how many cases got new dates
 */
export async function redateQueued(
  database: Database,
  now: () => Now,
  options: { readonly batch?: number; readonly onBatch?: (left: number) => Promise<void> } = {},
): Promise<number> {
  const { onBatch } = options
  let { batch = 100 } = options
  let moved = 0
  for (let turn = 0; turn < turns; turn++) {
    if (turn > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    let held = 0
    const known = corrections(now().today)
    let next = lookedAt(database, first, batch, known, now())
    for (let looked = await next; looked.length > 0; looked = await next) {
      next = lookedAt(database, looked.at(-1)?.row.case_id ?? first, batch, known, now()) // the next are read while these are written
      next.catch(() => {}) // told of when its turn comes
      const found = looked
      const startedMs = performance.now()
      const done = await transaction(database, (tx) => store.writeLooked(tx, found))
      batch = nextBatch(batch, looked.length, performance.now() - startedMs)
      await onBatch?.(done.left)
      moved += done.moved
      held += looked.length - done.left
      await new Promise((resolve) => setTimeout(resolve, restMs)) // whoever acts has the machine and the disk for so long
    }
    if (held === 0) break
  }
  return moved
}

const first = '00000000-0000-0000-0000-000000000000'
const turns = 20
const pauseMs = 250
const restMs = 8
const writtenWithinMs = 20
const leastInBatch = 20
const mostInBatch = 150

/** How many cases can be written in time, going by how long these took; not more than twice as many at once. */
function nextBatch(batch: number, written: number, tookMs: number): number {
  const inTime = Math.floor((written * writtenWithinMs) / Math.max(tookMs, 1))
  return Math.max(leastInBatch, Math.min(inTime, batch * 2, mostInBatch))
}

/** The next cases of the queue, with what puts each right. */
async function lookedAt(database: Database, after: string, batch: number, known: Known, now: Now): Promise<store.Looked[]> {
  return transaction(database, async (tx) => {
    const looked: store.Looked[] = []
    for (const row of await store.nextQueued(tx, after, batch)) {
      const correction = await known(tx, row)
      const { case_id: caseId, seq, hash, at } = row
      const event = correction === null ? null : redatedEvent(caseId, { seq, hash, at }, correction, now.at)
      looked.push({ row, done: correction === null || event === null ? null : { event, correction } })
    }
    return looked
  })
}

type Known = (tx: Tx, row: store.Candidate) => Promise<Correction | null>

const mostKnown = 20_000

/** Corrections by what they depend on: cases that were accepted on the same day with the same limits are put right by the same one. */
function corrections(today: Day): Known {
  const known = new Map<string, Correction | null>()
  return async (tx, row) => {
    const { version, division_code, place, rule_set } = row
    const text = await timersOf(tx, row)
    const key = `${version} ${division_code} ${place} ${rule_set} ${text}`
    const before = known.get(key)
    if (before !== undefined) return before
    const timers = JSON.parse(text) as CaseState['timers']
    const layers = layersFor(division_code, place)
    const calendar = await calendarFor(tx, { layers, version })
    const history = await calendarHistory(tx, { layers, version })
    const fresh = correctionOf(timers, { calendar, history, today, ground: actOf('redated').source(rule_set) })
    if (known.size >= mostKnown) known.clear()
    known.set(key, fresh)
    return fresh
  }
}

/** The clocks of a case as JSON; those that an earlier release cached are folded anew. */
async function timersOf(tx: Tx, row: store.Candidate): Promise<string> {
  if (row.fold_version === foldVersion) return row.timers
  return JSON.stringify(foldAll(registeredActs(), await eventsOf(tx, caseStream, row.case_id)).timers)
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
    const { before, after } = await calendars(layersFor(row.division_code, row.place))
    const changed = running({ timers: JSON.parse(await timersOf(tx, row)) }).flatMap(
      (timer): Pick<Move, 'timer' | 'from' | 'to'>[] => {
        const [was, is] = [dated(timer, before), dated(timer, after)]
        const isMoved = was.dueOn !== is.dueOn || was.isProvisional !== is.isProvisional
        return isMoved ? [{ timer: timer.code, from: was.dueOn, to: is.dueOn }] : []
      },
    )
    const [most] = changed.sort((a, b) => Number(a.from === a.to) - Number(b.from === b.to))
    const { case_id: caseId, number, item_code: itemCode, organisation } = row
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
