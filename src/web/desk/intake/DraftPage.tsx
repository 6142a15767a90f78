import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import type { DraftValue, DraftView } from '../../../modules/intake/drafts/contract.ts'
import { adoptVersion, removeDraft, submitDraft } from '../../endpoints/intake.ts'
import { limitText } from '../../ui/words.ts'
import { addressOf } from '../client.ts'
import { Key, useKey } from '../keys.tsx'
import { Answer, EffectNote } from '../parts/notes.tsx'
import { Paper } from '../parts/Paper.tsx'
import { useAct } from '../use-act.tsx'
import { Form } from './draft/Form.tsx'
import { type DraftAtHand, useDraft } from './use-draft.ts'
import { Lines } from './window/Lines.tsx'
import './window.css'

/** An application being taken in at the window: situation, form, materials; received and answered by one of three acts. */
export function Page() {
  const { draftId = '' } = useParams({ strict: false }) as { draftId?: string }
  const draft = useDraft(draftId)
  return <Answer of={draft.asked}>{(view) => <Draft view={view} draft={draft} />}</Answer>
}

function Draft({ view, draft }: { view: DraftView; draft: DraftAtHand }) {
  const navigate = useNavigate()
  const [looked, setLooked] = useState<string | null>(null)
  const answer = useRef<'accept' | 'notice' | 'turnAway'>('accept')
  const params = { id: view.draftId }
  const submit = useAct(submitDraft, {
    onDone: ({ caseId }) => void navigate({ to: `/window/cases/${caseId}?act=${answer.current}` as never }),
  })
  const remove = useAct(removeDraft, { isLast: true, onDone: () => void navigate({ to: '/window' as never }) })
  const adopt = useAct(adoptVersion)
  const back = () => void navigate({ to: '/window' as never })
  const goOn = async (act: typeof answer.current) => {
    answer.current = act
    if (await draft.save()) await submit.run({ params, body: {} })
  }
  const isOn = !submit.isBusy
  useKey('F9', '收件，打开一次性告知', () => void goOn('notice'), isOn)
  useKey('F10', '收件，打开不予受理', () => void goOn('turnAway'), isOn)
  useKey('Escape', '离开输入框；再按一次存着回到窗口', () => {
    const { activeElement } = document
    if (activeElement instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(activeElement.tagName)) activeElement.blur()
    else void draft.save().then(back)
  })
  const { demand, sections } = view
  const reasons = sections
    .filter(({ code }) => code === 'situations' || code === 'form')
    .flatMap((section) => section.reasons.filter(({ path }) => path !== null))
  const missing = demand.materials.filter(
    ({ code, required }) => required && given(draft.valueOf(`material/${code}`)).length === 0,
  )
  useKey('F8', '收件，打开受理', () => void goOn('accept'), isOn && missing.length === 0)
  const limit = demand.promisedLimit ?? demand.legalLimit
  return (
    <div className="win">
      <div className="w2">
        <section className="panel" aria-label="申请">
          <div className="ph">
            <h1>{view.itemName}</h1>
            <span>{view.applicantName ?? '—'}</span>
            {view.agentId !== null && <span className="mut">由代理人办理</span>}
            <span className="sp" />
            <Saved draft={draft} />
          </div>
          {view.changes !== null && (
            <EffectNote kind="first">
              <b>事项内容有更新。</b>
              {[
                ...view.changes.added.map((name) => `新增：${name}`),
                ...view.changes.removed.map((name) => `取消：${name}`),
              ].join('；')}
              {view.changes.altered.length > 0 && `　调整：${view.changes.altered.join('、')}`}
              {view.changes.areLimitsChanged && '　办理时限有变化'}
              <Button size="small" onClick={() => void adopt.run({ params, body: { versionId: view.changes?.versionId ?? '' } })}>
                核对过，按现行内容接着办
              </Button>
              {adopt.note()}
            </EffectNote>
          )}
          <Form demand={demand} draft={draft} reasons={reasons} />
        </section>
        <section className="panel" aria-label="材料与核对">
          <div className="ph">
            <h2>材料与核对</h2>
            <span className="mut">
              {demand.materials.length} 项，{missing.length === 0 ? '必须交的都收到了' : `还差 ${missing.length} 项`}
            </span>
          </div>
          <Lines
            materials={demand.materials}
            given={(code) => given(draft.valueOf(`material/${code}`))}
            onGive={(code, handed) => draft.set(`material/${code}`, handed.length === 0 ? null : handed)}
            onLook={setLooked}
          />
          {looked !== null && <Paper source={{ address: addressOf('/files/:id', { id: looked }) }} name="扫描件" />}
        </section>
      </div>
      <footer className="acts">
        {submit.note()}
        {remove.note()}
        {reasons.length > 0 ? (
          <EffectNote kind="first">
            还要填 {reasons.length} 项才能收件：
            {reasons
              .slice(0, 4)
              .map(({ label }) => label)
              .join('、')}
            {reasons.length > 4 && '……'}
          </EffectNote>
        ) : (
          <EffectNote>
            收件后出具收件凭证，收件时间从现在算；接着看过文书再
            {missing.length === 0
              ? `受理：从明天起算${limit === null ? '' : `，${limitText(limit)}内办结`}。`
              : `一次性告知要补的 ${missing.length} 项。`}
          </EffectNote>
        )}
        <div className="row">
          <Button
            type={missing.length === 0 ? 'primary' : 'default'}
            disabled={submit.isBusy || reasons.length > 0 || missing.length > 0}
            onClick={() => void goOn('accept')}
          >
            收件并受理 <Key name="F8" />
          </Button>
          <Button
            type={missing.length > 0 ? 'primary' : 'default'}
            disabled={submit.isBusy || reasons.length > 0}
            onClick={() => void goOn('notice')}
          >
            收件并一次性告知 <Key name="F9" />
          </Button>
          <Button danger disabled={submit.isBusy || reasons.length > 0} onClick={() => void goOn('turnAway')}>
            收件并不予受理 <Key name="F10" />
          </Button>
          <span className="sp" />
          <Button onClick={() => void draft.save().then(back)}>
            存着，回到窗口 <Key name="Esc" />
          </Button>
          <Button danger type="text" disabled={remove.isBusy} onClick={() => void remove.run({ params, body: {} })}>
            删除这份草稿
          </Button>
        </div>
      </footer>
    </div>
  )
}

function given(value: DraftValue) {
  return Array.isArray(value) ? value : []
}

function Saved({ draft: { saving, savedAt } }: { draft: DraftAtHand }) {
  const words = {
    saved: savedAt === null ? '随填随存' : `已保存 ${savedAt}`,
    busy: '正在保存',
    typing: '还没有保存',
    lost: '未能保存，连上以后自动再存',
  }
  return (
    <span className={saving === 'lost' ? 'late' : 'mut'} role="status">
      {words[saving]}
    </span>
  )
}
