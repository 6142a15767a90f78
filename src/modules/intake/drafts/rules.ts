import { canonical } from '../../../kernel/canonical.ts'
import { type Day, dayOf } from '../../../kernel/now.ts'
import { answerProblems, demandable, type ItemDefinition } from '../../catalogue/index.ts'
import { type GivenMaterial, type Handed, problemNames, type Submission } from '../contract.ts'
import { problemOf, shortfalls, tooMuch } from '../rules.ts'
import type { DraftValue, Section, VersionChanges } from './contract.ts'

/** How long a draft is kept after its last change. */
export const draftDays = 90

/** How many drafts one applicant may have. A proposal. */
export const mostDrafts = 50

/** How long a code works by which a draft is taken up elsewhere. A proposal. */
export const codeMinutes = 30

const dayMs = 86_400_000

/** The day on which a draft is removed unless it is changed before. */
export function removedOn(changedAt: Date): Day {
  return dayOf(new Date(changedAt.getTime() + draftDays * dayMs))
}

/** Whole days until it is removed. */
export function daysLeft(changedAt: Date, today: Day): number {
  return Math.max(0, (Date.parse(removedOn(changedAt)) - Date.parse(today)) / dayMs)
}

/** What a draft holds, by path; nothing stands under null. */
export type Values = ReadonlyMap<string, DraftValue>

/**
 * What a draft hands in: of everything that was answered, what is asked in this situation. The rest stays in the draft.
 */
export function submissionOf(
  definition: ItemDefinition,
  values: Values,
): { answers: Record<string, string>; form: Submission['form']; materials: GivenMaterial[]; item: ItemDefinition } {
  const texts = (kind: string, codes: readonly string[]) =>
    Object.fromEntries(
      codes.flatMap((code) => {
        const value = values.get(`${kind}/${code}`)
        return typeof value === 'string' ? [[code, value]] : []
      }),
    )
  const codesOf = (of: readonly { code: string }[]) => of.map(({ code }) => code)
  const given = texts('situation', codesOf(definition.situations))
  const item = demandable(definition, given)
  const materials = item.materials.flatMap(({ code }) => handedIn(values, code).map((handed) => ({ code, ...handed })))
  const asked = codesOf(item.situations)
  return { item, answers: pick(given, asked), form: texts('form', codesOf(item.form.fields)), materials }
}

/** What may not even be kept in a draft: too long, of another kind, or an answer that there is not. */
export function keepProblem(
  definition: ItemDefinition,
  path: string,
  value: DraftValue,
): { field: string; problem: string } | null {
  const [kind = '', code = ''] = path.split('/')
  const named = namedBy(definition, kind, code)
  if (named === undefined) return { field: code, problem: '不在此事项的内容之内' }
  const problem = value === null ? null : problemOfValue(definition, kind, code, value)
  return problem === null ? null : { field: named, problem }
}

/**
 * The task list: each section with everything that is still to be done in it, at once. What is missing of the materials keeps nobody from
 * submitting: an application is received also when it is not complete.
 *
 * @param barred why nobody may submit it now, whatever was answered; empty: nothing
 * @source 行政许可法 32
 */
export function sectionsOf(
  definition: ItemDefinition,
  values: Values,
  barred: { identity: string[]; submit: string[] },
): Section[] {
  const { item, answers, form, materials } = submissionOf(definition, values)
  const labels = new Map(item.situations.map(({ code, question }) => [question, code]))
  const situations = answerProblems(definition, answers).map(({ field, problem }) => ({
    path: `situation/${labels.get(field) ?? field}`,
    label: field,
    problem,
  }))
  const fields = item.form.fields.flatMap((field) =>
    problemOf(field, form[field.code]?.trim() ?? '').map(({ problem }) => ({
      path: `form/${field.code}`,
      label: field.label,
      problem,
    })),
  )
  const given = materials.map(({ code }) => code)
  const missing = shortfalls(item.materials, given).map(({ material, problem }) => ({
    path: `material/${material}`,
    label: item.materials.find(({ code }) => code === material)?.name ?? material,
    problem: problemNames[problem],
  }))
  const dependsOn = (of: readonly { when?: unknown }[]) => situations.length > 0 && of.some(({ when }) => when !== undefined)
  const first = { path: null, label: '办理情形', problem: '请先回答' }
  const barredBy = (problems: readonly string[], label: string) => problems.map((problem) => ({ path: null, label, problem }))
  const identity = barredBy(barred.identity, '身份与代表')
  const open = [...identity, ...situations, ...fields, ...barredBy(barred.submit, '事项')]
  return [
    { code: 'identity', state: identity.length === 0 ? 'done' : 'blocked', reasons: identity },
    ...(definition.situations.length === 0 ? [] : [section('situations', situations, Object.keys(answers).length > 0)]),
    dependsOn(definition.form.fields)
      ? { code: 'form', state: 'blocked', reasons: [first] }
      : section('form', fields, Object.keys(form).length > 0),
    dependsOn(definition.materials)
      ? { code: 'materials', state: 'blocked', reasons: [first] }
      : section('materials', missing, materials.length > 0),
    { code: 'submit', state: open.length === 0 ? 'untouched' : 'blocked', reasons: open },
  ]
}

/** What a version asks otherwise than the one before, by names; null: nothing at all. */
export function changesBetween(before: ItemDefinition, after: ItemDefinition, versionId: string): VersionChanges {
  const [old, fresh] = [asked(before), asked(after)]
  const names = (from: typeof old, is: (path: string, text: string) => boolean) =>
    [...from].flatMap(([path, { name, text }]) => (is(path, text) ? [name] : []))
  const limits = ({ legalLimit, promisedLimit, limitsWhen = [] }: ItemDefinition) =>
    canonical({ legalLimit, promisedLimit, limitsWhen })
  return {
    versionId,
    added: names(fresh, (path) => !old.has(path)),
    removed: names(old, (path) => !fresh.has(path)),
    altered: names(fresh, (path, text) => old.has(path) && old.get(path)?.text !== text),
    areLimitsChanged: limits(before) !== limits(after),
  }
}

/** Whether two values say the same. */
export function isSame(one: DraftValue, other: DraftValue): boolean {
  return canonical(one) === canonical(other)
}

/** The files of a value. */
export function filesIn(value: DraftValue): string[] {
  return Array.isArray(value) ? value.flatMap(({ fileId }) => fileId ?? []) : []
}

function section(code: Section['code'], reasons: Section['reasons'], isTouched: boolean): Section {
  return { code, state: reasons.length === 0 ? 'done' : isTouched ? 'started' : 'untouched', reasons }
}

function handedIn(values: Values, code: string): Handed[] {
  const value = values.get(`material/${code}`)
  return Array.isArray(value) ? value : []
}

function pick(from: Readonly<Record<string, string>>, codes: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(from).filter(([code]) => codes.includes(code)))
}

function namedBy(definition: ItemDefinition, kind: string, code: string): string | undefined {
  return asked(definition).get(`${kind}/${code}`)?.name
}

function problemOfValue(definition: ItemDefinition, kind: string, code: string, value: Exclude<DraftValue, null>): string | null {
  if ((kind === 'material') !== Array.isArray(value)) return '内容的形式不对'
  if (typeof value !== 'string') return null
  if (kind === 'form') {
    const field = definition.form.fields.find((one) => one.code === code)
    return field === undefined ? null : tooMuch(field, value)
  }
  const answers = definition.situations.find((one) => one.code === code)?.answers ?? []
  return answers.some((answer) => answer.code === value) ? null : '没有这个选项'
}

function asked({ situations, form, materials }: ItemDefinition): Map<string, { name: string; text: string }> {
  return new Map([
    ...situations.map((one) => [`situation/${one.code}`, { name: one.question, text: canonical(one) }] as const),
    ...form.fields.map((one) => [`form/${one.code}`, { name: one.label, text: canonical(one) }] as const),
    ...materials.map((one) => [`material/${one.code}`, { name: one.name, text: canonical(one) }] as const),
  ])
}
