import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { CaseView } from '../../../modules/casework/contract.ts'
import type { Checklist } from '../../../modules/intake/desk/contract.ts'
import { readCase } from '../../endpoints/casework.ts'
import { readChecklist } from '../../endpoints/window.ts'
import { dayText } from '../../ui/words.ts'
import { addressOf } from '../client.ts'
import { ClockWhy } from '../clock/ClockWhy.tsx'
import { Key, useKey } from '../keys.tsx'
import { Answer, EffectNote } from '../parts/notes.tsx'
import type { PaperSource } from '../parts/Paper.tsx'
import { useAsk } from '../use-ask.ts'
import { useToday } from '../use-today.ts'
import { Accepting } from './case/Accepting.tsx'
import { Application } from './case/Application.tsx'
import { AtOnce } from './case/AtOnce.tsx'
import { Custody } from './case/Custody.tsx'
import { Given } from './case/Given.tsx'
import { HandingOver } from './case/HandingOver.tsx'
import { Letters } from './case/Letters.tsx'
import { Noticing } from './case/Noticing.tsx'
import { Supplying } from './case/Supplying.tsx'
import { TurningAway } from './case/TurningAway.tsx'
import './window.css'

/** What a clerk does with a case at the window, by the code of the act that must be allowed. */
const doings = {
  atOnce: { act: 'decideAtOnce', key: 'i', name: '即办：当场决定' },
  accept: { act: 'accept', key: 'F8', name: '受理' },
  supply: { act: 'supply', key: 'F8', name: '收下补正材料' },
  notice: { act: 'askCorrection', key: 'F9', name: '一次性告知' },
  turnAway: { act: 'turnAway', key: 'F10', name: '不予受理' },
  handOver: { act: 'handOver', key: 'h', name: '交付结果' },
  keep: { act: 'keepOriginals', key: 'b', name: '保管原件' },
} as const
type Doing = keyof typeof doings

/** A case at the window: its checklist, what the clerk may do with it, and every letter before and after. */
export function Page() {
  const { caseId = '' } = useParams({ strict: false }) as { caseId?: string }
  const params = { id: caseId }
  const found = useAsk(readCase, { params })
  const list = useAsk(readChecklist, { params })
  return (
    <Answer of={found}>
      {(view) => <Answer of={list}>{(checklist) => <Case key={caseId} view={view} list={checklist} />}</Answer>}
    </Answer>
  )
}

function Case({ view, list }: { view: CaseView; list: Checklist }) {
  const navigate = useNavigate()
  const { act: wanted } = useSearch({ strict: false }) as { act?: string }
  const may = (doing: Doing) => view.allowedActs.some(({ code }) => code === doings[doing].act)
  const [doing, setDoing] = useState<Doing | null>(() => begun(wanted, may, list))
  const [paper, setPaper] = useState<{ source: PaperSource; name: string } | null>(null)
  const params = { id: view.caseId }
  const letterOf = (documentId: string, name: string) =>
    setPaper({ source: { address: addressOf('/cases/:id/documents/:documentId', { ...params, documentId }) }, name })
  const done = (name: string) => (reply: { documentId: string | null }) => {
    setDoing((now) => (now === doing ? null : now)) // whoever already went on to the next act stays there
    if (reply.documentId !== null) letterOf(reply.documentId, name)
  }
  const close = () => setDoing(null)
  const back = () => void navigate({ to: '/window' as never })
  useKey('Escape', '收起；再按一次回到窗口', () => {
    if (document.activeElement instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName))
      document.activeElement.blur()
    else if (doing !== null) close()
    else back()
  })
  const offered = (Object.keys(doings) as Doing[]).filter(may)
  const main = offered[0]
  const shared = { caseId: view.caseId, list, onCancel: close }
  return (
    <div className="win">
      <div className="w3 w3-case">
        <section className="panel" aria-label="办件">
          <div className="ph">
            <h1>{list.itemName}</h1>
          </div>
          <div className="sec">
            <p className="who">{list.applicantName ?? '—'}</p>
            <dl className="kv">
              <div>
                <dt>办件编号</dt>
                <dd className="num">{view.number}</dd>
              </div>
              {view.queryCode !== null && (
                <div>
                  <dt>查询码</dt>
                  <dd className="num">{view.queryCode}</dd>
                </div>
              )}
              <div>
                <dt>状态</dt>
                <dd>{view.stateName}</dd>
              </div>
              <div>
                <dt>收到</dt>
                <dd>{dayText(view.receivedOn)}</dd>
              </div>
              <div>
                <dt>实施机关</dt>
                <dd>{list.department}</dd>
              </div>
            </dl>
            <Clocks view={view} />
          </div>
          <Application caseId={view.caseId} list={list} />
        </section>
        <section className="panel" aria-label="材料与核对">
          <div className="ph">
            <h2>材料与核对</h2>
            <span className="mut">
              {list.lines.length} 项，{list.missing.length === 0 ? '必须交的都收到了' : `还差 ${list.missing.length} 项`}
            </span>
          </div>
          {doing === 'supply' ? (
            <Supplying {...shared} onDone={done('收件凭证')} />
          ) : (
            <Given
              list={list}
              onLook={(fileId) => setPaper({ source: { address: addressOf('/files/:id', { id: fileId }) }, name: '材料' })}
            />
          )}
          <Custody caseId={view.caseId} list={list} isKeeping={doing === 'keep'} onKept={done('原件保管单')} onCancel={close} />
        </section>
        <section className="panel" aria-label="文书">
          {doing === 'accept' && <Accepting {...shared} onDone={done('受理通知书')} />}
          {doing === 'notice' && <Noticing {...shared} onDone={done('补正告知书')} />}
          {doing === 'turnAway' && <TurningAway {...shared} onDone={done('不予受理决定书')} />}
          {doing === 'atOnce' && <AtOnce {...shared} ruleSet={view.ruleSet} onDone={done('决定文书')} />}
          {doing === 'handOver' && <HandingOver {...shared} onDone={done('送达回证')} />}
          {(doing === null || doing === 'supply' || doing === 'keep') && <Letters view={view} paper={paper} onOpen={letterOf} />}
        </section>
      </div>
      <footer className="acts">
        {view.state === 'correcting' && doing === null && (
          <EffectNote>
            等申请人补齐告知书上的 {list.asked.length} 项；带着材料来的，在这里收下，从收下之日起再答复是否受理。
          </EffectNote>
        )}
        <div className="row">
          {offered.map((one) => (
            <Offer
              key={one}
              doing={one}
              isMain={one === main && doing === null}
              isOff={one === 'accept' && list.missing.length > 0}
              onClick={() => setDoing(one)}
            />
          ))}
          <span className="sp" />
          {view.state === 'submitted' && list.missing.length > 0 && <span className="mut">还差材料，先一次性告知</span>}
          <Button onClick={back}>
            回到窗口 <Key name="Esc" />
          </Button>
        </div>
      </footer>
    </div>
  )
}

/** What the way from the draft asked for, as far as it may be done. */
function begun(wanted: string | undefined, may: (doing: Doing) => boolean, list: Checklist): Doing | null {
  if (wanted === 'accept' && list.missing.length === 0) return may('atOnce') ? 'atOnce' : may('accept') ? 'accept' : null
  if (wanted === 'notice' || wanted === 'turnAway') return may(wanted) ? wanted : null
  return null
}

function Offer({ doing, isMain, isOff, onClick }: { doing: Doing; isMain: boolean; isOff: boolean; onClick: () => void }) {
  const { key, name } = doings[doing]
  useKey(key, name, onClick, !isOff)
  return (
    <Button type={isMain ? 'primary' : 'default'} danger={doing === 'turnAway'} disabled={isOff} onClick={onClick}>
      {name} <Key name={key} />
    </Button>
  )
}

function Clocks({ view }: { view: CaseView }) {
  const today = useToday()
  const running = view.timers.filter((timer) => timer.endedOn === null)
  if (today === null) return null
  return (
    <ul className="clocks">
      {running.map((timer) => (
        <li key={timer.code}>
          <small>{timer.name}</small>
          <ClockWhy caseId={view.caseId} timer={timer} today={today} />
        </li>
      ))}
    </ul>
  )
}
