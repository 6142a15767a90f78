import { Type } from 'typebox'
import { CaseId, type CaseView, type Proof } from '../../../modules/casework/contract.ts'
import type { Guide } from '../../../modules/catalogue/contract.ts'
import { readCase } from '../../endpoints/casework.ts'
import { readGuide } from '../../endpoints/catalogue.ts'
import { readEvents, readProof } from '../../endpoints/intake.ts'
import { Icon } from '../../ui/Icon.tsx'
import { dayText } from '../../ui/words.ts'
import { page, type View } from '../page.ts'
import { clockTime } from './draft.ts'
import { eightLines } from './received/answers.ts'
import { Slip } from './received/Slip.tsx'

type Data = {
  readonly one: CaseView
  readonly guide: Guide | null
  /** Instant of receipt. */
  readonly at: string
  /** How many lines of the list something was handed in for. */
  readonly given: number
  /** Null while the event is not sealed. */
  readonly proof: Proof
}

/** The confirmation 已收到: number, what happens next with dates, the receipt and its proof. Stays at its address. */
export const receivedPage = page({
  path: '/cases/:id/received',
  under: 'cases',
  who: 'signedIn',
  look: 'p-conf',
  script: 'apply',
  params: Type.Object({ id: CaseId }),
  query: Type.Object({}),
  load: async ({ ask, tryAsk, params }): Promise<Data> => {
    const [one, { events }, { proof }] = await Promise.all([
      ask(readCase, { params }),
      ask(readEvents, { params }),
      ask(readProof, { params: { id: params.id, seq: 1 } }),
    ])
    const guide = await tryAsk(readGuide, { params: { code: one.itemCode }, query: {} })
    const first = events[0] ?? {}
    const materials = (first.body as { materials?: unknown[] } | undefined)?.materials ?? []
    return { one, guide: guide.reply, at: String(first.at), given: materials.length, proof }
  },
  title: () => '您的申请我们收到了',
  trail: () => [{ name: '我的办件', path: '/cases' }],
  standsFor: ({ data: { one }, me }) => (me === null || one.applicantId === me.person.id ? null : one.applicantName),
  render: (view) => <Received {...view} />,
})

function Received({ data, today, origin }: View<unknown, unknown, Data>) {
  const { one, guide, at, given, proof } = data
  const name = guide?.definition.name ?? one.itemCode
  return (
    <div className="two conf">
      <div>
        <div className="got-it">
          <p className="got-mark">
            <Icon name="done" size="l" />
            <span>
              {dayText(one.receivedOn, today)} {clockTime(at)} 收到
            </span>
          </p>
          <h1 className="h1">您的申请我们收到了</h1>
          <p>
            {name}
            {one.applicantName !== null && `，申请人 ${one.applicantName}`}
          </p>
          <p className="no">
            <span className="cap">办件编号</span>
            <b className="num">{one.number}</b>
            <button className="lnk" type="button" data-copy={one.number} hidden>
              复制
            </button>
          </p>
        </div>
        <section className="sec" aria-labelledby="know">
          <h2 id="know" className="h2">
            接下来
          </h2>
          <dl className="facts eight">
            {eightLines({ one, definition: guide?.definition ?? null, given, today }).map(({ ask, answer, source }) => (
              <div key={ask}>
                <dt>{ask}</dt>
                <dd>
                  {answer}
                  {source !== null && <span className="src">{source}</span>}
                </dd>
              </div>
            ))}
          </dl>
        </section>
        <div className="go">
          <a className="act" href={`/cases/${one.caseId}`}>
            看这件的进展
          </a>
          <a className="lnk" href="/">
            回首页
          </a>
        </div>
      </div>
      <Slip one={one} at={at} proof={proof} origin={origin} />
    </div>
  )
}
