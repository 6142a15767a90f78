import { Button } from 'antd'
import { useState } from 'react'
import type { Handed } from '../../../../modules/intake/contract.ts'
import { supplyCase } from '../../../endpoints/window.ts'
import { Key, useKey } from '../../keys.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { useAct } from '../../use-act.tsx'
import { Lines } from '../window/Lines.tsx'
import type { ActProps } from './acts-props.ts'

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
