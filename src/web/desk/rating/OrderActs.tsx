import { Button, Input, Radio } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import {
  findingNames,
  measureNames,
  type OrderActed,
  type OrderSheet,
  orderActNames,
  wayNames,
} from '../../../modules/rating/contract.ts'
import type { Endpoint } from '../../endpoint.ts'
import { closeOrder, feedBackOrder, rectifyOrder, verifyOrder } from '../../endpoints/rating.ts'
import { EffectNote } from '../parts/notes.tsx'
import { useAct } from '../use-act.tsx'

/** The acts that whoever looks may do now, each with what it does. */
export function OrderActs({ order }: { order: OrderSheet }) {
  const can = (act: OrderSheet['allowedActs'][number]) => order.allowedActs.includes(act)
  return (
    <>
      {can('verify') && (
        <Act
          order={order}
          endpoint={verifyOrder}
          name={orderActNames.verify}
          choice={{ label: '核实结果', field: 'finding', names: findingNames }}
          words="联系了谁、怎么说的、查到什么（评价人看不到这一段）"
        >
          核实以后写整改；首次联系的期限到此为止。
        </Act>
      )}
      {can('rectify') && (
        <Act
          order={order}
          endpoint={rectifyOrder}
          name={orderActNames.rectify}
          choice={{ label: '整改方式', field: 'measure', names: measureNames }}
          words="做了什么，或者为什么这样办（评价人看得到）"
        >
          整改以后还要向评价人反馈。
        </Act>
      )}
      {can('feedBack') && (
        <Act
          order={order}
          endpoint={feedBackOrder}
          name={orderActNames.feedBack}
          choice={{ label: '反馈方式', field: 'way', names: wayNames }}
          words="告诉评价人的话（评价人看得到）"
        >
          同时发消息给评价人，请其答复“解决了没有”；不答复不算解决。
        </Act>
      )}
      {can('close') && (
        <Act
          order={order}
          endpoint={closeOrder}
          name={orderActNames.close}
          choice={null}
          words="复核意见和办结理由（评价人看得到）"
        >
          没有反馈过、或者还在等评价人答复的，不能办结。
        </Act>
      )}
    </>
  )
}

type Params = { id: string }
type Choice = { readonly label: string; readonly field: string; readonly names: Readonly<Record<string, string>> }
type Props<B> = {
  order: OrderSheet
  endpoint: Endpoint<Params, undefined, B, OrderActed>
  name: string
  choice: Choice | null
  words: string
  children: ReactNode
}

function Act<B>({ order, endpoint, name, choice, words: label, children }: Props<B>) {
  const [chosen, setChosen] = useState(Object.keys(choice?.names ?? {})[0] ?? '')
  const [words, setWords] = useState('')
  const act = useAct<Params, undefined, B, OrderActed>(endpoint)
  const id = useId()
  const isShort = words.trim().length < 4
  const body = { ...(choice === null ? {} : { [choice.field]: chosen }), words: words.trim() } as B
  return (
    <form
      className="order-act"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isShort) void act.run({ params: { id: order.id }, body } as Parameters<typeof act.run>[0])
      }}
    >
      <h2>{name}</h2>
      <EffectNote>{children}</EffectNote>
      {choice !== null && (
        <Radio.Group
          aria-label={choice.label}
          value={chosen}
          onChange={({ target }) => setChosen(String(target.value))}
          options={Object.entries(choice.names).map(([value, text]) => ({ value, label: text }))}
        />
      )}
      <label htmlFor={id}>{label}</label>
      <Input.TextArea id={id} rows={3} maxLength={1_000} value={words} onChange={({ target }) => setWords(target.value)} />
      <p className="row">
        <Button type="primary" htmlType="submit" disabled={act.isBusy || isShort}>
          {name}
        </Button>
        {isShort && <span className="mut">写明至少四个字</span>}
      </p>
      {act.note()}
    </form>
  )
}
