import { applicantsTurn, closedStates, type ListedCase } from '../../../modules/casework/contract.ts'

/** Where a case lies in the list of its applicant, in this order. */
export const shelfNames = { turn: '轮到您', others: '正在办，不用您动', over: '已结束' } as const
export type Shelf = keyof typeof shelfNames

/** The cases whose number, item, organ or applicant has these words, each on its shelf; within a shelf the order stays: newest first. */
export function shelvesOf(cases: readonly ListedCase[], q: string): { shelf: Shelf; cases: ListedCase[] }[] {
  const words = q.trim().toUpperCase()
  const found = cases.filter((one) =>
    `${one.number} ${one.itemName} ${one.organName} ${one.applicantName}`.toUpperCase().includes(words),
  )
  return (Object.keys(shelfNames) as Shelf[]).map((shelf) => ({
    shelf,
    cases: found.filter(({ state }) => shelfOf(state) === shelf),
  }))
}

function shelfOf(state: ListedCase['state']): Shelf {
  if (applicantsTurn.includes(state)) return 'turn'
  return closedStates.includes(state) ? 'over' : 'others'
}
