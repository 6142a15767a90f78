import { Type } from 'typebox'
import { CaseId, type ListedCase, type MyCases } from '../../../modules/casework/contract.ts'
import { listMyCases } from '../../endpoints/casework.ts'
import { listMyDrafts } from '../../endpoints/intake.ts'
import { listMyRatings } from '../../endpoints/rating.ts'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { dayText } from '../../ui/words.ts'
import { type Ask, page, type View } from '../page.ts'
import { type Shelf, shelfNames, shelvesOf } from './my-cases.ts'
import { WordMark } from './WordMark.tsx'
import { wordOf } from './words.ts'

/** `toRate`: by case, where it can be rated. */
type Data = MyCases & { readonly drafts: number; readonly toRate: ReadonlyMap<string, string> }
type Query = { readonly after?: string; readonly person?: string; readonly q?: string; readonly show?: Shelf }

/** My cases 我的办件: first those that wait for me, then those that wait for others, then what is over. */
export const myCasesPage = page({
  path: '/cases',
  under: 'cases',
  who: 'signedIn',
  look: 'p-cases',
  query: Type.Object({
    after: Type.Optional(CaseId),
    person: Type.Optional(Type.Union([CaseId, Type.Literal('')])),
    q: Type.Optional(Type.String({ maxLength: 100 })),
    show: Type.Optional(Type.Enum(Object.keys(shelfNames) as Shelf[])),
  }),
  load: async ({ ask, query }): Promise<Data> => ({
    ...(await pageOf(ask, query)),
    drafts: (await ask(listMyDrafts, {})).drafts.length,
    toRate: new Map(
      (await ask(listMyRatings, { query: {} })).invitations
        .filter(({ isOpen, rated }) => isOpen && rated === 'case')
        .map(({ caseId, invitationId }) => [caseId, `/rate/${invitationId}`]),
    ),
  }),
  title: () => '我的办件',
  render: (view) => <Cases {...view} />,
})

/** A page of cases; the first one begins with all that wait for the applicant, however old. */
async function pageOf(ask: Ask, { after, person }: Query): Promise<MyCases> {
  const whose = person === undefined || person === '' ? {} : { person }
  if (after !== undefined) return ask(listMyCases, { query: { ...whose, after } })
  const [turn, newest] = [await ask(listMyCases, { query: { ...whose, turn: 'mine' } }), await ask(listMyCases, { query: whose })]
  const rest = newest.cases.filter(({ caseId }) => !turn.cases.some((one) => one.caseId === caseId))
  return { ...newest, cases: [...turn.cases, ...rest] }
}

function Cases({ data: { cases, drafts, next, people, toRate }, query, today, me }: View<unknown, Query, Data>) {
  const { q = '', show, person = '' } = query
  const address = (more: Record<string, string | undefined>) => addressOf({ person, q, show, ...more })
  const shelves = shelvesOf(cases, q)
  const shown = shelves.filter(({ shelf, cases: own }) => own.length > 0 && (show === undefined || show === shelf))
  return (
    <>
      <h1 className="h1">我的办件</h1>
      {people.length > 1 && <People people={people} person={person} />}
      {cases.length > 0 && (
        <search>
          <form className="find-case" method="get" action="/cases">
            <label className="label" htmlFor="q">
              找一件
            </label>
            <div className="search slim">
              <input id="q" name="q" type="search" defaultValue={q} placeholder="编号、事项或单位" maxLength={100} />
              {person !== '' && <input type="hidden" name="person" value={person} />}
              <button className="find" type="submit">
                找
              </button>
            </div>
          </form>
        </search>
      )}
      {(cases.length > 0 || drafts > 0) && (
        <nav className="tabs" aria-label="哪些办件">
          <Tab
            to={address({ show: undefined })}
            isCurrent={show === undefined}
            name="全部"
            count={shelves.reduce((sum, one) => sum + one.cases.length, 0)}
          />
          {shelves.map(({ shelf, cases: own }) => (
            <Tab
              key={shelf}
              to={address({ show: shelf })}
              isCurrent={show === shelf}
              name={shelfNames[shelf]}
              count={own.length}
            />
          ))}
          {drafts > 0 && (
            <a href="/drafts">
              草稿 <small>{drafts}</small>
            </a>
          )}
        </nav>
      )}
      {shown.length === 0 && <Nothing hasCases={cases.length > 0 || person !== ''} q={q} hasMore={next !== null} />}
      {shown.map(({ shelf, cases: own }) => (
        <section key={shelf} className="sec" aria-labelledby={shelf}>
          <h2 id={shelf} className="h2">
            {shelfNames[shelf]}
          </h2>
          <ul className="kases">
            {own.map((one) => (
              <Row
                key={one.caseId}
                one={one}
                isOwn={one.applicantId === me?.person.id}
                rate={toRate.get(one.caseId)}
                today={today}
              />
            ))}
          </ul>
        </section>
      ))}
      {(next !== null || query.after !== undefined) && (
        <nav className="sec" aria-label="翻页">
          {query.after !== undefined && <a href={address({})}>回到最近的办件</a>}　
          {next !== null && <a href={address({ after: next })}>更早的办件</a>}
        </nav>
      )}
    </>
  )
}

function addressOf(query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, value]],
  )
  return given.length === 0 ? '/cases' : `/cases?${new URLSearchParams(given)}`
}

const basisNames = { self: '本人', representative: '法定代表人', delegation: '受托' } as const

/** Whose cases: oneself, and all for whom one may act. */
function People({ people, person }: { people: MyCases['people']; person: string }) {
  return (
    <form className="whose" method="get" action="/cases" data-follow>
      <label className="label" htmlFor="person">
        看谁的
      </label>
      <select className="field" id="person" name="person" defaultValue={person}>
        <option value="">全部（我自己的和我代办的）</option>
        {people.map(({ personId, name, basis }) => (
          <option key={personId} value={personId}>
            {name}（{basisNames[basis]}）
          </option>
        ))}
      </select>
      <button className="act act-2 act-s" type="submit">
        看
      </button>
    </form>
  )
}

function Tab({ to, isCurrent, name, count }: { to: string; isCurrent: boolean; name: string; count: number }) {
  return (
    <a href={to} aria-current={isCurrent ? 'true' : undefined}>
      {name} <small>{count}</small>
    </a>
  )
}

/** Why there is nothing to see, and what to do next. */
function Nothing({ hasCases, q, hasMore }: { hasCases: boolean; q: string; hasMore: boolean }) {
  if (!hasCases)
    return (
      <p className="lede">
        还没有办件。<a href="/items">找要办的事项</a>，在它的指南里开始。
      </p>
    )
  return (
    <p className="lede sec">
      {q === '' ? '这一类现在没有。' : `${hasMore ? '最近的办件里' : ''}没有编号、事项或单位里有“${q}”的。`}
      <a href="/cases">看全部</a>
    </p>
  )
}

/** What the applicant does next with a case that waits for them. */
const acts: Partial<Record<ListedCase['state'], { label: string; path: string }>> = {
  correcting: { label: '去补正', path: '/correction' },
  issued: { label: '看结果', path: '#letters' },
}

function Row(props: { one: ListedCase; isOwn: boolean; rate: string | undefined; today: string }) {
  const { one, isOwn, rate, today } = props
  const { caseId, number, itemName, organName, applicantName, state, clock, receivedOn } = one
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
          {organName !== null && ` · ${organName}`}
        </p>
        {!isOwn && <p className="cap">替 {applicantName ?? '已删除的申请人'} 办</p>}
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
