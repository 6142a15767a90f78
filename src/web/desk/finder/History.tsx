import { Button } from 'antd'
import { useId, useState } from 'react'
import { type History as Kept, knowledgeKinds } from '../../../modules/finder/knowing/contract.ts'
import { listKnowledge, undoKnowledge } from '../../endpoints/knowing.ts'
import { dayText } from '../../ui/words.ts'
import { Answer, Empty } from '../parts/notes.tsx'
import { useAct } from '../use-act.tsx'
import { useAsk } from '../use-ask.ts'
import { useToday } from '../use-today.ts'

/** Everything that staff have added, what was taken back among it. */
export function History() {
  const found = useAsk(listKnowledge, {})
  return (
    <Answer of={found}>
      {({ rows }) =>
        rows.length === 0 ? (
          <Empty title="还没有补过">补的说法、同义词和不算的词，谁、什么时候、为什么，都列在这里，随时可以撤销。</Empty>
        ) : (
          <ul className="kept">
            {rows.map((row) => (
              <Row key={row.no} row={row} />
            ))}
          </ul>
        )
      }
    </Answer>
  )
}

function Row({ row: { no, kind, item, words, made, undone } }: { row: Kept['rows'][number] }) {
  const today = useToday()
  const id = useId()
  const [isAsked, setAsked] = useState(false)
  const [reason, setReason] = useState('')
  const undo = useAct(undoKnowledge, { onDone: () => setAsked(false) })
  const stepText = (step: typeof made) =>
    `${step.by === '' ? '已注销的账号' : step.by}　${dayText(step.on, today ?? undefined)}　${step.reason}`
  return (
    <li>
      <p className={undone === null ? undefined : 'mut'}>
        <b>{knowledgeKinds[kind]}</b>　{words.map((word) => `“${word}”`).join(kind === 'synonym' ? ' = ' : '、')}
        {item !== null && ` → ${item}`}
      </p>
      <p className="mut">{stepText(made)}</p>
      {undone !== null && <p className="mut">已撤销：{stepText(undone)}</p>}
      {undone === null && !isAsked && (
        <Button size="small" aria-label={`撤销${words.join('、')}`} onClick={() => setAsked(true)}>
          撤销
        </Button>
      )}
      {isAsked && undone === null && (
        <form
          aria-label="撤销"
          onSubmit={(event) => {
            event.preventDefault()
            void undo.run({ params: { no }, body: { reason: reason.trim() } })
          }}
        >
          <div className="field">
            <label htmlFor={id}>为什么撤销</label>
            <input id={id} value={reason} maxLength={200} onChange={({ target }) => setReason(target.value)} />
          </div>
          {undo.note()}
          <p className="row">
            <Button htmlType="submit" type="primary" disabled={reason.trim() === '' || undo.isBusy}>
              撤销，马上不再起作用
            </Button>
            <Button onClick={() => setAsked(false)}>不撤销</Button>
          </p>
        </form>
      )}
    </li>
  )
}
