import type { ListedLayer, YearDay } from '../../../modules/clock/contract.ts'
import { dayText } from '../../ui/words.ts'
import { type Month, monthsOf, namedIn, provisionalOf, stretchesOf } from './year.ts'

/** What the days are called that are not as the plain week says. */
export const kindNames = { worked: '工作日', weekend: '双休', holiday: '放假', makeup: '调休上班', closed: '停止办公' } as const

const weekdays = ['一', '二', '三', '四', '五', '六', '日'] as const

type Props = { days: readonly YearDay[]; today: string; layer: string; layers: readonly ListedLayer[] }

/** A year as on the wall, and below it in words what notices say of it. */
export function YearView({ days, today, layer, layers }: Props) {
  return (
    <>
      <div className="yr">
        {monthsOf(days).map((month) => (
          <MonthTable key={month.month} month={month} today={today} />
        ))}
      </div>
      <Said days={days} layer={layer} layers={layers} />
    </>
  )
}

function MonthTable({ month: { month, worked, weeks }, today }: { month: Month; today: string }) {
  return (
    <table className="mo">
      <caption>
        <b>{month} 月</b> <span className="mut">{worked} 个工作日</span>
      </caption>
      <thead>
        <tr>
          {weekdays.map((day) => (
            <th key={day} scope="col">
              {day}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: weeks of a month have no other name
          <tr key={n}>
            {week.map((day, at) => (day === null ? <td key={weekdays[at]} /> : <DayCell key={day.on} day={day} today={today} />))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** One day: shape and colour for who sees, words for who listens or points. */
function DayCell({ day: { on, kind, name, isProvisional }, today }: { day: YearDay; today: string }) {
  const isToday = on === today
  const words = [
    kind !== 'worked' && (name === null ? kindNames[kind] : `${name}${kindNames[kind]}`),
    isProvisional && '暂定',
    isToday && '今天',
  ].filter((word) => word !== false)
  const looks = [kind, isProvisional && 'provisional', isToday && 'now'].filter((look) => look !== false)
  return (
    <td className={looks.join(' ')} {...(words.length > 0 ? { title: words.join('，') } : {})}>
      {Number(on.slice(8))}
      {words.length > 0 && <span className="vh">{words.join('，')}</span>}
    </td>
  )
}

function Said({ days, layer, layers }: { days: readonly YearDay[]; layer: string; layers: readonly ListedLayer[] }) {
  const said = stretchesOf(namedIn(days))
  const open = provisionalOf(days)
  return (
    <section className="said" aria-labelledby="said">
      <h2 id="said">这一年不按平常一周的日子</h2>
      {said.length === 0 && open.length === 0 && <p className="mut">没有通知提到这一年。</p>}
      <ul>
        {said.map(({ from, to, days, first: { kind, name, notice } }) => (
          <li key={from}>
            <span className="num">{stretchText({ from, to })}</span>
            <span>
              {name}
              {kindNames[kind]}
              {days > 1 && `，${days} 日`}
            </span>
            <span className="mut">
              {notice.layer !== layer && `${layers.find(({ code }) => code === notice.layer)?.name ?? ''}　`}
              {notice.title}
            </span>
          </li>
        ))}
        {open.map(({ from, to }) => (
          <li key={from} className="open">
            <span className="num">{stretchText({ from, to })}</span>
            <span>暂定</span>
            <span className="mut">
              {from.endsWith('12-25') ? '次年放假安排未公布，可能延及这几日；' : '这一年放假安排未公布；'}
              先按平常一周推算，到期日注明“暂定”。
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** '1月1日（周四）至 3日（周六）'. */
export function stretchText({ from, to }: { from: string; to: string }): string {
  if (from === to) return dayText(from)
  return `${dayText(from)}至 ${from.slice(0, 7) === to.slice(0, 7) ? dayText(to).replace(/^\d+月/, '') : dayText(to)}`
}
