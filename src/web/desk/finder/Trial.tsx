import type { Tried } from '../../../modules/finder/knowing/contract.ts'
import { answerText, partText } from './texts.ts'

const markNames = { hit1: '第一个就对', hit3: '前三个里有', refused: '能答的说没有', none: '不该答的说没有' } as const
const paperNames = { tuning: '调试题', frozen: '冻结题' } as const

/** The marks of the examination before and after. */
export function Trial({ tried: { before, after, answeredBefore, answeredAfter } }: { tried: Tried }) {
  return (
    <section aria-label="试算">
      <h2>改了以后</h2>
      {answeredBefore !== null && answeredAfter !== null && (
        <p>
          答案：<span className="mut">{answerText(answeredBefore)}</span> → <b>{answerText(answeredAfter)}</b>
        </p>
      )}
      <table className="tbl marks">
        <thead>
          <tr>
            <th>考试</th>
            {Object.entries(markNames).map(([name, label]) => (
              <th key={name} className="r">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(Object.keys(paperNames) as (keyof typeof paperNames)[]).map((paper) => (
            <tr key={paper}>
              <th scope="row">
                {paperNames[paper]} <span className="mut">{before[paper].questions} 道</span>
              </th>
              {(Object.keys(markNames) as (keyof typeof markNames)[]).map((name) => (
                <td key={name} className="r num">
                  <span className="narrow">{markNames[name]} </span>
                  {partText(before[paper][name])} → <b>{partText(after[paper][name])}</b>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mut">只算本地清单里有的事项；“—”是没有这样的题。冻结题只用来看，不要照着它补。</p>
    </section>
  )
}
