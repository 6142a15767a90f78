import type { ReviewSheet } from '../../../../modules/approval/contract.ts'
import type { CaseView } from '../../../../modules/casework/contract.ts'
import type { Checklist } from '../../../../modules/intake/desk/contract.ts'

/**
 * What the acts on a case are drawn from. `found`: what the reviewer judged of each condition so far, by code. `opinion`: as typed so far,
 * null: nothing.
 */
export type ActsProps = {
  view: CaseView
  sheet: ReviewSheet
  checklist: Checklist
  found: ReadonlyMap<string, boolean>
  opinion: string | null
  write: (opinion: string) => void
  today: string
}
