import { canonical, sm3 } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import type { By } from '../../kernel/http/index.ts'
import { newId } from '../../kernel/ids.ts'
import { defineStream, record } from '../../kernel/log/index.ts'
import type { Day, Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import {
  DayInvalid,
  type Layer,
  LayerConflict,
  type Notice,
  NoticeConflict,
  NoticeNotYetKnown,
  nationalLayer,
} from './contract.ts'
import { nationalNotices } from './national.ts'
import { type Calendar, calendarsOf } from './rules/calendar.ts'
import { findDayNumber } from './rules/day.ts'
import * as store from './store.ts'

/** Notices on working days; a stream is a layer. */
export const calendarStream = defineStream({ name: 'calendar', table: 'calendar_event' })

/**
 * The calendar as the database has it.
 *
 * Kept in memory by version: with `version` – read by the caller in a statement it needs anyway, see `calendarVersionSql` – it costs no
 * query; without, one read of one row. A notice entered by another process has another version, so nothing here can be stale.
 *
 * @param options.layers  codes of the layers that hold for the place; the nation alone when absent
 * @param options.asOf    what was known at the end of that day; everything when absent
 * @param options.version the version just read in this transaction
 */
export async function calendarFor(
  tx: Tx,
  options: { layers?: readonly string[]; asOf?: Day | null; version?: string } = {},
): Promise<Calendar> {
  const layers = options.layers ?? onlyNational
  const key = JSON.stringify(layers)
  const version = options.version ?? (await store.calendarVersion(tx))
  const kept = cache.get(key)
  if (kept?.version === version) return kept.asOf(options.asOf ?? null)

  const read = await store.notices(tx, layers)
  const fresh = { version: read.version, asOf: calendarsOf(read.layers) }
  if (cache.size >= mostKept) cache.clear()
  cache.set(key, fresh)
  return fresh.asOf(options.asOf ?? null)
}

const onlyNational: readonly string[] = [nationalLayer.code]
const cache = new Map<string, { version: string; asOf: (day: Day | null) => Calendar }>()
const mostKept = 500 // layers of as many places

/**
 * Enters a notice. The same notice again changes nothing.
 *
 * @returns whether it was new
 * @throws Refusal(DayInvalid)        it names a day that does not exist
 * @throws Refusal(NoticeNotYetKnown) it is said to be published after today
 * @throws Refusal(NoticeConflict)    another text stands under the same subject and day of publication
 * @throws Refusal(LayerConflict)     the layer is known by another name or rank
 * @source 全国年节及纪念日放假办法 4, 7
 */
export async function importNotice(tx: Tx, layer: Layer, notice: Notice, by: By, now: Now): Promise<{ isNew: boolean }> {
  const { subject, knownOn } = notice
  const unreal = [knownOn, ...notice.days.map((day) => day.on)].find((day) => findDayNumber(day) === null)
  if (unreal !== undefined) throw new Refusal(DayInvalid, { field: unreal === knownOn ? 'knownOn' : 'days.on' })
  if (knownOn > now.today) throw new Refusal(NoticeNotYetKnown, { knownOn })

  await store.lockVersion(tx)
  const body = { layer: { ...layer }, notice: { ...notice, days: notice.days.map((day) => ({ ...day })) } }
  const digest = sm3(canonical(body.notice))
  const streamId = await layerId(tx, layer, now)
  const known = await store.findDigest(tx, layer.code, subject, knownOn)
  if (known?.equals(digest)) return { isNew: false }
  if (known !== null) throw new Refusal(NoticeConflict, { subject, knownOn })

  const ground = layer.rank === 0 ? '全国年节及纪念日放假办法 7' : null
  await record(tx, calendarStream, {
    streamId,
    kind: 'noticeEntered',
    v: 1,
    body,
    by,
    ground,
    effectiveOn: knownOn,
    at: now.at,
  })
  await store.insertNotice(tx, layer.code, notice, digest)
  await store.setVersion(tx, newId(now.at))
  return { isNew: true }
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
