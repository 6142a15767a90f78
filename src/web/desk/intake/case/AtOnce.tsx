import { useState } from 'react'
import { decideAtOnce } from '../../../endpoints/window.ts'
import { Field } from '../../parts/Field.tsx'
import { useAct } from '../../use-act.tsx'
import { TextLine } from '../window/TextLine.tsx'
import type { ActProps } from './acts-props.ts'
import { Sheet } from './Sheet.tsx'

/** 即办: accepted, decided and made at once by one accountable post. @source 行政许可法 34 */
export function AtOnce({ caseId, list, ruleSet, onDone, onCancel }: ActProps & { ruleSet: string }) {
  const isPermit = ruleSet === 'permit'
  const [decision, setDecision] = useState(
    isPermit ? '经当场核对，符合法定条件，准予许可。' : '经当场核对，符合办理条件，予以办理。',
  )
  const [name, setName] = useState(list.resultName ?? '办理结果')
  const [number, setNumber] = useState('')
  const decide = useAct(decideAtOnce, { onDone })
  const isWhole = decision.trim().length >= 4 && name.trim() !== ''
  const result = { name: name.trim(), number: number.trim() === '' ? null : number.trim() }
  const body = isWhole ? { decision: decision.trim(), result } : null
  return (
    <Sheet
      title="即办"
      effect="由您一人负责：当场受理、当场决定、结果当场制好，三份记录一次写入；不符合条件的收起来，按普通程序受理后转审查。"
      path={decideAtOnce.path}
      caseId={caseId}
      body={body}
      lacks="写明决定和结果名称"
      act="即办：当场决定"
      isBusy={decide.isBusy}
      note={decide.note()}
      onRun={() => body !== null && void decide.run({ params: { id: caseId }, body })}
      onCancel={onCancel}
    >
      <div className="sec stack">
        <Field label="决定">{(id) => <TextLine id={id} maxLength={2_000} value={decision} onChange={setDecision} />}</Field>
        <Field label="结果名称">{(id) => <TextLine id={id} maxLength={200} value={name} onChange={setName} />}</Field>
        <Field label="结果编号（没有的不填）">
          {(id) => <TextLine id={id} maxLength={100} value={number} onChange={setNumber} />}
        </Field>
      </div>
    </Sheet>
  )
}
