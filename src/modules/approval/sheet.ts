import type { Actor } from '../../kernel/actor.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { eventsOf } from '../../kernel/log/index.ts'
import type { Now } from '../../kernel/now.ts'
import { barredBy, type CaseState, caseStream, factRows, readCase, sliceOf, stepAt } from '../casework/index.ts'
import type { ItemDefinition } from '../catalogue/index.ts'
import { itemOf } from '../intake/index.ts'
import type { ReviewSheet } from './contract.ts'
import { conditionsOf, findingsOf, recusedOf } from './rules.ts'

/** What an approver works on. @throws Refusal(casework.UnknownCase) */
export async function reviewSheet(tx: Tx, caseId: string, actor: Actor, now: Now): Promise<ReviewSheet> {
  const { state } = await readCase(tx, caseId, actor, now)
  const item = await itemOf(tx, state)
  const conditions = conditionsOf(item)
  return {
    isPermit: item.ruleSet === 'permit',
    conditions: conditions.map(({ basis, shownBy, ...condition }) => ({
      ...condition,
      basis: basis.from === 'law' ? basis.clause : null,
      shownBy: [...shownBy],
    })),
    asPublished: conditions.length === 0 ? item.conditions : null,
    findings: findingsOf(state),
    plan: planOf(state, item, actor),
    opinions: await opinions(tx, caseId, item, actor),
    barredBy: barred(state, item, actor),
    isRecused: recusedOf(state).includes(actor.id),
  }
}

function planOf(state: CaseState, item: ItemDefinition, actor: Actor): ReviewSheet['plan'] {
  const at = stepAt(state, item)
  return item.steps.map((step) => ({
    code: step.code,
    name: step.name,
    kind: step.kind,
    post: item.details?.steps[step.code]?.post ?? null,
    people: step.people ?? 1,
    done: (state.steps ?? []).flatMap(({ code, by, on }) => (code === step.code ? [{ on, isMine: by === actor.id }] : [])),
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

async function opinions(tx: Tx, caseId: string, item: ItemDefinition, actor: Actor): Promise<ReviewSheet['opinions']> {
  const words = new Map((await factRows(tx, caseId)).map(({ path, value }) => [path, value]))
  return (await eventsOf(tx, caseStream, caseId)).flatMap((event) => {
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
