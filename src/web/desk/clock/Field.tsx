import { Input } from 'antd'
import { useId } from 'react'

type Props = {
  label: string
  value: string
  change: (value: string) => void
  type?: 'text' | 'date' | 'number'
  hint?: string
  maxLength?: number
  max?: string
}

/** A field with its label above and its hint below. Days are asked for by the browser's own field, which keys can fill. */
export function Field({ label, value, change, type = 'text', hint, ...rest }: Props) {
  const id = useId()
  return (
    <p className="fld">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        type={type}
        value={value}
        onChange={({ target }) => change(target.value)}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
        {...rest}
      />
      {hint !== undefined && (
        <span className="mut" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </p>
  )
}
