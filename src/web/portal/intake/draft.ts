import type { Applicant } from '../../../modules/intake/applicants/contract.ts'
import type { DraftValue, DraftView } from '../../../modules/intake/drafts/contract.ts'
import { listApplicants, readDraft } from '../../endpoints/intake.ts'
import type { Loading } from '../page.ts'

/** A draft with whom it is for; null: whoever looks may work on it by another right, as at a window. */
export type Draft = { readonly draft: DraftView; readonly applicant: Applicant | null }

/** What stands in a draft, for whoever may see it. @throws Refusal(UnknownDraft) */
export async function loadDraft({ ask, tryAsk }: Pick<Loading, 'ask' | 'tryAsk'>, id: string): Promise<Draft> {
  const draft = await ask(readDraft, { params: { id } })
  const { reply } = await tryAsk(listApplicants, { params: { code: draft.itemCode } })
  return { draft, applicant: reply?.applicants.find(({ personId }) => personId === draft.applicantId) ?? null }
}

/** The name in the bar over every page of a draft for somebody else; null: it is one's own. */
export function standsFor({ applicant }: Draft): string | null {
  return applicant === null || applicant.basis === 'self' ? null : applicant.name
}

const basisNames = { self: '本人办理', representative: '您是法定代表人', delegation: '您是受托代理人' } as const

/** By which right one applies, in words. */
export function basisText({ basis }: Applicant): string {
  return basisNames[basis]
}

/** One question, a page of its own: an answer to a situation, or a field of the form. */
export type Question = {
  readonly path: string
  readonly kind: 'situation' | 'form'
  readonly code: string
  readonly ask: string
  readonly hint: string | null
  readonly why: string | null
  readonly type: DraftView['demand']['fields'][number]['type']
  readonly options: readonly { code: string; label: string }[]
  readonly isRequired: boolean
  readonly maxLength: number
}

/** Everything that is asked in this situation, in order. */
export function questionsOf({ demand }: DraftView): Question[] {
  return [
    ...demand.situations.map(
      ({ code, question, hint, answers }): Question => ({
        path: `situation/${code}`,
        kind: 'situation',
        code,
        ask: question,
        hint: hint ?? null,
        why: null,
        type: 'choice',
        options: answers,
        isRequired: true,
        maxLength: 20,
      }),
    ),
    ...demand.fields.map(
      ({ code, label, hint, why, type, options, required, maxLength }): Question => ({
        path: `form/${code}`,
        kind: 'form',
        code,
        ask: label,
        hint: hint ?? null,
        why: why ?? null,
        type,
        options: options ?? [],
        isRequired: required,
        maxLength,
      }),
    ),
  ]
}

/** What was answered under a path: value, the revision to save against, when. */
export function answerAt(draft: DraftView, path: string): { value: DraftValue; rev: number; savedAt: string | null } {
  return draft.answers.find((answer) => answer.path === path) ?? { value: null, rev: 0, savedAt: null }
}

/** An answer as people read it. Empty: nothing. */
export function spoken({ options }: Pick<Question, 'options'>, value: DraftValue): string {
  return typeof value === 'string' ? (options.find(({ code }) => code === value)?.label ?? value) : ''
}

/** What was handed in for a material, by the names the files came with. */
export function filesAt(draft: DraftView, code: string): { fileId: string; name: string }[] {
  const { value } = answerAt(draft, `material/${code}`)
  if (!Array.isArray(value)) return []
  return value.flatMap(({ fileId }, n) =>
    fileId === undefined ? [] : [{ fileId, name: draft.files.find((file) => file.fileId === fileId)?.name ?? `第 ${n + 1} 份` }],
  )
}

/** What is wrong with an answer, as what to do about it; null: nothing. */
export function problemAt(draft: DraftView, path: string): string | null {
  const reason = draft.sections.flatMap(({ reasons }) => reasons).find((one) => one.path === path)
  return reason === undefined ? null : todo(reason.label, reason.problem)
}

const verbs: Readonly<Record<string, string>> = { 未填写: '请填写', 未回答: '请回答', 未提交: '请上传' }

/** A problem as what to do. */
export function todo(label: string, problem: string): string {
  const verb = verbs[problem]
  return verb === undefined ? `${label}${problem}，请改一下` : `${verb}“${label}”`
}

/** Where one goes on after a question: the next one, then the materials. */
export function addressAfter(draft: DraftView, path: string): string {
  const questions = questionsOf(draft)
  const next = questions[questions.findIndex((question) => question.path === path) + 1]
  return next === undefined ? `/drafts/${draft.draftId}/materials` : `/drafts/${draft.draftId}/${next.path}`
}

/** The first thing that is still open: where 继续 leads. */
export function addressOfOpen(draft: DraftView): string {
  const at = (rest: string) => `/drafts/${draft.draftId}/${rest}`
  for (const { code, reasons } of draft.sections) {
    const path = reasons.find((reason) => reason.path !== null)?.path
    if ((code === 'situations' || code === 'form') && path != null) return at(path)
    if (code === 'materials' && reasons.length > 0) return at('materials')
  }
  return at('check')
}

/** 'HH:MM' in Asia/Shanghai. */
export function clockTime(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(11, 16)
}
