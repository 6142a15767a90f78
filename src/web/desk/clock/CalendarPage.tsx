import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { listLayers, readYear } from '../../endpoints/clock.ts'
import { dayText } from '../../ui/words.ts'
import { Key, useKey } from '../keys.tsx'
import { Answer } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import { useToday } from '../use-today.ts'
import './calendar.css'
import { ClosurePanel, WithdrawalPanel, type Withdrawn } from './ClosurePanel.tsx'
import { ComparePanel } from './ComparePanel.tsx'
import { ImportPanel } from './ImportPanel.tsx'
import { Layers, Legend } from './Layers.tsx'
import { NoticesPanel } from './NoticesPanel.tsx'
import { YearView } from './YearView.tsx'
import { isWorked, provisionalOf } from './year.ts'

/** What stands on the right. */
const panels = { notices: '通知', import: '导入通知', closure: '停止办公', compare: '两时比较' } as const
type Panel = keyof typeof panels | 'withdrawal'

type Search = { layer?: string; year?: number; panel?: Panel; asOf?: string | undefined; subject?: string; title?: string }

const [firstYear, lastYear] = [1949, 2199]

/** Calendars 日历: which days are worked, layer by layer; notices and closures entered with a look at what they change. */
export function Page() {
  const today = useToday()
  return today === null ? null : <Calendar today={today} />
}

function Calendar({ today }: { today: string }) {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const { layer = 'national', panel = 'notices', asOf, subject, title } = search
  const year = search.year ?? Number(today.slice(0, 4))
  const go = (change: Search) => void navigate({ to: '/calendar', search: { ...search, ...change } as never })
  const turn = (by: number) => go({ year: Math.min(lastYear, Math.max(firstYear, year + by)) })
  const open = (next: Panel) => go({ panel: next })
  useKey('[', '上一年', () => turn(-1))
  useKey(']', '下一年', () => turn(1))
  useKey('n', panels.notices, () => open('notices'))
  useKey('i', panels.import, () => open('import'))
  useKey('t', panels.closure, () => open('closure'))
  useKey('b', panels.compare, () => open('compare'))

  const layers = useAsk(listLayers, {})
  const found = useAsk(readYear, { params: { code: layer, year }, query: asOf === undefined ? {} : { asOf } })
  const name = found.data?.layer.name ?? layers.data?.layers.find(({ code }) => code === layer)?.name ?? ''
  const withdrawn: Withdrawn | null =
    panel === 'withdrawal' && subject !== undefined ? { subject, title: title ?? subject } : null
  const entered = () => go({ panel: 'notices' })
  return (
    <div className="ca">
      <section className="panel" aria-labelledby="layers">
        <Layers of={layers} chosen={layer} name={name} choose={(code) => go({ layer: code, panel: 'notices' })} />
        <Legend />
      </section>
      <section className="panel" aria-labelledby="year">
        <div className="ph">
          <h1 id="year">{year} 年</h1>
          <Answer of={found}>
            {({ days }) => (
              <span className="mut">
                {days.filter(isWorked).length} 个工作日　{name}
                {provisionalOf(days).length > 0 && <span className="tag-provisional">有暂定的日子</span>}
              </span>
            )}
          </Answer>
          <a className="to-entering" href="#entering">
            录入和查看
          </a>
          <span className="sp" />
          <Button size="small" onClick={() => turn(-1)} disabled={year === firstYear}>
            {year - 1} <Key name="[" />
          </Button>
          <Button size="small" onClick={() => turn(1)} disabled={year === lastYear}>
            {year + 1} <Key name="]" />
          </Button>
        </div>
        {asOf !== undefined && (
          <p className="as-of">
            只按 {dayText(asOf, today)}已公布的安排。
            <Button size="small" onClick={() => go({ asOf: undefined })}>
              看现在的
            </Button>
          </p>
        )}
        {found.data !== undefined && (
          <YearView days={found.data.days} today={today} layer={layer} layers={layers.data?.layers ?? []} />
        )}
      </section>
      <aside id="entering" className="panel" aria-label="录入和查看">
        <nav className="seg" aria-label="右栏">
          {(Object.entries(panels) as [keyof typeof panels, string][]).map(([code, word]) => (
            <button key={code} type="button" aria-pressed={code === panel} onClick={() => open(code)}>
              {word}
            </button>
          ))}
        </nav>
        <div key={layer}>
          {panel === 'notices' && (
            <NoticesPanel layer={layer} name={name} today={today} withdraw={(one) => go({ panel: 'withdrawal', ...one })} />
          )}
          {panel === 'import' && <ImportPanel layer={layer} name={name} today={today} onEntered={entered} />}
          {panel === 'closure' && <ClosurePanel layer={layer} name={name} today={today} onEntered={entered} />}
          {withdrawn !== null && <WithdrawalPanel layer={layer} name={name} today={today} of={withdrawn} onEntered={entered} />}
          {panel === 'compare' && <ComparePanel layer={layer} year={year} today={today} look={(day) => go({ asOf: day })} />}
        </div>
      </aside>
    </div>
  )
}
