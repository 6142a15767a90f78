import { Type } from 'typebox'
import type { Day } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type Act, act, type CaseState, sliceOf, type TimerStart, withSlice } from '../casework/index.ts'
import { Answers, type FormField, type ItemDefinition, type Material, type Step } from '../catalogue/index.ts'
import { timerRules } from '../clock/index.ts'
import { isDay } from '../identity/index.ts'
import { type GivenMaterial, SecondNotice, Shortfall, type Submission, turnAwayGrounds } from './contract.ts'
import { custodyActs } from './desk/rules.ts'
import { renewalActs, renewalWords, StatedRenewal, withRenewal } from './renewal/rules.ts'

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
      {
        number: Id,
        itemCode: Id,
        versionId: Id,
        ruleSet: Id,
        organisation: Id,
        applicantId: Id,
        materials: Codes,
        /** The situation, where the item has any. */
        answers: Type.Optional(Answers),
        /** Who stood at the window for the applicant, and by which right. */
        agent: Type.Optional(Type.Object({ id: Id, authority: Id }, closed)),
        /** Accounts that worked on the draft, besides the one that submits it. */
        preparedBy: Type.Optional(Type.Array(Id, { maxItems: 50 })),
      },
      closed,
    ),
    fold: (state, { body }) => {
      const answers = body.answers === undefined ? {} : { answers: body.answers }
      return withSlice(state, 'intake', { given: body.materials ?? [], notices: 0, asked: [], ...answers })
    },
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
    counter: 'intake.accept',
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
    body: Type.Object({ renewal: Type.Optional(StatedRenewal) }, closed),
    fold: (state, event) => withRenewal({ ...state, acceptedOn: event.effective_on }, event),
    words: renewalWords,
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
  ...custodyActs,
  ...renewalActs,
]

/** The clock that runs from the day materials came in, at first or as supplied; only permits have it. */
export function receiptTimers(ruleSet: string, on: Day, origin: 'receipt' | 'supply' = 'receipt'): TimerStart[] {
  if (ruleSet !== 'permit') return []
  const { duration, basis } = timerRules.ACCEPT_REVIEW
  return [{ code: 'ACCEPT_REVIEW', origin, from: on, limit: { days: duration, unit: 'workday' }, basis }]
}

/**
 * The clocks that run from acceptance: the legal limit as the item publishes it – by 行政许可法 42 for permits, by its own list for
 * everything else –, beside it the promised one, and that of the first step. What is not published does not run. What the list marks as 即办件
 * is to be decided on the very day; no law says so, but where it is not, that stands on record.
 */
export function acceptanceTimers(item: ItemDefinition, on: Day): TimerStart[] {
  const { ruleSet, legalLimit, promisedLimit, steps, isImmediate } = item
  const permitCode = item.isJoint === true ? 'DECIDE_JOINT' : 'DECIDE'
  const accepted = { origin: 'acceptance', from: on } as const
  const legal =
    legalLimit === null
      ? []
      : [
          ruleSet === 'permit'
            ? { ...accepted, code: permitCode, limit: legalLimit, basis: timerRules[permitCode].basis }
            : { ...accepted, code: 'LEGAL', limit: legalLimit, basis: null },
        ]
  const promised =
    promisedLimit === null
      ? []
      : [{ ...accepted, code: 'PROMISE', limit: promisedLimit, basis: ruleSet === 'permit' ? '优化营商环境条例 36' : null }]
  const sameDay = isImmediate
    ? [{ ...accepted, code: 'IMMEDIATE', until: on, limit: { days: 0, unit: 'day' as const }, basis: null }]
    : []
  return [...legal, ...promised, ...stepTimers(steps[0], accepted), ...sameDay]
}

/** The clock of a step 环节时限, where the item's plan gives it one. */
export function stepTimers(step: Step | undefined, begin: Pick<TimerStart, 'origin' | 'from' | 'suspensions'>): TimerStart[] {
  if (step?.limit === undefined) return []
  return [{ ...begin, code: `STEP:${step.code}`, limit: step.limit, basis: null }]
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

/**
 * Materials that a notice may not name although they are on the list: asked for again, asked for though optional, or found fault with
 * though nobody handed them in.
 *
 * @source 行政许可法 31, 32(四)
 */
export function notShort(item: ItemDefinition, given: readonly string[], notice: readonly Shortfall[]): string[] {
  return notice.flatMap(({ material, problem }) => {
    const isGiven = given.includes(material)
    const isRequired = item.materials.some(({ code, required }) => code === material && required)
    return (problem === 'missing' ? isRequired && !isGiven : isGiven) ? [] : [material]
  })
}

/** Materials without a file that no window took in, and comparisons with an original that no window made. */
export function notOnPaper(materials: readonly GivenMaterial[], isWindow: boolean): string[] {
  const isSound = ({ fileId, form = 'electronic', isCompared = false }: GivenMaterial) =>
    isWindow ? fileId !== undefined || form !== 'electronic' : fileId !== undefined && form === 'electronic' && !isCompared
  return materials.filter((material) => !isSound(material)).map(({ code }) => code)
}

/** Everything wrong with the answers to the item's form, in its order. */
export function formProblems(fields: readonly FormField[], form: Submission['form']): { field: string; problem: string }[] {
  const unknown = Object.keys(form).filter((code) => !fields.some((field) => field.code === code))
  return [
    ...fields.flatMap((field) => problemOf(field, form[field.code]?.trim() ?? '')),
    ...unknown.map((field) => ({ field, problem: '不在申请表内' })),
  ]
}

/** The answers to the item's situations that a case was opened with. */
export function answersIn(state: CaseState): Answers {
  return (sliceOf(state, 'intake').answers ?? {}) as Answers
}

/** Material codes handed in so far. */
export function givenCodes(state: CaseState): string[] {
  return (sliceOf(state, 'intake').given ?? []) as string[]
}

/** Whether the one notice was given. */
export function isNoticed(state: CaseState): boolean {
  return sliceOf(state, 'intake').notices === 1
}

/** What the one notice asked for and has not come in yet. */
export function askedShortfalls(state: CaseState): Shortfall[] {
  return (sliceOf(state, 'intake').asked ?? []) as unknown as Shortfall[]
}

/** What is wrong with one answer to the form; an empty one only where it must not be. */
export function problemOf(field: FormField, answer: string): { field: string; problem: string }[] {
  if (answer === '') return field.required ? [{ field: field.label, problem: '未填写' }] : []
  const problem = tooMuch(field, answer) ?? wrongKind(field, answer)
  return problem === null ? [] : [{ field: field.label, problem }]
}

/** What can never be kept: too long, or more than one line where there is one. */
export function tooMuch({ type, maxLength }: FormField, answer: string): string | null {
  if (answer.length > maxLength) return `超过${maxLength}字`
  if (type !== 'longText' && /\p{Cc}/u.test(answer)) return '只能填写一行文字'
  return null
}

function wrongKind({ type, options = [] }: FormField, answer: string): string | null {
  if (type === 'phone' && !/^\+?[0-9][0-9 -]{4,18}$/.test(answer)) return '不是有效的电话号码'
  if (type === 'date' && !isDay(answer)) return '不是有效的日期（年-月-日）'
  if (type === 'number' && !/^[0-9]{1,15}$/.test(answer)) return '应当是整数'
  if (type === 'choice' && !options.some(({ code }) => code === answer)) return '不在可选范围内'
  return null
}
