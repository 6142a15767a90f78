import type { Day } from '../../../kernel/now.ts'
import { type CaseState, peopleLeft, running, stepAt, type TimerStart } from '../../casework/index.ts'
import type { ItemDefinition, Step } from '../../catalogue/index.ts'
import { stepTimers } from '../../intake/index.ts'
import { openProcedures } from './procedures.ts'

/** Whether the review that comes next is the last one before the decision: no other step, and nobody else for this one, comes after it. */
export function endsReview(state: CaseState, item: ItemDefinition): boolean {
  const step = stepAt(state, item)
  return step === null || (peopleLeft(state, step) === 1 && step === item.steps.findLast(({ kind }) => kind === 'review'))
}

/** The step that follows one: itself, until all whom it takes have done it. */
export function stepAfter(state: CaseState, item: ItemDefinition, step: Step | null): Step | undefined {
  if (step !== null && peopleLeft(state, step) > 1) return step
  return step === null ? item.steps.findLast(({ kind }) => kind === 'decide') : item.steps[item.steps.indexOf(step) + 1]
}

/** The clock of the step that begins: held up from the start by what holds up the promised one. */
export function stepClock(state: CaseState, step: Step | undefined, on: Day): TimerStart[] {
  const suspensions = openProcedures(state).flatMap(({ seq, fromOn: from, plannedUntilOn: plannedTo, stops, name: reason }) =>
    stops === 'nothing' ? [] : [{ from, to: null, plannedTo, reason, seq }],
  )
  return stepTimers(step, { origin: 'step', from: on, suspensions })
}

/** The clocks of steps that run. */
export function runningSteps(state: CaseState): string[] {
  return running(state).flatMap(({ code }) => (code.startsWith('STEP:') ? [code] : []))
}
