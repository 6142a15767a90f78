import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Gap } from '../../../modules/finder/knowing/contract.ts'
import { listGaps } from '../../endpoints/knowing.ts'
import { dayText } from '../../ui/words.ts'
import { Answer, Empty } from '../parts/notes.tsx'
import { atHand, RowKeys, useRows } from '../parts/rows.tsx'
import { useAsk } from '../use-ask.ts'
import { useToday } from '../use-today.ts'
import { History } from './History.tsx'
import { Mending } from './Mending.tsx'
import { answerText } from './texts.ts'
import './gaps.css'

const viewNames = { most: '次数多的在前', newest: '最近的在前', kept: '补过的' } as const
type View = keyof typeof viewNames
type Search = { view?: View; q?: string; area?: string }

/** 找不到的问题: what people asked that the finder did not answer; mend it, see what that does to the examination, publish. */
export function Page() {
  const { view: named, q, area } = useSearch({ strict: false }) as Search
  const view = named !== undefined && named in viewNames ? named : 'most'
  if (q !== undefined)
    return <Mending key={`${q} ${area}`} question={String(q)} area={area === undefined ? null : String(area)} />
  return (
    <section className="panel page gaps">
      <div className="row">
        <h1>找不到的问题</h1>
        <Link to={'/gaps' as never} search={{ q: '' } as never}>
          不为哪个问题，直接补
        </Link>
      </div>
      <nav className="tabs" aria-label="视图">
        {(Object.keys(viewNames) as View[]).map((one) => (
          <Link
            key={one}
            to={'/gaps' as never}
            search={{ view: one } as never}
            {...(one === view ? { 'aria-current': 'true' as const } : {})}
          >
            {viewNames[one]}
          </Link>
        ))}
      </nav>
      {view === 'kept' ? <History /> : <List key={view} order={view} />}
    </section>
  )
}

function List({ order }: { order: 'most' | 'newest' }) {
  const found = useAsk(listGaps, { query: { order } })
  return (
    <Answer of={found}>
      {({ gaps }) =>
        gaps.length === 0 ? (
          <Empty title="近 30 天没有找不到的问题">
            没有找到的，和办事人留下来的问题，几秒钟后出现在这里。只记问了什么、几次，不记是谁。
          </Empty>
        ) : (
          <Rows gaps={gaps} />
        )
      }
    </Answer>
  )
}

function Rows({ gaps }: { gaps: readonly Gap[] }) {
  const navigate = useNavigate()
  const today = useToday()
  const searchOf = ({ question, area }: Gap) => ({ q: question, ...(area === null ? {} : { area }) }) as never
  const open = (n: number) => {
    const gap = gaps[n]
    if (gap !== undefined) void navigate({ to: '/gaps' as never, search: searchOf(gap) })
  }
  const current = useRows(gaps.length, open, { counter: '个', act: '补' })
  return (
    <>
      <p className="mut">近 30 天，最多列 50 个。号码、邮箱和姓名已遮住；只记问了什么、几次，不记是谁。</p>
      <table className="tbl list">
        <thead>
          <tr>
            <th>问题</th>
            <th className="r">没有找到</th>
            <th className="r">留了下来</th>
            <th>最近</th>
            <th>现在的答案</th>
          </tr>
        </thead>
        <tbody>
          {gaps.map((gap, n) => (
            <tr key={`${gap.question} ${gap.area}`} {...atHand(n === current)}>
              <td>
                <Link to={'/gaps' as never} search={searchOf(gap)}>
                  {gap.question}
                </Link>
              </td>
              <td className="r num">
                <span className="narrow">没有找到 </span>
                {gap.none} 次
              </td>
              <td className="r num">
                <span className="narrow">留了下来 </span>
                {gap.left + gap.bad} 次{gap.bad > 0 && <span className="mut">（{gap.bad} 次是给的不对）</span>}
              </td>
              <td>{dayText(gap.lastOn, today ?? undefined)}</td>
              <td className={gap.now.answer === 'none' ? 'mut' : undefined}>{answerText(gap.now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <RowKeys act="补这一个" />
    </>
  )
}
