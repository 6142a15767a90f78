import type { Actor } from '../../kernel/actor.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { eventsOf } from '../../kernel/log/index.ts'
import type { Now } from '../../kernel/now.ts'
import { caseStream, factRows, readCase, sliceOf } from '../casework/index.ts'
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
    opinions: await opinions(tx, caseId, actor),
    isReviewedByMe: sliceOf(state, 'approval').reviewedBy === actor.id,
    isRecused: recusedOf(state).includes(actor.id),
  }
}

/** Under which path the words of an act lie in the vault. */
const wordsAt = { review: 'review/opinion', sendBack: 'review/sentBack' } as const

async function opinions(tx: Tx, caseId: string, actor: Actor): Promise<ReviewSheet['opinions']> {
  const words = new Map((await factRows(tx, caseId)).map(({ path, value }) => [path, value]))
  return (await eventsOf(tx, caseStream, caseId)).flatMap((event) => {
    const { kind, seq } = event
    if (kind !== 'review' && kind !== 'sendBack') return []
    const said = words.get(`${wordsAt[kind]}/${seq}`)
    const conclusion = kind === 'review' ? (event.body.conclusion as 'grant' | 'refuse') : null
    return [
      {
        seq,
        kind,
        on: event.effective_on,
        conclusion,
        words: said === undefined ? null : String(said),
        isMine: event.actor === actor.id,
      },
    ]
  })
}
