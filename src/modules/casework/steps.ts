import type { ItemDefinition, Step } from '../catalogue/index.ts'
import type { CaseState } from './case.ts'

/** Where a case stands, as far as its steps go. */
type Standing = Pick<CaseState, 'state' | 'steps'>
type Plan = Pick<ItemDefinition, 'steps'>

/**
 * The step of the item's plan 环节 that a case stands at: of those that review, the first that not all whom it takes have done; when they
 * are through, the one that decides. Null before acceptance, after the decision, and where the plan reviews nothing.
 */
export function stepAt(state: Standing, { steps }: Plan): Step | null {
  if (state.state === 'reviewed') return steps.findLast(({ kind }) => kind === 'decide') ?? null
  if (state.state !== 'accepted') return null
  return steps.find((step) => step.kind === 'review' && peopleLeft(state, step) > 0) ?? null
}

/** How many people have still to do a step. */
export function peopleLeft({ steps = [] }: Standing, { code, people = 1 }: Step): number {
  return people - steps.filter((one) => one.code === code).length
}

/** Of the steps that somebody did, the one that keeps them out of this one: named in its `notBy`, or this one itself; otherwise null. */
export function barredBy({ steps = [] }: Standing, step: Step, actorId: string, plan: Plan): Step | null {
  const own = steps.find(({ code, by }) => by === actorId && (code === step.code || step.notBy.includes(code)))
  return plan.steps.find(({ code }) => code === own?.code) ?? null
}
