import { useNavigate } from '@tanstack/react-router'
import { Input, type InputRef, Select } from 'antd'
import { useRef, useState } from 'react'
import type { ListedCase } from '../../../../modules/casework/contract.ts'
import type { MaskedPerson } from '../../../../modules/identity/contract.ts'
import type { ListedDraft } from '../../../../modules/intake/drafts/contract.ts'
import { findNumbered, listDeskDrafts, readTrays, resumeDraft } from '../../../endpoints/window.ts'
import { dayText } from '../../../ui/words.ts'
import { Key, useKey } from '../../keys.tsx'
import { Answer, Empty } from '../../parts/notes.tsx'
import { useRows } from '../../parts/rows.tsx'
import { useAct } from '../../use-act.tsx'
import { useAsk } from '../../use-ask.ts'
import type { Office } from '../use-offices.ts'

const names = { waiting: '待受理', supplied: '补正回来', correcting: '等补正', ready: '待领取', drafts: '没办完的' } as const
type Tray = keyof typeof names

/** All offices for which one sits at the window. */
const everywhere = ''

/** What waits at this window, and the way to a case or a draft in hand. */
export function Trays({ offices, applicant }: { offices: readonly Office[]; applicant: MaskedPerson | null }) {
  const [organisation, setOrganisation] = useState(everywhere)
  const where = organisation === everywhere ? {} : { organisation }
  const [chosen, setTray] = useState<Tray | null>(null)
  const trays = useAsk(readTrays, { query: where })
  const drafts = useAsk(listDeskDrafts, { query: where })
  const theirs = (drafts.data?.drafts ?? []).filter((draft) => draft.applicantId === applicant?.id)
  const tray: Tray = chosen ?? (theirs.length > 0 ? 'drafts' : 'waiting')
  const order = Object.keys(names) as Tray[]
  useKey('t', '换一栏待办', () => setTray(order[(order.indexOf(tray) + 1) % order.length] ?? 'waiting'))
  const count = (one: Tray) => (one === 'drafts' ? drafts.data?.drafts.length : trays.data?.[one].length)
  return (
    <section className="panel" aria-label="待办">
      <div className="ph">
        <h2>待办</h2>
        {offices.length > 1 && (
          <Select
            aria-label="单位"
            size="small"
            value={organisation}
            onChange={setOrganisation}
            options={[
              { value: everywhere, label: `全部 ${offices.length} 个单位` },
              ...offices.map(({ organisation: value, name: label }) => ({ value, label })),
            ]}
            popupMatchSelectWidth={false}
          />
        )}
      </div>
      <Find />
      <div className="tabs" role="tablist" aria-label="待办各栏">
        {order.map((one) => (
          <button key={one} type="button" role="tab" aria-selected={one === tray} onClick={() => setTray(one)}>
            {names[one]} <span className="mut num">{count(one) ?? '…'}</span>
          </button>
        ))}
        <Key name="t" />
      </div>
      {tray === 'drafts' ? (
        <Answer of={drafts}>{({ drafts }) => <Drafts drafts={drafts} applicant={applicant} />}</Answer>
      ) : (
        <Answer of={trays}>{(data) => <Cases cases={data[tray]} tray={tray} />}</Answer>
      )}
    </section>
  )
}

/** By the number on a receipt, or by the code that a citizen shows on the phone. */
function Find() {
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const field = useRef<InputRef>(null)
  const find = useAct(findNumbered, { onDone: ({ caseId }) => void navigate({ to: `/window/cases/${caseId}` as never }) })
  const resume = useAct(resumeDraft, { onDone: ({ draftId }) => void navigate({ to: `/window/drafts/${draftId}` as never }) })
  useKey('F4', '办件编号或续办码', () => field.current?.focus())
  const run = () => {
    const said = typed.trim().toUpperCase()
    find.clear()
    resume.clear()
    if (said === '') return
    if (said.length > 12) void find.run({ query: { number: said } })
    else void resume.run({ body: { code: said } })
  }
  return (
    <div className="sec">
      <Input
        ref={field}
        aria-label="办件编号或续办码"
        placeholder="扫收件凭证，或输入办件编号、续办码"
        maxLength={50}
        value={typed}
        suffix={<Key name="F4" />}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={(event) => {
          event.stopPropagation()
          run()
        }}
      />
      {find.note()}
      {resume.note()}
    </div>
  )
}

const empty = {
  waiting: '申请人在网上提交、还没有答复的，会出现在这里。',
  supplied: '告知补正以后补齐交回来的，会出现在这里。',
  correcting: '告知过、还没有补齐的，会出现在这里；带着材料来窗口的，从这里打开。',
  ready: '决定以后制好、还没有交给申请人的，会出现在这里。',
} as const

function Cases({ cases, tray }: { cases: readonly ListedCase[]; tray: Exclude<Tray, 'drafts'> }) {
  const navigate = useNavigate()
  const current = useRows(cases.length, (n) => void navigate({ to: `/window/cases/${cases[n]?.caseId}` as never }))
  if (cases.length === 0) return <Empty title={`没有${names[tray]}的办件`}>{empty[tray]}</Empty>
  return (
    <ul className="tray">
      {cases.map((one, n) => (
        <li key={one.caseId} className={n === current ? 'on' : undefined}>
          <button type="button" className="link" onClick={() => void navigate({ to: `/window/cases/${one.caseId}` as never })}>
            {one.itemName}
          </button>
          <span>{one.applicantName ?? '—'}</span>
          <small>
            <span className="num">{one.number}</span>
            <span>{dayText(one.receivedOn)}收到</span>
            {one.clock !== null && one.clock.dueOn !== null && (
              <b className={one.clock.status === 'late' ? 'late' : one.clock.status === 'warning' ? 'near' : undefined}>
                {one.clock.name} {dayText(one.clock.dueOn)}前
              </b>
            )}
          </small>
        </li>
      ))}
    </ul>
  )
}

function Drafts({ drafts, applicant }: { drafts: readonly ListedDraft[]; applicant: MaskedPerson | null }) {
  const navigate = useNavigate()
  const rank = (draft: ListedDraft) => (draft.applicantId === applicant?.id ? 0 : draft.isOwn ? 1 : 2)
  const rows = [...drafts].sort((a, b) => rank(a) - rank(b))
  const current = useRows(rows.length, (n) => void navigate({ to: `/window/drafts/${rows[n]?.draftId}` as never }))
  if (rows.length === 0) return <Empty title="没有没办完的">填到一半的申请都存着：自己的、同事的，都能从这里接着办。</Empty>
  return (
    <ul className="tray">
      {rows.map((draft, n) => (
        <li key={draft.draftId} className={n === current ? 'on' : undefined}>
          <button
            type="button"
            className="link"
            onClick={() => void navigate({ to: `/window/drafts/${draft.draftId}` as never })}
          >
            {draft.itemName}
          </button>
          <span>{draft.applicantName ?? '—'}</span>
          <small>
            <span>{draft.isOwn ? '我的' : '同事或申请人的'}</span>
            <span>{timeText(draft.changedAt)}改过</span>
            <span>还保存 {draft.daysLeft} 天</span>
          </small>
        </li>
      ))}
    </ul>
  )
}

const moment = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const timeText = (instant: string) => moment.format(new Date(instant))
