import { type Actor, byOf, grantFor } from '../../kernel/actor.ts'
import { canonical, sm3 } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { type By, NotPermitted } from '../../kernel/http/index.ts'
import { newId } from '../../kernel/ids.ts'
import { defineStream, record } from '../../kernel/log/index.ts'
import type { Day, Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { calendarFor, calendarsFrom } from './calendars.ts'
import { changedSpan, daysBetween, differencesIn, type Span, yearOf } from './changes.ts'
import {
  ClosureInvalid,
  type DayDifference,
  DayInvalid,
  DayTwice,
  type Entered,
  type Entry,
  type Layer,
  LayerConflict,
  type ListedLayer,
  type ListedNotice,
  longestClosure,
  NothingToWithdraw,
  type Notice,
  NoticeConflict,
  NoticeNotYetKnown,
  nationalLayer,
  UnknownLayer,
  type YearDay,
} from './contract.ts'
import { findLayer, layersAt } from './layers.ts'
import { nationalNotices } from './national.ts'
import type { Calendar } from './rules/calendar.ts'
import { findDayNumber } from './rules/day.ts'
import * as store from './store.ts'

/** Notices on working days; a stream is a layer. */
export const calendarStream = defineStream({ name: 'calendar', table: 'calendar_event' })

/**
 * Enters a notice. The same notice again changes nothing.
 *
 * @param options.corrects put it in the place of another text on the same subject and day of publication
 * @returns its number in the log of its layer, and whether it was new
 * @throws Refusal(DayInvalid | DayTwice) it names a day that does not exist, or one twice
 * @throws Refusal(NoticeNotYetKnown)     it is said to be published after today
 * @throws Refusal(NoticeConflict)        another text stands under the same subject and day of publication
 * @throws Refusal(LayerConflict)         the layer is known by another name or rank
 * @source 全国年节及纪念日放假办法 4, 7
 */
export async function importNotice(
  tx: Tx,
  layer: Layer,
  notice: Notice,
  by: By,
  now: Now,
  options: { readonly corrects?: boolean } = {},
): Promise<{ seq: number; isNew: boolean }> {
  refuseImpossible(notice, now)
  await store.lockVersion(tx)
  const { subject, knownOn } = notice
  const body = { layer: { ...layer }, notice: { ...notice, days: notice.days.map((day) => ({ ...day })) } }
  const digest = sm3(canonical(body.notice))
  const streamId = await layerId(tx, layer, now)
  const known = await store.findNotice(tx, layer.code, subject, knownOn)
  if (known?.digest.equals(digest)) return { seq: known.seq, isNew: false }
  if (known !== null && options.corrects !== true) throw new Refusal(NoticeConflict, { subject, knownOn })

  const ground = layer.rank === 0 ? '全国年节及纪念日放假办法 7' : null
  const { seq } = await record(tx, calendarStream, {
    streamId,
    kind: 'noticeEntered',
    v: 1,
    body,
    by,
    ground,
    effectiveOn: knownOn,
    at: now.at,
  })
  await store.insertNotice(tx, layer.code, notice, { seq, digest, at: now.at })
  await store.setVersion(tx, newId(now.at))
  return { seq, isNew: true }
}

/** Enters the national notices that the product ships; returns how many were new. */
export async function importNational(tx: Tx, by: By, now: Now): Promise<number> {
  let added = 0
  for (const notice of nationalNotices()) {
    if (notice.knownOn > now.today) continue // a simulated past does not know it yet
    if ((await importNotice(tx, nationalLayer, notice, by, now)).isNew) added += 1
  }
  return added
}

/**
 * Enters what an administrator says of the days of a layer: a notice, a closure 停止办公, or that an earlier one is withdrawn. Open cases
 * follow by themselves.
 *
 * @throws Refusal(UnknownLayer)      there is no such division, place or window
 * @throws Refusal(ClosureInvalid)    it ends before it begins, or names too many days
 * @throws Refusal(NothingToWithdraw) nothing stands under that subject
 * @throws Refusal as `importNotice`
 */
export async function enter(tx: Tx, layerCode: string, entry: Entry, actor: Actor, now: Now): Promise<Entered> {
  const grant = grantFor(actor, 'calendar.manage', '*')
  if (grant === null) throw new Refusal(NotPermitted, { power: 'calendar.manage' })
  const { layer, notice } = await read(tx, layerCode, entry)
  const corrects = entry.corrects ?? false
  return { layer: layerCode, ...(await importNotice(tx, layer, notice, byOf(actor, grant.authority), now, { corrects })) }
}

/** What an entry would change, before it is made. */
export type Proposal = {
  /** The stretch in which some day counts differently; null: none does. */
  readonly span: Span | null
  /** The calendar of some layers without the entry, and with it. */
  readonly calendars: (layers: readonly string[]) => Promise<{ readonly before: Calendar; readonly after: Calendar }>
}

/** Works out what an entry would change. Writes nothing. @throws Refusal as `enter` */
export async function propose(tx: Tx, layerCode: string, entry: Entry, now: Now): Promise<Proposal> {
  const { layer, notice } = await read(tx, layerCode, entry)
  refuseImpossible(notice, now)
  const present = await noticesOf(tx, layerCode)
  const last = { ...notice, seq: (present.at(-1)?.seq ?? 0) + 1, enteredMs: now.at.getTime() }
  const after = [...present, last].sort((a, b) => (a.knownOn < b.knownOn ? -1 : a.knownOn > b.knownOn ? 1 : a.seq - b.seq))
  const all = new Set((await store.presentLayers(tx)).codes)
  const made = new Map<string, { before: Calendar; after: Calendar }>()
  return {
    span: changedSpan(present, after, layer.rank === 0),
    calendars: async (layers) => {
      const codes = layers.filter((code) => all.has(code) || code === layerCode)
      const key = codes.join(' ')
      const known = made.get(key)
      if (known !== undefined) return known
      const others = (await store.notices(tx, codes)).layers.filter((held) => held.code !== layerCode)
      const stacked = (own: readonly store.HeldNotice[]) =>
        calendarsFrom(
          [...others, { code: layerCode, rank: layer.rank, notices: own }].sort(
            (a, b) => a.rank - b.rank || (a.code < b.code ? -1 : 1),
          ),
        ).asOf(null)
      const fresh = { before: stacked(present), after: stacked(codes.includes(layerCode) ? after : present) }
      made.set(key, fresh)
      return fresh
    },
  }
}

/** The stretch of days that a notice changed when it was entered; null when it said nothing new. */
export async function spanOf(tx: Tx, layerCode: string, seq: number): Promise<Span | null> {
  const held = await noticesOf(tx, layerCode)
  const before = held.filter((notice) => notice.seq < seq)
  const after = held.filter((notice) => notice.seq <= seq)
  return changedSpan(before, after, layerCode === nationalLayer.code)
}

/** The most layers and notices that are listed. */
export const mostLayers = 5_000
export const mostNotices = 1_000

/** The layers that have notices, the nation first. */
export async function layers(tx: Tx): Promise<ListedLayer[]> {
  return store.listLayers(tx, mostLayers)
}

/** The notices of a layer, those entered last first. */
export async function notices(tx: Tx, layerCode: string): Promise<ListedNotice[]> {
  return store.listNotices(tx, layerCode, mostNotices)
}

/** A year as a layer sees it, as published on a day. @throws Refusal(UnknownLayer | DayInvalid) */
export async function year(tx: Tx, layerCode: string, of: number, asOf: Day | null): Promise<{ layer: Layer; days: YearDay[] }> {
  if (asOf !== null && findDayNumber(asOf) === null) throw new Refusal(DayInvalid, { field: 'asOf' })
  const layer = await known(tx, layerCode)
  const layers = await layersAt(tx, layerCode)
  const calendar = await calendarFor(tx, { layers, asOf })
  return { layer, days: yearOf(of, calendar, await store.daysInForce(tx, layers, of, asOf)) }
}

/** The days of a year that two states of knowledge tell differently. @throws Refusal(UnknownLayer | DayInvalid) */
export async function compare(
  tx: Tx,
  layerCode: string,
  of: number,
  states: { readonly before: Day; readonly after: Day },
): Promise<DayDifference[]> {
  for (const [field, day] of Object.entries(states)) if (findDayNumber(day) === null) throw new Refusal(DayInvalid, { field })
  await known(tx, layerCode)
  const layers = await layersAt(tx, layerCode)
  const [before, after] = [
    await calendarFor(tx, { layers, asOf: states.before }),
    await calendarFor(tx, { layers, asOf: states.after }),
  ]
  return differencesIn(of, before, after)
}

async function known(tx: Tx, layerCode: string): Promise<Layer> {
  const layer = await findLayer(tx, layerCode)
  if (layer === null) throw new Refusal(UnknownLayer, {})
  return layer
}

async function read(tx: Tx, layerCode: string, entry: Entry): Promise<{ layer: Layer; notice: Notice }> {
  const layer = await known(tx, layerCode)
  if (entry.kind === 'withdrawal' && !(await store.canWithdraw(tx, layerCode, entry.subject)))
    throw new Refusal(NothingToWithdraw, {})
  return { layer, notice: noticeOf(entry) }
}

function noticeOf(entry: Entry): Notice {
  const { knownOn, title, source } = entry
  if (entry.kind === 'notice') return { subject: entry.subject, year: entry.year, knownOn, title, source, days: entry.days }
  if (entry.kind === 'withdrawal') return { subject: entry.subject, year: null, knownOn, title, source, days: [] }
  const { reason, fromOn, toOn } = entry
  const [first, last] = [findDayNumber(fromOn), findDayNumber(toOn)]
  if (first === null || last === null) throw new Refusal(DayInvalid, { field: first === null ? 'fromOn' : 'toOn' })
  if (last < first || last - first >= longestClosure) throw new Refusal(ClosureInvalid, {})
  const days = daysBetween(fromOn, toOn).map((on) => ({ on, kind: 'closed' as const, name: reason }))
  return { subject: `${reason} ${fromOn}`, year: null, knownOn, title, source, days }
}

function refuseImpossible({ knownOn, days }: Notice, now: Now): void {
  const unreal = [knownOn, ...days.map((day) => day.on)].find((day) => findDayNumber(day) === null)
  if (unreal !== undefined) throw new Refusal(DayInvalid, { field: unreal === knownOn ? 'knownOn' : 'days.on' })
  const twice = days.find((day, at) => days.findIndex((other) => other.on === day.on) !== at)
  if (twice !== undefined) throw new Refusal(DayTwice, { on: twice.on })
  if (knownOn > now.today) throw new Refusal(NoticeNotYetKnown, { knownOn })
}

async function noticesOf(tx: Tx, layerCode: string): Promise<readonly store.HeldNotice[]> {
  return (await store.notices(tx, [layerCode])).layers[0]?.notices ?? []
}

async function layerId(tx: Tx, layer: Layer, now: Now): Promise<string> {
  const known = await store.findLayer(tx, layer.code)
  if (known !== null) {
    if (known.name !== layer.name || known.rank !== layer.rank) throw new Refusal(LayerConflict, { code: layer.code })
    return known.id
  }
  const id = newId(now.at)
  await store.insertLayer(tx, layer, id)
  return id
}
