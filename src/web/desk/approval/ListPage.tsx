import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import type { ListedCase } from '../../../modules/casework/contract.ts'
import { listDeskCases } from '../../endpoints/casework.ts'
import { ClockWhy } from '../clock/ClockWhy.tsx'
import { Key, useKey } from '../keys.tsx'
import { Answer, Empty, Outline } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import { type Office, useOffices } from './use-offices.ts'
import { isIn, type View, viewNames } from './views.ts'
import './approval.css'

/** What is to be reviewed and decided, the tightest limit first. */
export function Page() {
  const search = useSearch({ strict: false }) as { organisation?: string }
  const navigate = useNavigate()
  const found = useOffices()
  if (found === null) return <Outline />
  const office = found.offices.find(({ organisation }) => organisation === search.organisation) ?? found.offices[0]
  if (office === undefined)
    return (
      <section className="panel page">
        <Empty title="没有可以审批的单位">您的岗位没有审查或决定权限；岗位由本单位管理员设置。</Empty>
      </section>
    )
  return (
    <section className="panel apv">
      <div className="ph">
        <h1>审批</h1>
        {found.offices.length > 1 ? (
          <Select
            aria-label="单位"
            value={office.organisation}
            onChange={(organisation) => void navigate({ to: '/approval', search: { ...search, organisation } as never })}
            options={found.offices.map(({ organisation: value, name: label }) => ({ value, label }))}
            popupMatchSelectWidth={false}
          />
        ) : (
          <span className="mut">{office.name}</span>
        )}
      </div>
      <Cases key={office.organisation} office={office} today={found.today} />
    </section>
  )
}

function Cases({ office, today }: { office: Office; today: string }) {
  const { organisation } = office
  const search = useSearch({ strict: false }) as { view?: View; after?: string }
  const navigate = useNavigate()
  const { after } = search
  const found = useAsk(listDeskCases, { query: { organisation, state: 'toApprove', ...(after === undefined ? {} : { after }) } })
  const view = search.view !== undefined && search.view in viewNames ? search.view : 'mine'
  return (
    <Answer of={found}>
      {({ cases, next }) => {
        const shown = cases.filter((one) => isIn(view, one, office, today))
        return (
          <>
            <nav className="tabs" aria-label="视图">
              {(Object.keys(viewNames) as View[]).map((one) => (
                <Link
                  key={one}
                  to="/approval"
                  search={{ organisation, view: one, ...(after === undefined ? {} : { after }) } as never}
                  {...(one === view ? { 'aria-current': 'true' as const } : {})}
                >
                  {viewNames[one]} <span className="num">{cases.filter((row) => isIn(one, row, office, today)).length}</span>
                </Link>
              ))}
            </nav>
            {(after !== undefined || next !== null) && (
              <p className="sec row">
                <span className="mut">在办的分页列出，一页 {cases.length} 件，最紧的在前；上面的件数是这一页的。</span>
                {after !== undefined && (
                  <Link to="/approval" search={{ organisation, view } as never}>
                    回到最紧的一页
                  </Link>
                )}
                {next !== null && (
                  <Link to="/approval" search={{ organisation, view, after: next } as never}>
                    下一页
                  </Link>
                )}
              </p>
            )}
            {shown.length === 0 ? (
              <Empty
                title={`没有“${viewNames[view]}”的办件`}
                act={
                  view === 'all' ? undefined : (
                    <Link to="/approval" search={{ organisation, view: 'all' } as never}>
                      看全部在办
                    </Link>
                  )
                }
              >
                {empties[view]}
              </Empty>
            ) : (
              <Rows
                cases={shown}
                office={office}
                today={today}
                open={(id) => void navigate({ to: `/approval/${id}` as never })}
              />
            )}
          </>
        )
      }}
    </Answer>
  )
}

const empties: Record<View, string> = {
  mine: '窗口受理以后要您审查的、同事审查以后要您决定的，会出现在这里。',
  due: '最紧的时限今天到期或已经超过的，会出现在这里。',
  others: '轮到别人审查或决定的，会出现在这里。',
  stopped: '特别程序期间不计时限的，会出现在这里。',
  all: '本单位已经受理、还没有决定的，都会出现在这里。',
}

type RowsProps = { cases: readonly ListedCase[]; office: Office; today: string; open: (id: string) => void }

function Rows({ cases, office, today, open }: RowsProps) {
  const [at, setAt] = useState(0)
  const current = Math.min(at, cases.length - 1)
  useKey('j', '下一件', () => setAt(Math.min(current + 1, cases.length - 1)))
  useKey('k', '上一件', () => setAt(Math.max(current - 1, 0)))
  useKey('Enter', '打开这一件', () => cases[current] !== undefined && open(cases[current].caseId))
  return (
    <>
      <table className="tbl list">
        <thead>
          <tr>
            <th>时限，最紧的在前</th>
            <th>事项</th>
            <th>申请人</th>
            <th>环节</th>
            <th>收到</th>
            <th>办件编号</th>
            <th className="r">下一步</th>
          </tr>
        </thead>
        <tbody>
          {cases.map((one, n) => (
            <tr key={one.caseId} className={n === current ? 'on' : undefined} aria-current={n === current ? true : undefined}>
              <td>
                {one.clock === null ? (
                  <span className="mut">没有在走的时限</span>
                ) : (
                  <ClockWhy caseId={one.caseId} timer={one.clock} today={today} />
                )}
              </td>
              <td className="item">{one.itemName}</td>
              <td>{one.applicantName ?? '—'}</td>
              <td>待{one.step?.name ?? (one.state === 'accepted' ? '审查' : '决定')}</td>
              <td className="num">{one.receivedOn.slice(5).replace('-', '/')}</td>
              <td className="num">{one.number}</td>
              <td className="r">
                <Link to={`/approval/${one.caseId}` as never} className={n === current ? 'go' : undefined}>
                  {nextOf(one, office)}
                  {n === current && <Key name="Enter" />}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="keys sec">
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

function nextOf({ state, step }: ListedCase, { canReview, canDecide }: Office): string {
  if (step?.isBarred === true) return '查看'
  if (state === 'accepted') return canReview ? (step?.name ?? '审查') : '查看'
  return canDecide ? '决定' : '查看'
}
