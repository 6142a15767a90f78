import { Type } from 'typebox'
import type { Guide } from '../../../modules/catalogue/contract.ts'
import { readGuide } from '../../endpoints/catalogue.ts'
import { adoptVersion, submitDraft } from '../../endpoints/intake.ts'
import { page, type View } from '../page.ts'
import { RefusedNote } from '../parts.tsx'
import { Declaration } from './check/Declaration.tsx'
import {
  answerAt,
  basisText,
  type Draft,
  filesAt,
  loadDraft,
  type Question,
  questionsOf,
  spoken,
  standsFor,
  todo,
} from './draft.ts'
import { Back, Changes, Errors } from './parts.tsx'
import { DraftParams } from './shapes.ts'

type Data = Draft & { readonly guide: Guide }
type Query = { readonly undeclared?: number }

/** Everything once more before it is sent, each line with the way to change it; the declaration; submitting, once however often it is pressed. */
export const checkPage = page({
  path: '/drafts/:id/check',
  under: 'cases',
  who: 'signedIn',
  look: 'p-chk',
  script: 'apply',
  params: DraftParams,
  query: Type.Object({ undeclared: Type.Optional(Type.Integer()) }),
  load: async (loading): Promise<Data> => {
    const draft = await loadDraft(loading, loading.params.id)
    return { ...draft, guide: await loading.ask(readGuide, { params: { code: draft.draft.itemCode }, query: {} }) }
  },
  title: ({ data }) => `检查并提交 ${data.draft.itemName}`,
  isWrong: ({ query }) => query.undeclared === 1,
  standsFor: ({ data }) => standsFor(data),
  render: (view) => <Check {...view} />,
  submit: async ({ ask, said, params }) => {
    const here = `/drafts/${params.id}/check`
    if (said.get('do') === 'adopt') {
      await ask(adoptVersion, { params, body: { versionId: said.get('version') ?? '' } })
      return { goTo: here }
    }
    if (said.get('declared') === null) return { goTo: `${here}?undeclared=1` }
    const { caseId } = await ask(submitDraft, { params, body: {} })
    return { goTo: `/cases/${caseId}/received` }
  },
})

function Check({ data, form, query }: View<unknown, Query, Data>) {
  const { draft, guide } = data
  const list = `/drafts/${draft.draftId}`
  const open = draft.sections.find(({ code }) => code === 'submit')?.reasons ?? []
  const isReady = open.length === 0
  const questions = questionsOf(draft)
  const isUndeclared = query.undeclared === 1 && form.refused === null
  return (
    <div className="col chk">
      <Back to={list}>任务清单</Back>
      <p className="cap">{draft.itemName}</p>
      <h1 className="h1">{isReady ? '检查并提交' : '检查'}</h1>
      {isUndeclared && <Errors problems={[{ text: '请先看声明，并在前面打勾', to: '#declared' }]} />}
      <RefusedNote form={form} />
      <Changes changes={draft.changes} form={form} />
      <p className="lede">
        {isReady ? '都写好了。看一遍，不对的点“修改”，改完会回到这里。' : `还有 ${open.length} 处没填好，填好才能提交。`}
      </p>
      {!isReady && (
        <Errors
          problems={open.map(({ path, label, problem }) => ({
            text: path === null ? `${label}：${problem}` : todo(label, problem),
            to: path === null ? list : `${list}/${path}?check=1&back=check`,
          }))}
        />
      )}
      <Who data={data} />
      <Answers title="办理情形" questions={questions.filter(({ kind }) => kind === 'situation')} data={data} />
      <Answers title="基本信息" questions={questions.filter(({ kind }) => kind === 'form')} data={data} />
      <Materials data={data} />
      <Declaration guide={guide} form={form} isReady={isReady} isUndeclared={isUndeclared} later={list} />
    </div>
  )
}

function Who({ data: { applicant, draft } }: { data: Data }) {
  return (
    <section className="sec" aria-labelledby="who">
      <h2 id="who" className="h2">
        身份与代表
      </h2>
      <dl className="facts">
        <Row name="申请人" change={null}>
          {applicant === null ? '由窗口登记' : applicant.name}
        </Row>
        {applicant !== null && (
          <Row name="您" change={null}>
            {basisText(applicant)}
          </Row>
        )}
        <Row name="事项编码" change={null}>
          <span className="num">{draft.itemCode}</span>
        </Row>
      </dl>
    </section>
  )
}

function Answers({ title, questions, data: { draft } }: { title: string; questions: readonly Question[]; data: Data }) {
  if (questions.length === 0) return null
  return (
    <section className="sec" aria-label={title}>
      <h2 className="h2">{title}</h2>
      <dl className="facts">
        {questions.map((question) => {
          const text = spoken(question, answerAt(draft, question.path).value)
          return (
            <Row key={question.path} name={question.ask} change={`/drafts/${draft.draftId}/${question.path}?back=check`}>
              {text === '' ? <span className="hint">没有填</span> : <span className="answered">{text}</span>}
            </Row>
          )
        })}
      </dl>
    </section>
  )
}

function Materials({ data: { draft } }: { data: Data }) {
  const { materials } = draft.demand
  if (materials.length === 0) return null
  const rows = materials.map(({ code, name, required }) => ({ code, name, required, files: filesAt(draft, code) }))
  const must = rows.filter(({ required, files }) => required && files.length === 0)
  const list = (
    <dl className="facts">
      {rows.map(({ code, name, required, files }) => (
        <Row key={code} name={name} change={`/drafts/${draft.draftId}/materials#m-${code}`}>
          {files.length > 0 ? <Files files={files} /> : <span className="hint">{required ? '还没交' : '没有交，可以不交'}</span>}
        </Row>
      ))}
    </dl>
  )
  return (
    <section className="sec" aria-labelledby="given">
      <h2 id="given" className="h2">
        材料
      </h2>
      {must.length > 0 && (
        <p className="hint">必交的还差 {must.length} 样。可以现在提交，窗口会一次说清要补什么；补齐之前不受理，不开始计时。</p>
      )}
      {rows.length <= 12 ? (
        list
      ) : (
        <details className="why">
          <summary>{rows.length} 样，看全部</summary>
          {list}
        </details>
      )}
    </section>
  )
}

function Files({ files }: { files: readonly { fileId: string; name: string }[] }) {
  return (
    <ul>
      {files.map(({ fileId, name }) => (
        <li key={fileId}>
          <a className="answered" href={`/api/files/${fileId}`}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  )
}

function Row({ name, change, children }: { name: string; change: string | null; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
      {change !== null && (
        <dd className="chg">
          <a className="lnk" href={change}>
            修改<span className="vh">{name}</span>
          </a>
        </dd>
      )}
    </div>
  )
}
