import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { type KnowledgeKind, knowledgeKinds, type Proposal } from '../../../modules/finder/knowing/contract.ts'
import { findItems, suggestItems } from '../../endpoints/finder.ts'
import { publishKnowledge, readTrial, tryKnowledge } from '../../endpoints/knowing.ts'
import { Answer, EffectNote } from '../parts/notes.tsx'
import { useAct } from '../use-act.tsx'
import { useAsk } from '../use-ask.ts'
import { Trial } from './Trial.tsx'
import { answerText, linesOf } from './texts.ts'

const wordsLabels: Readonly<Record<KnowledgeKind, string>> = {
  saying: '人们怎么说，一行一句',
  synonym: '意思一样的词，一行一个',
  filler: '和办什么事无关的词，一行一个',
}
const effects: Readonly<Record<KnowledgeKind, string>> = {
  saying: '这样问的人马上找到这个事项；名称相同的事项在别处也一样。',
  synonym: '说其中一个词，等于说了另外几个。对所有问题都起作用。',
  filler: '找的时候不看这些词。对所有问题都起作用。',
}

/** Mends one question, or none in particular (''): what to add, what it changes, publish, ask again. */
export function Mending({ question, area }: { question: string; area: string | null }) {
  const place = area === null ? {} : { area }
  const now = useAsk(findItems, { query: { q: question, ...place, limit: 3 } }, { isOff: question === '' })
  const [kind, setKind] = useState<KnowledgeKind>('saying')
  const [text, setText] = useState(question)
  const [item, setItem] = useState<{ code: string; name: string } | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState<string | null>(null)
  const proposal: Proposal = { kind, item: kind === 'saying' ? (item?.code ?? null) : null, words: linesOf(text).slice(0, 20) }
  const trial = useAct(tryKnowledge, { isLast: true, onDone: (reply) => setMarks(reply) })
  const [marks, setMarks] = useState<Parameters<typeof Trial>[0]['tried'] | null>(null)
  const [isPublished, setPublished] = useState(false)
  const publish = useAct(publishKnowledge, { onDone: () => setPublished(true) })
  const left = lacking(proposal)
  const isTried = tried === JSON.stringify(proposal) && marks !== null
  const change = (then: () => void) => {
    trial.clear()
    publish.clear()
    setPublished(false)
    then()
  }
  const tryOut = () => {
    setTried(JSON.stringify(proposal))
    void trial.run({ body: { ...proposal, ...(question === '' ? {} : { q: question, ...place }) } })
  }
  return (
    <section className="panel page gaps">
      <p>
        <Link to={'/gaps' as never}>全部找不到的问题</Link>
      </p>
      <h1>{question === '' ? '补说法和同义词' : `“${question}”`}</h1>
      {question !== '' && (
        <p role="status">
          现在的答案：
          <b>
            <Answer of={now}>{(found) => answerText(found)}</Answer>
          </b>
        </p>
      )}
      <fieldset className="fields" disabled={trial.isBusy || publish.isBusy}>
        <Field label="补什么">
          {(id) => (
            <select id={id} value={kind} onChange={({ target }) => change(() => setKind(target.value as KnowledgeKind))}>
              {Object.entries(knowledgeKinds).map(([code, label]) => (
                <option key={code} value={code}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={wordsLabels[kind]}>
          {(id) => <textarea id={id} rows={3} value={text} onChange={({ target }) => change(() => setText(target.value))} />}
        </Field>
      </fieldset>
      {kind === 'saying' && <Items place={place} chosen={item} choose={(one) => change(() => setItem(one))} />}
      <EffectNote kind={left === null ? 'will' : 'first'}>{left ?? effects[kind]}</EffectNote>
      <p className="row">
        <Button type={isTried ? 'default' : 'primary'} disabled={left !== null || trial.isBusy} onClick={tryOut}>
          {trial.isBusy ? '正在试算' : '试算'}
        </Button>
      </p>
      {trial.isBusy && <Asked />}
      {trial.note()}
      {isTried && marks !== null && (
        <>
          <Trial tried={marks} />
          <div className="field">
            <Field label="为什么这样补">
              {(id) => <input id={id} value={reason} maxLength={200} onChange={({ target }) => setReason(target.value)} />}
            </Field>
          </div>
          <p className="row">
            <Button
              type="primary"
              disabled={reason.trim() === '' || publish.isBusy || isPublished}
              onClick={() => void publish.run({ body: { ...proposal, reason: reason.trim() } })}
            >
              发布
            </Button>
          </p>
          {publish.note()}
          {isPublished && (
            <div role="status">
              <EffectNote>已发布，上面是现在的答案。要收回，到“补过的”里撤销。</EffectNote>
            </div>
          )}
        </>
      )}
    </section>
  )
}

/** How far the trial is. */
function Asked() {
  const { trial } = useAsk(readTrial, {}, { everyMs: 400 }).data ?? { trial: null }
  return (
    <p className="mut">
      {trial === null ? (
        '正在准备，一两秒钟。'
      ) : (
        <>
          <progress aria-label="已问的题" value={trial.asked} max={trial.of} /> 问了 {trial.asked} 道，共 {trial.of} 道
        </>
      )}
    </p>
  )
}

/** What is still to be said before it can be tried; null: nothing. */
function lacking({ kind, item, words }: Proposal): string | null {
  if (words.length === 0) return '先填词。'
  if (words.some((word) => word.length > 100)) return '一行最多 100 个字。'
  if (kind === 'synonym' && words.length < 2) return '同义词至少填两个，一行一个。'
  if (kind === 'saying' && item === null) return '再选这样问的人要办的是哪个事项。'
  return null
}

/** Finds the item that is meant. */
function Items({
  place,
  chosen,
  choose,
}: {
  place: { area?: string }
  chosen: { code: string; name: string } | null
  choose: (item: { code: string; name: string }) => void
}) {
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const found = useAsk(suggestItems, { query: { q: asked, ...place, limit: 20 } }, { isOff: asked === '' })
  return (
    <section aria-label="要办的事项">
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(typed.trim())
        }}
      >
        <Field label="要办的事项，按名称或拼音查">
          {(id) => <input id={id} value={typed} maxLength={200} onChange={({ target }) => setTyped(target.value)} />}
        </Field>
        <Button htmlType="submit">查</Button>
      </form>
      {asked !== '' && (
        <Answer of={found}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="mut">没有这样的事项，换个名称再查。</p>
            ) : (
              <fieldset className="choices">
                <legend className="vh">选一个事项</legend>
                {items.map(({ code, name, department }) => (
                  <label key={code}>
                    <input type="radio" name="item" checked={chosen?.code === code} onChange={() => choose({ code, name })} />
                    <span>
                      {name} <span className="mut">{department}</span>
                    </span>
                  </label>
                ))}
              </fieldset>
            )
          }
        </Answer>
      )}
    </section>
  )
}

function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}
