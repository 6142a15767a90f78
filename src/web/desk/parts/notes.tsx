import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Refused } from '../../endpoint.ts'
import type { NoAnswer } from '../client.ts'
import type { Asked } from '../use-ask.ts'

/** What will happen, what must happen first, or what cannot: a rule at the left says which. */
export function EffectNote({ kind = 'will', children }: { kind?: 'will' | 'first' | 'cannot'; children: ReactNode }) {
  return (
    <div className={`eff eff-${kind}`} {...(kind === 'cannot' ? { role: 'alert' } : {})}>
      {children}
    </div>
  )
}

/** A refusal in its own words, with its clause. */
export function RefusedNote({ refused }: { refused: Refused }) {
  return (
    <EffectNote kind="cannot">
      <b>{refused.message}</b>
      {refused.source !== null && <span className="mut">　依据：{refused.source}</span>}
      {refused.status === 401 && (
        <>
          　
          <a href="/desk/sign-in" target="_blank" rel="noreferrer">
            在新窗口登录
          </a>
          ，回来再按一次，这里的内容不会丢。
        </>
      )}
    </EffectNote>
  )
}

/** Nobody answered, or we failed: what is known, and the way on. */
export function NoAnswerNote({ failure, again }: { failure: NoAnswer; again: () => void }) {
  return (
    <EffectNote kind={failure.reference === null ? 'first' : 'cannot'}>
      <b>{failure.reference === null ? '没有连上，还不知道办成没有。' : '这一步没有做成。'}</b>
      填的内容都在，再试不会重复办理。
      <Button size="small" onClick={again}>
        再试一次
      </Button>
      {failure.reference !== null && <span className="mut num">　编号 {failure.reference}</span>}
    </EffectNote>
  )
}

/** An empty list says why, and offers the likely next act. */
export function Empty({ title, children, act }: { title: string; children?: ReactNode; act?: ReactNode }) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      {children !== undefined && <p className="mut">{children}</p>}
      {act !== undefined && <p className="row">{act}</p>}
    </div>
  )
}

/** Draws what was asked; until then its outline, otherwise why there is nothing. */
export function Answer<R>({ of, children }: { of: Asked<R>; children: (data: R) => ReactNode }) {
  if (of.data !== undefined) return children(of.data)
  if (of.refused !== null) return <RefusedNote refused={of.refused} />
  if (of.failure !== null) return <NoAnswerNote failure={of.failure} again={of.again} />
  return <Outline />
}

/** The place where rows will stand. */
export function Outline() {
  return (
    <div className="outline" role="status">
      <span className="vh">正在取</span>
      <i />
      <i />
      <i />
    </div>
  )
}
