import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { addressOf } from '../../client.ts'
import { Key, useKey } from '../../keys.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { Paper } from '../../parts/Paper.tsx'

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
export function Sheet(props: SheetProps) {
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
