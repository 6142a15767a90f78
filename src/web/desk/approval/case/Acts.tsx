import type { ReviewSheet } from '../../../../modules/approval/contract.ts'
import type { CaseView } from '../../../../modules/casework/contract.ts'
import { EffectNote } from '../../parts/notes.tsx'
import type { ActsProps } from './acts-props.ts'
import { Decided } from './Decided.tsx'
import { Deciding } from './Deciding.tsx'
import { Recusal } from './Recusal.tsx'
import { Reviewing } from './Reviewing.tsx'

/** What may be done with the case now; otherwise why not, and who can. */
export function Acts(props: ActsProps) {
  const { view, sheet } = props
  const can = (...codes: string[]) => view.allowedActs.some(({ code }) => codes.includes(code))
  return (
    <section className="panel acts" aria-label="办理">
      {can('review') ? (
        <Reviewing {...props} />
      ) : can('grant', 'refuse', 'decline') ? (
        <Deciding {...props} />
      ) : view.decidedOn !== null ? (
        <Decided view={view} />
      ) : (
        <EffectNote kind="first">{whyNot(view, sheet)}</EffectNote>
      )}
      {can('recuse') && <Recusal caseId={view.caseId} />}
    </section>
  )
}

function whyNot({ state, stateName }: CaseView, { isReviewedByMe, isRecused }: ReviewSheet): string {
  if (isRecused) return '您已回避本件，由其他人员办理。'
  if (isReviewedByMe && state === 'reviewed') return '您审查过本件：审查与决定由不同的人员办理，等另一位有权人员决定。'
  if (state === 'accepted') return '等审查人员审查。审查以后才能决定。'
  if (state === 'reviewed') return '等有决定权的人员决定。'
  return `本件现在“${stateName}”，没有要审批的。`
}
