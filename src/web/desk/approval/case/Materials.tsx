import { useState } from 'react'
import type { CaseView } from '../../../../modules/casework/contract.ts'
import type { Checklist } from '../../../../modules/intake/desk/contract.ts'
import { readApplication } from '../../../endpoints/window.ts'
import { addressOf } from '../../client.ts'
import { Key, useKey } from '../../keys.tsx'
import { Answer, Empty } from '../../parts/notes.tsx'
import { Paper } from '../../parts/Paper.tsx'
import { useAsk } from '../../use-ask.ts'

const trustNames = { A: 'A级：核发机关', B: 'B级：已核原件', C: 'C级：申请人上传', D: 'D级：申请人自备' } as const
const formNames = { electronic: '电子', original: '原件', copy: '复印件' } as const

type Props = { view: CaseView; checklist: Checklist; at: number; choose: (at: number) => void }

/** What was handed in, read in place; the application form leaves a trace that the applicant sees. */
export function Materials({ view, checklist, at, choose }: Props) {
  const [isForm, setForm] = useState(false)
  const { lines } = checklist
  const line = lines[at]
  const go = (to: number) => {
    setForm(false)
    choose((to + lines.length) % lines.length)
  }
  useKey('[', '上一份材料', () => go(at - 1), lines.length > 1)
  useKey(']', '下一份材料', () => go(at + 1), lines.length > 1)
  return (
    <section className="panel" aria-label="申请与材料">
      <div className="ph">
        <h2>申请与材料</h2>
        <span className="keys">
          <span>
            <Key name="[" /> <Key name="]" /> 换材料
          </span>
        </span>
      </div>
      <div className="tabs" role="tablist" aria-label="材料">
        <button type="button" role="tab" aria-selected={isForm} onClick={() => setForm(true)}>
          申请表
        </button>
        {lines.map(({ material, given }, n) => (
          <button
            key={material.code}
            type="button"
            role="tab"
            aria-selected={!isForm && n === at}
            title={material.name}
            onClick={() => go(n)}
          >
            {n + 1}. {material.name.length > 12 ? `${material.name.slice(0, 12)}…` : material.name}
            {given.length === 0 && <span className="mut">（未交）</span>}
          </button>
        ))}
      </div>
      <div className="sec viewer">
        {isForm ? (
          <Form view={view} checklist={checklist} />
        ) : line === undefined ? (
          <Empty title="本事项没有材料" />
        ) : (
          <Line key={line.material.code} line={line} />
        )}
      </div>
    </section>
  )
}

function Line({ line: { material, given } }: { line: Checklist['lines'][number] }) {
  if (given.length === 0)
    return <Empty title={`没有收到“${material.name}”`}>{material.required ? '清单要求提交。' : '清单上可以不交。'}</Empty>
  return (
    <>
      <h3>{material.name}</h3>
      {given.map((one, n) => (
        <div key={one.fileId ?? n}>
          <p className="mut">
            {formNames[one.form]} {one.copies} 份　{trustNames[one.trust]}
            {one.isCompared && '　已与原件核对'}
          </p>
          {one.fileId === null ? (
            <p>只有纸质，在窗口保存，没有扫描件。</p>
          ) : (
            <Paper source={{ address: addressOf('/files/:id', { id: one.fileId }) }} name={material.name} isPrintable={false} />
          )}
        </div>
      ))}
    </>
  )
}

function Form({ view, checklist }: { view: CaseView; checklist: Checklist }) {
  const found = useAsk(readApplication, { params: { id: view.caseId } })
  return (
    <Answer of={found}>
      {({ facts }) => (
        <>
          <p className="mut">这次查阅已记录，申请人能看到。</p>
          <dl className="kv wide">
            {checklist.fields.map((field) => (
              <div key={field.code}>
                <dt>{field.label}</dt>
                <dd>{textOf(facts[`form/${field.code}`], field.options)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Answer>
  )
}

function textOf(value: unknown, options: readonly { code: string; label: string }[] | undefined): string {
  if (value === undefined || value === '') return '—'
  return options?.find(({ code }) => code === value)?.label ?? String(value)
}
