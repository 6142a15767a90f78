import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import type { Checklist, KeptOriginals } from '../../../../modules/intake/desk/contract.ts'
import { keepOriginals, returnOriginals } from '../../../endpoints/window.ts'
import { dayText } from '../../../ui/words.ts'
import { Key, useKey } from '../../keys.tsx'
import { Field } from '../../parts/Field.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { useAct } from '../../use-act.tsx'
import { TextLine } from '../window/TextLine.tsx'

type Props = {
  caseId: string
  list: Checklist
  isKeeping: boolean
  onKept: (reply: { documentId: string | null }) => void
  onCancel: () => void
}

/** Originals that the window keeps for a while, each against a slip, until they are given back. */
export function Custody({ caseId, list, isKeeping, onKept, onCancel }: Props) {
  const nameOf = (code: string) => list.lines.find(({ material }) => material.code === code)?.material.name ?? code
  return (
    <>
      {isKeeping && <Keeping caseId={caseId} list={list} onKept={onKept} onCancel={onCancel} />}
      {list.kept.length > 0 && (
        <div className="sec">
          <h3>保管的原件</h3>
          {list.kept.map((kept) => (
            <Kept key={kept.seq} caseId={caseId} kept={kept} names={kept.materials.map(nameOf)} />
          ))}
        </div>
      )}
    </>
  )
}

function Keeping({ caseId, list, onKept, onCancel }: Omit<Props, 'isKeeping'>) {
  const [codes, setCodes] = useState<readonly string[]>([])
  const [handedInBy, setHandedInBy] = useState('')
  const [purpose, setPurpose] = useState('核对、扫描')
  const [returnBy, setReturnBy] = useState('')
  const keep = useAct(keepOriginals, { onDone: onKept })
  const isReady = codes.length > 0 && handedInBy.trim() !== '' && purpose.trim().length >= 2 && !keep.isBusy
  const run = () =>
    void keep.run({
      params: { id: caseId },
      body: {
        originals: codes.map((code) => ({ code, copies: 1, serial: null })),
        handedInBy: handedInBy.trim(),
        purpose: purpose.trim(),
        returnBy: returnBy === '' ? null : returnBy,
      },
    })
  useKey('Enter', '收存原件，出具保管单', run, isReady)
  return (
    <div className="sec stack">
      <h3>保管原件</h3>
      <Checkbox.Group
        className="stack"
        aria-label="哪些原件"
        value={[...codes]}
        onChange={(chosen) => setCodes(chosen)}
        options={list.lines.map(({ material }) => ({ value: material.code, label: material.name }))}
      />
      <Field label="交件人">
        {(id) => <TextLine id={id} isFirst maxLength={100} value={handedInBy} onChange={setHandedInBy} />}
      </Field>
      <Field label="用于">{(id) => <TextLine id={id} maxLength={200} value={purpose} onChange={setPurpose} />}</Field>
      <Field label="哪天退还（说不准的不填）">
        {(id) => <Input id={id} type="date" value={returnBy} onChange={(event) => setReturnBy(event.target.value)} />}
      </Field>
      <EffectNote>出具原件保管单，交给交件人；退还时凭单领回。</EffectNote>
      {keep.note()}
      <div className="row">
        <Button type="primary" disabled={!isReady} onClick={run}>
          收存原件，出具保管单 <Key name="Enter" />
        </Button>
        <Button onClick={onCancel}>
          收起 <Key name="Esc" />
        </Button>
      </div>
    </div>
  )
}

function Kept({ caseId, kept, names }: { caseId: string; kept: KeptOriginals; names: readonly string[] }) {
  const [isGiving, setGiving] = useState(false)
  const [receivedBy, setReceivedBy] = useState('')
  const give = useAct(returnOriginals, { onDone: () => setGiving(false) })
  const run = () => void give.run({ params: { id: caseId }, body: { keptSeq: kept.seq, receivedBy: receivedBy.trim() } })
  useKey('Enter', '收回保管单，退还原件', run, isGiving && receivedBy.trim() !== '' && !give.isBusy)
  useKey('r', '退还原件', () => setGiving(true), kept.returnedOn === null && !isGiving)
  return (
    <div className="stack">
      <p>
        {names.join('、')}　
        <span className="mut">
          {dayText(kept.keptOn)}收存{kept.returnedOn !== null && `，${dayText(kept.returnedOn)}已退还`}
        </span>
      </p>
      {kept.returnedOn === null && !isGiving && (
        <p>
          <Button size="small" onClick={() => setGiving(true)}>
            退还 <Key name="r" />
          </Button>
        </p>
      )}
      {isGiving && kept.returnedOn === null && (
        <>
          <Field label="领回人">
            {(id) => <TextLine id={id} isFirst maxLength={100} value={receivedBy} onChange={setReceivedBy} />}
          </Field>
          {give.note()}
          <div className="row">
            <Button type="primary" disabled={receivedBy.trim() === '' || give.isBusy} onClick={run}>
              收回保管单，退还原件 <Key name="Enter" />
            </Button>
            <Button onClick={() => setGiving(false)}>先不退</Button>
          </div>
        </>
      )}
    </div>
  )
}
