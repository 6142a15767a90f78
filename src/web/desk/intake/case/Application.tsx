import { Button } from 'antd'
import { useState } from 'react'
import type { Checklist } from '../../../../modules/intake/desk/contract.ts'
import { readApplication } from '../../../endpoints/window.ts'
import { Key, useKey } from '../../keys.tsx'
import { Answer } from '../../parts/notes.tsx'
import { useAsk } from '../../use-ask.ts'

/** What was said in the application; looking is on record, and the applicant sees who looked. */
export function Application({ caseId, list }: { caseId: string; list: Checklist }) {
  const [isOpen, setOpen] = useState(false)
  const found = useAsk(readApplication, { params: { id: caseId } }, { isOff: !isOpen })
  useKey('a', '看申请内容', () => setOpen(true), !isOpen)
  return (
    <div className="sec">
      <h3>申请内容</h3>
      {!isOpen && (
        <Button size="small" onClick={() => setOpen(true)}>
          查看（留痕） <Key name="a" />
        </Button>
      )}
      {isOpen && (
        <Answer of={found}>
          {({ facts }) => (
            <dl className="kv">
              {list.fields.map(({ code, label, options = [] }) => {
                const said = String(facts[`form/${code}`] ?? '')
                return (
                  <div key={code}>
                    <dt>{label}</dt>
                    <dd>{options.find((one) => one.code === said)?.label ?? (said === '' ? '—' : said)}</dd>
                  </div>
                )
              })}
            </dl>
          )}
        </Answer>
      )}
    </div>
  )
}
