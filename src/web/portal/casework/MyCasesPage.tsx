import { Type } from 'typebox'
import { CaseId, type CaseList, type ListedCase } from '../../../modules/casework/contract.ts'
import { listMyCases } from '../../endpoints/casework.ts'
import { listMyDrafts } from '../../endpoints/intake.ts'
import { listMyRatings } from '../../endpoints/rating.ts'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { dayText } from '../../ui/words.ts'
import { page, type View } from '../page.ts'
import { type Shelf, shelfNames, shelvesOf } from './my-cases.ts'
import { WordMark } from './WordMark.tsx'
import { wordOf } from './words.ts'

/** `toRate`: by case, where it can be rated. */
type Data = CaseList & { readonly drafts: number; readonly toRate: ReadonlyMap<string, string> }
type Query = { readonly after?: string; readonly q?: string; readonly show?: Shelf }

/** My cases 我的办件: first those that wait for me, then those that wait for others, then what is over. */
export const myCasesPage = page({
  path: '/cases',
  under: 'cases',
  who: 'signedIn',
  look: 'p-cases',
  query: Type.Object({
    after: Type.Optional(CaseId),
    q: Type.Optional(Type.String({ maxLength: 100 })),
    show: Type.Optional(Type.Enum(Object.keys(shelfNames) as Shelf[])),
  }),
  load: async ({ ask, query: { after } }): Promise<Data> => ({
    ...(await ask(listMyCases, after === undefined ? {} : { query: { after } })),
    drafts: (await ask(listMyDrafts, {})).drafts.length,
    toRate: new Map(
      (await ask(listMyRatings, { query: {} })).invitations
        .filter(({ isOpen, rated }) => isOpen && rated === 'case')
        .map(({ caseId, invitationId }) => [caseId, `/rate/${invitationId}`]),
    ),
  }),
  title: () => '我的办件',
  render: (view) => <MyCases {...view} />,
})

function MyCases({ data: { cases, drafts, next, toRate }, query, today }: View<unknown, Query, Data>) {
  const { q = '', show } = query
  const shelves = shelvesOf(cases, q)
  const shown = shelves.filter(({ shelf, cases: own }) => own.length > 0 && (show === undefined || show === shelf))
  return (
    <>
      <h1 className="h1">我的办件</h1>
      {cases.length > 0 && (
        <search>
          <form className="find-case" method="get" action="/cases">
            <label className="label" htmlFor="q">
              找一件
            </label>
            <div className="search slim">
              <input id="q" name="q" type="search" defaultValue={q} placeholder="编号或事项" maxLength={100} />
              <button className="find" type="submit">
                找
              </button>
            </div>
          </form>
        </search>
      )}
      {(cases.length > 0 || drafts > 0) && (
        <nav className="tabs" aria-label="哪些办件">
          <Tab q={q} isCurrent={show === undefined} name="全部" count={shelves.reduce((sum, one) => sum + one.cases.length, 0)} />
          {shelves.map(({ shelf, cases: own }) => (
            <Tab key={shelf} q={q} shelf={shelf} isCurrent={show === shelf} name={shelfNames[shelf]} count={own.length} />
          ))}
          {drafts > 0 && (
            <a href="/drafts">
              草稿 <small>{drafts}</small>
            </a>
          )}
        </nav>
      )}
      {shown.length === 0 && <Nothing hasCases={cases.length > 0} q={q} />}
      {shown.map(({ shelf, cases: own }) => (
        <section key={shelf} className="sec" aria-labelledby={shelf}>
          <h2 id={shelf} className="h2">
            {shelfNames[shelf]}
          </h2>
          <ul className="kases">
            {own.map((one) => (
              <Row key={one.caseId} one={one} rate={toRate.get(one.caseId)} today={today} />
            ))}
          </ul>
        </section>
      ))}
      {(next !== null || query.after !== undefined) && (
        <nav className="sec" aria-label="翻页">
          {query.after !== undefined && <a href="/cases">回到最近的办件</a>}　
          {next !== null && <a href={`/cases?after=${next}`}>更早的办件</a>}
        </nav>
      )}
    </>
  )
}

function Tab(props: { q: string; shelf?: Shelf; isCurrent: boolean; name: string; count: number }) {
  const { q, shelf, isCurrent, name, count } = props
  const query = new URLSearchParams({ ...(q === '' ? {} : { q }), ...(shelf === undefined ? {} : { show: shelf }) })
  return (
    <a href={query.size === 0 ? '/cases' : `/cases?${query}`} aria-current={isCurrent ? 'true' : undefined}>
      {name} <small>{count}</small>
    </a>
  )
}

/** Why there is nothing to see, and what to do next. */
function Nothing({ hasCases, q }: { hasCases: boolean; q: string }) {
  if (!hasCases)
    return (
      <p className="lede">
        还没有办件。<a href="/items">找要办的事项</a>，在它的指南里开始。
      </p>
    )
  return (
    <p className="lede sec">
      {q === '' ? '这一类现在没有。' : `没有编号或事项里有“${q}”的办件。`}
      <a href="/cases">看全部</a>
    </p>
  )
}

/** What the applicant does next with a case that waits for them. */
const acts: Partial<Record<ListedCase['state'], { label: string; path: string }>> = {
  correcting: { label: '去补正', path: '/correction' },
  issued: { label: '看结果', path: '#letters' },
}

function Row({ one, rate, today }: { one: ListedCase; rate: string | undefined; today: string }) {
  const { caseId, number, itemName, state, clock, receivedOn } = one
  const act = acts[state]
  return (
    <li className="kase">
      <div className="kase-t">
        <p>
          <WordMark {...wordOf(state, clock === null ? [] : [clock])} />
        </p>
        <h3>
          <a href={`/cases/${caseId}`}>{itemName}</a>
        </h3>
        <p className="cap">
          <span className="num">{number}</span> · {dayText(receivedOn, today)}收到
        </p>
      </div>
      <div className="kase-c">{clock !== null && <ClockChip timer={clock} today={today} />}</div>
      <div className="kase-a">
        <a className={act === undefined ? 'act act-2 act-s' : 'act act-s'} href={`/cases/${caseId}${act?.path ?? ''}`}>
          {act?.label ?? '看进展'}
          <span className="vh">：{itemName}</span>
        </a>
        {rate !== undefined && (
          <a className="lnk" href={rate}>
            评一评<span className="vh">：{itemName}</span>
          </a>
        )}
      </div>
    </li>
  )
}
