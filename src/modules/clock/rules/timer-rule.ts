import type { Unit } from '../contract.ts'
import type { Calendar } from './calendar.ts'
import { type CountingName, countings, type Ending, type Occasion } from './countings.ts'

/**
 * When a limit ends, by the counting that its row names.
 *
 * @param occasion `length` replaces the row's own duration where the item or another law sets one
 * @throws RangeError  the occasion lacks what the counting needs
 * @throws Refusal     as the counting
 */
export function endOf(rule: TimerRule, occasion: Occasion, calendar: Calendar): Ending {
  const length = occasion.length ?? rule.duration
  return countings[rule.counting].end(length === null ? occasion : { ...occasion, length }, calendar)
}

/** A limit, the clause that sets it, how it is counted and what its end does. Which case runs by which is chosen by its kind of item. */
export type TimerRule = {
  readonly code: string
  readonly name: string
  /** The clauses or the document that set it; null where no text of `data/laws` and no numbered document does: then `note` says whence. */
  readonly basis: string | null
  readonly mark: Mark
  /** The event it is counted from; of a backward one the event before which it ends. */
  readonly startEvent: string
  readonly counting: CountingName
  /** In its unit; null where the item, the notice or a date says it. */
  readonly duration: number | null
  readonly unit: Unit | 'hour' | null
  readonly atEnd: AtEnd
  /** What may be added, once, by whom, with the reason told; null where nothing may. */
  readonly extension: Extension | null
  /** The clause by whose procedures it stops; null where nothing stops it. */
  readonly stoppedBy: string | null
  readonly note: string | null
}

type Extension = {
  readonly duration: number
  readonly approver: string
  readonly basis: string
  readonly document: string | null
}

/**
 * How sure a row is: set by a statute or a numbered national document, by local rules that differ from place to place, known but its
 * text not seen, or proposed by us. Only the first two bind anybody.
 */
export type Mark = 'statute' | 'local' | 'knowledge' | 'proposal'

/** What the end of a limit does. */
export const atEnds = {
  deemedAccepted: '逾期不告知的，自收到申请材料之日起即为受理',
  deemedRenewed: '逾期未作决定的，视为准予延续',
  overdue: '记为超期并告警；不产生默示许可',
  lapses: '逾期不行使的，权利消灭；法律另有规定的除外',
  tooLate: '迟于此日的不再算及时提出或者通知',
  done: '当场办结，不留期限',
  resumes: '恢复计时',
  mayReapply: '期满后可以再次申请',
  terminates: '终止办理，通知申请人并退回材料',
  checks: '未履行承诺的，责令整改或者依法撤销决定',
  alarms: '提示办理单位和监察',
} as const
export type AtEnd = keyof typeof atEnds
