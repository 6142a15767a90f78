import { useState } from 'react'
import { type Entry, longestClosure } from '../../../modules/clock/contract.ts'
import { dayText } from '../../ui/words.ts'
import { EntryFlow } from './EntryFlow.tsx'
import { Field } from './Field.tsx'

type Props = { layer: string; name: string; today: string; onEntered: () => void }

/** An emergency closure 停止办公: days on which the offices of a layer do not work. */
export function ClosurePanel({ layer, name, today, onEntered }: Props) {
  const [reason, setReason] = useState('')
  const [fromOn, setFrom] = useState('')
  const [toOn, setTo] = useState('')
  const [knownOn, setKnown] = useState(today)
  const [ownTitle, setTitle] = useState<string | null>(null)
  const [source, setSource] = useState('')
  const title = ownTitle ?? (reason === '' ? '' : `关于${reason}停止办公的公告`)
  const lastOn = toOn === '' ? fromOn : toOn
  const isWhole = reason !== '' && fromOn !== '' && knownOn !== '' && title !== ''
  const entry: Entry | null = isWhole
    ? { kind: 'closure', reason, fromOn, toOn: lastOn, knownOn, title, source: source === '' ? null : source }
    : null
  return (
    <section className="part" aria-labelledby="closure">
      <h2 id="closure">{name}停止办公</h2>
      <p className="mut">停止办公的日子不算工作日；最后一日落在其中的期限，顺延到恢复办公的第一个工作日。</p>
      <Field label="原因" value={reason} change={setReason} maxLength={50} hint="逐日说明里会写，如“台风红色预警”" />
      <div className="pair">
        <Field label="第一日" type="date" value={fromOn} change={setFrom} />
        <Field label="最后一日" type="date" value={toOn} change={setTo} hint={`不填为一日，最多 ${longestClosure} 日`} />
      </div>
      <Field label="公告标题" value={title} change={setTitle} maxLength={200} />
      <Field label="公布日" type="date" value={knownOn} change={setKnown} max={today} />
      <Field label="原文网址" value={source} change={setSource} maxLength={500} hint="没有可以不填" />
      <EntryFlow
        layer={layer}
        today={today}
        entry={entry}
        missing="先写明原因和第一日。"
        act="发布停止办公"
        onEntered={onEntered}
      />
    </section>
  )
}

/** Which closure or single notice no longer holds. */
export type Withdrawn = { readonly subject: string; readonly title: string }

/** That a closure no longer holds: its days count again as if it had not been. The record keeps both. */
export function WithdrawalPanel({ layer, name, today, of, onEntered }: Props & { of: Withdrawn }) {
  const [knownOn, setKnown] = useState(today)
  const [title, setTitle] = useState(`撤销：${of.title}`.slice(0, 200))
  const [source, setSource] = useState('')
  const entry: Entry | null =
    knownOn !== '' && title !== ''
      ? // of the same day as what it takes back: meant, and so no conflict
        { kind: 'withdrawal', subject: of.subject, knownOn, title, source: source === '' ? null : source, corrects: true }
      : null
  return (
    <section className="part" aria-labelledby="withdrawal">
      <h2 id="withdrawal">撤销“{of.title}”</h2>
      <p className="mut">
        {name}，{dayText(today)}起这些日子恢复原来的算法。原通知仍留在记录里。
      </p>
      <Field label="公告标题" value={title} change={setTitle} maxLength={200} />
      <Field label="公布日" type="date" value={knownOn} change={setKnown} max={today} />
      <Field label="原文网址" value={source} change={setSource} maxLength={500} hint="没有可以不填" />
      <EntryFlow layer={layer} today={today} entry={entry} missing="先写明标题和公布日。" act="撤销" onEntered={onEntered} />
    </section>
  )
}
