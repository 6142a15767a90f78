import { type ReactNode, useId } from 'react'

type Props = { label: ReactNode; note?: ReactNode; isWide?: boolean; children: (id: string) => ReactNode }

/** A word above its control, and what is to be said about it below; `isWide` takes what room there is. */
export function Field({ label, note, isWide = false, children }: Props) {
  const id = useId()
  return (
    <div className={isWide ? 'field grow' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {note}
    </div>
  )
}
