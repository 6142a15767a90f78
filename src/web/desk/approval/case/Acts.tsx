import type { ReviewSheet } from '../../../../modules/approval/contract.ts'
import type { CaseView } from '../../../../modules/casework/contract.ts'
import { EffectNote } from '../../parts/notes.tsx'
import type { ActsProps } from './acts-props.ts'
import { Decided } from './Decided.tsx'
import { Deciding } from './Deciding.tsx'
import { Issuing } from './Issuing.tsx'
import { Recusal } from './Recusal.tsx'
import { Reviewing } from './Reviewing.tsx'

const postText = (post: string | null) => (post === null ? '' : `（${post}）`)

/** What may be done with the case now; otherwise why not, and who can. */
export function Acts(props: ActsProps) {
  const { view, sheet } = props
  const can = (...codes: string[]) => view.allowedActs.some(({ code }) => codes.includes(code))
  return (
    <section className="panel acts" aria-label="办理">
      {can('review', 'examine') ? (
        <Reviewing {...props} />
      ) : can('grant', 'refuse', 'decline') ? (
        <Deciding {...props} />
      ) : view.decidedOn !== null ? (
        <>
          {can('issue') && <Issuing view={view} checklist={props.checklist} />}
          <Decided view={view} />
        </>
      ) : (
        <EffectNote kind="first">{whyNot(view, sheet)}</EffectNote>
      )}
      {can('recuse') && <Recusal caseId={view.caseId} />}
    </section>
  )
}

function whyNot({ state, stateName }: CaseView, { barredBy, isRecused, plan }: ReviewSheet): string {
  if (isRecused) return '您已回避本件，由其他人员办理。'
  if (barredBy !== null && state === 'reviewed') return '您审查过本件：审查与决定由不同的人员办理，等另一位有权人员决定。'
  const step = plan.find(({ isCurrent }) => isCurrent)
  if (barredBy !== null && step !== undefined)
    return barredBy === step.name
      ? `您已办过“${step.name}”：这一环节须由 ${step.people} 人分别办理，等另一位人员。`
      : `您已办过“${barredBy}”：“${step.name}”由不同的人员办理。`
  if (state === 'accepted')
    return `等${step === undefined ? '审查人员审查' : `“${step.name}”${postText(step.post)}办理`}。审查以后才能决定。`
  if (state === 'reviewed') return '等有决定权的人员决定。'
  return `本件现在“${stateName}”，没有要审批的。`
}
