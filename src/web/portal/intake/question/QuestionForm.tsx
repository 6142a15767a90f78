import type { ReactNode } from 'react'
import type { DraftView } from '../../../../modules/intake/drafts/contract.ts'
import { Icon } from '../../../ui/Icon.tsx'
import type { FormState } from '../../page.ts'
import { answerAt, type Question } from '../draft.ts'
import { LineNote } from '../parts.tsx'

type Props = {
  readonly question: Question
  readonly draft: DraftView
  readonly form: FormState
  readonly problem: string | null
  /** Whose browser this is: what is kept in it is nobody else's. */
  readonly account: string
  /** Whether it is saved. */
  readonly children: ReactNode
}

/** A question with the field its kind asks for. */
export function QuestionForm({ question, draft, form, problem, account, children }: Props) {
  const { value, rev } = answerAt(draft, question.path)
  const now = form.said.get('value') ?? (typeof value === 'string' ? value : '')
  const described = [question.hint === null ? null : 'hint', problem === null ? null : 'problem'].filter((id) => id !== null)
  const field = {
    name: 'value',
    'aria-invalid': problem !== null || undefined,
    'aria-describedby': described.join(' ') || undefined,
  }
  const isChoice = question.type === 'choice'
  return (
    <form
      method="post"
      noValidate
      data-once
      data-send
      data-draft={draft.draftId}
      data-path={question.path}
      data-account={account}
      data-max={question.maxLength}
    >
      <input type="hidden" name="key" value={form.key} />
      <input type="hidden" name="rev" value={rev} />
      <Group isChoice={isChoice} title={question.ask} isOptional={!question.isRequired}>
        {question.hint !== null && (
          <p className="hint q-hint" id="hint">
            {question.hint}
          </p>
        )}
        {children}
        <div className={problem === null ? 'q-field' : 'q-field fld-err'}>
          {problem !== null && (
            <p className="err" id="problem">
              <Icon name="no" size="s" />
              {problem}
            </p>
          )}
          <Input question={question} value={now} field={field} />
        </div>
      </Group>
      {question.why !== null && (
        <details className="why q-why">
          <summary>
            <Icon name="info" size="s" />
            为什么问这个
          </summary>
          <div>
            <p>{question.why}</p>
          </div>
        </details>
      )}
      <LineNote>您填的已经留在本机，连上后会自动送出去，不用再填一遍。请先不要关闭本页。</LineNote>
      <div className="go go-stick">
        <button className="act" type="submit">
          继续
        </button>
        {problem !== null && (
          <button className="lnk" type="submit" name="do" value="later">
            先跳过，以后再填
          </button>
        )}
      </div>
    </form>
  )
}

/** A heading that names its field: a legend over choices, a label over everything else. */
function Group({
  isChoice,
  title,
  isOptional,
  children,
}: {
  isChoice: boolean
  title: string
  isOptional: boolean
  children: ReactNode
}) {
  const heading = (
    <>
      {title}
      {isOptional && <small className="opt-mark">可以不填</small>}
    </>
  )
  if (isChoice)
    return (
      <fieldset>
        <legend>
          <h1 className="h1">{heading}</h1>
        </legend>
        {children}
      </fieldset>
    )
  return (
    <>
      <h1 className="h1">
        <label htmlFor="value">{heading}</label>
      </h1>
      {children}
    </>
  )
}

type Shown = { readonly name: string; readonly 'aria-invalid': true | undefined; readonly 'aria-describedby': string | undefined }

function Input({ question: { type, options }, value, field }: { question: Question; value: string; field: Shown }) {
  if (type === 'choice' && options.length > 8)
    return (
      <select className="field" id="value" defaultValue={value} {...field}>
        <option value="">请选择</option>
        {options.map(({ code, label }) => (
          <option key={code} value={code}>
            {label}
          </option>
        ))}
      </select>
    )
  if (type === 'choice')
    return (
      <div className="pick" id="value">
        {options.map(({ code, label }) => (
          <label key={code}>
            <input
              type="radio"
              name="value"
              value={code}
              defaultChecked={code === value}
              aria-describedby={field['aria-describedby']}
            />
            {label}
          </label>
        ))}
      </div>
    )
  if (type === 'longText') return <textarea className="field" id="value" rows={6} defaultValue={value} {...field} />
  return <input className="field" id="value" defaultValue={value} {...kinds[type]} {...field} />
}

const kinds = {
  text: { type: 'text' },
  phone: { type: 'tel', autoComplete: 'tel' },
  date: { type: 'date' },
  number: { type: 'text', inputMode: 'numeric' },
} as const
