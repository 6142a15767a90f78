import { useState } from 'react'
import type { Material } from '../../../../modules/catalogue/contract.ts'
import type { Handed } from '../../../../modules/intake/contract.ts'
import { addressOf } from '../../client.ts'
import { Key, useKey } from '../../keys.tsx'
import { formNames, handedText } from '../texts.ts'
import { Upload } from './Upload.tsx'

type Props = {
  materials: readonly Material[]
  given: (code: string) => readonly Handed[]
  onGive: (code: string, handed: Handed[]) => void
  onLook?: (fileId: string) => void
}

/**
 * The list of the item in its situation, and nothing else: for each line what came in – the original, a copy compared with it, a scan or a
 * file. There is no place to ask for more. @source 行政许可法 31
 */
export function Lines({ materials, given, onGive, onLook }: Props) {
  const [at, setAt] = useState(0)
  const current = Math.max(0, Math.min(at, materials.length - 1))
  const line = materials[current]
  const give = (handed: Handed) => {
    if (line === undefined) return
    const files = given(line.code).flatMap(({ fileId }) => fileId ?? [])
    const [fileId] = files
    onGive(line.code, [{ ...handed, ...(fileId === undefined ? {} : { fileId }) }])
    setAt(Math.min(current + 1, materials.length - 1))
  }
  const has = line !== undefined
  useKey('j', '下一项材料', () => setAt(Math.min(current + 1, materials.length - 1)), has)
  useKey('k', '上一项材料', () => setAt(Math.max(current - 1, 0)), has)
  const original: Handed = { form: 'original', ...(line?.source === 'licence' ? { isCompared: true } : {}) } // seen itself
  useKey('o', '收到原件', () => give(original), has)
  useKey('c', '收到复印件，与原件核对无误', () => give({ form: 'copy', isCompared: true }), has)
  useKey('x', '没有收到，退回这一项', () => line !== undefined && onGive(line.code, []), has)
  return (
    <>
      <ol className="mats">
        {materials.map((material, n) => {
          const { code, name, required, requiredKnown, forms = [], copies, note } = material
          const handed = given(code)
          const isCurrent = n === current
          const [first] = handed
          const fileId = first?.fileId
          const published = [forms.map((form) => formNames[form]).join('、'), copies === undefined ? '' : `${copies} 份`]
          return (
            <li key={code} className={isCurrent ? 'on' : undefined} aria-current={isCurrent ? true : undefined}>
              <span className={handed.length > 0 ? 'mark mark-done' : required ? 'mark mark-open' : 'mark'} aria-hidden="true" />
              <div>
                <button type="button" className="link" onClick={() => setAt(n)}>
                  {n + 1}. {name}
                </button>
                <small>
                  {handed.length > 0
                    ? `已收：${handed.map(handedText).join('；')}`
                    : required
                      ? `没有收到${requiredKnown ? '' : '（清单未说明是否必须，按必须办）'}`
                      : '可以不交'}
                  {published.some((text) => text !== '') && `　清单：${published.filter((text) => text !== '').join(' ')}`}
                </small>
                {note !== undefined && isCurrent && <small>{note}</small>}
                {isCurrent && (
                  <span className="row">
                    <button type="button" className="act" onClick={() => give(original)}>
                      原件 <Key name="o" />
                    </button>
                    <button type="button" className="act" onClick={() => give({ form: 'copy', isCompared: true })}>
                      复印件，核过原件 <Key name="c" />
                    </button>
                    <Upload
                      key={code}
                      label="扫描件"
                      keyName="u"
                      isGiven={fileId !== undefined}
                      onUploaded={(uploaded) => {
                        const { form = 'electronic', ...rest } = first ?? {}
                        onGive(code, [{ ...rest, form, fileId: uploaded }])
                      }}
                    />
                    {fileId !== undefined && first?.isCompared !== true && first?.form !== 'original' && (
                      <button type="button" className="act" onClick={() => onGive(code, [{ ...first, isCompared: true }])}>
                        与原件核对无误
                      </button>
                    )}
                    {handed.length > 0 && (
                      <button type="button" className="act" onClick={() => onGive(code, [])}>
                        退回 <Key name="x" />
                      </button>
                    )}
                  </span>
                )}
              </div>
              {fileId !== undefined && onLook !== undefined && (
                <a
                  href={addressOf('/files/:id', { id: fileId })}
                  onClick={(event) => {
                    event.preventDefault()
                    onLook(fileId)
                  }}
                >
                  看
                </a>
              )}
            </li>
          )
        })}
      </ol>
      <p className="sec mut">本情形的清单到此为止；清单以外的材料，这里没有地方可以要。</p>
    </>
  )
}
