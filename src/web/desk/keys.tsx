import { Modal } from 'antd'
import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'

/** A key and what it does here. `key` as the keyboard names it: 'j', 'Enter', 'F8'. */
type Bound = { readonly key: string; readonly name: string; readonly run: () => void }

type Board = { readonly bind: (bound: Bound) => () => void; readonly listed: () => readonly Bound[] }

const BoardContext = createContext<Board | null>(null)

/** Listens for keys, last bound first; `?` shows all that work now. */
export function Keyboard({ children }: { children: ReactNode }) {
  const bindings = useRef<Bound[]>([])
  const [isShown, setShown] = useState(false)
  const board = useMemo<Board>(
    () => ({
      bind: (bound) => {
        bindings.current = [...bindings.current, bound]
        return () => {
          bindings.current = bindings.current.filter((one) => one !== bound)
        }
      },
      listed: () => [...new Map(bindings.current.map((bound) => [bound.key, bound])).values()],
    }),
    [],
  )
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event.target) && event.key.length === 1) return
      if (isOnControl(event.target) && (event.key === 'Enter' || event.key === ' ')) return
      const bound = event.key === '?' ? { run: () => setShown(true) } : bindings.current.findLast(({ key }) => key === event.key)
      if (bound === undefined) return
      event.preventDefault()
      bound.run()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
  return (
    <BoardContext value={board}>
      {children}
      <Modal open={isShown} title="这一页的按键" footer={null} onCancel={() => setShown(false)}>
        <dl className="kv">
          {[...board.listed(), { key: '?', name: '看全部按键' }].map(({ key, name }) => (
            <div key={key}>
              <dt>
                <Key name={key} />
              </dt>
              <dd>{name}</dd>
            </div>
          ))}
        </dl>
      </Modal>
    </BoardContext>
  )
}

/** Binds a key while the component is there and `isOn`: from the moment that it is seen, before anybody could press. */
export function useKey(key: string, name: string, run: () => void, isOn = true): void {
  const board = useContext(BoardContext)
  const latest = useRef(run)
  latest.current = run
  useLayoutEffect(() => (isOn ? board?.bind({ key, name, run: () => latest.current() }) : undefined), [board, key, name, isOn])
}

/** A key as it stands beside what it does. */
export function Key({ name }: { name: string }) {
  return <kbd>{name.length === 1 ? name.toUpperCase() : name}</kbd>
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** What the browser does itself on a button or link stays its own. */
function isOnControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(A|BUTTON|SUMMARY|TEXTAREA)$/.test(target.tagName)
}
