import { Popover } from 'antd'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { ListedCase, TimerView } from '../../../modules/casework/contract.ts'
import { explainTimer } from '../../endpoints/casework.ts'
import { ClockChip } from '../../ui/ClockChip.tsx'
import { ClockProof } from '../../ui/ClockProof.tsx'
import { Answer } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import './clock-why.css'

/** The clock chip of a case; pressed, it shows in place why its date is this day. Escape closes it. */
export function ClockWhy({ caseId, timer, today }: { caseId: string; timer: TimerView; today: string }) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const closeBy = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return
    event.stopPropagation() // the page around has an Escape of its own
    setOpen(false)
    button.current?.focus()
  }
  return (
    <Popover
      trigger="click"
      open={isOpen}
      onOpenChange={setOpen}
      placement="bottomLeft"
      content={
        // biome-ignore lint/a11y/noStaticElementInteractions: only Escape, and only while the focus is inside
        <div onKeyDown={closeBy}>
          <Proof caseId={caseId} timer={timer} today={today} />
        </div>
      }
      destroyOnHidden
    >
      <button ref={button} className="clock-why" type="button" aria-expanded={isOpen} onKeyDown={closeBy}>
        <ClockChip timer={timer} today={today} />
        <span className="vh">，为什么是这一天</span>
      </button>
    </Popover>
  )
}

/** The tightest clock of a case in a list. `today` null: not known yet. */
export function Tightest({ one: { caseId, clock }, today }: { one: ListedCase; today: string | null }) {
  if (clock === null) return <span className="mut">没有在走的时限</span>
  return today === null ? null : <ClockWhy caseId={caseId} timer={clock} today={today} />
}

function Proof({ caseId, timer: { code, name }, today }: { caseId: string; timer: TimerView; today: string }) {
  const found = useAsk(explainTimer, { params: { id: caseId, code } })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
    <section className="clock-proof" tabIndex={0} aria-label={`${name}：为什么是这一天`} ref={(element) => element?.focus()}>
      <h3>{name}</h3>
      <Answer of={found}>{(proof) => <ClockProof proof={proof} today={today} />}</Answer>
    </section>
  )
}
