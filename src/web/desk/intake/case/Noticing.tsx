import { useState } from 'react'
import { type ProblemCode, problemNames, type Shortfall } from '../../../../modules/intake/contract.ts'
import { askCorrection } from '../../../endpoints/window.ts'
import { Field } from '../../parts/Field.tsx'
import { useAct } from '../../use-act.tsx'
import type { ActProps } from './acts-props.ts'
import { Sheet } from './Sheet.tsx'

/** 一次性告知: every line looked at, reasons by their codes, all at once. @source 行政许可法 32(四) */
export function Noticing({ caseId, list, onDone, onCancel }: ActProps) {
  const [found, setFound] = useState<ReadonlyMap<string, ProblemCode>>(
    () => new Map(list.missing.map(({ material, problem }) => [material, problem])),
  )
  const notice = useAct(askCorrection, { onDone })
  const shortfalls: Shortfall[] = list.lines.flatMap(({ material: { code } }) => {
    const problem = found.get(code)
    return problem === undefined ? [] : [{ material: code, problem }]
  })
  const body = shortfalls.length === 0 ? null : { shortfalls }
  const choose = (code: string, problem: ProblemCode | 'none') => {
    const next = new Map(found)
    if (problem === 'none') next.delete(code)
    else next.set(code, problem)
    setFound(next)
  }
  return (
    <Sheet
      title="一次性告知补正"
      effect={`本件只有这一次：发出后不能再要求补别的。告知申请人补 ${shortfalls.length} 项，办理期限没有开始；没有规定补正的最后一天，补齐当天起再答复是否受理。`}
      path={askCorrection.path}
      caseId={caseId}
      body={body}
      lacks="没有要补的材料，可以受理"
      act="发出告知书"
      isBusy={notice.isBusy}
      note={notice.note()}
      onRun={() => body !== null && void notice.run({ params: { id: caseId }, body })}
      onCancel={onCancel}
    >
      <ol className="mats">
        {list.lines.map(({ material: { code, name, required }, given }, n) => {
          const isGiven = given.length > 0
          const choices = Object.entries(problemNames).filter(([problem]) => (problem === 'missing') !== isGiven)
          return (
            <li key={code}>
              <span className={found.has(code) ? 'mark mark-bad' : 'mark mark-done'} aria-hidden="true" />
              <Field label={`${n + 1}. ${name}`}>
                {(id) =>
                  isGiven ? (
                    <select
                      id={id}
                      value={found.get(code) ?? 'none'}
                      onChange={(event) => choose(code, event.target.value as ProblemCode | 'none')}
                    >
                      <option value="none">合格</option>
                      {choices.map(([problem, words]) => (
                        <option key={problem} value={problem}>
                          {words}
                        </option>
                      ))}
                    </select>
                  ) : (
                    <small id={id}>{required ? '未提交，写入告知书' : '可以不交，不能要求'}</small>
                  )
                }
              </Field>
            </li>
          )
        })}
      </ol>
    </Sheet>
  )
}
