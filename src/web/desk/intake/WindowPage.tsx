import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { Identifier, MaskedPerson } from '../../../modules/identity/contract.ts'
import { NotYourPerson } from '../../../modules/intake/contract.ts'
import { openDraft } from '../../endpoints/intake.ts'
import { Key, useKey } from '../keys.tsx'
import { Empty } from '../parts/notes.tsx'
import { useAct } from '../use-act.tsx'
import { useOffices } from './use-offices.ts'
import { Authority } from './window/Authority.tsx'
import { Items } from './window/Items.tsx'
import { PersonCard } from './window/PersonCard.tsx'
import { PersonFinder } from './window/PersonFinder.tsx'
import { Trays } from './window/Trays.tsx'
import './window.css'

/** The window 综合窗口: who is there, for what, and what waits meanwhile. */
export function Page() {
  const navigate = useNavigate()
  const offices = useOffices()
  const [applicant, setApplicant] = useState<MaskedPerson | null>(null)
  const [agent, setAgent] = useState<{ person: MaskedPerson; identifier: Identifier } | null>(null)
  const [isForOther, setForOther] = useState(false)
  const [itemCode, setItemCode] = useState<string | null>(null)
  const open = useAct(openDraft, { onDone: ({ draftId }) => void navigate({ to: `/window/drafts/${draftId}` as never }) })
  const begin = (code: string) => {
    if (applicant === null) return
    setItemCode(code)
    const who = { applicantId: applicant.id, ...(agent === null ? {} : { agentId: agent.person.id }) }
    void open.run({ body: { itemCode: code, ...who } })
  }
  const next = () => {
    setApplicant(null)
    setAgent(null)
    setForOther(false)
    setItemCode(null)
    open.clear()
  }
  useKey('F2', '换下一位', next)
  useKey('F6', '由代理人来办', () => setForOther(true), applicant !== null && !isForOther)
  useKey('Escape', '离开输入框', () => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  if (offices.length === 0)
    return (
      <section className="panel page">
        <Empty title="没有可以受理的单位">您的岗位没有受理权限；岗位由本单位管理员设置。</Empty>
      </section>
    )
  const lacksAuthority = open.refusal?.code === NotYourPerson.code
  return (
    <div className="win w3">
      <section className="panel" aria-label="来办事的人">
        <div className="ph">
          <h1>来办事的人</h1>
          <span className="sp" />
          <Button size="small" onClick={next}>
            换下一位 <Key name="F2" />
          </Button>
        </div>
        {applicant === null ? (
          <PersonFinder label="申请人" focusKey="F3" onFound={setApplicant} />
        ) : (
          <>
            <PersonCard person={applicant} title="申请人" />
            {agent !== null && <PersonCard person={agent.person} title="代理人" />}
            {agent === null && isForOther && (
              <PersonFinder
                label="代理人"
                focusKey="F6"
                onFound={(person, identifier) => setAgent({ person, identifier })}
                onlyNatural
                onCancel={() => setForOther(false)}
              />
            )}
            {agent === null && !isForOther && (
              <div className="sec">
                {applicant.kind === 'legal' && <p className="mut">单位由经办人来办的，登记经办人和委托书。</p>}
                <Button onClick={() => setForOther(true)}>
                  由代理人来办 <Key name="F6" />
                </Button>
              </div>
            )}
          </>
        )}
      </section>
      <section className="panel" aria-label="办什么事">
        <div className="ph">
          <h2>办什么事</h2>
        </div>
        {lacksAuthority && applicant !== null && agent !== null && itemCode !== null ? (
          <Authority
            applicant={applicant}
            agent={agent}
            itemCode={itemCode}
            onDone={() => begin(itemCode)}
            onCancel={open.clear}
          />
        ) : (
          <>
            {open.note(lacksAuthority && agent !== null ? [NotYourPerson] : [])}
            <Items offices={offices} isReady={applicant !== null && !open.isBusy} onChosen={begin} />
          </>
        )}
      </section>
      <Trays offices={offices} applicant={applicant} />
    </div>
  )
}
