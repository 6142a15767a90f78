import { Button, Input } from 'antd'
import { useState } from 'react'
import { recuseCase } from '../../../endpoints/approval.ts'
import { Key, useKey } from '../../keys.tsx'
import { Field } from '../../parts/Field.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { useAct } from '../../use-act.tsx'

/** Withdrawing from the case 回避, with the reason. */
export function Recusal({ caseId }: { caseId: string }) {
  const [reason, setReason] = useState('')
  const recuse = useAct(recuseCase)
  const isReady = reason.trim().length >= 4
  const run = () => void recuse.run({ params: { id: caseId }, body: { reason: reason.trim() } })
  const [isOpen, setOpen] = useState(false)
  useKey('F2', isOpen ? '回避' : '要回避', () => (isOpen ? run() : setOpen(true)), !isOpen || (isReady && !recuse.isBusy))
  return (
    <details className="recusal" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>我与本件有利害关系，要回避 {!isOpen && <Key name="F2" />}</summary>
      {recuse.note()}
      <EffectNote kind={isReady ? 'will' : 'first'}>
        {isReady ? '回避以后您不能再审查或决定本件，不能收回；由其他人员办理，时限继续计算。' : '写回避的理由（4 个字以上）。'}
      </EffectNote>
      <div className="act">
        <Field label="回避的理由，入卷" isWide>
          {(id) => <Input id={id} maxLength={2_000} value={reason} onChange={(event) => setReason(event.target.value)} />}
        </Field>
        <Button disabled={!isReady || recuse.isBusy} onClick={run}>
          回避 <Key name="F2" />
        </Button>
      </div>
    </details>
  )
}
