import { Link, useNavigate, useParams } from '@tanstack/react-router'
import {
  levelNames,
  type OrderSheet,
  orderLimitNames,
  orderStateNames,
  outcomeNames,
  ratedNames,
} from '../../../modules/rating/contract.ts'
import { readOrder } from '../../endpoints/rating.ts'
import { dayText } from '../../ui/words.ts'
import { Key, useKey } from '../keys.tsx'
import { Answer, EffectNote } from '../parts/notes.tsx'
import { useAsk } from '../use-ask.ts'
import { OrderActs } from './OrderActs.tsx'
import './rating.css'

/** A work order: what was said, by when what is to be done, every step, and the next one. */
export function Page() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const navigate = useNavigate()
  const found = useAsk(readOrder, { params: { id } })
  useKey('Escape', '回到列表', () => void navigate({ to: '/ratings' as never }))
  return <Answer of={found}>{(order) => <Order order={order} />}</Answer>
}

function Order({ order }: { order: OrderSheet }) {
  const limits = [
    ['first', order.firstBy],
    ['fix', order.fixBy],
    ['close', order.closeBy],
  ] as const
  const where = [order.placeName, order.windowName].filter((name) => name !== null).join(' ')
  return (
    <section className="panel page ratings">
      <p>
        <Link to={'/ratings' as never}>
          ← 列表 <Key name="Escape" />
        </Link>
      </p>
      <h1>
        整改单 <span className="num">{order.number}</span>
      </h1>
      <p>{order.outcome === null ? orderStateNames[order.state] : `${orderStateNames.closed}：${outcomeNames[order.outcome]}`}</p>
      <dl className="pairs">
        <dt>评价</dt>
        <dd>
          <b className="late">{levelNames[order.level]}</b>
          {order.labels.length > 0 && `：${order.labels.join('；')}`}
          {order.words !== null && <p>“{order.words}”</p>}
        </dd>
        <dt>评的是</dt>
        <dd>
          {dayText(order.onDay)}
          {where}
          {ratedNames[order.rated]}：{order.itemName}（{order.department}）
        </dd>
        {limits.map(([limit, day]) => (
          <Limit key={limit} name={`最晚${orderLimitNames[limit]}`} day={day} isLate={order.overdue.includes(limit)} />
        ))}
        {order.contact !== null && (
          <>
            <dt>联系</dt>
            <dd>
              {order.contact.name ?? '（个人信息已依法删除）'}　
              <span className="num">{order.contact.phone ?? '没有留下电话，用站内消息反馈'}</span>
              <p className="mut">您看到姓名和电话，已经记入本人可查的记录。只用于核实和反馈。</p>
            </dd>
          </>
        )}
      </dl>
      <h2>经过</h2>
      <ol className="steps">
        {order.steps.map((step, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added
          <li key={n}>
            <b>{step.name}</b>
            <span className="mut">　{dayText(step.on)}</span>
            {step.words !== null && <p>{step.words}</p>}
          </li>
        ))}
      </ol>
      {order.whyNot !== null && <EffectNote kind="first">{order.whyNot}</EffectNote>}
      <OrderActs key={order.state} order={order} />
    </section>
  )
}

function Limit({ name, day, isLate }: { name: string; day: string | null; isLate: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {day === null ? '未定' : dayText(day)}
        {isLate && <b className="late">　已超过，已记入日志</b>}
      </dd>
    </>
  )
}
