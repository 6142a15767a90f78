import { Button, Input } from 'antd'
import { useState } from 'react'
import { reviewCase } from '../../../endpoints/approval.ts'
import { Key, useKey } from '../../keys.tsx'
import { Field } from '../../parts/Field.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { useAct } from '../../use-act.tsx'
import type { ActsProps } from './acts-props.ts'
import { leftOf, numbersOf, unmetOf } from './found.ts'
import { nextText } from './plan.ts'

/** The reviewer's conclusion: it follows from the conditions; the opinion says why. */
export function Reviewing({ view, sheet, found, opinion: typed, write }: ActsProps) {
  const [chosen, setChosen] = useState<'grant' | 'refuse'>('grant')
  const review = useAct(reviewCase)
  const { conditions } = sheet
  const left = leftOf(sheet, found)
  const unmet = unmetOf(sheet, found)
  const conclusion = conditions.length === 0 ? chosen : unmet.length > 0 ? 'refuse' : 'grant'
  const step = sheet.plan.find(({ isCurrent }) => isCurrent)
  const judged = conditions.filter(({ code }) => found.has(code)).length
  const opinion = typed ?? (left.length > 0 ? '' : proposed(judged, conditions.length, conclusion, unmet))
  const isReady = left.length === 0 && opinion.trim().length >= 4
  const run = () =>
    void review.run({
      params: { id: view.caseId },
      body: {
        ...(step === undefined ? {} : { step: step.code }),
        conclusion,
        opinion: opinion.trim(),
        ...(conditions.length === 0
          ? {}
          : {
              findings: conditions.flatMap(({ code }) =>
                found.has(code) ? [{ condition: code, isMet: found.get(code) === true }] : [],
              ),
            }),
      },
    })
  const act = `提交${step?.name ?? '审查'}意见`
  useKey('F8', act, run, isReady && !review.isBusy)
  const word = conclusion === 'grant' ? '拟准予' : '拟不予'
  return (
    <>
      {review.note()}
      <EffectNote kind={isReady ? 'will' : 'first'}>
        {left.length > 0 ? (
          <>
            还不能提交：<b>条件 {numbersOf(sheet, left)} 未核</b>。
          </>
        ) : isReady ? (
          <>
            {step?.name ?? '审查'}意见<b>{word}</b>，{nextText(sheet.plan)}；时限继续计算，不产生文书。
          </>
        ) : (
          '写审查意见（4 个字以上）。'
        )}
      </EffectNote>
      <div className="act">
        <Field label="审查意见，入卷" isWide>
          {(id) => (
            <Input.TextArea id={id} rows={2} maxLength={2_000} value={opinion} onChange={(event) => write(event.target.value)} />
          )}
        </Field>
        {conditions.length === 0 &&
          (['grant', 'refuse'] as const).map((one) => (
            <label key={one} className="pick">
              <input type="radio" name="conclusion" checked={chosen === one} onChange={() => setChosen(one)} />
              {one === 'grant' ? '拟准予' : '拟不予'}
            </label>
          ))}
        <Button type="primary" disabled={!isReady || review.isBusy} onClick={run}>
          {act}：{word} <Key name="F8" />
        </Button>
      </div>
    </>
  )
}

function proposed(judged: number, count: number, conclusion: 'grant' | 'refuse', unmet: readonly { unmet: string }[]): string {
  if (count === 0) return ''
  if (conclusion === 'grant' && judged < count)
    return `经逐条核对，清单所列 ${count} 条条件中由本环节核的 ${judged} 条均符合，建议准予。`
  if (conclusion === 'grant') return `经逐条核对清单所列 ${count} 条条件，均符合，建议准予。`
  return `${unmet.map((one) => one.unmet).join('')}建议不予。`
}
