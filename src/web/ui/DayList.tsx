import { weeksOf } from './weeks.ts'
import { dayText } from './words.ts'

/** One line of the proof of a date. */
export type Day = { readonly date: string; readonly counted: boolean; readonly why: string }

/** A day as it stands in the list: which of the counted ones it is (null: not counted), what is said of it, how it looks. */
type DayRow = { readonly date: string; readonly number: number | null; readonly words: string; readonly look: string }

/** The lines of the proof of a date: from them alone anybody can count it again. */
export function rowsOf(days: readonly Day[], dueOn: string | null, today: string): DayRow[] {
  let count = 0
  return days.map((day) => {
    const { date, counted, why } = day
    if (counted) count += 1
    const words = [why, date === dueOn && '到期日', date === today && '今天'].filter(Boolean).join('，')
    return { date, number: counted ? count : null, words, look: lookOf(day, dueOn, today) }
  })
}

/** The proof of a date, a line a day, by weeks: which days count, which do not, and why. For both sides. */
export function DayList({ days, dueOn, today }: { days: readonly Day[]; dueOn: string | null; today: string }) {
  return (
    <>
      {weeksOf(rowsOf(days, dueOn, today)).map((week) => (
        <div key={week.name}>
          <h4 className="wk">{week.name}</h4>
          <ol className="days">
            {week.days.map(({ date, number, words, look }) => (
              <li key={date} className={look}>
                <span className="wd num">{dayText(date)}</span>
                <span className="wm">
                  <Mark isCounted={number !== null} />
                  {number === null ? '不计' : `第 ${number} 日`}
                </span>
                <span className="wr">{words}</span>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </>
  )
}

function lookOf({ date, counted, why }: Day, dueOn: string | null, today: string): string {
  const kind = counted ? '' : why.startsWith('暂停') || why.includes('不计入期限') ? 'hold' : 'off'
  return [kind, date === dueOn && 'due', date === today && 'today'].filter(Boolean).join(' ')
}

/** A filled square counts, an empty one does not: the shape says it beside the word. */
function Mark({ isCounted }: { isCounted: boolean }) {
  return (
    <svg className="i" viewBox="0 0 24 24" aria-hidden="true">
      <rect x="5" y="5" width="14" height="14" rx="2" className={isCounted ? 'solid' : undefined} />
    </svg>
  )
}
