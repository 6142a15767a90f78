import { Button, Input, type InputRef, Radio, Select } from 'antd'
import { useEffect, useRef } from 'react'
import type { FormField, Situation } from '../../../../modules/catalogue/contract.ts'
import type { DraftValue, DraftView } from '../../../../modules/intake/drafts/contract.ts'
import { Field } from '../../parts/Field.tsx'
import { EffectNote, RefusedNote } from '../../parts/notes.tsx'
import type { DraftAtHand } from '../use-draft.ts'

type FormProps = { demand: DraftView['demand']; draft: DraftAtHand; reasons: DraftView['sections'][number]['reasons'] }

/** Everything that is asked in this situation; Enter goes to the next field, at the end to the materials. */
export function Form({ demand, draft, reasons }: FormProps) {
  const form = useRef<HTMLDivElement>(null)
  const isFresh = useRef(true)
  useEffect(() => {
    if (!isFresh.current) return
    isFresh.current = false
    const [first] = reasons
    if (first !== undefined)
      form.current?.querySelector<HTMLElement>(`[data-path="${first.path}"] input, [data-path="${first.path}"] textarea`)?.focus()
  }, [reasons])
  const goOn = (from: HTMLElement) => {
    const all = [...(form.current?.querySelectorAll<HTMLElement>('input:not([type=radio]), textarea') ?? [])]
    const next = all[all.indexOf(from) + 1]
    from.blur()
    next?.focus()
  }
  const problemOf = (path: string) => reasons.find((reason) => reason.path === path)?.problem ?? null
  return (
    <div ref={form} className="form">
      {demand.situations.map((situation) => (
        <Question key={situation.code} situation={situation} draft={draft} />
      ))}
      {demand.fields.map((field) => (
        <FormLine key={field.code} field={field} draft={draft} problem={problemOf(`form/${field.code}`)} onEnter={goOn} />
      ))}
    </div>
  )
}

function Question({ situation: { code, question, hint, answers }, draft }: { situation: Situation; draft: DraftAtHand }) {
  const path = `situation/${code}`
  return (
    <div className="field wide" data-path={path}>
      <span id={`q-${code}`}>{question}</span>
      <Radio.Group
        aria-labelledby={`q-${code}`}
        value={draft.valueOf(path)}
        onChange={(event) => {
          draft.set(path, String(event.target.value))
          void draft.save()
        }}
        options={answers.map((answer) => ({ value: answer.code, label: answer.label }))}
      />
      {hint !== undefined && <small>{hint}</small>}
      <Said path={path} draft={draft} shown={(value) => answers.find((answer) => answer.code === value)?.label ?? '没有回答'} />
    </div>
  )
}

type LineProps = { field: FormField; draft: DraftAtHand; problem: string | null; onEnter: (from: HTMLElement) => void }

function FormLine({ field, draft, problem, onEnter }: LineProps) {
  const { code, label, type, required, maxLength, options = [], hint } = field
  const path = `form/${code}`
  const value = draft.valueOf(path)
  const text = typeof value === 'string' ? value : ''
  const box = useRef<InputRef>(null)
  const common = {
    maxLength,
    value: text,
    onChange: (event: { target: { value: string } }) => draft.set(path, event.target.value === '' ? null : event.target.value),
    onBlur: () => void draft.save(),
  }
  return (
    <div className={type === 'longText' ? 'wide' : undefined} data-path={path}>
      <Field
        label={
          <>
            {label} {required && <i>必填</i>}
          </>
        }
        note={
          <>
            {hint !== undefined && <small>{hint}</small>}
            {problem !== null && text !== '' && <small className="late">{problem}</small>}
            <Said
              path={path}
              draft={draft}
              shown={(said) => options.find((one) => one.code === said)?.label ?? String(said ?? '没有填写')}
            />
          </>
        }
      >
        {(id) =>
          type === 'choice' ? (
            <Select
              id={id}
              value={text === '' ? null : text}
              onChange={(chosen: string) => {
                draft.set(path, chosen)
                void draft.save()
              }}
              options={options.map((one) => ({ value: one.code, label: one.label }))}
              placeholder="请选择"
            />
          ) : type === 'longText' ? (
            <Input.TextArea id={id} rows={3} {...common} />
          ) : (
            <Input
              id={id}
              ref={box}
              type={type === 'date' ? 'date' : 'text'}
              inputMode={type === 'number' ? 'numeric' : type === 'phone' ? 'tel' : undefined}
              {...common}
              onPressEnter={(event) => {
                event.stopPropagation()
                onEnter(event.currentTarget)
              }}
            />
          )
        }
      </Field>
    </div>
  )
}

/** What is to be said about an answer: refused, or said otherwise by somebody else meanwhile. */
function Said({ path, draft, shown }: { path: string; draft: DraftAtHand; shown: (value: DraftValue) => string }) {
  const conflict = draft.conflictAt(path)
  const refused = draft.refusalAt(path)
  if (conflict !== null)
    return (
      <EffectNote kind="first">
        刚才在别处改成了“{shown(conflict.theirs)}”，您填的是“{shown(conflict.yours)}”。
        <Button size="small" onClick={() => draft.choose(path, conflict.yours)}>
          用我填的
        </Button>
        <Button size="small" onClick={() => draft.choose(path, conflict.theirs)}>
          用那一个
        </Button>
      </EffectNote>
    )
  return refused === null ? null : <RefusedNote refused={refused} />
}
