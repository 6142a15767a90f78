import { canonical, sm3 } from '../../kernel/canonical.ts'
import { statutoryStops } from '../clock/index.ts'
import {
  type Answers,
  type FormField,
  type ItemDefinition,
  type Lack,
  type Limit,
  type Procedure,
  type RuleSet,
  ruleSets,
  type Situation,
  type Step,
  type When,
} from './contract.ts'
import { detailFaults } from './detail-faults.ts'

/**
 * Whether a promised limit is longer than the legal one. Limits in different units are compared in working days, five to a week,
 * rounded against the promise: law down (a month has at least 28 days), promise up (at most 31).
 *
 * @source 优化营商环境条例 36: within the legal limit it may only be shortened
 */
export function promiseExceedsLaw(legal: Limit | null, promised: Limit | null): boolean {
  if (legal === null || promised === null) return false
  if (legal.unit === promised.unit) return promised.days > legal.days
  return atMostWorkdays(promised) > atLeastWorkdays(legal)
}

/**
 * What an item lacks before one may apply for it; empty when it is ready. A permit needs its legal limit, anything else some
 * published limit: no date is ever invented. Somebody must be named who decides.
 *
 * @source 行政许可法 30 (the full list of materials and the limit are published); 优化营商环境条例 36
 */
export function lacksOf({ organ, ruleSet, materials, legalLimit, promisedLimit }: ItemDefinition): Lack[] {
  const isLimited = legalLimit !== null || promisedLimit !== null
  return [
    ...(organ.uscc === null ? (['organ'] as const) : []),
    ...(materials.length === 0 ? (['materials'] as const) : []),
    ...(ruleSet === 'permit' && legalLimit === null ? (['legalLimit'] as const) : []),
    ...(ruleSet !== 'permit' && !isLimited ? (['limit'] as const) : []),
  ]
}

/**
 * What an item asks for in a situation: the same item, narrowed to the questions that are asked, and to the fields, materials and limits
 * that these answers leave. Guide, form, checklist, notice and clocks are made of it, so that nobody can ask for anything else. An answer
 * to a question that is not asked, or that there is not, counts for nothing.
 *
 * @source 行政许可法 30 (what is asked for is published), 31 (nothing else may be asked for)
 */
export function demandable(definition: ItemDefinition, answers: Answers): ItemDefinition {
  const { situations, materials, form, limitsWhen } = definition
  if (situations.length === 0) return definition
  const counted: Answers = {}
  const asked = situations.filter((situation) => {
    const isAsked = applies(situation.when, counted)
    const answer = answers[situation.code]
    if (isAsked && answer !== undefined && hasAnswer(situation, answer)) counted[situation.code] = answer
    return isAsked
  })
  const limits = limitsWhen?.find(({ when }) => applies(when, counted)) ?? definition
  return {
    ...definition,
    situations: asked,
    materials: materials.filter(({ when }) => applies(when, counted)),
    form: { ...form, fields: form.fields.filter(({ when }) => applies(when, counted)) },
    legalLimit: limits.legalLimit,
    promisedLimit: limits.promisedLimit,
  }
}

/** Everything wrong with the answers to an item's situations, in the order of the questions. Empty: the situation is known. */
export function answerProblems(definition: ItemDefinition, answers: Answers): { field: string; problem: string }[] {
  const asked = demandable(definition, answers).situations
  const problems = asked.flatMap((situation) => {
    const answer = answers[situation.code]
    if (answer === undefined) return [{ field: situation.question, problem: '未回答' }]
    return hasAnswer(situation, answer) ? [] : [{ field: situation.question, problem: '没有这个选项' }]
  })
  const needless = Object.keys(answers).filter((code) => !asked.some((situation) => situation.code === code))
  return [...problems, ...needless.map((field) => ({ field, problem: '在此情形下不需要回答' }))]
}

/** What contradicts itself in a definition that has the right shape, in Chinese. Empty means sound. */
export function faultsOf(definition: ItemDefinition): string[] {
  const { typeCode, ruleSet, materials, form, steps, situations } = definition
  const stepCodes = steps.map(({ code }) => code)
  const unknown = steps.flatMap(({ notBy }) => notBy).filter((code) => !stepCodes.includes(code))
  return [
    ...(ruleSets[typeCode] === ruleSet ? [] : ['规则与事项类型不符']),
    ...(isDistinct(materials.map(({ code }) => code)) ? [] : ['材料编号重复']),
    ...(isDistinct(form.fields.map(({ code }) => code)) ? [] : ['表单字段重复']),
    ...(isDistinct(stepCodes) ? [] : ['办理环节重复']),
    ...(unknown.length === 0 ? [] : ['办理环节引用了不存在的环节']),
    ...(steps.at(-1)?.kind === 'decide' ? [] : ['最后一个办理环节应当是决定']),
    ...(steps.every(({ kind, people }) => kind === 'review' || people === undefined) ? [] : ['决定环节由一人负责']),
    ...(form.fields.every(({ type, options }) => (type === 'choice') === (options !== undefined)) ? [] : ['选择字段与选项不符']),
    ...(isDistinct(situations.map(({ code }) => code)) ? [] : ['情形编号重复']),
    ...(situations.every(({ answers }) => isDistinct(answers.map(({ code }) => code))) ? [] : ['情形的选项重复']),
    ...(situations.every(({ when }, i) => isKnown(when, situations.slice(0, i))) ? [] : ['情形只能取决于排在前面的情形']),
    ...([...materials, ...form.fields, ...(definition.limitsWhen ?? [])].every(({ when }) => isKnown(when, situations))
      ? []
      : ['材料、字段或时限引用了不存在的情形或选项']),
    ...(ruleSet === 'permit' &&
    definition.legalLimit !== null &&
    definition.limitsWhen?.some(({ legalLimit }) => legalLimit === null)
      ? ['情形的时限缺少法定时限']
      : []),
    ...procedureFaults(definition),
    ...renewalFaults(definition),
    ...detailFaults(definition),
  ]
}

/** What contradicts itself or the law in the list of special procedures. @source 行政许可法 45 */
function procedureFaults(definition: ItemDefinition): string[] {
  const { ruleSet, procedures = [], steps } = definition
  const limits = limitPairs(definition)
  const promised = [...limits.map(({ promisedLimit }) => promisedLimit), ...steps.map(({ limit }) => limit ?? null)]
  const legal = limits.map(({ legalLimit }) => legalLimit)
  const isCounted = ({ stops }: Procedure) =>
    stops === 'nothing' || ![...promised, ...(stops === 'all' ? legal : [])].some((limit) => limit?.unit === 'month')
  const isLawful = ({ kind, stops }: Procedure) =>
    ruleSet !== 'permit' || (stops === 'all') === Object.hasOwn(statutoryStops, kind)
  return [
    ...(isDistinct(procedures.map(({ code }) => code)) ? [] : ['特别程序编号重复']),
    ...(procedures.every(isLawful) ? [] : ['许可的法定时限只因听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审停止计算']),
    ...(procedures.every(isCounted) ? [] : ['按月计算的时限不能因特别程序停止计算']),
  ]
}

/** What contradicts the law in a renewal by silence: it is of permits alone, and everybody is asked until when their licence runs. @source 行政许可法 50 */
function renewalFaults({ renewal, ruleSet, form, isImmediate }: ItemDefinition): string[] {
  if (renewal === undefined) return []
  const field = form.fields.find(({ code }) => code === renewal.expiryField)
  const isAsked = field?.type === 'date' && field.required && field.when === undefined
  return [
    ...(ruleSet === 'permit' ? [] : ['逾期视为准予延续只适用于行政许可']),
    ...(isAsked ? [] : ['延续的有效期届满日应当是申请表中必填的日期字段，且不随情形变化']),
    ...(isImmediate ? ['即办件当场决定，没有逾期视为准予延续'] : []),
  ]
}

/** The pairs of limits that an item may run by: its own, and those of its situations. */
export function limitPairs({
  legalLimit,
  promisedLimit,
  limitsWhen = [],
}: ItemDefinition): Pick<ItemDefinition, 'legalLimit' | 'promisedLimit'>[] {
  return [{ legalLimit, promisedLimit }, ...limitsWhen]
}

/** SM3 of a definition's canonical JSON: the same content has the same digest, whatever the order of its keys. */
export function digestOf(definition: ItemDefinition): Buffer {
  return sm3(canonical(definition))
}

/** The plan where nothing else is published: one person reviews, another one decides. */
export const defaultSteps: readonly Step[] = [
  { code: 'review', kind: 'review', name: '审查', notBy: [] },
  { code: 'decide', kind: 'decide', name: '决定', notBy: ['review'] },
]

/** The form where none is published: how to reach the applicant, and what is asked for. Who applies is known from sign-in or identity card. */
export const genericForm: readonly FormField[] = [
  { code: 'contactName', label: '联系人', type: 'text', required: true, maxLength: 60 },
  { code: 'contactPhone', label: '联系电话', type: 'phone', required: true, maxLength: 20 },
  { code: 'contactAddress', label: '联系地址', type: 'text', required: false, maxLength: 200 },
  { code: 'request', label: '申请事由', type: 'longText', required: true, maxLength: 2_000 },
]

/**
 * The documents that items of a kind make: receipt, one-time notice, acceptance, non-acceptance, end without decision for all; grant and
 * refusal of a licence, extension and special procedure for permits alone.
 *
 * @source 行政许可法 32, 38, 42, 45 (permits); 优化营商环境条例 36 (one-time notice for every item)
 */
export function defaultDocuments(ruleSet: RuleSet): string[] {
  const all = ['D02', 'D03', 'D04', 'D05', 'D30', 'D31']
  return ruleSet === 'permit' ? ['D01', ...all, 'D08', 'D09', 'D18', 'D19'].sort() : all
}

function applies(when: When | undefined, answers: Answers): boolean {
  return Object.entries(when ?? {}).every(([code, meant]) => {
    const answer = answers[code]
    return answer !== undefined && meant.includes(answer)
  })
}

function hasAnswer({ answers }: Situation, code: string): boolean {
  return answers.some((answer) => answer.code === code)
}

/** Whether a condition speaks only of these questions and of answers that they have. */
function isKnown(when: When | undefined, situations: readonly Situation[]): boolean {
  return Object.entries(when ?? {}).every(([code, meant]) => {
    const situation = situations.find((one) => one.code === code)
    return situation !== undefined && meant.every((answer) => hasAnswer(situation, answer))
  })
}

function atMostWorkdays({ days, unit }: Limit): number {
  return unit === 'workday' ? days : Math.ceil(((unit === 'month' ? days * 31 : days) * 5) / 7)
}

function atLeastWorkdays({ days, unit }: Limit): number {
  return unit === 'workday' ? days : Math.floor(((unit === 'month' ? days * 28 : days) * 5) / 7)
}

function isDistinct(codes: readonly string[]): boolean {
  return new Set(codes).size === codes.length
}
