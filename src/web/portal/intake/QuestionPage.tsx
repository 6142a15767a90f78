import { Type } from 'typebox'
import { CaseId } from '../../../modules/casework/contract.ts'
import { DraftConflict } from '../../../modules/intake/drafts/contract.ts'
import { factsOf } from '../../endpoint.ts'
import { adoptVersion, readDraft, saveAnswer } from '../../endpoints/intake.ts'
import { page, type View } from '../page.ts'
import { RefusedNote } from '../parts.tsx'
import {
  addressAfter,
  answerAt,
  clockTime,
  type Draft,
  loadDraft,
  problemAt,
  type Question,
  questionsOf,
  standsFor,
} from './draft.ts'
import { Back, Changes, Errors, SavedLine } from './parts.tsx'
import { Conflict } from './question/Conflict.tsx'
import { QuestionForm } from './question/QuestionForm.tsx'

type Data = Draft & { readonly question: Question | null }
type Query = { readonly check?: number; readonly back?: string }
const params = Type.Object({
  id: CaseId,
  kind: Type.Union([Type.Literal('situation'), Type.Literal('form')]),
  code: Type.String({ pattern: '^[0-9A-Za-z]{1,40}$', maxLength: 40 }),
})

/** One question a page. Saved with 继续; with script also while one types. `check` shows what is wrong, `back=check` returns to the answers. */
export const questionPage = page({
  path: '/drafts/:id/:kind/:code',
  under: 'cases',
  who: 'signedIn',
  look: 'p-q',
  script: 'apply',
  params,
  query: Type.Object({ check: Type.Optional(Type.Integer()), back: Type.Optional(Type.Literal('check')) }),
  load: async (loading): Promise<Data> => {
    const { kind, code } = loading.params
    const draft = await loadDraft(loading, loading.params.id)
    return { ...draft, question: questionsOf(draft.draft).find(({ path }) => path === `${kind}/${code}`) ?? null }
  },
  title: ({ data }) => `${data.question?.ask ?? '这一题不用答了'} ${data.draft.itemName}`,
  isWrong: ({ data, query }) => query.check === 1 && data.question !== null && problemAt(data.draft, data.question.path) !== null,
  standsFor: ({ data }) => standsFor(data),
  render: (view) => <QuestionView {...view} />,
  submit: async ({ ask, said, params, query }) => {
    const here = `/drafts/${params.id}/${params.kind}/${params.code}`
    const back = query.back === undefined ? '' : `back=${query.back}`
    const [path, draftOf] = [`${params.kind}/${params.code}`, { params: { id: params.id } }]
    if (said.get('do') === 'adopt') {
      await ask(adoptVersion, { ...draftOf, body: { versionId: said.get('version') ?? '' } })
      return { goTo: `${here}?${back}` }
    }
    if (said.get('do') !== 'leave') {
      const value = (said.get('value') ?? '').replace(/\r\n/g, '\n').trim()
      await ask(saveAnswer, { ...draftOf, body: { path, value: value === '' ? null : value, rev: revIn(said) } })
    }
    const draft = await ask(readDraft, draftOf)
    if (said.get('do') !== 'later' && problemAt(draft, path) !== null) return { goTo: `${here}?check=1${back && `&${back}`}` }
    return { goTo: query.back === 'check' ? `/drafts/${params.id}/check` : addressAfter(draft, path) }
  },
})

function revIn(said: URLSearchParams): number {
  const rev = said.get('rev') ?? ''
  return /^[0-9]{1,9}$/.test(rev) ? Number(rev) : 0
}

const sections = { situation: '办理情形', form: '基本信息' } as const

function QuestionView({ data, form, me, query }: View<unknown, Query, Data>) {
  const { draft, question } = data
  const list = `/drafts/${draft.draftId}`
  if (question === null) return <NotAsked to={list} itemName={draft.itemName} />
  const all = questionsOf(draft)
  const same = all.filter(({ kind }) => kind === question.kind)
  const place = (among: readonly Question[]) => among.findIndex(({ path }) => path === question.path)
  const before = all[place(all) - 1]
  const { savedAt } = answerAt(draft, question.path)
  const conflict = factsOf(form.refused, DraftConflict)
  const problem =
    form.refused === null && query.check === 1
      ? problemAt(draft, question.path)
      : tooLong(question, form.said, form.refused !== null)
  const back =
    query.back === 'check'
      ? { to: `${list}/check`, word: '回到检查' }
      : { to: before === undefined ? list : `${list}/${before.path}`, word: before === undefined ? '任务清单' : '上一题' }
  return (
    <div className="col q">
      <Back to={back.to}>{back.word}</Back>
      <p className="cap q-cap">
        <span>{draft.itemName}</span>
        <a href={list}>
          {sections[question.kind]} {place(same) + 1} / {same.length}
        </a>
      </p>
      {problem !== null && <Errors problems={[{ text: problem, to: '#value' }]} />}
      {conflict === null && problem === null && <RefusedNote form={form} />}
      <Changes changes={draft.changes} form={form} />
      {conflict === null ? (
        <QuestionForm question={question} draft={draft} form={form} problem={problem} account={me?.account ?? ''}>
          <SavedLine at={savedAt === null ? null : clockTime(savedAt)} />
        </QuestionForm>
      ) : (
        <Conflict question={question} facts={conflict} form={form} />
      )}
    </div>
  )
}

/** What was said may be more than can be kept: by how much, before anything is lost. */
function tooLong({ maxLength }: Question, said: URLSearchParams, isRefused: boolean): string | null {
  const { length } = (said.get('value') ?? '').trim()
  return isRefused && length > maxLength ? `最多 ${maxLength} 字，现在有 ${length} 字，请删减后再继续` : null
}

function NotAsked({ to, itemName }: { to: string; itemName: string }) {
  return (
    <div className="col q">
      <Back to={to}>任务清单</Back>
      <p className="cap">{itemName}</p>
      <h1 className="h1">这一题不用答了</h1>
      <p className="lede">按您选的情形，这一题不再问。先前的回答替您留着，不会提交；改回原来的情形，它还在。</p>
      <p className="go">
        <a className="act" href={to}>
          看还要填什么
        </a>
      </p>
    </div>
  )
}
