import { weeksOf } from './weeks.ts'
import { dayText } from './words.ts'

/** One line of the proof of a date. */
export type Day = { readonly date: string; readonly counted: boolean; readonly why: string }

/** The proof of a date, a line a day, by weeks: which days count, which do not, and why. For both sides. */
export function DayList({ days, dueOn, today }: { days: readonly Day[]; dueOn: string | null; today: string }) {
  const numbers = numbered(days)
  return (
    <>
      {weeksOf(days).map((week) => (
        <div key={week.name}>
          <h4 className="wk">{week.name}</h4>
          <ol className="days">
            {week.days.map((day) => (
              <li key={day.date} className={classOf(day, dueOn, today)}>
                <span className="wd num">{dayText(day.date)}</span>
                <span className="wm">
                  <Mark day={day} />
                  {day.counted ? `第 ${numbers.get(day.date)} 日` : '不计'}
                </span>
                <span className="wr">
                  {[day.why, day.date === dueOn && '到期日', day.date === today && '今天'].filter(Boolean).join('，')}
                </span>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </>
  )
}

function numbered(days: readonly Day[]): ReadonlyMap<string, number> {
  let count = 0
  return new Map(
    days.map((day) => {
      if (day.counted) count += 1
      return [day.date, count]
    }),
  )
}

function classOf({ date, counted, why }: Day, dueOn: string | null, today: string): string {
  const kind = counted ? '' : why.startsWith('暂停') || why.includes('不计入期限') ? 'hold' : 'off'
  return [kind, date === dueOn && 'due', date === today && 'today'].filter(Boolean).join(' ')
}

/** A filled square counts, an empty one does not: the shape says it beside the word. */
function Mark({ day }: { day: Day }) {
  return (
    <svg className="i" viewBox="0 0 24 24" aria-hidden="true">
      <rect x="5" y="5" width="14" height="14" rx="2" className={day.counted ? 'solid' : undefined} />
    </svg>
  )
}
