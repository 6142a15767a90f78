import type { Actor } from '../../kernel/actor.ts'
import type { Tx } from '../../kernel/db/index.ts'
import type { Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type Acted, acted, type CaseFile, type Change, lockSettled, perform, stepAt } from '../casework/index.ts'
import type { ItemDefinition, Step } from '../catalogue/index.ts'
import { accept, itemOf } from '../intake/index.ts'
import {
  type DecidingAtOnce,
  type Granting,
  NotImmediate,
  type Recusing,
  type Refusing,
  type Review,
  type SendingBack,
  StepPassed,
} from './contract.ts'
import { completionLetter, grantLetter, refusalLetter } from './letters.ts'
import { reasonsOf, refuseGrantOfUnmet, refuseUnknownConditions } from './rules/conditions.ts'
import { decisionTimers, grantTimers } from './rules/limits.ts'
import { endsReview, runningSteps, stepAfter, stepClock } from './rules/steps.ts'

/**
 * Reviews an accepted case 审查: does the step of the item's plan that it stands at, with a conclusion and an opinion. The clock of the next
 * step starts once all whom this one takes have done it; after the last one it waits for the decision.
 *
 * @throws Refusal(casework.NotAllowed | NoPower | UnknownCase)
 * @throws Refusal(StepBarred)       the plan wants somebody else for this step; recorded
 * @throws Refusal(StepPassed)       the step that it is meant for is not the one at hand any more
 * @throws Refusal(UnknownCondition) a finding of a condition that the item's list does not have; recorded
 * @throws Refusal(ConditionUnmet)   a proposal to grant although a condition was found not to be met
 * @source 行政许可法 34
 */
export async function review(tx: Tx, caseId: string, given: Review, actor: Actor, now: Now): Promise<Acted> {
  const { file, item } = await caseAndItem(tx, caseId, now)
  const { conclusion, opinion, findings } = given
  const step = stepAt(file.state, item)
  if (given.step !== undefined && given.step !== step?.code) throw new Refusal(StepPassed, { step: step?.name ?? null })
  refuseUnknownConditions(item, findings?.map(({ condition }) => condition) ?? [])
  refuseGrantOfUnmet(given)
  return acted(
    await perform(tx, file, endsReview(file.state, item) ? 'review' : 'examine', actor, async () => ({
      body: { ...(step === null ? {} : { step: step.code }), conclusion, ...(findings === undefined ? {} : { findings }) },
      ...stepChange(file, stepAfter(file.state, item, step), step),
      facts: { [`review/opinion/${file.head.seq + 1}`]: opinion },
    })),
  )
}

/** Sends a case back to be reviewed again, with the reason. The clocks run on. @throws Refusal(ReviewerDecides) */
export async function sendBack(tx: Tx, caseId: string, given: SendingBack, actor: Actor, now: Now): Promise<Acted> {
  const { file, item } = await caseAndItem(tx, caseId, now)
  return acted(
    await perform(tx, file, 'sendBack', actor, async () => ({
      ...stepChange(
        file,
        item.steps.find(({ kind }) => kind === 'review'),
      ),
      facts: { [`review/sentBack/${file.head.seq + 1}`]: given.reason },
    })),
  )
}

/**
 * Decides in the applicant's favour 准予: by a second person. The clock for issuing starts.
 *
 * @throws Refusal(ReviewerDecides) the same person reviewed it
 * @source 行政许可法 38, 44
 */
export async function grant(tx: Tx, caseId: string, given: Granting, actor: Actor, now: Now): Promise<Acted> {
  const { file, item } = await caseAndItem(tx, caseId, now)
  return acted(
    await perform(tx, file, 'grant', actor, async () => ({
      facts: { 'decision/text': given.decision },
      end: decisionTimers(file.state),
      start: grantTimers(item, now.today),
      document:
        item.ruleSet === 'permit' ? await grantLetter(tx, file, item, given) : await completionLetter(tx, file, item, given),
    })),
  )
}

/**
 * Decides an immediate item 即办件 at the counter, in favour, by one accountable post: accepted if it is not yet, decided and its result made
 * in one transaction. Whatever cannot be granted at once goes the usual way.
 *
 * @throws Refusal(NotImmediate)      the item's list does not say so; recorded
 * @throws Refusal(intake.Incomplete) materials missing
 * @source 行政许可法 34
 */
export async function decideAtOnce(tx: Tx, caseId: string, given: DecidingAtOnce, actor: Actor, now: Now): Promise<Acted> {
  const before = await caseAndItem(tx, caseId, now)
  if (!before.item.isImmediate) throw new Refusal(NotImmediate, {})
  if (before.file.state.state === 'submitted') await accept(tx, caseId, {}, actor, now)
  const { file, item } = await caseAndItem(tx, caseId, now)
  return acted(
    await perform(tx, file, 'decideAtOnce', actor, async () => ({
      facts: { 'decision/text': given.decision, 'result/name': given.result.name, 'result/number': given.result.number },
      end: decisionTimers(file.state),
      start: grantTimers(item, now.today),
      document:
        item.ruleSet === 'permit' ? await grantLetter(tx, file, item, given) : await completionLetter(tx, file, item, given),
    })),
  )
}

/**
 * Decides against the applicant, with reasons, clauses and remedies: 不予许可 for a permit, 不予办理 for anything else.
 *
 * @throws Refusal(ReviewerDecides) the same person reviewed it
 * @throws Refusal(UnknownCondition | NoUnmetCondition | NoReason)
 * @source 行政许可法 38
 */
export async function refuse(tx: Tx, caseId: string, given: Refusing, actor: Actor, now: Now): Promise<Acted> {
  const { file, item } = await caseAndItem(tx, caseId, now)
  const code = item.ruleSet === 'permit' ? 'refuse' : 'decline'
  return acted(
    await perform(tx, file, code, actor, async () => {
      const { reasons, basis } = reasonsOf(item, given)
      return {
        facts: { 'decision/reasons': reasons, 'decision/basis': basis },
        end: decisionTimers(file.state),
        document: await refusalLetter(tx, file, item, { reasons, basis }),
      }
    }),
  )
}

/** Withdraws from a case 回避: whoever did takes no further part. @throws Refusal(Recused) has withdrawn before */
export async function recuse(tx: Tx, caseId: string, given: Recusing, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  const facts = { [`recusal/reason/${file.head.seq + 1}`]: given.reason }
  return acted(await perform(tx, file, 'recuse', actor, async () => ({ facts })))
}

/** One step ends with the act, the next one begins; of a step that takes several people the clock runs on until the last has done it. */
function stepChange(file: CaseFile, next: Step | undefined, last: Step | null = null): Pick<Change, 'end' | 'start'> {
  if (next === last) return {}
  return { end: runningSteps(file.state), start: stepClock(file.state, next, file.now.today) }
}

/** A case, locked and settled, and the item version that it runs by. */
export async function caseAndItem(tx: Tx, caseId: string, now: Now): Promise<{ file: CaseFile; item: ItemDefinition }> {
  const file = await lockSettled(tx, caseId, now)
  return { file, item: await itemOf(tx, file.state) }
}
