import { Button } from 'antd'
import { useState } from 'react'
import type { DayDifference } from '../../../modules/clock/contract.ts'
import { compareYear } from '../../endpoints/clock.ts'
import { dayText } from '../../ui/words.ts'
import { Answer } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import { Field } from './Field.tsx'
import { differencesOf } from './year.ts'

type Props = { layer: string; year: number; today: string; look: (day: string) => void }

/** Two states of knowledge side by side: what a day counted as by what was published then, and then. */
export function ComparePanel({ layer, year, today, look }: Props) {
  const [before, setBefore] = useState(`${year - 1}-11-01`)
  const [after, setAfter] = useState(today)
  return (
    <section className="part" aria-labelledby="compare">
      <h2 id="compare">{year} 年，两个时刻比较</h2>
      <p className="mut">各按当日已经公布的安排。给出过的日期，按给出那天的安排说明。</p>
      <div className="pair">
        <Field label="前一时刻" type="date" value={before} change={setBefore} />
        <Field label="后一时刻" type="date" value={after} change={setAfter} />
      </div>
      {before !== '' && after !== '' && <Found layer={layer} year={year} before={before} after={after} />}
      {before !== '' && (
        <p className="row">
          <Button size="small" onClick={() => look(before)}>
            看前一时刻的年历
          </Button>
        </p>
      )}
    </section>
  )
}

function Found({ layer, year, before, after }: { layer: string; year: number; before: string; after: string }) {
  const found = useAsk(compareYear, { params: { code: layer, year }, query: { before, after } })
  return (
    <Answer of={found}>
      {({ days }) => {
        const { counted, settled, unsettled, renamed } = differencesOf(days)
        return (
          <div role="status">
            <p>
              <b className="fig">{counted.length}</b> 日算法不同
              {settled > 0 && `；${settled} 日从暂定变为确定，算法不变`}
              {unsettled > 0 && `；${unsettled} 日从确定变为暂定，算法不变`}
              {renamed.length > 0 && `；${renamed.length} 日只是理由不同`}。
            </p>
            {counted.length > 0 && <Rows days={counted} />}
            {renamed.length > 0 && (
              <details>
                <summary>只是理由不同的 {renamed.length} 日</summary>
                <Rows days={renamed} />
              </details>
            )}
          </div>
        )
      }}
    </Answer>
  )
}

function Rows({ days }: { days: readonly DayDifference[] }) {
  return (
    <table className="tbl">
      <thead>
        <tr>
          <th>日子</th>
          <th>前</th>
          <th>后</th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ on, before, after }) => (
          <tr key={on}>
            <td className="nb">{dayText(on)}</td>
            <td className="mut">{shortWhy(before)}</td>
            <td>{shortWhy(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The reason without the bracket on certainty, which a word says shorter. */
function shortWhy({ why, isProvisional }: DayDifference['before']): string {
  return `${why.replace(/（.*）$/, '')}${isProvisional ? '（暂定）' : ''}`
}
