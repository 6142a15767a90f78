import type { InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { FoundItem } from '../../../../modules/catalogue/contract.ts'
import { lackNames } from '../../../../modules/catalogue/contract.ts'
import { listShelf, readGuide } from '../../../endpoints/catalogue.ts'
import { findItems } from '../../../endpoints/finder.ts'
import { readOrganisation } from '../../../endpoints/region.ts'
import { limitText } from '../../../ui/words.ts'
import { Key, useKey } from '../../keys.tsx'
import { EffectNote, Empty } from '../../parts/notes.tsx'
import { useAsk } from '../../use-ask.ts'
import type { Office } from '../use-offices.ts'
import { ItemField } from './ItemField.tsx'
import { recentItems, rememberItem } from './recent.ts'
import { useLater } from './use-later.ts'

type Props = { offices: readonly Office[]; isReady: boolean; onChosen: (code: string) => void }

/** What one can apply for at this window: found by the words clerks use where their office is, the last chosen first; 1 to 9 choose. */
export function Items({ offices, isReady, onChosen }: Props) {
  const [typed, setTyped] = useState('')
  const q = useLater(typed.trim(), 200)
  const [chosen, setChosen] = useState<string | null>(null)
  /** Enter was pressed: the first that is found is meant, also when it is found a moment later. */
  const [isHasty, setHasty] = useState(false)
  const field = useRef<InputRef>(null)
  const office = offices[0]
  const here = useAsk(readOrganisation, { params: { uscc: office?.organisation ?? '' } }, { isOff: office === undefined })
  const place = here.data === undefined ? {} : { area: here.data.divisionCode }
  const found = useAsk(findItems, { query: { q, ...place, limit: 20 } }, { isOff: q === '' })
  const shelf = useAsk(
    listShelf,
    { query: { department: office?.name ?? '', limit: 100 } },
    { isOff: q !== '' || office === undefined },
  )
  const rows = q === '' ? lastFirst((shelf.data?.items ?? []).filter((one) => one.isReady)) : (found.data?.items ?? [])
  const asked = q === '' ? shelf : found
  const first = q === typed.trim() && asked.data !== undefined ? rows[0]?.code : undefined
  useEffect(() => {
    if (!isHasty || first === undefined) return
    setHasty(false)
    setChosen(first)
  }, [isHasty, first])
  useKey('/', '搜事项', () => field.current?.focus())
  return (
    <>
      <div className="sec">
        <ItemField
          field={field}
          typed={typed}
          place={place}
          onTyped={(text) => {
            setTyped(text)
            setHasty(false)
          }}
          onEnter={() => setHasty(true)}
          onChosen={setChosen}
        />
        {!isReady && <p className="mut">先在左边找到或登记来办事的人，再选事项。</p>}
      </div>
      {chosen !== null && isReady && (
        <Chosen code={chosen} offices={offices} onChosen={onChosen} onCancel={() => setChosen(null)} />
      )}
      {asked.data !== undefined && rows.length === 0 && (
        <Empty title={q === '' ? '本单位还没有可以申请的事项' : '没有找到这样的事项'}>
          {q === '' ? '用上面的搜索找其他单位的事项，看由谁办。' : '换一个说法，或者输入事项编码。'}
        </Empty>
      )}
      <ol className="items">
        {rows.map((item, n) => (
          <Row key={item.code} item={item} no={n < 9 ? n + 1 : null} isOn={isReady} onPick={() => setChosen(item.code)} />
        ))}
      </ol>
    </>
  )
}

function Row({ item, no, isOn, onPick }: { item: FoundItem; no: number | null; isOn: boolean; onPick: () => void }) {
  useKey(String(no ?? 'F24'), item.name, onPick, isOn && no !== null)
  return (
    <li>
      <span>{no !== null && <Key name={String(no)} />}</span>
      <span>
        <button type="button" className="link" disabled={!isOn} onClick={onPick}>
          {item.name}
        </button>
        <small>
          {item.department}
          {item.limit !== null && `　${limitText(item.limit)}`}
          {!item.isReady && '　尚不能申请'}
        </small>
      </span>
      <a href={item.guide} target="_blank" rel="noreferrer">
        指南
      </a>
    </li>
  )
}

/** Whether the chosen item is for this window; otherwise who can, and how to reach them: never only "not here". */
function Chosen({ code, offices, onChosen, onCancel }: Omit<Props, 'isReady'> & { code: string; onCancel: () => void }) {
  const { data } = useAsk(readGuide, { params: { code } })
  const isOurs = data !== undefined && offices.some(({ organisation }) => organisation === data.definition.organ.uscc)
  const isReady = isOurs && data.lacks.length === 0 && data.state === 'active'
  const start = useRef(onChosen)
  start.current = onChosen
  const done = useRef(onCancel)
  done.current = onCancel
  useEffect(() => {
    if (!isReady) return
    rememberItem(code)
    done.current()
    start.current(code)
  }, [isReady, code])
  if (data === undefined || isReady) return null
  const { organ, contact } = data.definition
  return (
    <div className="sec">
      {isOurs ? (
        <EffectNote kind="cannot">
          <b>这个事项现在不能申请</b>
          {data.lacks.length > 0 ? `：${data.lacks.map((lack) => lackNames[lack]).join('、')}还没有公布。` : '：已经暂停或取消。'}
          可以给申请人看指南，或者记下来转给事项管理员。
        </EffectNote>
      ) : (
        <EffectNote kind="first">
          <b>由 {organ.name} 办理。</b>
          {contact.phone !== null && <>　咨询电话 {contact.phone}</>}
          {contact.venue !== null && <>　办理地点 {contact.venue}</>}
        </EffectNote>
      )}
    </div>
  )
}

function lastFirst(items: readonly FoundItem[]): FoundItem[] {
  const recent = recentItems()
  const rank = ({ code }: FoundItem) => {
    const at = recent.indexOf(code)
    return at === -1 ? recent.length : at
  }
  return [...items].sort((a, b) => rank(a) - rank(b))
}
