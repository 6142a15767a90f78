import { sql } from 'kysely'
import { type Actor, grantFor } from '../../kernel/actor.ts'
import type { Tx } from '../../kernel/db/index.ts'
import type { EventRow, Follower } from '../../kernel/log/index.ts'
import { type Day, dayOf, type Now, startOf } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { definitionOf } from '../catalogue/index.ts'
import { timerRules } from '../clock/index.ts'
import { authorityFor, findAccount } from '../identity/index.ts'
import { type Delivery, deliveriesAbout, type Notice, type Said, tell } from '../notification/index.ts'
import type { GenericBody } from './case.ts'
import { legalTimers, NoPower, UnknownCase } from './contract.ts'
import { caseStream, findCase } from './store.ts'

/** What never changes about a case, as far as a message names it. */
type Told = {
  readonly case_id: string
  readonly applicant_id: string
  readonly number: string
  readonly item_code: string
  readonly version_id: string
  readonly rule_set: string
}

/** What is said of an event, and the day that matters then; null when there is nothing to say. */
type Saying = (
  body: GenericBody,
  isPermit: boolean,
  ground: string | null,
) => { readonly said: Said; readonly dueOn: Day | null } | null

/** What is said of each kind of event. Kinds that stand here with null concern the house alone. */
export const sayings: Readonly<Record<string, Saying | null>> = {
  submit: (body) => {
    const answerBy = dueIn(body, ['ACCEPT_REVIEW'])
    return { said: { template: 'received', facts: { answerBy } }, dueOn: answerBy }
  },
  supply: (body) => {
    const answerBy = dueIn(body, ['ACCEPT_REVIEW'])
    return { said: { template: 'supplied', facts: { answerBy } }, dueOn: answerBy }
  },
  askCorrection: (body, isPermit) => {
    const missing = (body.shortfalls as readonly unknown[]).length
    const answerDays = isPermit ? timerRules.ACCEPT_REVIEW.duration : null
    return { said: { template: 'correction', facts: { missing, answerDays } }, dueOn: null }
  },
  accept: (body) => {
    const limits = limitsIn(body)
    return { said: { template: 'accepted', facts: limits }, dueOn: nearest(limits) }
  },
  deemAccept: (body) => {
    const limits = limitsIn(body)
    const acceptedOn = String(body.acceptedOn)
    return { said: { template: 'deemedAccepted', facts: { acceptedOn, ...limits } }, dueOn: nearest(limits) }
  },
  confirmExpiry: (body) => {
    const { expiresOn, standing } = body.renewal as { expiresOn: Day; standing: string }
    return { said: { template: 'expiryConfirmed', facts: { expiresOn, isInTime: standing === 'inTime' } }, dueOn: expiresOn }
  },
  turnAway: () => ({ said: { template: 'notAccepted', facts: {} }, dueOn: null }),
  grant: (body, isPermit) => {
    const issueBy = dueIn(body, ['ISSUE'])
    return { said: { template: 'granted', facts: { isPermit, issueBy } }, dueOn: issueBy }
  },
  deemRenew: (body) => {
    const issueBy = dueIn(body, ['ISSUE'])
    return { said: { template: 'deemedRenewed', facts: { expiredOn: String(body.expiredOn), issueBy } }, dueOn: issueBy }
  },
  decideAtOnce: () => ({ said: { template: 'ready', facts: {} }, dueOn: null }),
  beginProcedure: (body, _isPermit, ground) => {
    const [stop] = body.timers?.flatMap((timer) => timer.suspensions?.at(-1) ?? []) ?? []
    if (body.document === undefined || stop === undefined) return null // it holds nothing up
    const own = { from: dayAfter(stop.from), procedure: stop.reason, plannedUntil: stop.plannedTo }
    return { said: { template: 'suspended', facts: { ...own, isWhole: body.stops === 'all', clause: ground } }, dueOn: null }
  },
  endProcedure: (body) => {
    const limits = limitsIn(body)
    const dueOn = nearest(limits) // null while another procedure lasts
    return dueOn === null ? null : { said: { template: 'resumed', facts: limits }, dueOn }
  },
  extend: (body) => extended(body, '本行政机关负责人'),
  extendByGovernment: (body) => extended(body, '本级人民政府负责人'),
  refuse: () => ({ said: { template: 'refused', facts: { isPermit: true } }, dueOn: null }),
  decline: () => ({ said: { template: 'refused', facts: { isPermit: false } }, dueOn: null }),
  issue: () => ({ said: { template: 'ready', facts: {} }, dueOn: null }),
  handOver: () => ({ said: { template: 'delivered', facts: {} }, dueOn: null }),
  withdraw: () => ({ said: { template: 'withdrawn', facts: {} }, dueOn: null }),
  confirmVoid: () => ({ said: { template: 'voided', facts: {} }, dueOn: null }),
  confirmCorrection: (body) => {
    if (body.timers === undefined) return null
    const dueOn = nearest(limitsIn(body)) ?? dueIn(body, ['ACCEPT_REVIEW'])
    return { said: { template: 'redated', facts: { why: 'correction', wasOn: null, dueOn } }, dueOn }
  },
  redated: (body) => {
    const moved = (body.moved as readonly Moved[]).filter(({ from, to }) => from !== to) // the rest changed in certainty alone
    const [first] = lived.flatMap((code) => moved.find(({ timer }) => timer === code) ?? [])
    if (first === undefined) return null
    const facts = { why: 'calendar', wasOn: first.from, dueOn: first.to } as const
    return { said: { template: 'redated', facts }, dueOn: first.to }
  },
  keepOriginals: null,
  returnOriginals: null,
  examine: null,
  review: null,
  sendBack: null,
  recuse: null,
  overdue: null,
  proposeVoid: null,
  proposeCorrection: null,
  dismissProposal: null,
  erased: null,
}

/**
 * Tells the applicant, and the agent who acts for them, of what happened to their case. Keeps no rows of its own: what was told of before is
 * not told again, read from the start or not.
 */
export const messenger: Follower = {
  name: 'casework.messages',
  version: 1,
  streams: [caseStream],
  handle: async (tx, events, now) => {
    const spoken = events.flatMap(({ event }) => (sayings[event.kind] ? [event] : []))
    if (spoken.length > 0) await tell(tx, await noticesOf(tx, spoken, now), now)
  },
  clear: async () => {},
}

/**
 * What became of the messages about a case: for who handles it.
 *
 * @throws Refusal(UnknownCase) there is none
 * @throws Refusal(NoPower)     it is another organisation's
 */
export async function deliveries(tx: Tx, caseId: string, actor: Actor): Promise<{ deliveries: Delivery[] }> {
  const state = await findCase(tx, caseId)
  if (state === null) throw new Refusal(UnknownCase, {})
  if (grantFor(actor, 'casework.read', state.organisation) === null) throw new Refusal(NoPower, { power: 'casework.read' })
  return { deliveries: await deliveriesAbout(tx, caseStream.name, caseId) }
}

async function noticesOf(tx: Tx, events: readonly EventRow[], now: Now): Promise<Notice[]> {
  const cases = new Map((await toldOf(tx, events)).map((row) => [row.case_id, row]))
  const agents = await agentsOf(tx, events, cases, now)
  const notices: Notice[] = []
  for (const event of events) {
    const about = cases.get(event.stream_id)
    const body = event.body as GenericBody
    const saying = sayings[event.kind]?.(body, about?.rule_set === 'permit', event.ground)
    if (about === undefined || !saying) continue
    const agent = agents.get(`${event.stream_id}/${event.seq}`)
    notices.push({
      about: { stream: caseStream.name, streamId: event.stream_id, seq: event.seq },
      at: event.at,
      on: dayOf(event.at),
      effectiveOn: event.effective_on,
      recipients: [about.applicant_id, ...(agent === undefined ? [] : [agent])],
      number: about.number,
      item: (await definitionOf(tx, about.version_id)).name,
      path: `/cases/${event.stream_id}`,
      documentId: body.document?.documentId ?? null,
      ...saying,
    })
  }
  return notices
}

async function toldOf(tx: Tx, events: readonly EventRow[]): Promise<Told[]> {
  const ids = [...new Set(events.map((event) => event.stream_id))]
  const { rows } = await sql<Told>`
    select case_id, applicant_id, number, item_code, version_id, rule_set from case_state where case_id = any(${ids}::uuid[])`.execute(
    tx,
  )
  return rows
}

/** Who acted for the applicant last before each event, as long as they still may: by `case/seq`, their person. */
export async function agentsOf(
  tx: Tx,
  events: readonly Pick<EventRow, 'stream_id' | 'seq'>[],
  cases: ReadonlyMap<string, Pick<Told, 'case_id' | 'applicant_id' | 'item_code'>>,
  now: Now,
): Promise<Map<string, string>> {
  const ids = events.map((event) => event.stream_id)
  const seqs = events.map((event) => event.seq)
  const { rows } = await sql<{ case_id: string; seq: number; actor: string }>`
    select asked.case_id, asked.seq, acted.actor
    from unnest(${ids}::uuid[], ${seqs}::int[]) as asked (case_id, seq)
    cross join lateral (
      select e.actor from case_event e
      where e.case_id = asked.case_id and e.seq <= asked.seq and e.authority ~ '^(delegation|representative):'
      order by e.seq desc limit 1) as acted`.execute(tx)
  const agents = new Map<string, string>()
  for (const { case_id, seq, actor } of rows) {
    const about = cases.get(case_id)
    const person = (await findAccount(tx, actor))?.person_id
    if (about === undefined || person === undefined || person === about.applicant_id) continue
    const authority = await authorityFor(tx, person, about.applicant_id, about.item_code, now.today)
    if (authority !== null) agents.set(`${case_id}/${seq}`, person)
  }
  return agents
}

type Moved = { readonly timer: string; readonly from: Day | null; readonly to: Day | null }

/** The clocks that an applicant lives by, the nearest first; those of single steps concern the house. */
const lived: readonly string[] = ['ACCEPT_REVIEW', 'PROMISE', ...legalTimers, 'ISSUE']

function extended(body: GenericBody, by: string): ReturnType<Saying> {
  const timer = body.timers?.find(({ code }) => code === body.timer)
  const [dueOn, unit] = [timer?.dueOn ?? null, timer?.limit.unit ?? 'workday']
  return { said: { template: 'extended', facts: { by, days: Number(body.days), unit, dueOn } }, dueOn }
}

function dayAfter(day: Day): Day {
  return dayOf(new Date(startOf(day).getTime() + 86_400_000))
}

/** The last day of a running clock that the event wrote. */
function dueIn(body: GenericBody, codes: readonly string[]): Day | null {
  return body.timers?.find((timer) => codes.includes(timer.code) && timer.endedOn === null)?.dueOn ?? null
}

type Limits = { readonly dueOn: Day | null; readonly promisedOn: Day | null }

function limitsIn(body: GenericBody): Limits {
  return { dueOn: dueIn(body, legalTimers), promisedOn: dueIn(body, ['PROMISE']) }
}

function nearest({ dueOn, promisedOn }: Limits): Day | null {
  return promisedOn ?? dueOn
}
