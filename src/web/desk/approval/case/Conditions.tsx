import { Button } from 'antd'
import { useState } from 'react'
import type { ReviewSheet } from '../../../../modules/approval/contract.ts'
import type { Checklist } from '../../../../modules/intake/desk/contract.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { Key, useKey } from '../../keys.tsx'
import { checkNames } from '../texts.ts'
import { laterOf } from './found.ts'

type Props = {
  sheet: ReviewSheet
  checklist: Checklist
  found: ReadonlyMap<string, boolean>
  isOpen: boolean
  mark: (code: string, isMet: boolean) => void
  /** Shows the materials that prove a condition. */
  show: (codes: readonly string[]) => void
}

/** The conditions of the item as a checklist: each with its ground and what shows it. */
export function Conditions({ sheet, checklist, found, isOpen, mark, show }: Props) {
  const { conditions, asPublished } = sheet
  const later = laterOf(sheet)
  const firstOpen = conditions.findIndex(({ code }) => !found.has(code))
  const [at, setAt] = useState(Math.max(firstOpen, 0))
  const current = conditions[at]
  const go = (to: number) => {
    const next = Math.max(0, Math.min(to, conditions.length - 1))
    setAt(next)
    show(conditions[next]?.shownBy ?? [])
  }
  const judge = (isMet: boolean) => {
    if (current === undefined) return
    if (later.includes(current)) return go(at + 1)
    mark(current.code, isMet)
    if (isMet) go(at + 1)
  }
  const isOn = conditions.length > 0
  useKey('j', '下一条条件', () => go(at + 1), isOn)
  useKey('k', '上一条条件', () => go(at - 1), isOn)
  useKey('1', '这一条符合', () => judge(true), isOn && isOpen)
  useKey('2', '这一条不符合', () => judge(false), isOn && isOpen)
  return (
    <section className="panel" aria-label="条件核对">
      <div className="ph">
        <h2>条件核对</h2>
        {isOn && (
          <span className="mut">
            {conditions.length} 条，已核 {found.size}
          </span>
        )}
      </div>
      {isOn ? (
        <ol className="conds">
          {conditions.map((one, n) => (
            <li key={one.code} className={n === at ? 'on' : undefined} {...(n === at ? { 'aria-current': 'true' as const } : {})}>
              <Found isMet={found.get(one.code)} />
              <div>
                <button type="button" className="link" onClick={() => go(n)}>
                  {n + 1}. {one.text}
                </button>
                <p className="mut">
                  {checkNames[one.checkedBy]}
                  {one.shownBy.length > 0 && `：看${namesOf(one.shownBy, checklist)}`}
                </p>
                <p className="mut">依据：{one.basis ?? '清单未列条款'}</p>
                {isOpen && later.includes(one) && <p>现场才看得到：由后面的环节核。</p>}
                {isOpen && !later.includes(one) && (
                  <p className="row">
                    {([true, false] as const).map((isMet) => (
                      <Button
                        key={String(isMet)}
                        size="small"
                        aria-pressed={found.get(one.code) === isMet}
                        className={found.get(one.code) === isMet ? 'chosen' : ''}
                        onClick={() => {
                          setAt(n)
                          mark(one.code, isMet)
                        }}
                      >
                        {isMet ? '符合' : '不符合'} {n === at && <Key name={isMet ? '1' : '2'} />}
                      </Button>
                    ))}
                  </p>
                )}
              </div>
            </li>
          ))}
        </ol>
      ) : (
        <div className="sec">
          <p className="mut">清单没有把条件分条列出，按公布的原文审查：</p>
          <p className="published">{asPublished ?? '清单未公布准予条件。'}</p>
        </div>
      )}
      <p className="sec mut">条件来自受理时的清单，这里不能增减。</p>
    </section>
  )
}

function Found({ isMet }: { isMet: boolean | undefined }) {
  if (isMet === undefined)
    return (
      <svg className="i" viewBox="0 0 24 24" role="img" aria-label="未核">
        <circle cx="12" cy="12" r="8" />
      </svg>
    )
  return (
    <span className={isMet ? 'good' : 'bad'}>
      <Icon name={isMet ? 'done' : 'no'} label={isMet ? '符合' : '不符合'} />
    </span>
  )
}

function namesOf(codes: readonly string[], { lines, fields }: Checklist): string {
  const names = codes.map(
    (code) =>
      lines.find(({ material }) => material.code === code)?.material.name ?? fields.find((field) => field.code === code)?.label,
  )
  return names.filter((name) => name !== undefined).join('、')
}
