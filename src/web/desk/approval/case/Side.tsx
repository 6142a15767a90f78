import { useState } from 'react'
import type { ReviewSheet } from '../../../../modules/approval/contract.ts'
import type { CaseView, TimerView } from '../../../../modules/casework/contract.ts'
import type { Checklist } from '../../../../modules/intake/desk/contract.ts'
import { explainTimer } from '../../../endpoints/casework.ts'
import { readEvents } from '../../../endpoints/intake.ts'
import { type Day, DayList } from '../../../ui/DayList.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { dayText, limitText } from '../../../ui/words.ts'
import { Key, useKey } from '../../keys.tsx'
import { Answer } from '../../parts/notes.tsx'
import { useAsk } from '../../use-ask.ts'
import { eventNames, momentText } from '../texts.ts'
import { Expiry } from './Expiry.tsx'
import { Procedures } from './Procedures.tsx'
import { stageOf } from './plan.ts'

const tabs = { time: '时间账', opinions: '意见', procedures: '特别程序与延期' } as const
type Tab = keyof typeof tabs

type Props = { view: CaseView; sheet: ReviewSheet; renewal: Checklist['renewal']; today: string }

/** Time account, history, opinions, special procedures. */
export function Side({ view, sheet, renewal, today }: Props) {
  const [tab, setTab] = useState<Tab>('time')
  const order = Object.keys(tabs) as Tab[]
  useKey('t', '换一栏：时间账、意见、特别程序', () => setTab(order[(order.indexOf(tab) + 1) % order.length] ?? 'time'))
  return (
    <section className="panel" aria-label="时间与记录">
      <div className="tabs" role="tablist" aria-label="时间与记录">
        {order.map((one) => (
          <button key={one} type="button" role="tab" aria-selected={one === tab} onClick={() => setTab(one)}>
            {tabs[one]} {one === 'opinions' && <span className="num">{sheet.opinions.length}</span>}
          </button>
        ))}
        <Key name="t" />
      </div>
      {tab === 'time' && <Steps plan={sheet.plan} />}
      {tab === 'time' && renewal !== null && <Expiry key={renewal.expiresOn} view={view} renewal={renewal} today={today} />}
      {tab === 'time' && <Time view={view} plan={sheet.plan} today={today} />}
      {tab === 'opinions' && <Opinions sheet={sheet} />}
      {tab === 'procedures' && <Procedures view={view} today={today} />}
    </section>
  )
}

const stages = { done: '已办', now: '正在办', ahead: '还没到' } as const

/** The steps of the item's plan: who answers for each, and how far the case is. @source 行政许可法 34, 38 */
function Steps({ plan }: { plan: ReviewSheet['plan'] }) {
  return (
    <div className="sec">
      <h3>环节</h3>
      <ol className="steps">
        {plan.map((step) => {
          const stage = stageOf(step)
          return (
            <li key={step.code} {...(stage === 'now' ? { 'aria-current': 'step' as const } : {})}>
              {stage === 'done' ? (
                <span className="good">
                  <Icon name="done" label={stages.done} />
                </span>
              ) : (
                <svg className="i" viewBox="0 0 24 24" role="img" aria-label={stages[stage]}>
                  <circle cx="12" cy="12" r="8" />
                  {stage === 'now' && <path d="M12 4a8 8 0 0 1 0 16Z" fill="currentColor" />}
                </svg>
              )}
              <div>
                {step.name}
                {step.people > 1 && ` 须 ${step.people} 人，已 ${step.done.length} 人`}
                {step.done.length > 0 && <span className="mut">　{step.done.map(doneText).join('、')}</span>}
                {step.post !== null && <p className="mut">{step.post}</p>}
              </div>
            </li>
          )
        })}
      </ol>
    </div>
  )
}

function doneText({ on, isMine }: ReviewSheet['plan'][number]['done'][number]): string {
  return `${Number(on.slice(5, 7))}/${Number(on.slice(8))}${isMine ? ' 我办' : ''}`
}

function Time({ view, plan, today }: { view: CaseView; plan: ReviewSheet['plan']; today: string }) {
  const running = view.timers.filter(({ endedOn }) => endedOn === null)
  const timer = running.find(({ code }) => code === 'PROMISE') ?? running[0] ?? view.timers.at(-1)
  return (
    <>
      {timer === undefined ? (
        <p className="sec mut">没有在走的时限。</p>
      ) : (
        <Account caseId={view.caseId} timer={timer} today={today} />
      )}
      <History caseId={view.caseId} plan={plan} />
    </>
  )
}

/** A cell a day, and the proof of the date. */
function Account({ caseId, timer, today }: { caseId: string; timer: TimerView; today: string }) {
  const found = useAsk(explainTimer, { params: { id: caseId, code: timer.code } })
  return (
    <div className="sec">
      <h3>
        {timer.name} {limitText(timer.limit)}
        {timer.extension > 0 && `，已延长 ${timer.extension}`}
      </h3>
      <Answer of={found}>
        {({ days, clauses }) => (
          <>
            <Cells days={days} dueOn={timer.dueOn} today={today} />
            <details>
              <summary>为什么是{timer.dueOn === null ? '这样算' : dayText(timer.dueOn, today)}</summary>
              <DayList days={days} dueOn={timer.dueOn} today={today} />
              {clauses.length > 0 && <p className="mut">依据：{clauses.join('；')}</p>}
            </details>
          </>
        )}
      </Answer>
    </div>
  )
}

const mostCells = 60

function Cells({ days, dueOn, today }: { days: readonly Day[]; dueOn: string | null; today: string }) {
  const counted = days.filter((day) => day.counted).length
  const isStop = (day: Day) => !day.counted && (day.why.startsWith('暂停') || day.why.includes('不计入期限'))
  const stopped = days.filter(isStop).length
  const classOf = (day: Day) => {
    if (day.date === today || day.date === dueOn) return 'now'
    if (isStop(day)) return 'stop'
    if (!day.counted) return 'off'
    return day.date > today ? 'ahead' : 'past'
  }
  return (
    <>
      {days.length <= mostCells && (
        <p className="cells" aria-hidden="true">
          {days.map((day) => (
            <i key={day.date} className={classOf(day)} title={`${dayText(day.date, today)} ${day.why}`}>
              {Number(day.date.slice(8))}
            </i>
          ))}
        </p>
      )}
      <p className="mut">
        计入 {counted} 日，暂停 {stopped} 日，双休、放假和收件当日 {days.length - counted - stopped} 日
      </p>
    </>
  )
}

const bodyOf = (event: Readonly<Record<string, unknown>>) => event.body as { readonly step?: string }

function History({ caseId, plan }: { caseId: string; plan: ReviewSheet['plan'] }) {
  const found = useAsk(readEvents, { params: { id: caseId } })
  return (
    <div className="sec">
      <h3>办理过程</h3>
      <Answer of={found}>
        {({ events }) => (
          <ol className="tl">
            {events.map((event) => (
              <li key={String(event.seq)}>
                <time className="num">{momentText(String(event.at))}</time>
                {plan.find(({ code }) => code === bodyOf(event).step)?.name ??
                  eventNames[String(event.kind)] ??
                  String(event.kind)}
                {event.standIn !== null && <p>{standInText(event.standIn as StandIn)}</p>}
                {event.text !== null && <p>{String(event.text)}</p>}
                {event.ground !== null && <p className="mut">{String(event.ground)}</p>}
              </li>
            ))}
          </ol>
        )}
      </Answer>
    </div>
  )
}

type StandIn = { readonly name: string; readonly forName: string }

function standInText({ name, forName }: StandIn): string {
  return `${name || '已注销的账号'} 代 ${forName || '已注销的账号'}`
}

function Opinions({ sheet: { opinions } }: { sheet: ReviewSheet }) {
  if (opinions.length === 0) return <p className="sec mut">还没有人提出意见。</p>
  return opinions.map(({ seq, kind, step, on, conclusion, words, isMine }) => (
    <div key={seq} className="sec">
      <h3>
        {kind === 'sendBack' ? '退回重新审查' : `${step ?? '审查'}：${conclusion === 'grant' ? '拟准予' : '拟不予'}`}
        <span className="mut">
          　{dayText(on)}
          {isMine && '，我提出的'}
        </span>
      </h3>
      <p className="said">{words ?? '内容已依法删除。'}</p>
    </div>
  ))
}
