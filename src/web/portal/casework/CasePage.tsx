import { Type } from 'typebox'
import { CaseId, type CaseView, type ExplainedTimer, type Proof } from '../../../modules/casework/contract.ts'
import type { Checklist } from '../../../modules/intake/desk/contract.ts'
import { standings } from '../../../modules/intake/renewal/contract.ts'
import type { MyInvitation } from '../../../modules/rating/contract.ts'
import { explainTimer, readCase } from '../../endpoints/casework.ts'
import { readGuide } from '../../endpoints/catalogue.ts'
import { readEvents, readProof, withdrawCase } from '../../endpoints/intake.ts'
import { listMyRatings } from '../../endpoints/rating.ts'
import { readChecklist } from '../../endpoints/window.ts'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { ClockProof } from '../../ui/ClockProof.tsx'
import { letterName } from '../../ui/letters.ts'
import { dayText } from '../../ui/words.ts'
import { type FormState, page, type View } from '../page.ts'
import { Form, Note, PrintButton, RefusedNote } from '../parts.tsx'
import { RateLinks } from '../rating/RateLinks.tsx'
import { type Happening, happeningsIn } from './case/happenings.ts'
import { Timeline } from './case/Timeline.tsx'
import { Sealed } from './Sealed.tsx'
import { WordMark } from './WordMark.tsx'
import { wordOf } from './words.ts'

type Data = {
  readonly one: CaseView
  readonly itemName: string
  readonly clocks: readonly ExplainedTimer[]
  readonly invitations: readonly MyInvitation[]
  readonly renewal: Checklist['renewal']
  readonly past: readonly Happening[]
  /** Of the last record; null while it is not sealed. */
  readonly proof: Proof
}

/** A case as its parties see it: state, clocks with the proof of their dates, letters. */
export const casePage = page({
  path: '/cases/:id',
  under: 'cases',
  who: 'signedIn',
  params: Type.Object({ id: CaseId }),
  load: async ({ ask, tryAsk, params, me }): Promise<Data> => {
    const one = await ask(readCase, { params })
    const guide = await tryAsk(readGuide, { params: { code: one.itemCode } })
    const clocks = await Promise.all(one.timers.map(({ code }) => ask(explainTimer, { params: { id: params.id, code } })))
    const { invitations } = await ask(listMyRatings, { query: { caseId: params.id } })
    const { renewal } = await ask(readChecklist, { params })
    const { events } = await ask(readEvents, { params })
    const { proof } = await ask(readProof, { params: { id: params.id, seq: one.seq } })
    const past = happeningsIn(events, me?.account ?? null)
    return { one, past, proof, itemName: guide.reply?.definition.name ?? one.itemCode, clocks, invitations, renewal }
  },
  title: ({ data }) => `${data.itemName}，${data.one.number}`,
  trail: () => [{ name: '我的办件', path: '/cases' }],
  standsFor: ({ data: { one }, me }) =>
    me === null || me.isStaff || one.applicantId === me.person.id ? null : one.applicantName,
  render: (view) => <Case {...view} />,
  submit: async ({ ask, params }) => {
    await ask(withdrawCase, { params, body: {} })
    return { goTo: `/cases/${params.id}` }
  },
})

function Case({ data: { one, itemName, clocks, invitations, renewal, past, proof }, form, today }: View<unknown, unknown, Data>) {
  const may = (act: string) => one.allowedActs.some(({ code }) => code === act)
  return (
    <div className="col">
      <WordMark {...wordOf(one.state, one.timers)} />
      <h1 className="h1">{itemName}</h1>
      <p className="cap">
        编号 <span className="num">{one.number}</span>
        {one.queryCode !== null && (
          <>
            {' '}
            <span className="nb">
              查询码 <span className="num">{one.queryCode}</span>
            </span>
          </>
        )}
      </p>
      <p className="cap">
        {dayText(one.receivedOn, today)}收到，申请人 {one.applicantName ?? '（信息已删除）'}
      </p>
      <p className="cap">
        {one.organName !== null && `${one.organName}：`}
        {one.stateName}
      </p>
      <RefusedNote form={form} />
      {may('supply') && (
        <Note kind="near" icon="warning">
          <p>
            <strong>轮到您了：材料要补正。</strong>要补的一次说全了，补齐一起交。
          </p>
          <p className="go">
            <a className="act" href={`/cases/${one.caseId}/correction`}>
              去补正
            </a>
          </p>
        </Note>
      )}
      <section className="sec" aria-labelledby="clocks">
        <h2 id="clocks" className="h2">
          期限
        </h2>
        {renewal !== null && <Renewal renewal={renewal} today={today} />}
        {clocks.map((clock) => (
          <Clock key={clock.timer.code} clock={clock} today={today} caseId={one.caseId} />
        ))}
      </section>
      <Timeline one={one} past={past} today={today} />
      <section className="sec" aria-labelledby="letters">
        <h2 id="letters" className="h2">
          文书
        </h2>
        {one.documents.length === 0 ? (
          <p className="hint">还没有文书。</p>
        ) : (
          <ul className="rows letters">
            {one.documents.map(({ documentId, kind, number }) => (
              <li key={documentId}>
                <a className="lnk" href={`/api/cases/${one.caseId}/documents/${documentId}`}>
                  {letterName(kind)}（PDF）
                </a>
                <span className="cap num">{number}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <RateLinks invitations={invitations} today={today} />
      <section className="sec" aria-labelledby="proof">
        <h2 id="proof" className="h2">
          证明与核验
        </h2>
        <Sealed one={one} seq={one.seq} proof={proof} what={`这一件的记录共 ${one.seq} 条，最新一条`} />
        <p className="row">
          <a className="lnk" href="/me/seen">
            谁看过我的信息
          </a>
          <PrintButton />
        </p>
      </section>
      {may('withdraw') && <Withdrawal form={form} />}
    </div>
  )
}

/** A renewal: until when the licence runs, and what silence until then does. @source 行政许可法 50 */
function Renewal({
  renewal: { expiresOn, standing, leadDays },
  today,
}: {
  renewal: NonNullable<Checklist['renewal']>
  today: string
}) {
  return (
    <p>
      {expiresOn === null || standing === null
        ? `原许可的有效期届满日，由机关对照许可证件核定；届满 ${leadDays} 日前提出的，届满前没有决定就视为准予延续。`
        : `原许可有效期经核定至 ${dayText(expiresOn, today)}届满，${standings[standing]}。`}
    </p>
  )
}

/** Taking the application back: what it does stands before the button. */
function Withdrawal({ form }: { form: FormState }) {
  return (
    <details className="why sec" id="withdraw" open={form.refused !== null}>
      <summary>不办了，撤回申请</summary>
      <div className="why-days">
        <p>
          撤回后这一件就终止：正在算的期限都停止，出具《终止办理通知书》，不影响您以后再申请。<strong>撤回不能取消。</strong>
        </p>
        <Form form={form}>
          <p className="go">
            <button className="act act-2" type="submit">
              确认撤回申请
            </button>
          </p>
        </Form>
      </div>
    </details>
  )
}

/** A clock and, opened in place, why its date is this day; the same on a page of its own, for paper and for earlier days. */
function Clock({ clock, today, caseId }: { clock: ExplainedTimer; today: string; caseId: string }) {
  const { timer } = clock
  const due = timer.dueOn ?? timer.expectedOn
  return (
    <article className="limit" aria-label={timer.name}>
      <h3 className="h3">{timer.name}</h3>
      <ClockChip timer={timer} today={today} />
      <details className="why">
        <summary>{due === null ? '为什么还没有日期' : `为什么是 ${dayText(due, today)}`}</summary>
        <ClockProof proof={clock} today={today} />
        <p className="small noprint">
          <a className="lnk" href={`/cases/${caseId}/why/${encodeURIComponent(timer.code)}`}>
            单独一页，可打印，也可看以前某一天的算法
          </a>
        </p>
      </details>
    </article>
  )
}
