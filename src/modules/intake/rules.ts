import { Type } from 'typebox'
import type { Day } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type Act, act, type CaseState, sliceOf, type TimerStart, withSlice } from '../casework/index.ts'
import type { FormField, ItemDefinition, Material } from '../catalogue/index.ts'
import { timerRules } from '../clock/index.ts'
import { SecondNotice, Shortfall, type Submission, turnAwayGrounds } from './contract.ts'

const closed = { additionalProperties: false }
const Codes = Type.Array(Type.String({ maxLength: 20 }), { maxItems: 200 })
const Id = Type.String({ maxLength: 64 })
const permit = ['permit']

/** The acts of acceptance 受理. Buttons and refusals come from these same rows. */
export const acts: readonly Act[] = [
  act({
    code: 'submit',
    name: '提交申请',
    from: [],
    to: 'submitted',
    who: 'applicant',
    source: { permit: '行政许可法 29' },
    body: Type.Object(
      { number: Id, itemCode: Id, versionId: Id, ruleSet: Id, organisation: Id, applicantId: Id, materials: Codes },
      closed,
    ),
    fold: (state, event) => withSlice(state, 'intake', { given: event.body.materials ?? [], notices: 0, asked: [] }),
  }),
  act({
    code: 'askCorrection',
    name: '一次性告知补正',
    from: ['submitted'],
    to: 'correcting',
    who: 'intake.accept',
    source: { permit: '行政许可法 32(四)' },
    body: Type.Object({ shortfalls: Type.Array(Shortfall, { minItems: 1, maxItems: 200 }) }, closed),
    may: (state) => (sliceOf(state, 'intake').notices === 0 ? null : new Refusal(SecondNotice, {})),
    fold: (state, event) => withSlice(state, 'intake', { notices: 1, asked: event.body.shortfalls ?? [] }),
  }),
  act({
    code: 'supply',
    name: '提交补正材料',
    from: ['correcting'],
    to: 'submitted',
    who: 'applicant',
    source: { permit: '行政许可法 32(五)' },
    body: Type.Object({ materials: Codes }, closed),
    fold: (state, event) =>
      withSlice(state, 'intake', {
        given: [...new Set([...givenCodes(state), ...(event.body.materials as string[])])],
        asked: [],
      }),
  }),
  act({
    code: 'accept',
    name: '受理',
    from: ['submitted'],
    to: 'accepted',
    who: 'intake.accept',
    source: { permit: '行政许可法 32(五)' },
    body: Type.Object({}, closed),
    fold: (state, event) => ({ ...state, acceptedOn: event.effective_on }),
  }),
  act({
    code: 'deemAccept',
    name: '逾期未告知，视为受理',
    from: ['submitted'],
    to: 'accepted',
    who: 'system',
    ruleSets: permit,
    source: '行政许可法 32(四)',
    body: Type.Object({ acceptedOn: Type.String({ maxLength: 10 }) }, closed),
    fold: (state, event) => ({ ...state, acceptedOn: String(event.body.acceptedOn), isDeemedAccepted: true }),
  }),
  act({
    code: 'turnAway',
    name: '不予受理',
    from: ['submitted'],
    to: 'turnedAway',
    who: 'intake.accept',
    source: { permit: '行政许可法 32(一)(二)' },
    body: Type.Object({ ground: Type.Enum(Object.keys(turnAwayGrounds)) }, closed),
  }),
  act({
    code: 'withdraw',
    name: '撤回申请',
    from: ['submitted', 'correcting', 'accepted', 'reviewed'],
    to: 'withdrawn',
    who: 'applicant',
    body: Type.Object({}, closed),
  }),
]

/** The clock that runs from the day materials came in, at first or as supplied; only permits have it. */
export function receiptTimers(ruleSet: string, on: Day, origin: 'receipt' | 'supply' = 'receipt'): TimerStart[] {
  if (ruleSet !== 'permit') return []
  const { duration, basis } = timerRules.ACCEPT_REVIEW
  return [{ code: 'ACCEPT_REVIEW', origin, from: on, limit: { days: duration, unit: 'workday' }, basis }]
}

/**
 * The clocks that run from acceptance: the legal limit as the item publishes it – by 行政许可法 42 for permits, by its own list for
 * everything else – and beside it the promised one. What is not published does not run.
 */
export function acceptanceTimers(item: ItemDefinition, on: Day): TimerStart[] {
  const { ruleSet, legalLimit, promisedLimit } = item
  const accepted = { origin: 'acceptance', from: on } as const
  const legal =
    legalLimit === null
      ? []
      : [
          ruleSet === 'permit'
            ? { ...accepted, code: 'DECIDE', limit: legalLimit, basis: timerRules.DECIDE.basis }
            : { ...accepted, code: 'LEGAL', limit: legalLimit, basis: null },
        ]
  const promised =
    promisedLimit === null
      ? []
      : [{ ...accepted, code: 'PROMISE', limit: promisedLimit, basis: ruleSet === 'permit' ? '优化营商环境条例 36' : null }]
  return [...legal, ...promised]
}

/**
 * Everything still wrong with the materials 材料, in the order of the item's list. Empty means complete. Goes on after the first
 * problem: the applicant must be told of all of them at once 一次性告知.
 *
 * @source 行政许可法 32(四)
 */
export function shortfalls(required: readonly Material[], given: readonly string[]): Shortfall[] {
  return required.flatMap((material): Shortfall[] =>
    material.required && !given.includes(material.code) ? [{ material: material.code, problem: 'missing' }] : [],
  )
}

/** Codes that the item's list does not contain: nobody may ask for them or take them in. @source 行政许可法 31 */
export function beyondGuide(item: ItemDefinition, codes: readonly string[]): string[] {
  return codes.filter((code) => !item.materials.some((material) => material.code === code))
}

/** Everything wrong with the answers to the item's form, in its order. */
export function formProblems(fields: readonly FormField[], form: Submission['form']): { field: string; problem: string }[] {
  const unknown = Object.keys(form).filter((code) => !fields.some((field) => field.code === code))
  return [
    ...fields.flatMap((field) => problemOf(field, form[field.code]?.trim() ?? '')),
    ...unknown.map((field) => ({ field, problem: '不在申请表内' })),
  ]
}

/** Material codes handed in so far. */
export function givenCodes(state: CaseState): string[] {
  return (sliceOf(state, 'intake').given ?? []) as string[]
}

/** What the one notice asked for and has not come in yet. */
export function askedShortfalls(state: CaseState): Shortfall[] {
  return (sliceOf(state, 'intake').asked ?? []) as unknown as Shortfall[]
}

function problemOf(field: FormField, answer: string): { field: string; problem: string }[] {
  if (answer === '') return field.required ? [{ field: field.label, problem: '未填写' }] : []
  if (answer.length > field.maxLength) return [{ field: field.label, problem: `超过${field.maxLength}字` }]
  if (field.type === 'phone' && !/^\+?[0-9][0-9 -]{4,18}$/.test(answer))
    return [{ field: field.label, problem: '不是有效的电话号码' }]
  return []
}
