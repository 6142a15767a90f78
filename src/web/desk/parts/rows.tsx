import { type ReactNode, useState } from 'react'
import { Key, useKey } from '../keys.tsx'

/** How a row is called on its keys: 下一件, 打开这一件. */
type Named = { readonly counter?: string; readonly act?: string }

/** Which of so many rows is at hand: j and k move, Enter opens it. */
export function useRows(count: number, open: (n: number) => void, { counter = '件', act = '打开' }: Named = {}): number {
  const [at, setAt] = useState(0)
  const current = Math.max(0, Math.min(at, count - 1))
  useKey('j', `下一${counter}`, () => setAt(Math.min(current + 1, count - 1)), count > 0)
  useKey('k', `上一${counter}`, () => setAt(Math.max(current - 1, 0)), count > 0)
  useKey('Enter', `${act}这一${counter}`, () => open(current), count > 0)
  return current
}

/** The keys of a list, below it. */
export function RowKeys({ act = '打开' }: { act?: string }) {
  return (
    <p className="keys sec">
      <span>
        <Key name="j" /> <Key name="k" /> 上下
      </span>
      <span>
        <Key name="Enter" /> {act}
      </span>
    </p>
  )
}

/** A row of a list is at hand or not, as one sees it and as it is read out. */
export function atHand(isAtHand: boolean) {
  return isAtHand ? ({ className: 'on', 'aria-current': true } as const) : {}
}

/**
 * A column: its heading, its look, and what stands in it. On a phone, where headings are not seen, `whole` takes a line of its own, and a
 * cell that `isNamed` begins with its heading.
 */
export type Column<R> = {
  readonly name: string
  readonly look?: string
  readonly isNamed?: boolean
  readonly cell: (row: R, isAtHand: boolean) => ReactNode
}

type Props<R> = {
  readonly rows: readonly R[]
  readonly idOf: (row: R) => string
  readonly columns: readonly Column<R>[]
  readonly open: (row: R) => void
  readonly counter?: string
}

/** A list to go through by keys, a page of it at once. */
export function Rows<R>({ rows, idOf, columns, open, counter = '件' }: Props<R>) {
  const current = useRows(
    rows.length,
    (n) => {
      const row = rows[n]
      if (row !== undefined) open(row)
    },
    { counter },
  )
  return (
    <>
      <table className="tbl folds">
        <thead>
          <tr>
            {columns.map(({ name, look }) => (
              <th key={name} className={look}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, n) => (
            <tr key={idOf(row)} {...atHand(n === current)}>
              {columns.map(({ name, look, isNamed, cell }) => (
                <td key={name} className={look} data-name={isNamed ? name : undefined}>
                  {cell(row, n === current)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <RowKeys />
    </>
  )
}
