import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { ReviewSheet } from '../../../modules/approval/contract.ts'
import type { CaseView } from '../../../modules/casework/contract.ts'
import type { Checklist } from '../../../modules/intake/desk/contract.ts'
import { readReviewSheet } from '../../endpoints/approval.ts'
import { readCase } from '../../endpoints/casework.ts'
import { readMe } from '../../endpoints/identity.ts'
import { readChecklist } from '../../endpoints/window.ts'
import { ClockWhy } from '../clock/ClockWhy.tsx'
import { Key, useKey } from '../keys.tsx'
import { Answer, EffectNote, Outline } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import { Acts } from './case/Acts.tsx'
import { Conditions } from './case/Conditions.tsx'
import { Materials } from './case/Materials.tsx'
import { Side } from './case/Side.tsx'
import { findDraft, keepDraft, type Task } from './review-draft.ts'
import { useOffices } from './use-offices.ts'
import './approval.css'

/** A case at review and decision: conditions, materials, time, and at the bottom what may be done. */
export function Page() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const offices = useOffices()
  const found = useAsk(readCase, { params: { id } })
  const sheet = useAsk(readReviewSheet, { params: { id } })
  const list = useAsk(readChecklist, { params: { id } })
  const me = useAsk(readMe, {})
  const account = me.data?.account
  if (offices === null || account === undefined) return <Outline />
  return (
    <Answer of={found}>
      {(view) => (
        <Answer of={sheet}>
          {(sheet) => (
            <Answer of={list}>
              {(checklist) => (
                <Desk
                  key={`${view.caseId}${view.state}${sheet.opinions.length}`}
                  task={{ account, caseId: view.caseId, state: view.state, acts: sheet.opinions.length }}
                  view={view}
                  sheet={sheet}
                  checklist={checklist}
                  today={offices.today}
                  standingIn={offices.offices.find(({ organisation }) => organisation === view.organisation)?.standingIn ?? []}
                />
              )}
            </Answer>
          )}
        </Answer>
      )}
    </Answer>
  )
}

type Props = {
  task: Task
  view: CaseView
  sheet: ReviewSheet
  checklist: Checklist
  today: string
  standingIn: readonly string[]
}

function Desk({ task, view, sheet, checklist, today, standingIn }: Props) {
  const navigate = useNavigate()
  const [kept, setKept] = useState(() => findDraft(sessionStorage, task))
  const [found, setFound] = useState<ReadonlyMap<string, boolean>>(
    () => new Map([...judgedBefore(sheet), ...Object.entries(kept?.found ?? {})]),
  )
  const [opinion, setOpinion] = useState(kept?.opinion ?? null)
  const keep = (judged: ReadonlyMap<string, boolean>, words: string | null) => {
    setFound(judged)
    setOpinion(words)
    keepDraft(sessionStorage, task, { found: Object.fromEntries(judged), opinion: words })
  }
  const forget = () => {
    setKept(null)
    setFound(new Map(judgedBefore(sheet)))
    setOpinion(null)
    keepDraft(sessionStorage, task, null)
  }
  const [material, setMaterial] = useState(0)
  useKey('Escape', '回到列表', () => {
    if (document.querySelector('.ant-drawer-open') === null) void navigate({ to: '/approval' }) // an open letter closes first
  })
  const isOpen = view.allowedActs.some(({ code }) => ['examine', 'review', 'grant'].includes(code))
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
        {standingIn.length > 0 && isOpen && <span className="as">您正在代 {standingIn.join('、')} 办理</span>}
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
      {kept !== null && isOpen && (
        <EffectNote kind="first">
          您上次没有提交的核对结果和意见已经恢复，还没有入卷。
          <Button size="small" onClick={forget}>
            不要，重新核
          </Button>
        </EffectNote>
      )}
      <div className="a3">
        <Conditions
          sheet={sheet}
          checklist={checklist}
          found={found}
          isOpen={isOpen}
          show={show}
          mark={(code, isMet) => keep(new Map([...found, [code, isMet]]), opinion)}
        />
        <Materials view={view} checklist={checklist} at={material} choose={setMaterial} />
        <Side view={view} sheet={sheet} renewal={checklist.renewal} today={today} />
      </div>
      <Acts
        view={view}
        sheet={sheet}
        checklist={checklist}
        found={found}
        opinion={opinion}
        write={(words) => keep(found, words)}
        today={today}
      />
    </div>
  )
}

function judgedBefore({ findings }: ReviewSheet): [code: string, isMet: boolean][] {
  return findings.map(({ condition, isMet }) => [condition, isMet])
}
