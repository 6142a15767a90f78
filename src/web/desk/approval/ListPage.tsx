import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import type { ListedCase } from '../../../modules/casework/contract.ts'
import { listDeskCases } from '../../endpoints/casework.ts'
import { Tightest } from '../clock/ClockWhy.tsx'
import { Key } from '../keys.tsx'
import { Answer, Empty, Outline } from '../parts/notes.tsx'
import { type Column, Rows } from '../parts/rows.tsx'
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
                rows={shown}
                idOf={({ caseId }) => caseId}
                columns={columnsFor(office, today)}
                open={({ caseId }) => void navigate({ to: `/approval/${caseId}` as never })}
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

/** What a row says: the tightest clock first, what to do next last. */
function columnsFor(office: Office, today: string): Column<ListedCase>[] {
  return [
    { name: '时限，最紧的在前', look: 'whole', cell: (one) => <Tightest one={one} today={today} /> },
    { name: '事项', look: 'item whole', cell: ({ itemName }) => itemName },
    { name: '申请人', cell: ({ applicantName }) => applicantName ?? '—' },
    { name: '环节', cell: ({ step, state }) => `待${step?.name ?? (state === 'accepted' ? '审查' : '决定')}` },
    { name: '收到', look: 'num', isNamed: true, cell: ({ receivedOn }) => receivedOn.slice(5).replace('-', '/') },
    { name: '办件编号', look: 'num', cell: ({ number }) => number },
    {
      name: '下一步',
      look: 'r',
      cell: (one, isAtHand) => (
        <Link to={`/approval/${one.caseId}` as never} className={isAtHand ? 'go' : undefined}>
          {nextOf(one, office)}
          {isAtHand && <Key name="Enter" />}
        </Link>
      ),
    },
  ]
}

function nextOf({ state, step }: ListedCase, { canReview, canDecide }: Office): string {
  if (step?.isBarred === true) return '查看'
  if (state === 'accepted') return canReview ? (step?.name ?? '审查') : '查看'
  return canDecide ? '决定' : '查看'
}
