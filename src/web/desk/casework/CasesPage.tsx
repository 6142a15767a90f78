import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { type ListedCase, type StateName, stateNames } from '../../../modules/casework/contract.ts'
import { listDeskCases } from '../../endpoints/casework.ts'
import { readMe } from '../../endpoints/identity.ts'
import { listMyPosts } from '../../endpoints/staff.ts'
import { dayText } from '../../ui/words.ts'
import { ClockWhy } from '../clock/ClockWhy.tsx'
import { Key, useKey } from '../keys.tsx'
import { Answer, Empty } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import { useToday } from '../use-today.ts'

/** Cases of an office in one state, the tightest limit first. */
export function Page() {
  const search = useSearch({ strict: false }) as { organisation?: string; state?: StateName; after?: string }
  const navigate = useNavigate()
  const posts = useAsk(listMyPosts, {})
  const offices = [
    ...new Map(
      (posts.data?.posts ?? []).flatMap((post) => (post.organisation === null ? [] : [[post.organisation, post]])),
    ).values(),
  ]
  const organisation = search.organisation ?? offices[0]?.organisation ?? null
  const state = search.state ?? 'submitted'
  const choose = (change: object) => void navigate({ to: '/cases', search: { organisation, state, ...change } as never })
  return (
    <section className="panel page">
      <div className="row">
        <h1>办件</h1>
        <Select
          aria-label="单位"
          value={organisation}
          onChange={(chosen) => choose({ organisation: chosen })}
          options={offices.map((post) => ({ value: post.organisation, label: post.organisationName ?? post.organisation }))}
          popupMatchSelectWidth={false}
        />
        <Select
          aria-label="状态"
          value={state}
          onChange={(chosen) => choose({ state: chosen })}
          options={Object.entries(stateNames).map(([value, label]) => ({ value, label }))}
          popupMatchSelectWidth={false}
        />
      </div>
      {organisation !== null && (
        <Cases organisation={organisation} state={state} {...(search.after === undefined ? {} : { after: search.after })} />
      )}
    </section>
  )
}

type Asked = { organisation: string; state: StateName; after?: string }

function Cases(asked: Asked) {
  const { state, after, ...office } = asked
  const found = useAsk(listDeskCases, { query: asked })
  return (
    <Answer of={found}>
      {({ cases, next }) =>
        cases.length === 0 ? (
          <Empty title={`没有“${stateNames[state]}”的办件`}>换一个状态或者单位看看。</Empty>
        ) : (
          <>
            <Rows cases={cases} />
            <p className="row">
              {after !== undefined && (
                <Link to="/cases" search={{ ...office, state } as never}>
                  回到第一页
                </Link>
              )}
              {next !== null && (
                <Link to="/cases" search={{ ...office, state, after: next } as never}>
                  下一页
                </Link>
              )}
            </p>
          </>
        )
      }
    </Answer>
  )
}

/** Where a case is opened: what the window does next at the window, everything else where it is reviewed and decided. */
function isForWindow(state: StateName, powers: ReadonlySet<string>): boolean {
  return powers.has('intake.accept') && (!powers.has('approval.recuse') || ['submitted', 'correcting', 'issued'].includes(state))
}

function Rows({ cases }: { cases: readonly ListedCase[] }) {
  const [at, setAt] = useState(0)
  const today = useToday()
  const navigate = useNavigate()
  const powers = new Set(useAsk(readMe, {}).data?.grants.map(({ power }) => power))
  const addressOf = (one: ListedCase) =>
    `${isForWindow(one.state, powers) ? '/window/cases' : '/approval'}/${one.caseId}` as never
  const current = Math.min(at, cases.length - 1)
  useKey('j', '下一件', () => setAt(Math.min(current + 1, cases.length - 1)))
  useKey('k', '上一件', () => setAt(Math.max(current - 1, 0)))
  useKey('Enter', '打开这一件', () => cases[current] !== undefined && void navigate({ to: addressOf(cases[current]) }))
  return (
    <>
      <table className="tbl">
        <thead>
          <tr>
            <th>时限</th>
            <th>事项</th>
            <th>申请人</th>
            <th>状态</th>
            <th>收到</th>
            <th>法定最晚</th>
            <th>办件编号</th>
          </tr>
        </thead>
        <tbody>
          {cases.map((one, n) => (
            <tr key={one.caseId} className={n === current ? 'on' : undefined} aria-current={n === current ? true : undefined}>
              <td>
                {one.clock === null || today === null ? '—' : <ClockWhy caseId={one.caseId} timer={one.clock} today={today} />}
              </td>
              <td className="item">
                <Link to={addressOf(one)}>
                  {one.itemName} {n === current && <Key name="Enter" />}
                </Link>
              </td>
              <td>{one.applicantName ?? '—'}</td>
              <td>{one.stateName}</td>
              <td>{dayText(one.receivedOn)}</td>
              <td>{one.dueOn === null ? '—' : dayText(one.dueOn)}</td>
              <td className="num">{one.number}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="keys">
        <span>
          <Key name="j" /> <Key name="k" /> 上下
        </span>
        <span>
          <Key name="Enter" /> 打开
        </span>
      </p>
    </>
  )
}
