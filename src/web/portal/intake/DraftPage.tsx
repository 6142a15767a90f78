import { Type } from 'typebox'
import type { Guide } from '../../../modules/catalogue/contract.ts'
import { type Section, sectionNames, sectionStateNames } from '../../../modules/intake/drafts/contract.ts'
import { readGuide } from '../../endpoints/catalogue.ts'
import { adoptVersion, giveDraftCode, removeDraft } from '../../endpoints/intake.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { dayText } from '../../ui/words.ts'
import { type FormState, page, type View } from '../page.ts'
import { Form, RefusedNote } from '../parts.tsx'
import { addressOfOpen, answerAt, basisText, clockTime, type Draft, filesAt, loadDraft, questionsOf, standsFor } from './draft.ts'
import { Back, Changes, SavedLine } from './parts.tsx'
import { DraftParams } from './shapes.ts'

type Data = Draft & { readonly guide: Guide }

/** The task list of an application: what is done, what is open, what cannot be done yet and why. */
export const draftPage = page({
  path: '/drafts/:id',
  under: 'cases',
  who: 'signedIn',
  look: 'p-task',
  params: DraftParams,
  query: Type.Object({}),
  load: async (loading): Promise<Data> => {
    const draft = await loadDraft(loading, loading.params.id)
    return { ...draft, guide: await loading.ask(readGuide, { params: { code: draft.draft.itemCode }, query: {} }) }
  },
  title: ({ data }) => `填写申请：${data.draft.itemName}`,
  standsFor: ({ data }) => standsFor(data),
  render: (view) => <TaskList {...view} />,
  submit: async ({ ask, said, params }) => {
    if (said.get('do') === 'delete') {
      await ask(removeDraft, { params, body: {} })
      return { goTo: '/drafts' }
    }
    if (said.get('do') === 'code') {
      const { code, untilAt } = await ask(giveDraftCode, { params, body: {} })
      return { told: { code, until: clockTime(untilAt) } }
    }
    await ask(adoptVersion, { params, body: { versionId: said.get('version') ?? '' } })
    return { goTo: `/drafts/${params.id}` }
  },
})

function TaskList({ data, form, today }: View<unknown, unknown, Data>) {
  const { draft } = data
  const open = draft.sections.filter(({ code, state }) => code !== 'submit' && state !== 'done').length
  const isReady = draft.sections.find(({ code }) => code === 'submit')?.state !== 'blocked'
  return (
    <div className="two">
      <div>
        <Back to="/drafts">我的草稿</Back>
        <p className="cap">{draft.itemName}</p>
        <h1 className="h1">{open === 0 && isReady ? '都填好了，检查并提交' : `还有 ${Math.max(open, 1)} 部分没完成`}</h1>
        <SavedLine at={draft.answers.length === 0 ? null : clockTime(draft.changedAt)} />
        <RefusedNote form={form} />
        <Changes changes={draft.changes} form={form} />
        <ol className="rows tasks">
          {draft.sections.map((section) => (
            <Task key={section.code} section={section} data={data} today={today} />
          ))}
        </ol>
        <div className="go go-stick">
          <a className="act" href={addressOfOpen(draft)}>
            {open === 0 ? '检查并提交' : '继续填写'}
          </a>
          <span className="hint only-wide">可以随时离开，填过的都在。</span>
        </div>
      </div>
      <aside className="aside keep" aria-label="保存多久">
        <h2 className="h3">替您存着</h2>
        <p>
          留到 <b className="nb">{dayText(draft.removedOn, today)}</b>，还有 {draft.daysLeft} 天。改一处就重新算 90 天。
        </p>
        <p className="hint">换手机或者电脑，用同一个账号登录，从“办件”里的草稿接着填。</p>
        <ResumeCode form={form} />
        <details className="why">
          <summary>不办了，删掉这份草稿</summary>
          <div>
            <p>填过的和上传的文件都会删掉，不能恢复。还没有提交的申请，删了不留记录。</p>
            <Form form={form}>
              <input type="hidden" name="do" value="delete" />
              <p className="row">
                <button className="act act-2 act-s" type="submit">
                  删除草稿
                </button>
              </p>
            </Form>
          </div>
        </details>
      </aside>
    </div>
  )
}

/** A code by which a window, or somebody else who may act for the applicant, takes the draft up: shown this once. */
function ResumeCode({ form }: { form: FormState }) {
  const { told } = form
  return (
    <section className="resume" aria-labelledby="resume">
      <h2 id="resume" className="h3">
        让窗口或者同事接着填
      </h2>
      {told === null ? (
        <p className="hint">生成一个续办码念给对方。窗口凭它接手这一份；同事要先有您或者单位的委托。您自己也还能填。</p>
      ) : (
        <div role="status" tabIndex={-1} data-focus>
          <p className="no">
            <span className="cap">续办码</span>
            <b className="num">{told.code?.replace(/(.{5})/, '$1 ')}</b>
          </p>
          <p className="hint">
            <span className="nb">{told.until}</span> 以前有效，用一次就作废；离开这一页就不再显示，要了可以再生成。
          </p>
        </div>
      )}
      <Form form={form}>
        <input type="hidden" name="do" value="code" />
        <p className="row">
          <button className="act act-2 act-s" type="submit">
            {told === null ? '生成续办码' : '换一个续办码'}
          </button>
        </p>
      </Form>
    </section>
  )
}

const icons: Readonly<Record<Section['state'], IconName>> = { untouched: 'ring', started: 'half', done: 'done', blocked: 'bars' }

function Task({ section, data, today }: { section: Section; data: Data; today: string }) {
  const { code, state } = section
  const to = addressOf(section, data)
  return (
    <li className="task">
      <div>
        <h2 className="h3">{to === null ? sectionNames[code] : <a href={to}>{sectionNames[code]}</a>}</h2>
        {linesOf(section, data, today).map((line) => (
          <p key={line} className="hint">
            {line}
          </p>
        ))}
      </div>
      <span className={state === 'done' ? 'st st-ok' : 'st'}>
        <Icon name={icons[state]} size="s" />
        {sectionStateNames[state]}
      </span>
    </li>
  )
}

/** Where a line leads; null: nowhere yet. */
function addressOf({ code, state, reasons }: Section, { draft }: Data): string | null {
  const at = (rest: string) => `/drafts/${draft.draftId}/${rest}`
  if (code === 'identity' || (state === 'blocked' && code !== 'submit')) return null
  if (code === 'materials') return at('materials')
  if (code === 'submit') return at('check')
  const kind = code === 'situations' ? 'situation' : 'form'
  const first = questionsOf(draft).find((question) => question.kind === kind)
  const open = reasons.find(({ path }) => path !== null)?.path ?? first?.path
  return open == null ? null : at(open)
}

function linesOf({ code, state, reasons }: Section, { draft, applicant, guide }: Data, today: string): string[] {
  if (code === 'identity') {
    const who = applicant === null ? [] : [`申请人：${applicant.name}，${basisText(applicant)}`]
    const until = applicant?.untilOn == null ? [] : [`委托到 ${dayText(applicant.untilOn, today)}`]
    return [...who, ...until, ...reasons.map(({ problem }) => problem)]
  }
  if (code === 'submit') return state === 'blocked' ? ['前面的填好才能提交'] : []
  if (state === 'blocked')
    return [`先回答${reasons.map(({ label }) => label).join('、')}，才知道要${code === 'materials' ? '交' : '问'}什么`]
  if (code === 'materials') return materialLines(draft, guide)
  const kind = code === 'situations' ? 'situation' : 'form'
  const questions = questionsOf(draft).filter((question) => question.kind === kind)
  const done = questions.filter(({ path }) => answerAt(draft, path).value !== null).length
  return questions.length === 0 ? ['没有要填的'] : [`${questions.length} 题，答了 ${done} 题`]
}

/** How the list shrank: what is asked for in this situation, what is not. */
function materialLines(draft: Data['draft'], { definition }: Guide): string[] {
  const { materials } = draft.demand
  const given = materials.filter(({ code }) => filesAt(draft, code).length > 0).length
  const spared = definition.materials.length - materials.length
  const must = materials.filter(({ code, required }) => required && filesAt(draft, code).length === 0).length
  return [
    `${materials.length} 样，交了 ${given} 样${must > 0 ? `，还差必交的 ${must} 样` : ''}`,
    ...(spared > 0 ? [`按您的情形，另外 ${spared} 样不用交`] : []),
    ...(must > 0 ? ['没交齐也可以提交，窗口会一次说清要补什么'] : []),
  ]
}
