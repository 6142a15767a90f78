import type { ReviewSheet } from '../../../../modules/approval/contract.ts'

type Found = ReadonlyMap<string, boolean>
type Conditions = ReviewSheet['conditions']

/** Conditions that nobody has judged yet and that this step has to judge. */
export function leftOf(sheet: ReviewSheet, found: Found): Conditions {
  const later = laterOf(sheet)
  return sheet.conditions.filter((one) => !found.has(one.code) && !later.includes(one))
}

/** Conditions that only a visit shows, while another review is still to come: they wait for it. */
export function laterOf({ conditions, plan }: ReviewSheet): Conditions {
  const at = plan.findIndex(({ isCurrent }) => isCurrent)
  const waits = at >= 0 && plan.slice(at + 1).some(({ kind }) => kind === 'review')
  return waits ? conditions.filter(({ checkedBy }) => checkedBy === 'site') : []
}

/** Conditions found not to be met. */
export function unmetOf({ conditions }: ReviewSheet, found: Found): Conditions {
  return conditions.filter(({ code }) => found.get(code) === false)
}

/** Conditions by their numbers on the list: '2、4'. */
export function numbersOf({ conditions }: ReviewSheet, some: Conditions): string {
  return some.map((one) => conditions.indexOf(one) + 1).join('、')
}
