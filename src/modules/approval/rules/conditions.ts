import { Refusal } from '../../../kernel/refusal.ts'
import { type CaseState, sliceOf } from '../../casework/index.ts'
import type { Condition, ItemDefinition } from '../../catalogue/index.ts'
import {
  ConditionUnmet,
  type Finding,
  NoReason,
  NoUnmetCondition,
  type Refusing,
  type Review,
  UnknownCondition,
} from '../contract.ts'

/** What the last review found of the conditions; empty: nothing was said of them. */
export function findingsOf(state: CaseState): Finding[] {
  return (sliceOf(state, 'approval').findings ?? []) as unknown as Finding[]
}

/** The conditions of an item that somebody has described one by one; empty: nobody has. */
export function conditionsOf(item: ItemDefinition): readonly Condition[] {
  return item.details?.conditions ?? []
}

/**
 * A conclusion agrees with what was found: whoever finds a condition not met does not propose to grant.
 *
 * @throws Refusal(ConditionUnmet)
 * @source 行政许可法 38
 */
export function refuseGrantOfUnmet({ conclusion, findings = [] }: Pick<Review, 'conclusion' | 'findings'>): void {
  const unmet = findings.filter(({ isMet }) => !isMet).map(({ condition }) => condition)
  if (conclusion === 'grant' && unmet.length > 0) throw new Refusal(ConditionUnmet, { conditions: unmet })
}

/**
 * What a refusal says: the sentences and clauses of the conditions that are not met, then what was added.
 *
 * @throws Refusal(UnknownCondition) a condition that the item's list does not have; recorded
 * @throws Refusal(NoUnmetCondition) the list describes its conditions, and none is named
 * @throws Refusal(NoReason)         no reason or no clause at all
 * @source 行政许可法 38
 */
export function reasonsOf(
  item: ItemDefinition,
  { unmet = [], reasons, basis }: Refusing,
): { reasons: string[]; basis: string[] } {
  const conditions = conditionsOf(item)
  refuseUnknownConditions(item, unmet)
  if (conditions.length > 0 && unmet.length === 0) throw new Refusal(NoUnmetCondition, {})
  const missed = conditions.filter(({ code }) => unmet.includes(code))
  const clauses = missed.flatMap((condition) => (condition.basis.from === 'law' ? [condition.basis.clause] : []))
  const given = {
    reasons: [...missed.map((condition) => condition.unmet), ...reasons],
    basis: [...new Set([...clauses, ...basis])],
  }
  const ownLaw = item.ruleSet === 'permit' ? ['中华人民共和国行政许可法 38'] : []
  const complete = { reasons: given.reasons, basis: given.basis.length > 0 ? given.basis : ownLaw }
  if (complete.reasons.length === 0 || complete.basis.length === 0) throw new Refusal(NoReason, {})
  return complete
}

/** @throws Refusal(UnknownCondition) recorded */
export function refuseUnknownConditions(item: ItemDefinition, codes: readonly string[]): void {
  const unknown = codes.filter((code) => !conditionsOf(item).some((condition) => condition.code === code))
  if (unknown.length > 0) throw new Refusal(UnknownCondition, { conditions: unknown })
}
