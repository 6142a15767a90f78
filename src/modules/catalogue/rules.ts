import { canonical, sm3 } from '../../kernel/canonical.ts'
import { type FormField, type ItemDefinition, type Lack, type Limit, type RuleSet, ruleSets, type Step } from './contract.ts'

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

/** What contradicts itself in a definition that has the right shape, in Chinese. Empty means sound. */
export function faultsOf(definition: ItemDefinition): string[] {
  const { typeCode, ruleSet, materials, form, steps } = definition
  const stepCodes = steps.map(({ code }) => code)
  const unknown = steps.flatMap(({ notBy }) => notBy).filter((code) => !stepCodes.includes(code))
  return [
    ...(ruleSets[typeCode] === ruleSet ? [] : ['规则与事项类型不符']),
    ...(isDistinct(materials.map(({ code }) => code)) ? [] : ['材料编号重复']),
    ...(isDistinct(form.fields.map(({ code }) => code)) ? [] : ['表单字段重复']),
    ...(isDistinct(stepCodes) ? [] : ['办理环节重复']),
    ...(unknown.length === 0 ? [] : ['办理环节引用了不存在的环节']),
    ...(steps.at(-1)?.kind === 'decide' ? [] : ['最后一个办理环节应当是决定']),
  ]
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

function atMostWorkdays({ days, unit }: Limit): number {
  return unit === 'workday' ? days : Math.ceil(((unit === 'month' ? days * 31 : days) * 5) / 7)
}

function atLeastWorkdays({ days, unit }: Limit): number {
  return unit === 'workday' ? days : Math.floor(((unit === 'month' ? days * 28 : days) * 5) / 7)
}

function isDistinct(codes: readonly string[]): boolean {
  return new Set(codes).size === codes.length
}
