import { Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { approverNames, conclusions, PlannedEnd, type ProcedureList } from '../../../../modules/approval/contract.ts'
import type { CaseView } from '../../../../modules/casework/contract.ts'
import { beginProcedure, endProcedure, extendByGovernment, extendLimit, listProcedures } from '../../../endpoints/approval.ts'
import { dayText, limitText } from '../../../ui/words.ts'
import { Key, useKey } from '../../keys.tsx'
import { Field } from '../../parts/Field.tsx'
import { Answer, EffectNote } from '../../parts/notes.tsx'
import { useAct } from '../../use-act.tsx'
import { useAsk } from '../../use-ask.ts'

const stopWords = { all: '法定和承诺时限都不计', promise: '承诺时限不计，法定时限照计', nothing: '时限照计' } as const

/** Special procedures: those that ran, one to begin, one to end; and the one extension. */
export function Procedures({ view, today }: { view: CaseView; today: string }) {
  const found = useAsk(listProcedures, { params: { id: view.caseId } })
  const can = (code: string) => view.allowedActs.some((act) => act.code === code)
  return (
    <Answer of={found}>
      {(list) => (
        <>
          {list.started.map((one) => (
            <div key={one.seq} className="sec">
              <h3>{one.name}</h3>
              <p className="mut">
                {dayText(one.fromOn, today)}开始，{stopWords[one.stops]}；
                {one.endedOn === null ? `计划 ${dayText(one.plannedUntilOn, today)}结束` : `${dayText(one.endedOn, today)}结束`}
                {one.conclusion !== null && `，${conclusions[one.conclusion]}`}
              </p>
              {one.endedOn === null && can('endProcedure') && <End caseId={view.caseId} seq={one.seq} />}
            </div>
          ))}
          {can('beginProcedure') && <Begin caseId={view.caseId} list={list} />}
          {(can('extend') || can('extendByGovernment')) && list.extension !== null && (
            <Extend caseId={view.caseId} extension={list.extension} />
          )}
          {list.listed.length === 0 && <p className="sec mut">本事项的清单没有特别程序。</p>}
          {list.extension !== null && !can('extend') && !can('extendByGovernment') && (
            <p className="sec mut">
              期限可以延长一次，最多 {list.extension.mostDays} 日（按该期限的计算单位），须经
              {approverNames[list.extension.approver]}批准。
            </p>
          )}
        </>
      )}
    </Answer>
  )
}

function Begin({ caseId, list }: { caseId: string; list: ProcedureList }) {
  const open = list.started.filter(({ endedOn }) => endedOn === null).map(({ procedure }) => procedure)
  const startable = list.listed.filter(({ code }) => !open.includes(code))
  const [code, setCode] = useState(startable[0]?.code ?? '')
  const [plannedUntilOn, setPlanned] = useState('')
  const [reason, setReason] = useState('')
  const begin = useAct(beginProcedure)
  const chosen = startable.find((one) => one.code === code)
  const lacks = [plannedUntilOn === '' && '计划结束日', reason.trim().length < 4 && '理由（4 个字以上）'].filter(Boolean)
  const isReady = chosen !== undefined && lacks.length === 0 && !begin.isBusy
  const run = () => void begin.run({ params: { id: caseId }, body: { procedure: code, plannedUntilOn, reason: reason.trim() } })
  useKey('F6', '启动特别程序', run, isReady)
  if (chosen === undefined) return null
  return (
    <form
      className="sec form"
      onSubmit={(event) => {
        event.preventDefault()
        run()
      }}
    >
      <h3>启动特别程序</h3>
      <Select
        aria-label="程序"
        value={code}
        onChange={setCode}
        options={startable.map(({ code: value, name: label }) => ({ value, label }))}
      />
      <p className="mut">
        {stopWords[chosen.stops]}；{chosen.limit === null ? '清单没有公布它的时限' : `最长 ${limitText(chosen.limit)}`}
      </p>
      <Field label="计划结束日">
        {(id) => <Input id={id} type="date" value={plannedUntilOn} onChange={(event) => setPlanned(event.target.value)} />}
      </Field>
      <Field label="理由，写进告知书">
        {(id) => (
          <Input.TextArea id={id} rows={2} maxLength={2_000} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      {begin.refused(PlannedEnd, ({ earliestOn, latestOn }) => (
        <EffectNote kind="cannot">
          计划结束日应在 {dayText(earliestOn)} 至 {dayText(latestOn)} 之间。
        </EffectNote>
      ))}
      {begin.note([PlannedEnd])}
      <EffectNote kind={lacks.length > 0 ? 'first' : 'will'}>
        {lacks.length > 0
          ? `先填${lacks.join('、')}。`
          : `从明天起${stopWords[chosen.stops]}${chosen.stops === 'nothing' ? '' : '，制发告知书并告知申请人'}。`}
      </EffectNote>
      <Button htmlType="submit" disabled={!isReady}>
        启动{chosen.name} <Key name="F6" />
      </Button>
    </form>
  )
}

function End({ caseId, seq }: { caseId: string; seq: number }) {
  const [conclusion, setConclusion] = useState<keyof typeof conclusions>('passed')
  const [result, setResult] = useState('')
  const end = useAct(endProcedure)
  const isReady = result.trim().length >= 4 && !end.isBusy
  const run = () => void end.run({ params: { id: caseId }, body: { beganSeq: seq, conclusion, result: result.trim() } })
  useKey('F7', '结束这项程序', run, isReady)
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        run()
      }}
    >
      <Select
        aria-label="结论"
        value={conclusion}
        onChange={setConclusion}
        options={Object.entries(conclusions).map(([value, label]) => ({ value: value as keyof typeof conclusions, label }))}
      />
      <Field label="结果">
        {(id) => (
          <Input.TextArea id={id} rows={2} maxLength={2_000} value={result} onChange={(event) => setResult(event.target.value)} />
        )}
      </Field>
      {end.note()}
      <EffectNote kind={result.trim().length < 4 ? 'first' : 'will'}>
        {result.trim().length < 4 ? '先写结果（4 个字以上）。' : '从明天起恢复计时。'}
      </EffectNote>
      <Button htmlType="submit" disabled={!isReady}>
        结束这项程序 <Key name="F7" />
      </Button>
    </form>
  )
}

function Extend({ caseId, extension }: { caseId: string; extension: NonNullable<ProcedureList['extension']> }) {
  const [days, setDays] = useState(extension.mostDays)
  const [reason, setReason] = useState('')
  const extend = useAct(extension.approver === 'organHead' ? extendLimit : extendByGovernment)
  const isReady = reason.trim().length >= 4
  const run = () => void extend.run({ params: { id: caseId }, body: { days, reason: reason.trim() } })
  useKey('F4', '批准延长', run, isReady && !extend.isBusy)
  return (
    <form
      className="sec form"
      onSubmit={(event) => {
        event.preventDefault()
        run()
      }}
    >
      <h3>延长办理期限</h3>
      <Field label={`延长日数，最多 ${extension.mostDays}`}>
        {(id) => <InputNumber id={id} min={1} max={extension.mostDays} value={days} onChange={(value) => setDays(value ?? 1)} />}
      </Field>
      <Field label="理由，告知申请人">
        {(id) => (
          <Input.TextArea id={id} rows={2} maxLength={2_000} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      {extend.note()}
      <EffectNote kind={isReady ? 'will' : 'first'}>
        {isReady
          ? `法定期限延长 ${days} 日（按该期限的计算单位），只能一次；承诺期限不变；制发延长办理期限告知书。`
          : '先写理由（4 个字以上）。'}
      </EffectNote>
      <Button htmlType="submit" disabled={extend.isBusy || !isReady}>
        批准延长 <Key name="F4" />
      </Button>
    </form>
  )
}
