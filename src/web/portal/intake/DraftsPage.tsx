import { Type } from 'typebox'
import type { ListedDraft } from '../../../modules/intake/drafts/contract.ts'
import { listMyDrafts } from '../../endpoints/intake.ts'
import { resumeDraft } from '../../endpoints/window.ts'
import { Icon } from '../../ui/Icon.tsx'
import { dayText } from '../../ui/words.ts'
import { type FormState, page } from '../page.ts'
import { Field, Form, RefusedNote } from '../parts.tsx'

/** My drafts 草稿, and how long each is still kept. */
export const draftsPage = page({
  path: '/drafts',
  under: 'cases',
  who: 'signedIn',
  look: 'p-cases',
  query: Type.Object({ missing: Type.Optional(Type.Integer()) }),
  load: async ({ ask }) => (await ask(listMyDrafts, {})).drafts,
  title: () => '我的草稿',
  isWrong: ({ query }) => query.missing === 1,
  trail: () => [{ name: '我的办件', path: '/cases' }],
  render: ({ data: drafts, today, form, query }) => (
    <>
      <h1 className="h1">我的草稿</h1>
      <RefusedNote form={form} />
      {drafts.length === 0 ? (
        <p className="lede">
          没有没填完的申请。<a href="/items">找要办的事项</a>，在它的指南里按“在线办理”。
        </p>
      ) : (
        <ul className="kases sec">
          {drafts.map((draft) => (
            <Row key={draft.draftId} draft={draft} today={today} />
          ))}
        </ul>
      )}
      <Resume form={form} isMissing={query.missing === 1} />
    </>
  ),
  submit: async ({ ask, said }) => {
    const code = (said.get('code') ?? '').replace(/\s/g, '').slice(0, 32)
    if (code === '') return { goTo: '/drafts?missing=1#resume' }
    return { goTo: `/drafts/${(await ask(resumeDraft, { body: { code } })).draftId}` }
  },
})

/** Taking up what a colleague began. */
function Resume({ form, isMissing }: { form: FormState; isMissing: boolean }) {
  return (
    <details className="why sec" id="resume" open={isMissing || form.refused !== null}>
      <summary>有续办码，接着填别人填了一半的</summary>
      <div>
        <Form form={form}>
          <Field
            form={form}
            name="code"
            label="续办码"
            hint="十位，对方在草稿里生成，半小时内有效"
            autoComplete="off"
            maxLength={32}
            problem={isMissing ? '请填写续办码' : null}
          />
          <p className="row">
            <button className="act act-2 act-s" type="submit">
              接着填
            </button>
          </p>
        </Form>
      </div>
    </details>
  )
}

function Row({ draft, today }: { draft: ListedDraft; today: string }) {
  const { draftId, itemName, applicantName, changedAt, removedOn, daysLeft, isAtWindow } = draft
  return (
    <li className="kase">
      <div className="kase-t">
        <p>
          <span className="word">草稿</span>
        </p>
        <h2 className="h3">
          <a href={`/drafts/${draftId}`}>{itemName}</a>
        </h2>
        <p className="cap">
          {applicantName !== null && `申请人 ${applicantName}，`}
          {dayText(changedAt.slice(0, 10), today)}改过{isAtWindow && '，窗口也在帮您填'}
        </p>
      </div>
      <div className="kase-c">
        <p className={daysLeft <= 7 ? 'clock clock-near' : 'clock'}>
          <Icon name={daysLeft <= 7 ? 'warning' : 'calendar'} size="s" />
          <b>还留 {daysLeft} 天</b>
          <span className="when">{dayText(removedOn, today)}自动删除，改一处就重新算 90 天</span>
        </p>
      </div>
      <div className="kase-a">
        <a className="act act-2 act-s" href={`/drafts/${draftId}`}>
          接着填<span className="vh">：{itemName}</span>
        </a>
      </div>
    </li>
  )
}
