import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type FigureAsked, type FigureCases, figureNames } from '../../../modules/casework/figures/contract.ts'
import { listFigureCases, readGlance } from '../../endpoints/casework.ts'
import { dayText } from '../../ui/words.ts'
import { Tightest } from '../clock/ClockWhy.tsx'
import { Key, useKey } from '../keys.tsx'
import { Answer, Empty } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import { Counted } from './GlancePage.tsx'
import './glance.css'

/** The cases that a figure of the glance counts, page by page. */
export function Page() {
  const asked = useSearch({ strict: false }) as FigureAsked
  const navigate = useNavigate()
  const { organisation, figure, fromOn, toOn } = asked
  const glance = useAsk(readGlance, {})
  const found = useAsk(listFigureCases, { query: asked })
  useKey('Escape', '回到总览', () => void navigate({ to: '/glance' as never }))
  const name = glance.data?.departments.find((one) => one.organisation === organisation)?.name ?? ''
  const days =
    fromOn === toOn
      ? dayText(toOn, glance.data?.today)
      : `${dayText(fromOn, glance.data?.today)}至${dayText(toOn, glance.data?.today)}`
  return (
    <section className="panel page glance-list">
      <p>
        <Link to={'/glance' as never}>
          ← 总览 <Key name="Escape" />
        </Link>
      </p>
      <h1>
        {name} {days} {figureNames[figure]}
      </h1>
      <Answer of={found}>{(page) => <Cases page={page} asked={asked} today={glance.data?.today ?? toOn} />}</Answer>
    </section>
  )
}

function Cases({ page, asked, today }: { page: FigureCases; asked: FigureAsked; today: string }) {
  const { cases, count, next, asOf } = page
  const { after, ...first } = asked
  return (
    <>
      <p className="mut">
        <b>
          共 <span className="num">{count}</span> 件
        </b>
        ，{asked.figure === 'late' ? '超期最久的在前' : '新的在前'}。<Counted asOf={asOf} />
      </p>
      {cases.length === 0 ? (
        <Empty title="没有这样的办件">作废和更正以后数字会变，回到总览看现在的。</Empty>
      ) : (
        <table className="tbl folds">
          <thead>
            <tr>
              <th>时限</th>
              <th>事项</th>
              <th>申请人</th>
              <th>状态</th>
              <th>收到</th>
              <th>办件编号</th>
            </tr>
          </thead>
          <tbody>
            {cases.map((one) => (
              <tr key={one.caseId}>
                <td className="whole">
                  <Tightest one={one} today={today} />
                </td>
                <td className="item whole">
                  <Link to={`/approval/${one.caseId}` as never}>{one.itemName}</Link>
                </td>
                <td>{one.applicantName ?? '—'}</td>
                <td>{one.stateName}</td>
                <td>{dayText(one.receivedOn, today)}</td>
                <td className="num">{one.number}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {(after !== undefined || next !== null) && (
        <nav className="row pages" aria-label="翻页">
          {after !== undefined && (
            <Link to={'/glance/cases' as never} search={first as never}>
              回到第一页
            </Link>
          )}
          {next !== null && (
            <Link to={'/glance/cases' as never} search={{ ...first, after: next } as never}>
              下一页
            </Link>
          )}
        </nav>
      )}
    </>
  )
}
