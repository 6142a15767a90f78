import { Type } from 'typebox'
import type { Progress } from '../../../modules/intake/contract.ts'
import type { ReceiptInvitations } from '../../../modules/rating/contract.ts'
import type { Refused } from '../../endpoint.ts'
import { readProgress } from '../../endpoints/intake.ts'
import { listRatingsByReceipt } from '../../endpoints/rating.ts'
import { dayText } from '../../ui/words.ts'
import { page } from '../page.ts'
import { Field, RefusedNote } from '../parts.tsx'
import { RateLinks } from '../rating/RateLinks.tsx'

type Found = { readonly progress: Progress | null; readonly refused: Refused | null; readonly toRate: ReceiptInvitations }

/** Progress by number and query code 查询码, without signing in: nothing personal. The code on our letters leads here. */
export const progressPage = page({
  path: '/progress',
  under: 'cases',
  who: 'anyone',
  query: Type.Object({
    number: Type.Optional(Type.String({ maxLength: 100 })),
    code: Type.Optional(Type.String({ maxLength: 100 })),
  }),
  limit: { times: 300, withinMs: 60_000 },
  load: async ({ ask, tryAsk, query }): Promise<Found> => {
    if (!query.number || !query.code) return { progress: null, refused: null, toRate: { invitations: [] } }
    const asked = { number: asPrinted(query.number, 50), code: asPrinted(query.code, 16) }
    const { reply, refused } = await tryAsk(readProgress, { query: asked })
    const toRate = reply === null ? { invitations: [] } : await ask(listRatingsByReceipt, { query: asked })
    return { progress: reply, refused, toRate }
  },
  title: () => '查办件进度',
  isWrong: ({ data, query }) => data.progress === null && query.code !== undefined,
  render: ({ data: { progress, refused, toRate }, query, form, today }) => {
    if (progress !== null) return <Result progress={progress} toRate={toRate} today={today} />
    const said = new URLSearchParams({ number: query.number ?? '', code: query.code ?? '' })
    const asked = { ...form, said, refused }
    const isSent = query.code !== undefined
    return (
      <div className="col">
        <h1 className="h1">查办件进度</h1>
        <RefusedNote form={asked}>
          <p className="small">
            查询码由数字和大写字母组成，没有字母 I、O、S、V。回执丢了：本人登录后在“我的办件”里看，或到受理窗口补打。
          </p>
        </RefusedNote>
        <p className="lede">填回执上的两样，不用登录。</p>
        <form method="get" action="/progress">
          <Field
            form={asked}
            name="number"
            label="办件编号"
            maxLength={100}
            autoComplete="off"
            problem={isSent && !query.number ? '请填写回执上的办件编号' : null}
          />
          <Field
            form={asked}
            name="code"
            label="查询码"
            hint="八位，在编号下面"
            maxLength={100}
            autoComplete="off"
            problem={isSent && !query.code ? '请填写回执上的查询码' : null}
          />
          <p className="go">
            <button className="act" type="submit">
              查进度
            </button>
            <a className="lnk" href="/cases">
              登录看我的全部办件
            </a>
          </p>
        </form>
      </div>
    )
  },
})

/** Codes are printed in groups, and typed as people type. */
function asPrinted(typed: string, longest: number): string {
  return typed.replace(/\s/g, '').toUpperCase().slice(0, longest)
}

function Result({ progress, toRate, today }: { progress: Progress; toRate: ReceiptInvitations; today: string }) {
  const { number, itemName, stateName, receivedOn, acceptedOn, decidedOn, dueOn, promisedOn } = progress
  const isDecided = decidedOn !== null
  const days = [
    { name: '收到', day: receivedOn },
    { name: '受理', day: acceptedOn },
    { name: '承诺最晚办结', day: isDecided ? null : promisedOn },
    { name: '法定最晚办结', day: isDecided ? null : dueOn },
    { name: '作出决定', day: decidedOn },
  ]
  return (
    <div className="col">
      <span className="word word-run">{stateName}</span>
      <h1 className="h1">{itemName}</h1>
      <p className="cap">
        编号 <span className="num">{number}</span>
      </p>
      <dl className="facts sec">
        {days.map(
          ({ name, day }) =>
            day !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{dayText(day, today)}</dd>
              </div>
            ),
        )}
      </dl>
      <RateLinks invitations={toRate.invitations} today={today} />
      <p className="hint">这里不显示个人信息。看文书、补正、撤回，请本人登录。</p>
      <p className="go">
        <a className="act" href="/cases">
          登录看我的办件
        </a>
        <a className="lnk" href="/progress">
          查另一件
        </a>
      </p>
    </div>
  )
}
