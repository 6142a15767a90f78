import { Button, Input } from 'antd'
import { useState } from 'react'
import type { CaseView } from '../../../../modules/casework/contract.ts'
import type { Checklist } from '../../../../modules/intake/desk/contract.ts'
import { standings } from '../../../../modules/intake/renewal/contract.ts'
import { confirmExpiry } from '../../../endpoints/window.ts'
import { dayText } from '../../../ui/words.ts'
import { Field } from '../../parts/Field.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { useAct } from '../../use-act.tsx'

/** The renewal that the case is about: until when the licence in hand runs, what silence does, and stating the day where it is not stated. */
export function Expiry({ view, renewal, today }: { view: CaseView; renewal: NonNullable<Checklist['renewal']>; today: string }) {
  const { expiresOn, latestOn, standing, leadDays, basis } = renewal
  const canState = view.allowedActs.some(({ code }) => code === 'confirmExpiry')
  return (
    <div className="sec">
      <h3>延续</h3>
      <p>
        {expiresOn === null || standing === null
          ? '原许可有效期届满日还没有核定，逾期视为准予延续的时限没有开始。'
          : `原许可有效期至 ${dayText(expiresOn, today)}届满，${standings[standing]}。`}
      </p>
      <p className="mut">
        应当在届满 {leadDays} 日前提出{latestOn !== null && `，即不迟于 ${dayText(latestOn, today)}`}；{basis}。
      </p>
      {canState && <Stating caseId={view.caseId} stated={expiresOn} />}
    </div>
  )
}

function Stating({ caseId, stated }: { caseId: string; stated: string | null }) {
  const [expiresOn, setExpiresOn] = useState(stated ?? '')
  const confirm = useAct(confirmExpiry)
  const isReady = expiresOn !== '' && expiresOn !== stated
  const form = (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void confirm.run({ params: { id: caseId }, body: { expiresOn } })
      }}
    >
      <Field label="有效期届满日（对照原许可证件）">
        {(id) => <Input id={id} type="date" value={expiresOn} onChange={(event) => setExpiresOn(event.target.value)} />}
      </Field>
      {confirm.note()}
      <EffectNote kind={isReady ? 'will' : 'first'}>
        {isReady ? '入卷并告知申请人；按期提出的，这一天前没有决定就视为准予延续。' : '先对照原许可证件填写届满日。'}
      </EffectNote>
      <Button htmlType="submit" disabled={!isReady || confirm.isBusy}>
        核定届满日
      </Button>
    </form>
  )
  if (stated === null) return form
  return (
    <details>
      <summary>核定有误，重新核定</summary>
      {form}
    </details>
  )
}
