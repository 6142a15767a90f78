import type { ReactNode } from 'react'
import { Icon, type IconName } from '../ui/Icon.tsx'
import type { FormState } from './page.ts'

/** A form that works without script. Pressing twice is the same as once; a refusal stands above it. `files` when it sends some. */
export function Form({ form, files = false, children }: { form: FormState; files?: boolean; children: ReactNode }) {
  return (
    <form method="post" noValidate data-once {...(files ? { encType: 'multipart/form-data' } : {})}>
      <input type="hidden" name="key" value={form.key} />
      {children}
    </form>
  )
}

/** Why the form was refused, above everything else on the page; its heading takes the focus. */
export function RefusedNote({ form, children }: { form: FormState; children?: ReactNode }) {
  const { refused } = form
  if (refused === null) return null
  return (
    <div className="note note-no" role="alert" tabIndex={-1} data-focus>
      <Icon name="no" />
      <div>
        <p>
          <strong>{refused.message}</strong>
        </p>
        {children}
        {refused.source !== null && <p className="small">依据：{refused.source}</p>}
      </div>
    </div>
  )
}

type FieldProps = {
  readonly form: FormState
  readonly name: string
  readonly label: string
  readonly hint?: string
  /** What to do, not what is wrong. */
  readonly problem?: string | null
  readonly type?: 'text' | 'password' | 'tel' | 'search' | 'date'
  readonly autoComplete?: string
  readonly inputMode?: 'text' | 'numeric' | 'tel'
  readonly maxLength?: number
  /** The first day that may be chosen, of a date. */
  readonly min?: string
  readonly value?: string
}

/** A field with its label, hint and, after a refusal, what to do about it. */
export function Field({ form, name, label, hint, problem, type = 'text', value, ...rest }: FieldProps) {
  const described = [hint === undefined ? null : `${name}-hint`, problem ? `${name}-problem` : null].filter((id) => id !== null)
  return (
    <div className={problem ? 'fieldset fieldset-no' : 'fieldset'}>
      <label className="label" htmlFor={name}>
        {label}
      </label>
      {hint !== undefined && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="err" id={`${name}-problem`}>
          <Icon name="no" size="s" />
          {problem}
        </p>
      )}
      <input
        className="field"
        id={name}
        name={name}
        type={type}
        defaultValue={type === 'password' ? '' : (form.said.get(name) ?? value ?? '')}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described.length > 0 ? described.join(' ') : undefined}
        {...rest}
      />
    </div>
  )
}

/** A notice: what matters, with a shape beside the colour. */
export function Note({
  kind = 'blue',
  icon = 'info',
  children,
}: {
  kind?: 'blue' | 'met' | 'near' | 'no'
  icon?: IconName
  children: ReactNode
}) {
  return (
    <div className={`note note-${kind}`}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  )
}

/** Prints the page. Hidden where no script could do it: browsers print without us. */
export function PrintButton() {
  return (
    <button className="lnk" type="button" data-print hidden>
      <Icon name="print" size="s" />
      打印
    </button>
  )
}
