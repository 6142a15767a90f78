import { type ReactNode, useId } from 'react'

type Props = { label: ReactNode; note?: ReactNode; children: (id: string) => ReactNode }

/** A word above its control, and what is to be said about it below. */
export function Field({ label, note, children }: Props) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {note}
    </div>
  )
}
