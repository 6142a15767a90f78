import { Select } from 'antd'
import { useState } from 'react'
import { methodNames } from '../../../../modules/delivery/contract.ts'
import { handOverResult } from '../../../endpoints/window.ts'
import { Field } from '../../parts/Field.tsx'
import { useAct } from '../../use-act.tsx'
import { TextLine } from '../window/TextLine.tsx'
import type { ActProps } from './acts-props.ts'
import { Sheet } from './Sheet.tsx'

/** 交付结果: to whom and how, with a proof of service to be signed. @source 行政许可法 44 */
export function HandingOver({ caseId, onDone, onCancel }: ActProps) {
  const [method, setMethod] = useState<keyof typeof methodNames>('direct')
  const [receivedBy, setReceivedBy] = useState('')
  const handOver = useAct(handOverResult, { onDone })
  const body = receivedBy.trim() === '' ? null : { method, receivedBy: receivedBy.trim() }
  return (
    <Sheet
      title="交付结果"
      effect="核对领取人证件后交付；出具送达回证，请领取人在打印的回证上签名。送达期限到此为止。"
      path={handOverResult.path}
      caseId={caseId}
      body={body}
      lacks="填写领取人"
      act="核过证件，交付"
      isBusy={handOver.isBusy}
      note={handOver.note()}
      onRun={() => body !== null && void handOver.run({ params: { id: caseId }, body })}
      onCancel={onCancel}
    >
      <div className="sec stack">
        <Field label="领取人">
          {(id) => <TextLine id={id} isFirst maxLength={100} value={receivedBy} onChange={setReceivedBy} />}
        </Field>
        <Field label="送达方式">
          {(id) => (
            <Select
              id={id}
              value={method}
              onChange={setMethod}
              options={Object.entries(methodNames).map(([value, label]) => ({ value: value as keyof typeof methodNames, label }))}
            />
          )}
        </Field>
      </div>
    </Sheet>
  )
}
