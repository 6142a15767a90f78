import type { Checklist } from '../../../../modules/intake/desk/contract.ts'

/** What an act at the window is drawn from, and where it leads: to its letter, or back. */
export type ActProps = {
  caseId: string
  list: Checklist
  onDone: (reply: { documentId: string | null }) => void
  onCancel: () => void
}
