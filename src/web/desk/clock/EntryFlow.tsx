import { Button } from 'antd'
import { useState } from 'react'
import type { NamedPreview } from '../../../modules/casework/redate/contract.ts'
import { type Entry, NoticeConflict } from '../../../modules/clock/contract.ts'
import { enterNotice, previewEntry } from '../../endpoints/clock.ts'
import { dayText } from '../../ui/words.ts'
import { Key, useKey } from '../keys.tsx'
import { EffectNote } from '../parts/notes.tsx'
import { useAct } from '../use-act.tsx'

type Props = {
  layer: string
  today: string
  /** What would be entered; null while something is still missing, and `missing` says what. */
  entry: Entry | null
  missing: string
  /** The legal act: '发布停止办公'. */
  act: string
  onEntered: () => void
}

/** From an entry to its place in the calendar: first what it would change, then the act. Whatever is altered after the look is looked at anew. */
export function EntryFlow({ layer, today, entry, missing, act, onEntered }: Props) {
  const [seen, setSeen] = useState<{ text: string; preview: NamedPreview } | null>(null)
  const text = JSON.stringify(entry)
  const look = useAct(previewEntry, { onDone: (preview) => setSeen({ text, preview }) })
  const enter = useAct(enterNotice, { onDone: onEntered })
  const isSeen = entry !== null && seen?.text === text
  const params = { code: layer }
  const preview = () => entry !== null && void look.run({ params, body: entry })
  const publish = () => entry !== null && isSeen && void enter.run({ params, body: entry })
  useKey('F7', '看会改变什么', preview, entry !== null && !isSeen)
  useKey('F8', act, publish, isSeen)
  return (
    <>
      {!isSeen && (
        <>
          {entry === null ? (
            <EffectNote kind="first">{missing}</EffectNote>
          ) : (
            <EffectNote>{seen === null ? '发布以前，先看会改变哪些办件。' : '改过了，请再看一次会改变哪些办件。'}</EffectNote>
          )}
          {look.note()}
          <p className="row">
            <Button type="primary" disabled={entry === null || look.isBusy} onClick={preview}>
              看会改变什么 <Key name="F7" />
            </Button>
          </p>
        </>
      )}
      {isSeen && (
        <>
          <Preview preview={seen.preview} today={today} />
          {enter.note([NoticeConflict])}
          {enter.refused(NoticeConflict, ({ subject, knownOn }) => (
            <EffectNote kind="cannot">
              <b>
                “{subject}”在 {dayText(knownOn, today)}已有内容不同的通知。
              </b>
              两份都留在记录里；要以这一份为准，请按更正发布。
              <Button
                size="small"
                disabled={enter.isBusy}
                onClick={() => void enter.run({ params, body: { ...entry, corrects: true } })}
              >
                按更正发布
              </Button>
            </EffectNote>
          ))}
          <p className="row">
            <Button type="primary" disabled={enter.isBusy} onClick={publish}>
              {act} <Key name="F8" />
            </Button>
          </p>
        </>
      )}
    </>
  )
}

/** What an entry would change: which days, how many open cases, some of them with both dates. */
function Preview({ preview, today }: { preview: NamedPreview; today: string }) {
  const { span, moved, looked, reached, byItem, byOrganisation, sample } = preview
  const day = (on: string | null) => (on === null ? '暂停中' : dayText(on, today))
  return (
    <div className="preview" role="status">
      <h3>会改期的办件</h3>
      <p>
        <b className="fig">{moved}</b> 件
        {reached > looked && `（在办件很多，只看了前 ${looked} 件，可能受影响的共 ${reached} 件）`}
      </p>
      {moved > 0 && (
        <>
          <ul className="moves">
            {sample.slice(0, mostShown).map(({ caseId, number, itemName, timerName, from, to }) => (
              <li key={caseId}>
                <span className="num">{number}</span>
                <span className="mut">{itemName}</span>
                <span>
                  {timerName}：
                  {from === to ? (
                    `${day(to)}，暂定还是确定有变`
                  ) : (
                    <>
                      {day(from)} → <b>{day(to)}</b>
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
          {moved > mostShown && <p className="mut">列出 {Math.min(mostShown, sample.length)} 件，其余同样改期。</p>}
          <Counts
            name="按事项"
            rows={byItem.map(({ itemCode, itemName, cases }) => ({ code: itemCode, name: itemName, cases }))}
          />
          <Counts
            name="按单位"
            rows={byOrganisation.map(({ organisation, organisationName, cases }) => ({
              code: organisation,
              name: organisationName,
              cases,
            }))}
          />
        </>
      )}
      <EffectNote kind={moved > 0 ? 'first' : 'will'}>
        {span === null
          ? '没有一天的算法因此改变，没有办件改期。'
          : `${stretch(span, today)}之间，有的日子算法改变，或者由暂定变为确定。${
              moved === 0
                ? '没有在办件因此改期。'
                : `发布后 ${moved} 件逐件记下改期和原因，日期变了的各告知申请人一次；已发的文书不改，仍能按当日说明。`
            }`}
      </EffectNote>
    </div>
  )
}

const mostShown = 8

function Counts({ name, rows }: { name: string; rows: readonly { code: string; name: string; cases: number }[] }) {
  return (
    <details>
      <summary>
        {name}，{rows.length} 种
      </summary>
      <ul className="counts">
        {rows.map((row) => (
          <li key={row.code}>
            {row.name} <b className="num">{row.cases}</b> 件
          </li>
        ))}
      </ul>
    </details>
  )
}

function stretch({ from, to }: { from: string; to: string }, today: string): string {
  return `${dayText(from, today)}至 ${dayText(to, today)}`
}
