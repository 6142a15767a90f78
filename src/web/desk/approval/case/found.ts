import type { ReviewSheet } from '../../../../modules/approval/contract.ts'

type Found = ReadonlyMap<string, boolean>
type Conditions = ReviewSheet['conditions']

/** Conditions that nobody has judged yet. */
export function leftOf({ conditions }: ReviewSheet, found: Found): Conditions {
  return conditions.filter(({ code }) => !found.has(code))
}

/** Conditions found not to be met. */
export function unmetOf({ conditions }: ReviewSheet, found: Found): Conditions {
  return conditions.filter(({ code }) => found.get(code) === false)
}

/** Conditions by their numbers on the list: '2、4'. */
export function numbersOf({ conditions }: ReviewSheet, some: Conditions): string {
  return some.map((one) => conditions.indexOf(one) + 1).join('、')
}
