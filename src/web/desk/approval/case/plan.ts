import type { ReviewSheet } from '../../../../modules/approval/contract.ts'

type Plan = ReviewSheet['plan']

/** Where a case goes after the step at hand, in words: another one for the same step, the next step, or the decision. */
export function nextText(plan: Plan): string {
  const at = plan.findIndex(({ isCurrent }) => isCurrent)
  const step = plan[at]
  if (step !== undefined && step.done.length + 1 < step.people)
    return `还须另外 ${step.people - step.done.length - 1} 人办理本环节`
  const next = plan[at + 1]
  if (step === undefined || next === undefined || next.kind === 'decide') return '交另一位有权人员决定'
  return `转“${next.name}”${next.post === null ? '' : `（${next.post}）`}，由另外的人员办理`
}

/** How far a step is: done by all whom it takes, at hand, or still to come. */
export function stageOf({ done, people, isCurrent }: Plan[number]): 'done' | 'now' | 'ahead' {
  if (isCurrent) return 'now'
  return done.length >= people ? 'done' : 'ahead'
}
