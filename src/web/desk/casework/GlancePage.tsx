import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { type AsOf, type FigureName, figureNames, type Glance } from '../../../modules/casework/figures/contract.ts'
import { listFigureCases, readGlance } from '../../endpoints/casework.ts'
import { dayText } from '../../ui/words.ts'
import { ClockWhy } from '../clock/ClockWhy.tsx'
import { Answer, Empty } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import './glance.css'

const againMs = 10_000

/** The leader's glance 总览: figures by department, today and this month; each opens its cases. */
export function Page() {
  const found = useAsk(readGlance, {})
  const { again } = found
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for as long as the page is open
  useEffect(() => {
    const timer = setInterval(again, againMs)
    return () => clearInterval(timer)
  }, [])
  return (
    <Answer of={found}>
      {(glance) =>
        glance.departments.length === 0 ? (
          <section className="panel page">
            <h1>总览</h1>
            <Empty title="还没有办件">有单位收到第一件申请以后，数字会出现在这里。</Empty>
          </section>
        ) : (
          <div className="glance">
            <section className="panel">
              <div className="ph">
                <h1>今天，{dayText(glance.today)}</h1>
                <span className="mut">按单位</span>
              </div>
              <Departments glance={glance} />
              <p className="hint">
                每个数字点开就是那几件。超期：超过法定办理时限，本月的包括已经决定的。
                <Counted asOf={glance.asOf} />
              </p>
            </section>
            <aside>
              <section className="panel">
                <h2>一句话</h2>
                <p className="say">
                  <Sentence glance={glance} />
                </p>
              </section>
              <Watched glance={glance} />
            </aside>
          </div>
        )
      }
    </Answer>
  )
}

const names = Object.keys(figureNames) as FigureName[]
const periods = { today: '今天', month: '本月' } as const
type Period = keyof typeof periods

function Departments({ glance }: { glance: Glance }) {
  const { departments } = glance
  return (
    <table className="tbl">
      <thead>
        <tr>
          <th rowSpan={2} scope="col">
            单位
          </th>
          {Object.values(periods).map((period) => (
            <th key={period} colSpan={names.length} scope="colgroup" className="group">
              {period}
            </th>
          ))}
        </tr>
        <tr>
          {Object.keys(periods).flatMap((period) =>
            names.map((name) => (
              <th key={period + name} scope="col" className="r">
                {figureNames[name]}
              </th>
            )),
          )}
        </tr>
      </thead>
      <tbody>
        {departments.map((one) => (
          <tr key={one.organisation}>
            <th scope="row">{one.name}</th>
            {cells((period, name) => (
              <Figure glance={glance} department={one} period={period} name={name} />
            ))}
          </tr>
        ))}
      </tbody>
      {departments.length > 1 && (
        <tfoot>
          <tr>
            <th scope="row">合计</th>
            {cells((period, name) => (
              <b className="num">{totalOf(glance, period, name)}</b>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  )
}

/** A cell for each figure of each period; on a phone each says its own name. */
function cells(draw: (period: Period, name: FigureName) => ReactNode) {
  return (Object.keys(periods) as Period[]).flatMap((period) =>
    names.map((name) => (
      <td key={period + name} className="r" data-name={`${periods[period]}${figureNames[name]}`}>
        {draw(period, name)}
      </td>
    )),
  )
}

type FigureProps = { glance: Glance; department: Glance['departments'][number]; period: Period; name: FigureName }

function Figure({ glance, department, period, name }: FigureProps) {
  const count = department[period][name]
  if (count === 0) return <span className="mut">0</span>
  const fromOn = period === 'today' ? glance.today : glance.monthFrom
  return (
    <Link
      to={'/glance/cases' as never}
      search={{ organisation: department.organisation, figure: name, fromOn, toOn: glance.today } as never}
      aria-label={`${department.name}${periods[period]}${figureNames[name]} ${count} 件`}
      className={name === 'late' ? 'bad num' : 'num'}
    >
      {name === 'late' && (
        <svg className="i" viewBox="0 0 24 24" aria-hidden="true">
          <path className="solid" d="M12 4.5 20.5 19.5h-17Z" />
        </svg>
      )}
      {count}
    </Link>
  )
}

function totalOf({ departments }: Glance, period: Period, name: FigureName): number {
  return departments.reduce((sum, one) => sum + one[period][name], 0)
}

function Sentence({ glance }: { glance: Glance }) {
  const today = (name: FigureName) => totalOf(glance, 'today', name)
  const late = byLate(glance)
  return (
    <>
      今天收 {today('received')} 件，受理 {today('accepted')} 件，决定 {today('decided')} 件。
      {late.length === 0 ? (
        '没有超过法定时限的。'
      ) : (
        <>
          <b>{today('late')} 件超过法定时限</b>：{late.map((one) => `${one.name} ${one.today.late} 件`).join('，')}。
        </>
      )}
    </>
  )
}

function byLate({ departments }: Glance) {
  return departments.filter((one) => one.today.late > 0).sort((a, b) => b.today.late - a.today.late)
}

const mostDepartments = 3
const mostCases = 3

/** The longest overdue, of the departments with most of them. */
function Watched({ glance }: { glance: Glance }) {
  const late = byLate(glance).slice(0, mostDepartments)
  if (late.length === 0) return null
  return (
    <section className="panel">
      <h2>超期最久的</h2>
      {late.map((one) => (
        <LateOf key={one.organisation} department={one} today={glance.today} />
      ))}
    </section>
  )
}

function LateOf({ department, today }: { department: Glance['departments'][number]; today: string }) {
  const { organisation, name } = department
  const found = useAsk(listFigureCases, { query: { organisation, figure: 'late', fromOn: today, toOn: today } })
  return (
    <Answer of={found}>
      {({ cases }) => (
        <ul>
          {cases.slice(0, mostCases).map((one) => (
            <li key={one.caseId}>
              <p className="row">
                {one.clock !== null && <ClockWhy caseId={one.caseId} timer={one.clock} today={today} />}
                <Link to={`/approval/${one.caseId}` as never} aria-label={`打开 ${one.itemName}`}>
                  打开
                </Link>
              </p>
              <p>
                <b>{one.itemName}</b>
              </p>
              <p className="mut">
                {name}　{one.applicantName ?? '—'}　{one.stateName}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Answer>
  )
}

const moment = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

/** How far the log has been counted. */
export function Counted({ asOf: { at, position, isWhole } }: { asOf: AsOf }) {
  if (at === null) return '还没有办件记录。'
  return (
    <span className="asof">
      数到 {moment.format(new Date(at))} 的记录（第 <span className="num">{position}</span> 号）
      {isWhole ? '，之后没有新的。' : '，之后还有记录，马上计入。'}
    </span>
  )
}
