import { Button, Input } from 'antd'
import { useState } from 'react'
import type { CaseView } from '../../../../modules/casework/contract.ts'
import type { Checklist } from '../../../../modules/intake/desk/contract.ts'
import { issueResult } from '../../../endpoints/approval.ts'
import { Key, useKey } from '../../keys.tsx'
import { Field } from '../../parts/Field.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { useAct } from '../../use-act.tsx'

/** The result of a grant is made 制证: what it is called and the number it bears; then it waits at the window. @source 行政许可法 39 */
export function Issuing({ view, checklist }: { view: CaseView; checklist: Checklist }) {
  const [name, setName] = useState(checklist.resultName ?? '办理结果')
  const [number, setNumber] = useState('')
  const issue = useAct(issueResult)
  const isReady = name.trim() !== '' && !issue.isBusy
  const run = () =>
    void issue.run({
      params: { id: view.caseId },
      body: { name: name.trim(), number: number.trim() === '' ? null : number.trim() },
    })
  useKey('F8', '制好，转窗口发放', run, isReady)
  return (
    <>
      {issue.note()}
      <EffectNote kind={name.trim() === '' ? 'first' : 'will'}>
        {name.trim() === '' ? '写结果的名称。' : '结果制好以后转窗口发放，并告知申请人可以领取；送达期限继续计算。'}
      </EffectNote>
      <div className="act">
        <Field label="结果名称" isWide>
          {(id) => <Input id={id} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label="证件编号（没有的不填）">
          {(id) => <Input id={id} maxLength={100} value={number} onChange={(event) => setNumber(event.target.value)} />}
        </Field>
        <Button type="primary" disabled={!isReady} onClick={run}>
          制好，转窗口发放 <Key name="F8" />
        </Button>
      </div>
    </>
  )
}
