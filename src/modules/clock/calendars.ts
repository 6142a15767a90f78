import type { Tx } from '../../kernel/db/index.ts'
import { type Day, startOf } from '../../kernel/now.ts'
import { nationalLayer } from './contract.ts'
import { type Calendar, calendarsOf } from './rules/calendar.ts'
import * as store from './store.ts'

/** A notice by the log of its layer. */
export type NoticeRef = { readonly layer: string; readonly seq: number; readonly knownOn: Day }

/** What this platform knew from a moment on: the notice entered then, and the calendar with it. */
export type CalendarState = {
  readonly atMs: number
  /** Null at the beginning: the plain week. */
  readonly entered: NoticeRef | null
  readonly calendar: () => Calendar
}

/** The calendars of some layers: by what was published, and by what was entered here. */
type Known = { readonly asOf: (day: Day | null) => Calendar; readonly states: readonly CalendarState[] }

/** Which calendar is meant. */
type Wanted = {
  /** Codes of the layers that hold for the place; the nation alone when absent. */
  readonly layers?: readonly string[]
  /** The version just read in this transaction; absent: it is read. */
  readonly version?: string
}

/**
 * The calendar as the database has it.
 *
 * Kept in memory by version: with `version` – read by the caller in a statement it needs anyway, see `calendarVersionSql` – it costs no
 * query; without, one read of one row. A notice entered by another process has another version, so nothing here can be stale.
 *
 * @param options.asOf   what was published at the end of that day; everything when absent
 * @param options.heldOn what had been entered here at the end of that day: by it the dates given out then are explained
 */
export async function calendarFor(
  tx: Tx,
  options: Wanted & { readonly asOf?: Day | null; readonly heldOn?: Day } = {},
): Promise<Calendar> {
  const { asOf, states } = await known(tx, options)
  const { heldOn } = options
  if (heldOn === undefined) return asOf(options.asOf ?? null)
  const beforeMs = startOf(heldOn).getTime() + 86_400_000
  return states.findLast((state) => state.atMs < beforeMs)?.calendar() ?? plainWeek
}

/** How the calendar of some layers grew: the plain week, then each notice in the order of entering. */
export async function calendarHistory(tx: Tx, wanted: Wanted): Promise<readonly CalendarState[]> {
  return (await known(tx, wanted)).states
}

/** The calendars that notices of layers, lowest rank first, give. The nation's stand first even when there are none. */
export function calendarsFrom(layers: readonly store.HeldLayer[]): Known {
  const nation = layers.find((layer) => layer.code === nationalLayer.code)
  const others = layers.filter((layer) => layer !== nation)
  const all = [nation?.notices ?? [], ...others.map((layer) => layer.notices)]
  const asOf = calendarsOf(all)
  const entered = layers
    .flatMap(({ code, notices }) => notices.map((notice) => ({ layer: code, notice })))
    .sort((a, b) => a.notice.enteredMs - b.notice.enteredMs || a.notice.seq - b.notice.seq)
  const states = entered.map(({ layer, notice: { seq, knownOn, enteredMs: atMs } }, at): CalendarState => {
    let built: Calendar | null = null
    const calendar = () => {
      if (built !== null) return built
      const held = new Set(entered.slice(0, at + 1).map((one) => one.notice))
      built = calendarsOf(all.map((notices) => notices.filter((notice) => held.has(notice))))(null)
      return built
    }
    return { atMs, entered: { layer, seq, knownOn }, calendar }
  })
  return { asOf, states: [{ atMs: Number.NEGATIVE_INFINITY, entered: null, calendar: () => plainWeek }, ...states] }
}

const plainWeek = calendarsOf([])(null)

const onlyNational: readonly string[] = [nationalLayer.code]
/** For each version the layers that have notices at all: most places have none, and share the calendar of those above them. */
const present = new Map<string, ReadonlySet<string>>()
const kept = new Map<string, Known>()
const mostKept = 500 // layers of as many places
const mostVersions = 20

async function known(tx: Tx, { layers = onlyNational, version }: Wanted): Promise<Known> {
  const found = version === undefined ? undefined : present.get(version)
  const now = version === undefined || found === undefined ? await presentNow(tx) : { version, codes: found }
  const codes = layers.filter((code) => now.codes.has(code))
  const key = `${now.version} ${codes.join(' ')}`
  const before = kept.get(key)
  if (before !== undefined) return before

  const read = await store.notices(tx, codes)
  const fresh = calendarsFrom(read.layers)
  if (kept.size >= mostKept) kept.clear()
  if (read.version === now.version) kept.set(key, fresh) // else somebody entered a notice in between: the next caller keeps it
  return fresh
}

async function presentNow(tx: Tx): Promise<{ version: string; codes: ReadonlySet<string> }> {
  const read = await store.presentLayers(tx)
  const codes = new Set(read.codes)
  if (present.size >= mostVersions) present.clear()
  present.set(read.version, codes)
  return { version: read.version, codes }
}
