import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReviewSheet } from '../../../modules/approval/contract.ts'
import type { CaseView } from '../../../modules/casework/contract.ts'
import type { Checklist } from '../../../modules/intake/desk/contract.ts'
import { readReviewSheet } from '../../endpoints/approval.ts'
import { readCase } from '../../endpoints/casework.ts'
import { readChecklist } from '../../endpoints/window.ts'
import { ClockWhy } from '../clock/ClockWhy.tsx'
import { Key, useKey } from '../keys.tsx'
import { Answer, Outline } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import { Acts } from './case/Acts.tsx'
import { Conditions } from './case/Conditions.tsx'
import { Materials } from './case/Materials.tsx'
import { Side } from './case/Side.tsx'
import { useOffices } from './use-offices.ts'
import './approval.css'

/** A case at review and decision: conditions, materials, time, and at the bottom what may be done. */
export function Page() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const offices = useOffices()
  const found = useAsk(readCase, { params: { id } })
  const sheet = useAsk(readReviewSheet, { params: { id } })
  const list = useAsk(readChecklist, { params: { id } })
  if (offices === null) return <Outline />
  return (
    <Answer of={found}>
      {(view) => (
        <Answer of={sheet}>
          {(sheet) => (
            <Answer of={list}>
              {(checklist) => (
                <Desk key={`${view.caseId}${view.state}`} view={view} sheet={sheet} checklist={checklist} today={offices.today} />
              )}
            </Answer>
          )}
        </Answer>
      )}
    </Answer>
  )
}

type Props = { view: CaseView; sheet: ReviewSheet; checklist: Checklist; today: string }

function Desk({ view, sheet, checklist, today }: Props) {
  const navigate = useNavigate()
  const [found, setFound] = useState<ReadonlyMap<string, boolean>>(
    () => new Map(sheet.findings.map(({ condition, isMet }) => [condition, isMet])),
  )
  const [material, setMaterial] = useState(0)
  useKey('Escape', '回到列表', () => {
    if (document.querySelector('.ant-drawer-open') === null) void navigate({ to: '/approval' }) // an open letter closes first
  })
  const isOpen = view.allowedActs.some(({ code }) => ['review', 'grant'].includes(code))
  const show = (codes: readonly string[]) => {
    const at = checklist.lines.findIndex((line) => codes.includes(line.material.code))
    if (at >= 0) setMaterial(at)
  }
  return (
    <div className="apv approve">
      <header className="panel casehead">
        <Link to="/approval">
          ← 列表 <Key name="Escape" />
        </Link>
        <h1>{checklist.itemName}</h1>
        <span className="mut">
          {checklist.applicantName ?? '—'}　<span className="num">{view.number}</span>　{view.stateName}
        </span>
        <span className="clocks">
          {view.timers
            .filter(({ endedOn }) => endedOn === null)
            .map((timer) => (
              <span key={timer.code}>
                <span className="mut">{timer.name}</span> <ClockWhy caseId={view.caseId} timer={timer} today={today} />
              </span>
            ))}
        </span>
      </header>
      <div className="a3">
        <Conditions
          sheet={sheet}
          checklist={checklist}
          found={found}
          isOpen={isOpen}
          show={show}
          mark={(code, isMet) => setFound(new Map([...found, [code, isMet]]))}
        />
        <Materials view={view} checklist={checklist} at={material} choose={setMaterial} />
        <Side view={view} sheet={sheet} today={today} />
      </div>
      <Acts view={view} sheet={sheet} checklist={checklist} found={found} today={today} />
    </div>
  )
}
