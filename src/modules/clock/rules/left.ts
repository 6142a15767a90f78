import type { Day } from '../../../kernel/now.ts'
import type { Calendar } from './calendar.ts'
import { numberOf } from './day.ts'

/**
 * How many working days are left 剩余工作日: those after today up to and including the last day. Below zero when it has passed: then
 * those since.
 *
 * @param today day from which one counts, itself not counted
 * @param lastOn last day of the period
 */
export function workdaysLeft(today: Day, lastOn: Day, { index }: Calendar): number {
  return index.workdaysThrough(numberOf(lastOn)) - index.workdaysThrough(numberOf(today))
}
