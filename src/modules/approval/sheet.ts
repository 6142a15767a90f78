import type { Actor } from '../../kernel/actor.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { type EventRow, eventsOf } from '../../kernel/log/index.ts'
import type { Now } from '../../kernel/now.ts'
import { barredBy, type CaseState, caseStream, factRows, readCase, sliceOf, stepAt } from '../casework/index.ts'
import type { ItemDefinition, Step } from '../catalogue/index.ts'
import { itemOf } from '../intake/index.ts'
import type { ReviewSheet } from './contract.ts'
import { recusedOf } from './rules/acts.ts'
import { conditionsOf, findingsOf } from './rules/conditions.ts'

/** What an approver works on. @throws Refusal(casework.UnknownCase) */
export async function reviewSheet(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<ReviewSheet> {
  const { state } = await readCase(tx, caseId, actor, now)
  const item = await itemOf(tx, state)
  const conditions = conditionsOf(item)
  const events = await eventsOf(tx, caseStream, caseId)
  return {
    isPermit: item.ruleSet === 'permit',
    conditions: conditions.map(({ basis, shownBy, ...condition }) => ({
      ...condition,
      basis: basis.from === 'law' ? basis.clause : null,
      shownBy: [...shownBy],
    })),
    asPublished: conditions.length === 0 ? item.conditions : null,
    findings: findingsOf(state),
    plan: planOf(state, item, events, actor),
    opinions: await opinions(tx, caseId, item, events, actor),
    barredBy: barred(state, item, actor),
    isRecused: recusedOf(state).includes(actor.id),
  }
}

/** Acts that end a plan. */
const decisions = ['grant', 'refuse', 'decline', 'decideAtOnce', 'deemRenew']

/** The plan, with who did what of it since the case was last sent back. The first events did not say which step they did: it was the last review. */
function planOf(state: CaseState, item: ItemDefinition, events: readonly EventRow[], actor: Actor): ReviewSheet['plan'] {
  const at = stepAt(state, item)
  const last = (kind: Step['kind']) => item.steps.findLast((step) => step.kind === kind)?.code
  const since = events.slice(events.findLastIndex(({ kind }) => kind === 'sendBack') + 1)
  const did = since.flatMap(({ kind, body, actor: by, effective_on: on }) => {
    if (kind === 'examine' || kind === 'review') return [{ code: body.step ?? last('review'), on, isMine: by === actor.id }]
    return decisions.includes(kind) ? [{ code: last('decide'), on, isMine: by === actor.id }] : []
  })
  return item.steps.map((step) => ({
    code: step.code,
    name: step.name,
    kind: step.kind,
    post: item.details?.steps[step.code]?.post ?? null,
    people: step.people ?? 1,
    done: did.flatMap(({ code, on, isMine }) => (code === step.code ? [{ on, isMine }] : [])),
    isCurrent: step === at,
  }))
}

function barred(state: CaseState, item: ItemDefinition, actor: Actor): string | null {
  const at = stepAt(state, item)
  const did = at === null ? null : barredBy(state, at, actor.id, item)
  if (did !== null) return did.name
  return state.state === 'reviewed' && sliceOf(state, 'approval').reviewedBy === actor.id ? '审查' : null
}

/** Under which path the words of an act lie in the vault. */
const wordsAt = { examine: 'review/opinion', review: 'review/opinion', sendBack: 'review/sentBack' } as const

async function opinions(
  tx: Tx,
  caseId: string,
  item: ItemDefinition,
  events: readonly EventRow[],
  actor: Actor,
): Promise<ReviewSheet['opinions']> {
  const words = new Map((await factRows(tx, caseId)).map(({ path, value }) => [path, value]))
  return events.flatMap((event) => {
    const { kind, seq } = event
    if (kind !== 'examine' && kind !== 'review' && kind !== 'sendBack') return []
    const said = words.get(`${wordsAt[kind]}/${seq}`)
    const isReview = kind !== 'sendBack'
    const conclusion = isReview ? (event.body.conclusion as 'grant' | 'refuse') : null
    return [
      {
        seq,
        kind: isReview ? ('review' as const) : kind,
        step: item.steps.find(({ code }) => code === event.body.step)?.name ?? null,
        on: event.effective_on,
        conclusion,
        words: said === undefined ? null : String(said),
        isMine: event.actor === actor.id,
      },
    ]
  })
}
