import { Type } from 'typebox'
import { ItemCode } from '../../../modules/catalogue/contract.ts'
import type { ListedDraft } from '../../../modules/intake/drafts/contract.ts'
import { readGuide } from '../../endpoints/catalogue.ts'
import { listApplicants, listMyDrafts, openDraft, saveAnswer } from '../../endpoints/intake.ts'
import { dayText } from '../../ui/words.ts'
import { page } from '../page.ts'
import { Form, Note, RefusedNote } from '../parts.tsx'
import { basisText } from './draft.ts'
import { Back } from './parts.tsx'

/** Where an application begins 在线办理: for whom; or going on with a draft there is. Answers given in the guide come along as 'a.<question>'. */
export const applyPage = page({
  path: '/items/:code/apply',
  under: 'items',
  who: 'signedIn',
  look: 'p-q',
  params: Type.Object({ code: ItemCode }),
  query: Type.Object({}),
  load: async ({ ask, params }) => {
    const [guide, { applicants }, { drafts }] = await Promise.all([
      ask(readGuide, { params, query: {} }),
      ask(listApplicants, { params }),
      ask(listMyDrafts, {}),
    ])
    return { guide, applicants, drafts: drafts.filter(({ itemCode }) => itemCode === params.code) }
  },
  title: ({ data }) => `在线办理：${data.guide.definition.name}`,
  render: ({ data: { guide, applicants, drafts }, form, today }) => (
    <div className="col q">
      <Back to={`/items/${guide.code}`}>办事指南</Back>
      <p className="cap">{guide.definition.name}</p>
      <h1 className="h1">{applicants.length > 1 ? '您为谁办？' : '开始填写'}</h1>
      <RefusedNote form={form} />
      {drafts.length > 0 && <Unfinished drafts={drafts} today={today} />}
      {applicants.length === 0 ? (
        <Note kind="near" icon="warning">
          工作人员账号不能为自己在线申请。请用个人账号登录，或者到窗口办理。
        </Note>
      ) : (
        <Form form={form}>
          {applicants.length === 1 ? (
            <p className="lede">
              以 {applicants[0]?.name}{' '}
              本人的名义申请。要替家人或者单位办，先由对方在窗口，或者在自己账号的“我的—委托代办”里委托您。
            </p>
          ) : (
            <fieldset className="sec-s">
              <legend className="vh">为谁办</legend>
              <div className="pick">
                {applicants.map((one, n) => (
                  <label key={one.personId}>
                    <input type="radio" name="applicant" value={one.personId} defaultChecked={n === 0} />
                    {one.name}
                    <small>
                      {basisText(one)}
                      {one.untilOn !== null && `，委托到 ${dayText(one.untilOn, today)}`}
                    </small>
                  </label>
                ))}
              </div>
            </fieldset>
          )}
          <div className="go go-stick">
            <button className={drafts.length > 0 ? 'act act-2' : 'act'} type="submit">
              {drafts.length > 0 ? '另填一份新的' : '开始填写'}
            </button>
            <span className="hint only-wide">填到哪里存到哪里，随时可以离开。</span>
          </div>
        </Form>
      )}
    </div>
  ),
  submit: async ({ ask, tryAsk, said, params, query }) => {
    const applicantId = said.get('applicant')
    const { draftId } = await ask(openDraft, {
      body: { itemCode: params.code, ...(applicantId === null ? {} : { applicantId }) },
    })
    for (const [code, value] of answersIn(query)) {
      await tryAsk(saveAnswer, { params: { id: draftId }, body: { path: `situation/${code}`, value, rev: 0 } })
    }
    return { goTo: `/drafts/${draftId}` }
  },
})

/** Answers that come along from the guide; one that does not fit is asked again. */
function answersIn(query: object): [string, string][] {
  return Object.entries(query).flatMap(([name, value]): [string, string][] => {
    const code = /^a\.([a-z][0-9A-Za-z]{0,19})$/.exec(name)?.[1]
    return code !== undefined && /^[0-9A-Za-z]{1,20}$/.test(String(value)) ? [[code, String(value)]] : []
  })
}

function Unfinished({ drafts, today }: { drafts: readonly ListedDraft[]; today: string }) {
  return (
    <Note>
      <p>
        <strong>这个事项您有 {drafts.length} 份没填完：</strong>
      </p>
      <ul>
        {drafts.map(({ draftId, applicantName, removedOn }) => (
          <li key={draftId}>
            <a className="lnk" href={`/drafts/${draftId}`}>
              接着填{applicantName === null ? '' : `（${applicantName}）`}
            </a>
            <span className="hint">　留到 {dayText(removedOn, today)}</span>
          </li>
        ))}
      </ul>
    </Note>
  )
}
