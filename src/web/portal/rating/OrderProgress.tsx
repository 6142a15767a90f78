import {
  type OrderLimit,
  orderLimitNames,
  orderStateNames,
  outcomeNames,
  type RatingSheet,
} from '../../../modules/rating/contract.ts'
import { dayText } from '../../ui/words.ts'
import type { FormState } from '../page.ts'
import { Form, Note } from '../parts.tsx'

type Order = NonNullable<RatingSheet['order']>

/** What becomes of a bad mark: number, limits, every step; and, once something was fed back, whether it is solved. */
export function OrderProgress({ order, form, today }: { order: Order; form: FormState; today: string }) {
  const limits: readonly [OrderLimit, string | null][] = [
    ['first', order.firstBy],
    ['fix', order.fixBy],
    ['close', order.closeBy],
  ]
  return (
    <section className="sec" aria-labelledby="order">
      <h2 id="order" className="h2">
        整改单 <span className="num">{order.number}</span>
      </h2>
      <p>
        <span className={order.state === 'closed' ? 'word word-met' : 'word word-run'}>
          {order.outcome === null ? orderStateNames[order.state] : `${orderStateNames.closed}：${outcomeNames[order.outcome]}`}
        </span>
      </p>
      {order.canAnswer && <Solved order={order} form={form} today={today} />}
      <dl className="facts sec">
        {limits.map(([limit, day]) => (
          <div key={limit}>
            <dt>最晚{orderLimitNames[limit]}</dt>
            <dd>
              {day === null ? '未定' : dayText(day, today)}
              {order.overdue.includes(limit) && '　已超过期限，已记录'}
            </dd>
          </div>
        ))}
      </dl>
      <h3 className="h3 sec">进展</h3>
      <ol className="rows">
        {order.steps.map((step, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added
          <li key={n}>
            <strong>{step.name}</strong>　<span className="hint">{dayText(step.on, today)}</span>
            {step.words !== null && <p>{step.words}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Solved({ order, form, today }: { order: Order; form: FormState; today: string }) {
  return (
    <Note kind="near" icon="warning">
      <p>
        <strong>解决了没有？</strong>看看下面的反馈
        {order.answerBy !== null && `，${dayText(order.answerBy, today)}前可以答复`}。不答复不会当作“解决了”。
      </p>
      <Form form={form}>
        <label className="label" htmlFor="words">
          想补充的话（可不填）
        </label>
        <textarea
          className="field"
          id="words"
          name="words"
          rows={2}
          maxLength={500}
          defaultValue={form.said.get('words') ?? ''}
        />
        <p className="go">
          <button className="act act-s" type="submit" name="solved" value="yes">
            解决了
          </button>
          <button className="act act-2 act-s" type="submit" name="solved" value="no">
            没有解决
          </button>
        </p>
      </Form>
    </Note>
  )
}
