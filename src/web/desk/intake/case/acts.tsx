import { Button, Input, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { methodNames } from '../../../../modules/delivery/contract.ts'
import {
  type Handed,
  type ProblemCode,
  problemNames,
  type Shortfall,
  turnAwayGrounds,
} from '../../../../modules/intake/contract.ts'
import type { Checklist } from '../../../../modules/intake/desk/contract.ts'
import {
  acceptCase,
  askCorrection,
  decideAtOnce,
  handOverResult,
  readApplication,
  supplyCase,
  turnAwayCase,
} from '../../../endpoints/window.ts'
import { dayText } from '../../../ui/words.ts'
import { addressOf } from '../../client.ts'
import { Key, useKey } from '../../keys.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { Paper } from '../../parts/Paper.tsx'
import { useAct } from '../../use-act.tsx'
import { useAsk } from '../../use-ask.ts'
import { Field } from '../window/Field.tsx'
import { Lines } from '../window/Lines.tsx'

export type ActProps = {
  caseId: string
  list: Checklist
  onDone: (reply: { documentId: string | null }) => void
  onCancel: () => void
}

type SheetProps = {
  title: string
  effect: ReactNode
  path: string
  caseId: string
  /** Null: something is still to be chosen. */
  body: object | null
  lacks?: string
  act: string
  isDanger?: boolean
  isBusy: boolean
  note: ReactNode
  onRun: () => void
  onCancel: () => void
  children?: ReactNode
}

/** An act with its letter: what it does in a sentence, the letter as it will be, then the act itself. */
function Sheet(props: SheetProps) {
  const { title, effect, path, caseId, body, lacks, act, isDanger = false, isBusy, note, onRun, onCancel, children } = props
  const [seen, setSeen] = useState<string | null>(null)
  const wanted = JSON.stringify(body)
  const isReady = body !== null && !isBusy && seen === wanted // the letter was there to be read
  useKey('Enter', act, onRun, isReady)
  return (
    <>
      <div className="ph">
        <h2>{title}</h2>
        <span className="sp" />
        <Button size="small" onClick={onCancel}>
          收起 <Key name="Esc" />
        </Button>
      </div>
      {children}
      {body !== null && (
        <Paper
          source={{ address: addressOf(`${path}/preview`, { id: caseId }), body }}
          name={`${title}（预览）`}
          isPrintable={false}
          onShown={() => setSeen(wanted)}
        />
      )}
      <div className="sec stack">
        <EffectNote>{effect}</EffectNote>
        {note}
        <div className="row">
          <Button type="primary" danger={isDanger} disabled={!isReady} onClick={onRun}>
            {act} <Key name="Enter" />
          </Button>
          {body === null && lacks !== undefined && <span className="mut">{lacks}</span>}
        </div>
      </div>
    </>
  )
}

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

/** 一次性告知: every line looked at, reasons by their codes, all at once. @source 行政许可法 32(四) */
export function Noticing({ caseId, list, onDone, onCancel }: ActProps) {
  const [found, setFound] = useState<ReadonlyMap<string, ProblemCode>>(
    () => new Map(list.missing.map(({ material, problem }) => [material, problem])),
  )
  const notice = useAct(askCorrection, { onDone })
  const shortfalls: Shortfall[] = list.lines.flatMap(({ material: { code } }) => {
    const problem = found.get(code)
    return problem === undefined ? [] : [{ material: code, problem }]
  })
  const body = shortfalls.length === 0 ? null : { shortfalls }
  const choose = (code: string, problem: ProblemCode | 'none') => {
    const next = new Map(found)
    if (problem === 'none') next.delete(code)
    else next.set(code, problem)
    setFound(next)
  }
  return (
    <Sheet
      title="一次性告知补正"
      effect={`本件只有这一次：发出后不能再要求补别的。告知申请人补 ${shortfalls.length} 项，办理期限没有开始；没有规定补正的最后一天，补齐当天起再答复是否受理。`}
      path={askCorrection.path}
      caseId={caseId}
      body={body}
      lacks="没有要补的材料，可以受理"
      act="发出告知书"
      isBusy={notice.isBusy}
      note={notice.note()}
      onRun={() => body !== null && void notice.run({ params: { id: caseId }, body })}
      onCancel={onCancel}
    >
      <ol className="mats">
        {list.lines.map(({ material: { code, name, required }, given }, n) => {
          const isGiven = given.length > 0
          const choices = Object.entries(problemNames).filter(([problem]) => (problem === 'missing') !== isGiven)
          return (
            <li key={code}>
              <span className={found.has(code) ? 'mark mark-bad' : 'mark mark-done'} aria-hidden="true" />
              <Field label={`${n + 1}. ${name}`}>
                {(id) =>
                  isGiven ? (
                    <select
                      id={id}
                      value={found.get(code) ?? 'none'}
                      onChange={(event) => choose(code, event.target.value as ProblemCode | 'none')}
                    >
                      <option value="none">合格</option>
                      {choices.map(([problem, words]) => (
                        <option key={problem} value={problem}>
                          {words}
                        </option>
                      ))}
                    </select>
                  ) : (
                    <small id={id}>{required ? '未提交，写入告知书' : '可以不交，不能要求'}</small>
                  )
                }
              </Field>
            </li>
          )
        })}
      </ol>
    </Sheet>
  )
}

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
            {(id) => <Line id={id} maxLength={200} value={organ} onChange={setOrgan} />}
          </Field>
        )}
      </div>
    </Sheet>
  )
}

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
        <Field label="决定">{(id) => <Line id={id} maxLength={2_000} value={decision} onChange={setDecision} />}</Field>
        <Field label="结果名称">{(id) => <Line id={id} maxLength={200} value={name} onChange={setName} />}</Field>
        <Field label="结果编号（没有的不填）">
          {(id) => <Line id={id} maxLength={100} value={number} onChange={setNumber} />}
        </Field>
      </div>
    </Sheet>
  )
}

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
          {(id) => <Line id={id} isFirst maxLength={100} value={receivedBy} onChange={setReceivedBy} />}
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

/** What the notice asked for, taken in at the window: all of it together. @source 行政许可法 32(五) */
export function Supplying({ caseId, list, onDone, onCancel }: ActProps) {
  const [given, setGiven] = useState<ReadonlyMap<string, Handed[]>>(new Map())
  const supply = useAct(supplyCase, { onDone })
  const asked = list.lines.filter(({ material }) => list.asked.some((one) => one.material === material.code))
  const open = asked.filter(({ material }) => (given.get(material.code) ?? []).length === 0)
  const materials = [...given].flatMap(([code, handed]) => handed.map((one) => ({ code, ...one })))
  const run = () => void supply.run({ params: { id: caseId }, body: { materials } })
  const isReady = open.length === 0 && materials.length > 0 && !supply.isBusy
  useKey('Enter', '收下补正材料', run, isReady)
  return (
    <>
      <Lines
        materials={asked.map(({ material }) => material)}
        given={(code) => given.get(code) ?? []}
        onGive={(code, handed) => setGiven(new Map(given).set(code, handed))}
      />
      <div className="sec stack">
        <EffectNote>补正收下后，从今天起再答复是否受理。</EffectNote>
        {supply.note()}
        <div className="row">
          <Button type="primary" disabled={!isReady} onClick={run}>
            收下补正材料 <Key name="Enter" />
          </Button>
          <Button onClick={onCancel}>
            收起 <Key name="Esc" />
          </Button>
          {open.length > 0 && <span className="mut">还差 {open.length} 项，补正要一次交齐</span>}
        </div>
      </div>
    </>
  )
}

type LineProps = { id: string; value: string; maxLength: number; onChange: (value: string) => void; isFirst?: boolean }

/** One line of text; Enter leaves it, so that the next Enter is the act. */
export function Line({ id, value, maxLength, onChange, isFirst = false }: LineProps) {
  return (
    <Input
      id={id}
      autoFocus={isFirst}
      maxLength={maxLength}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onPressEnter={(event) => {
        event.stopPropagation()
        event.currentTarget.blur()
      }}
    />
  )
}
