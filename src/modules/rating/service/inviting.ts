import { system } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { nameId } from '../../../kernel/ids.ts'
import { type EventRow, recordEach } from '../../../kernel/log/index.ts'
import { type Day, dayOf } from '../../../kernel/now.ts'
import { type CaseState, findCase, registeredActs } from '../../casework/index.ts'
import { windowsOfPosts } from '../../staff/index.ts'
import { settings } from '../rules.ts'
import * as store from '../store.ts'

/** States in which a matter has come to its end for whoever brought it: answered, given back, or with the result ready. */
const endedIn = new Set(['turnedAway', 'refused', 'declined', 'withdrawn', 'issued', 'delivered'])

/** What brings a person to a window themselves. */
const visits = new Set(['submit', 'supply', 'withdraw', 'decideAtOnce', 'keepOriginals', 'returnOriginals', 'handOver'])

/** Channels of acts done where the person stands. */
const onSite = new Set(['window', 'village'])

/**
 * Invites to rate what happened to cases: each case that has ended once 一事一评, each visit once 一次一评 – to one place on one day about one
 * case. Whoever is invited already is not invited again.
 */
export async function invite(tx: Tx, events: readonly EventRow[]): Promise<void> {
  const asked = events.flatMap((event) => [...(isEnd(event) ? [matter(event)] : []), ...(isVisit(event) ? [visit(event)] : [])])
  const wanted = [...new Map(asked.reverse().map((one) => [one.id, one])).values()].reverse() // the first event of each stays
  if (wanted.length === 0) return
  const known = await store.knownInvitations(
    tx,
    wanted.map(({ id }) => id),
  )
  const fresh = wanted.filter(({ id }) => !known.has(id))
  const windows = await windowsOfPosts(
    tx,
    fresh.map(({ event }) => event.authority),
  )
  const made: { row: store.InvitationRow; at: Date }[] = []
  for (const one of fresh) {
    const state = await findCase(tx, one.event.stream_id)
    if (state !== null) made.push({ row: rowOf(one, state, windows), at: one.event.at })
  }
  await store.insertInvitations(
    tx,
    made.map(({ row }) => row),
  )
  await recordEach(
    tx,
    store.ratingStream,
    made.map(({ row, at }) => {
      const body = invitedBody(row)
      return { streamId: row.id, kind: 'invited', v: 1, body, by: system, ground: null, effectiveOn: row.on_day, at }
    }),
  )
}

/** What the first event says of an invitation. */
export function invitedBody(row: store.InvitationRow) {
  return {
    kind: row.kind,
    caseId: row.case_id,
    aboutSeq: row.about_seq,
    itemCode: row.item_code,
    versionId: row.version_id,
    organisation: row.organisation,
    place: row.place,
    window: row.window_code,
    applicantId: row.applicant_id,
    untilOn: row.until_on,
  }
}

type Asked = { readonly id: string; readonly kind: 'case' | 'visit'; readonly event: EventRow }

function isEnd({ kind }: EventRow): boolean {
  const to = registeredActs().get(kind)?.to ?? null
  return to !== null && endedIn.has(to)
}

/** Whether the person was there: what was sent by post or handed over online was no visit. */
function isVisit({ kind, channel, place, body }: EventRow): boolean {
  const isHandedOver = kind !== 'handOver' || body.method === 'direct'
  return visits.has(kind) && onSite.has(channel) && place !== null && isHandedOver
}

function matter(event: EventRow): Asked {
  return { id: nameId(`rating of case ${event.stream_id}`), kind: 'case', event }
}

function visit(event: EventRow): Asked {
  const { stream_id, place } = event
  return { id: nameId(`rating of visit ${stream_id} ${place} ${dayOf(event.at)}`), kind: 'visit', event }
}

function rowOf({ id, kind, event }: Asked, state: CaseState, windows: ReadonlyMap<string, string>): store.InvitationRow {
  const on = dayOf(event.at)
  return {
    id,
    kind,
    case_id: state.caseId,
    about_seq: event.seq,
    item_code: state.itemCode,
    version_id: state.versionId,
    organisation: state.organisation,
    place: kind === 'visit' ? event.place : null,
    window_code: kind === 'visit' ? (windows.get(event.authority) ?? null) : null,
    applicant_id: state.applicantId,
    on_day: on,
    until_on: daysAfter(on, settings.openDays),
  }
}

function daysAfter(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(`${day}T12:00:00+08:00`) + days * 86_400_000))
}
