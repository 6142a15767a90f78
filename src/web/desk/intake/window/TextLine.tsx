import { Input } from 'antd'

type Props = { id: string; value: string; maxLength: number; onChange: (value: string) => void; isFirst?: boolean }

/** One line of text; Enter leaves it, so that the next Enter is the act. */
export function TextLine({ id, value, maxLength, onChange, isFirst = false }: Props) {
  return (
    <Input
      id={id}
      autoFocus={isFirst}
      maxLength={maxLength}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onPressEnter={(event) => {
        event.stopPropagation()
        event.currentTarget.blur()
      }}
    />
  )
}
