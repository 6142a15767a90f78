import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import type { Identifier, MaskedPerson } from '../../../../modules/identity/contract.ts'
import { delegate } from '../../../endpoints/identity.ts'
import { listMyPosts } from '../../../endpoints/staff.ts'
import { Key, useKey } from '../../keys.tsx'
import { Field } from '../../parts/Field.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { useAct } from '../../use-act.tsx'
import { useAsk } from '../../use-ask.ts'
import { Upload } from './Upload.tsx'

type Props = {
  applicant: MaskedPerson
  agent: { person: MaskedPerson; identifier: Identifier }
  itemCode: string
  onDone: () => void
  onCancel: () => void
}

/** The paper by which the agent acts 授权委托书: scanned, with its term; for a body also that they represent it. @source 民法典 165 */
export function Authority({ applicant, agent, itemCode, onDone, onCancel }: Props) {
  const [basis, setBasis] = useState<'delegation' | 'representative'>('delegation')
  const [reach, setReach] = useState<'item' | 'all'>('item')
  const [untilOn, setUntilOn] = useState('')
  const [fileId, setFileId] = useState<string | null>(null)
  const today = useAsk(listMyPosts, {}).data?.today
  const record = useAct(delegate, { onDone })
  const scope = basis === 'representative' || reach === 'all' ? '*' : itemCode
  const run = () => {
    if (fileId === null || today === undefined) return
    const until = untilOn === '' ? null : untilOn
    void record.run({
      body: {
        basis,
        principal: applicant.id,
        agent: agent.identifier,
        scope,
        fromOn: today,
        untilOn: until,
        proofFileId: fileId,
      },
    })
  }
  useKey('Enter', '核过原件，登记委托并接着办', run, fileId !== null && !record.isBusy)
  return (
    <div className="sec stack">
      <EffectNote kind="first">
        <b>
          还没有 {agent.person.name} 代 {applicant.name} 办这件事的委托。
        </b>
        核对授权委托书或身份证明的原件，扫描后登记；登记留痕，申请人随时可以终止。
      </EffectNote>
      {applicant.kind === 'legal' && (
        <Radio.Group
          value={basis}
          onChange={(event) => setBasis(event.target.value)}
          options={[
            { value: 'delegation', label: '经办人，有授权委托书' },
            { value: 'representative', label: '法定代表人，有身份证明' },
          ]}
        />
      )}
      {basis === 'delegation' && (
        <Radio.Group
          aria-label="委托范围"
          value={reach}
          onChange={(event) => setReach(event.target.value)}
          options={[
            { value: 'item', label: '只办这个事项' },
            { value: 'all', label: '委托书写明各项事务' },
          ]}
        />
      )}
      <Field label="委托到哪一天（委托书没有写期限的不填）">
        {(id) => <Input id={id} type="date" value={untilOn} onChange={(event) => setUntilOn(event.target.value)} />}
      </Field>
      <div className="row">
        <Upload label="委托书扫描件" isGiven={fileId !== null} onUploaded={setFileId} keyName="u" />
      </div>
      <div className="row">
        <Button type="primary" disabled={record.isBusy || fileId === null} onClick={run}>
          核过原件，登记委托并接着办 <Key name="Enter" />
        </Button>
        <Button onClick={onCancel}>换一个事项</Button>
        {fileId === null && <span className="mut">先扫描委托书</span>}
      </div>
      {record.note()}
    </div>
  )
}
