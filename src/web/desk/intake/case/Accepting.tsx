import { Input } from 'antd'
import { useState } from 'react'
import type { Checklist } from '../../../../modules/intake/desk/contract.ts'
import { acceptCase, readApplication } from '../../../endpoints/window.ts'
import { dayText } from '../../../ui/words.ts'
import { Field } from '../../parts/Field.tsx'
import { useAct } from '../../use-act.tsx'
import { useAsk } from '../../use-ask.ts'
import type { ActProps } from './acts-props.ts'
import { Sheet } from './Sheet.tsx'

/** 受理. @source 行政许可法 32(五) */
export function Accepting({ caseId, list: { renewal }, onDone, onCancel }: ActProps) {
  const accept = useAct(acceptCase, { onDone })
  const [stated, setStated] = useState<string | null>(null)
  const written = useWritten(caseId, renewal)
  const expiresOn = stated ?? written ?? ''
  const body = renewal === null ? {} : expiresOn === '' ? null : { expiresOn }
  return (
    <Sheet
      title="受理"
      effect="出具受理通知书，告知申请人；办理期限从明天起算，转审查。"
      path={acceptCase.path}
      caseId={caseId}
      body={body}
      lacks="填写原许可证件上的有效期届满日"
      act="受理"
      isBusy={accept.isBusy}
      note={accept.note()}
      onRun={() => body !== null && void accept.run({ params: { id: caseId }, body })}
      onCancel={onCancel}
    >
      {renewal !== null && (
        <div className="sec stack">
          <Field label="有效期届满日（对照原许可证件，不是申请表）">
            {(id) => <Input id={id} type="date" value={expiresOn} onChange={(event) => setStated(event.target.value)} />}
          </Field>
          {written !== null && (
            <p className="mut">
              申请中填写的是 {dayText(written)}
              {expiresOn !== '' && expiresOn !== written && '，与证件不一致的，受理通知书会写明'}。
            </p>
          )}
          <p className="mut">
            届满 {renewal.leadDays} 日前提出的，届满前没有决定就视为准予延续（{renewal.basis}）。
          </p>
        </div>
      )}
    </Sheet>
  )
}

/** The day that the applicant wrote; null: not known yet, none, or there is nothing to renew. Looking is on record. */
function useWritten(caseId: string, renewal: Checklist['renewal']): string | null {
  const { data } = useAsk(readApplication, { params: { id: caseId } }, { isOff: renewal === null })
  const written = renewal === null ? undefined : data?.facts[`form/${renewal.expiryField}`]
  return typeof written === 'string' ? written : null
}
