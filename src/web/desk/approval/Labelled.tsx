import { type ReactNode, useId } from 'react'

/** A field with what it is called above it; `isWide` takes what room there is. */
export function Labelled({ label, isWide, children }: { label: string; isWide?: boolean; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className={isWide === true ? 'field grow' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}
