import type { ListedCase } from '../../../modules/casework/contract.ts'
import type { Office } from './use-offices.ts'

/** Saved filters of the list, as tabs. */
export const viewNames = {
  mine: '我能办的',
  due: '今天到期和超期',
  others: '等别人',
  stopped: '暂停中',
  all: '全部在办',
} as const
export type View = keyof typeof viewNames

/** Whether a case stands in a view. */
export function isIn(view: View, one: ListedCase, office: Office, today: string): boolean {
  const isMine = one.step?.isBarred !== true && (one.state === 'accepted' ? office.canReview : office.canDecide)
  const isStopped = one.clock?.status === 'suspended'
  if (view === 'mine') return isMine && !isStopped
  if (view === 'others') return !isMine
  if (view === 'stopped') return isStopped
  if (view === 'due') return one.clock !== null && !isStopped && one.clock.dueOn !== null && one.clock.dueOn <= today
  return true
}
