import { Input, type InputRef } from 'antd'
import { type KeyboardEvent, type Ref, useEffect, useId, useState } from 'react'
import { suggestItems } from '../../../endpoints/finder.ts'
import { Key } from '../../keys.tsx'
import { useAsk } from '../../use-ask.ts'
import { useLater } from './use-later.ts'

type Props = {
  field: Ref<InputRef>
  typed: string
  place: { area?: string }
  onTyped: (typed: string) => void
  /** Enter with nothing chosen: the first that is found is meant. */
  onEnter: () => void
  onChosen: (code: string) => void
}

const restMs = 120
const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** The search field of the window, a combobox: names of items as one types, by characters, sound and first letters; arrows choose, Enter takes. */
export function ItemField({ field, typed, place, onTyped, onEnter, onChosen }: Props) {
  const id = useId()
  const q = useLater(typed.trim(), restMs)
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const { data } = useAsk(suggestItems, { query: { q, ...place, limit: 8 } }, { isOff: q === '' || !isOpen })
  const items = isOpen && q === typed.trim() ? (data?.items ?? []) : []
  const on = items[chosen]
  useEffect(() => {
    if (on !== undefined) document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [on, id, chosen])
  const close = () => {
    setOpen(false)
    setChosen(-1)
  }
  const pressed = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    const step = steps[event.key]
    if (step !== undefined && items.length > 0) {
      event.preventDefault()
      const places = items.length + 1 // the last one is the field itself
      setChosen(((chosen + 1 + step + places) % places) - 1)
    } else if (event.key === 'Enter') {
      event.stopPropagation()
      event.currentTarget.blur()
      if (on === undefined) onEnter()
      else onChosen(on.code)
    } else if (event.key === 'Escape' && items.length > 0) {
      event.stopPropagation()
      close()
    } else if (event.key === 'Escape') event.currentTarget.blur()
  }
  return (
    <div className="suggesting">
      <Input
        ref={field}
        role="combobox"
        aria-label="搜事项"
        aria-autocomplete="list"
        aria-expanded={items.length > 0}
        aria-controls={`${id}-list`}
        {...(on === undefined ? {} : { 'aria-activedescendant': `${id}-${chosen}` })}
        autoComplete="off"
        placeholder="事项名称、常用说法、拼音或编码"
        maxLength={200}
        value={typed}
        suffix={<Key name="/" />}
        onChange={({ target }) => {
          setOpen(true)
          setChosen(-1)
          onTyped(target.value)
        }}
        onKeyDown={pressed}
        onBlur={close}
      />
      <div id={`${id}-list`} className="hints" role="listbox" aria-label="提示的事项" hidden={items.length === 0}>
        {items.map(({ code, name, department }, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's, which keeps the focus
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={code}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === chosen}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => {
              close()
              onChosen(code)
            }}
          >
            {name}
            <small>{department}</small>
          </div>
        ))}
      </div>
      <p className="vh" role="status">
        {items.length > 0 && `有 ${items.length} 条提示，按上下键选`}
      </p>
    </div>
  )
}
