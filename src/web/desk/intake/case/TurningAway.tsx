import { Input, Radio } from 'antd'
import { useState } from 'react'
import { turnAwayGrounds } from '../../../../modules/intake/contract.ts'
import { turnAwayCase } from '../../../endpoints/window.ts'
import { Field } from '../../parts/Field.tsx'
import { useAct } from '../../use-act.tsx'
import { TextLine } from '../window/TextLine.tsx'
import type { ActProps } from './acts-props.ts'
import { Sheet } from './Sheet.tsx'

/** 不予受理, with reason and where to turn instead. @source 行政许可法 32(一)(二) */
export function TurningAway({ caseId, onDone, onCancel }: ActProps) {
  const [ground, setGround] = useState<keyof typeof turnAwayGrounds>('not_required')
  const [reason, setReason] = useState('')
  const [organ, setOrgan] = useState('')
  const turnAway = useAct(turnAwayCase, { onDone })
  const needsOrgan = ground === 'not_competent'
  const isWhole = reason.trim().length >= 4 && (!needsOrgan || organ.trim().length >= 2)
  const body = isWhole ? { ground, reason: reason.trim(), competentOrgan: needsOrgan ? organ.trim() : null } : null
  return (
    <Sheet
      title="不予受理"
      effect="出具不予受理决定书，写明理由和救济途径，告知申请人；本件办结。"
      path={turnAwayCase.path}
      caseId={caseId}
      body={body}
      lacks={needsOrgan ? '写明理由，并指明向哪个机关申请' : '写明理由'}
      act="不予受理"
      isDanger
      isBusy={turnAway.isBusy}
      note={turnAway.note()}
      onRun={() => body !== null && void turnAway.run({ params: { id: caseId }, body })}
      onCancel={onCancel}
    >
      <div className="sec stack">
        <Radio.Group
          aria-label="法定情形"
          value={ground}
          onChange={(event) => setGround(event.target.value)}
          options={Object.entries(turnAwayGrounds).map(([value, label]) => ({ value, label }))}
        />
        <Field label="理由">
          {(id) => (
            <Input.TextArea
              id={id}
              autoFocus
              maxLength={1_000}
              rows={3}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {needsOrgan && (
          <Field label="应当向哪个行政机关申请">
            {(id) => <TextLine id={id} maxLength={200} value={organ} onChange={setOrgan} />}
          </Field>
        )}
      </div>
    </Sheet>
  )
}
