import { Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import { grantCase, refuseCase, sendBackCase } from '../../../endpoints/approval.ts'
import { addressOf } from '../../client.ts'
import { Key, useKey } from '../../keys.tsx'
import { Field } from '../../parts/Field.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { Paper } from '../../parts/Paper.tsx'
import { useAct } from '../../use-act.tsx'
import type { ActsProps } from './acts-props.ts'
import { leftOf, numbersOf, unmetOf } from './found.ts'

type Way = 'grant' | 'refuse' | 'sendBack'

/** The decision: in favour, against with the reasons of the unmet conditions, or back to be reviewed again. The letter is read beforehand. */
export function Deciding({ view, sheet, checklist, found }: ActsProps) {
  const params = { id: view.caseId }
  const unmet = unmetOf(sheet, found)
  const left = leftOf(sheet, found)
  const isDescribed = sheet.conditions.length > 0
  const lastSaid = sheet.opinions.findLast(({ kind }) => kind === 'review')?.conclusion ?? 'grant'
  const [chosen, setChosen] = useState<Way | null>(null)
  const way: Way = chosen === 'sendBack' ? chosen : isDescribed ? (unmet.length > 0 ? 'refuse' : 'grant') : (chosen ?? lastSaid)
  const [decision, setDecision] = useState(
    `经审查，符合“${checklist.itemName.slice(0, 200)}”的条件，予以${sheet.isPermit ? '许可' : '办理'}。`,
  )
  const [added, setAdded] = useState('')
  const [basis, setBasis] = useState('')
  const [reason, setReason] = useState('')
  const [isPreview, setPreview] = useState(false)
  const grant = useAct(grantCase)
  const refuse = useAct(refuseCase)
  const sendBack = useAct(sendBackCase)
  const words = sheet.isPermit ? { grant: '准予行政许可', refuse: '不予行政许可' } : { grant: '予以办结', refuse: '不予办理' }

  const extra = (text: string) => (text.trim() === '' ? [] : [text.trim()])
  const refusing = { unmet: unmet.map(({ code }) => code), reasons: extra(added), basis: extra(basis) }
  const body = way === 'refuse' ? refusing : { decision: decision.trim() }
  const first = whatFirst()
  const isBusy = grant.isBusy || refuse.isBusy || sendBack.isBusy
  const isOn = first === null && !isBusy
  const run = () => {
    setPreview(false)
    if (way === 'grant') void grant.run({ params, body: { decision: decision.trim() } })
    else if (way === 'refuse') void refuse.run({ params, body: refusing })
    else void sendBack.run({ params, body: { reason: reason.trim() } })
  }
  useKey('F8', words.grant, run, isOn && way === 'grant')
  useKey('F10', words.refuse, run, isOn && way === 'refuse')
  useKey('F9', '退回重新审查', () => setChosen(chosen === 'sendBack' ? null : 'sendBack'))
  useKey('v', '预览文书', () => setPreview(true), isOn && way !== 'sendBack')

  function whatFirst(): string | null {
    if (way === 'sendBack') return reason.trim().length < 4 ? '写退回的理由（4 个字以上）。' : null
    if (left.length > 0) return `条件 ${numbersOf(sheet, left)} 未核，先在左边核完。`
    if (way === 'grant') return decision.trim().length < 4 ? '写决定内容（4 个字以上）。' : null
    if (added.trim() !== '' && added.trim().length < 4) return '补充说明至少 4 个字，或者留空。'
    if (!isDescribed && added.trim().length < 4) return '写明不予的理由（4 个字以上）。'
    if (!isDescribed && basis.trim().length < 4) return '写明依据的条款。'
    return null
  }

  return (
    <>
      {grant.note()}
      {refuse.note()}
      {sendBack.note()}
      <EffectNote kind={first === null ? 'will' : 'first'}>{first ?? effect(way, sheet.isPermit)}</EffectNote>
      {way === 'refuse' && unmet.length > 0 && (
        <ol className="reasons" aria-label="不予的理由">
          {unmet.map((one) => (
            <li key={one.code}>
              {one.unmet}
              <span className="mut">　依据：{one.basis ?? '清单未列条款'}</span>
            </li>
          ))}
        </ol>
      )}
      <div className="act">
        {way === 'grant' && (
          <Field label="决定内容，写进文书" isWide>
            {(id) => (
              <Input.TextArea
                id={id}
                rows={2}
                maxLength={2_000}
                value={decision}
                onChange={(event) => setDecision(event.target.value)}
              />
            )}
          </Field>
        )}
        {way === 'refuse' && (
          <Field label={isDescribed ? '补充说明，写在上面的理由之后；没有就留空' : '不予的理由，写进文书'} isWide>
            {(id) => (
              <Input.TextArea
                id={id}
                rows={2}
                maxLength={2_000}
                value={added}
                onChange={(event) => setAdded(event.target.value)}
              />
            )}
          </Field>
        )}
        {way === 'refuse' && !isDescribed && (
          <Field label="依据的条款">
            {(id) => <Input id={id} maxLength={200} value={basis} onChange={(event) => setBasis(event.target.value)} />}
          </Field>
        )}
        {way === 'sendBack' && (
          <Field label="退回的理由" isWide>
            {(id) => (
              <Input.TextArea
                id={id}
                rows={2}
                maxLength={2_000}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        )}
        {!isDescribed &&
          way !== 'sendBack' &&
          (['grant', 'refuse'] as const).map((one) => (
            <label key={one} className="pick">
              <input type="radio" name="way" checked={way === one} onChange={() => setChosen(one)} />
              {words[one]}
            </label>
          ))}
        <Button onClick={() => setChosen(chosen === 'sendBack' ? null : 'sendBack')}>
          {way === 'sendBack' ? '不退回，作决定' : '退回重新审查'} <Key name="F9" />
        </Button>
        {way === 'sendBack' ? (
          <Button type="primary" disabled={!isOn} onClick={run}>
            退回
          </Button>
        ) : (
          <>
            <Button disabled={!isOn} onClick={() => setPreview(true)}>
              预览文书 <Key name="v" />
            </Button>
            <Button type="primary" danger={way === 'refuse'} disabled={!isOn} onClick={run}>
              {words[way]} <Key name={way === 'grant' ? 'F8' : 'F10'} />
            </Button>
          </>
        )}
      </div>
      <Drawer
        title="文书预览：还没有编号，没有发出"
        open={isPreview}
        onClose={() => setPreview(false)}
        size={720}
        destroyOnHidden
      >
        <Paper
          source={{ address: addressOf(`/cases/:id/${way === 'refuse' ? 'refuse' : 'grant'}/preview`, params), body }}
          name="文书预览"
          isPrintable={false}
        />
      </Drawer>
    </>
  )
}

function effect(way: Way, isPermit: boolean): string {
  if (way === 'sendBack') return '回到待审查，由审查人员重新审查；时限继续计算。'
  const letter = isPermit ? '决定书' : way === 'grant' ? '办结凭证' : '不予办理决定书'
  const next = way === 'grant' && isPermit ? '，十个工作日内颁发证件的时限开始，结果向社会公开' : ''
  return `告知申请人，停止计时，制发${letter}并编号，标明待加盖印章的位置${next}。决定不能收回，只能依法作废。`
}
