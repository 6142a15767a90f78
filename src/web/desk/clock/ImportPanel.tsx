import { Input, Radio } from 'antd'
import { useId, useState } from 'react'
import type { Entry } from '../../../modules/clock/contract.ts'
import { listNotices } from '../../endpoints/clock.ts'
import { EffectNote } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import { EntryFlow } from './EntryFlow.tsx'
import { Field } from './Field.tsx'
import { type ReadNotice, readNotice } from './read-notice.ts'
import { stretchText } from './YearView.tsx'
import { altered, stretchesOf } from './year.ts'

type Props = { layer: string; name: string; today: string; onEntered: () => void }

/** A notice on holidays, pasted or from a file: what was read of it, what looks wrong, what it would change, then the act. */
export function ImportPanel({ layer, name, today, onEntered }: Props) {
  const [text, setText] = useState('')
  const read = readNotice(text)
  return (
    <section className="part" aria-labelledby="import">
      <h2 id="import">导入放假通知　{name}</h2>
      <Source text={text} change={setText} />
      {text.trim() !== '' && (
        <Said key={`${read.year} ${read.title} ${read.knownOn}`} read={read} layer={layer} today={today} onEntered={onEntered} />
      )}
    </section>
  )
}

const mostRead = 1_000_000

function Source({ text, change }: { text: string; change: (text: string) => void }) {
  const id = useId()
  const [isTooLong, setTooLong] = useState(false)
  const open = async (file: File | undefined) => {
    setTooLong(file !== undefined && file.size > mostRead)
    if (file !== undefined && file.size <= mostRead) change(await file.text())
  }
  return (
    <>
      <p className="fld">
        <label htmlFor={id}>通知原文，或者文件内容</label>
        <Input.TextArea
          id={id}
          rows={6}
          value={text}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => change(target.value)}
        />
        <span className="mut" id={`${id}-hint`}>
          粘贴国务院办公厅通知的正文（连同标题）；也可以是 JSON，或者每行“日期,放假,元旦”“日期,上班,元旦”的表格。
        </span>
      </p>
      <p className="fld">
        <label htmlFor={`${id}-file`}>从文件读入</label>
        <input id={`${id}-file`} type="file" accept=".json,.csv,.txt" onChange={({ target }) => void open(target.files?.[0])} />
      </p>
      {isTooLong && <EffectNote kind="cannot">文件超过 1 MB，不像是一份放假通知，没有读入。</EffectNote>}
    </>
  )
}

function Said({ read, layer, today, onEntered }: { read: ReadNotice } & Omit<Props, 'name'>) {
  const [year, setYear] = useState(read.year === null ? '' : String(read.year))
  const [title, setTitle] = useState(read.title ?? (read.year === null ? '' : `关于${read.year}年部分节假日安排的通知`))
  const [knownOn, setKnown] = useState(read.knownOn ?? today)
  const [source, setSource] = useState(read.source ?? '')
  const [chosen, setChosen] = useState<'whole' | 'part' | null>(null)
  const notices = useAsk(listNotices, { params: { code: layer } }).data?.notices ?? []
  const before = notices.find((notice) => notice.isInForce && notice.year !== null && String(notice.year) === year)
  // a notice of a few days, as that of January 2020, alters the year and does not announce it anew
  const how = chosen ?? (before !== undefined && read.days.length * 2 < before.days.length ? 'part' : 'whole')
  const days = before !== undefined && how === 'part' ? altered(before.days, read.days) : [...read.days]
  const isWhole = /^\d{4}$/.test(year) && title !== '' && knownOn !== '' && read.days.length > 0
  const isNation = layer === 'national'
  const entry: Entry | null = isWhole
    ? {
        kind: 'notice',
        subject: isNation ? year : title.slice(0, 100),
        year: isNation ? Number(year) : null,
        days,
        knownOn,
        title,
        source: source === '' ? null : source,
      }
    : null
  return (
    <>
      {read.doubts.length > 0 && (
        <EffectNote kind="first">
          <b>请核对 {read.doubts.length} 处</b>
          <ul>
            {read.doubts.map((doubt) => (
              <li key={doubt}>{doubt}</li>
            ))}
          </ul>
        </EffectNote>
      )}
      {read.days.length > 0 && (
        <details open>
          <summary>读出 {read.days.length} 日</summary>
          <ul className="read">
            {stretchesOf(read.days).map(({ from, to, first: { kind, name } }) => (
              <li key={`${from}${kind}`}>
                <span className={`sw ${kind}`}>{kind === 'holiday' ? '休' : kind === 'makeup' ? '班' : '停'}</span>
                <span>
                  {name}　{!from.startsWith(year) && `${from.slice(0, 4)}年`}
                  {stretchText({ from, to })}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {before !== undefined && (
        <Radio.Group
          aria-label="与已有安排的关系"
          value={how}
          onChange={({ target }) => setChosen(target.value)}
          options={[
            { value: 'whole', label: `代替 ${year} 年已有的安排，共 ${read.days.length} 日` },
            { value: 'part', label: `只改文中的日子，其余照旧，共 ${altered(before.days, read.days).length} 日` },
          ]}
        />
      )}
      <div className="pair">
        <Field label="哪一年的安排" type="number" value={year} change={setYear} />
        <Field label="公布日" type="date" value={knownOn} change={setKnown} max={today} />
      </div>
      <Field label="通知标题" value={title} change={setTitle} maxLength={200} />
      <Field label="原文网址" value={source} change={setSource} maxLength={500} hint="没有可以不填" />
      <EntryFlow
        layer={layer}
        today={today}
        entry={entry}
        missing={read.days.length === 0 ? '还没有读出放假和上班的日子。' : '先写明年份、标题和公布日。'}
        act="发布通知"
        onEntered={onEntered}
      />
    </>
  )
}
