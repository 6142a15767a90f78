import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import {
  isBad,
  type ListedOrder,
  type ListedRating,
  levelNames,
  orderLimitNames,
  orderStateNames,
  outcomeNames,
  ratedNames,
} from '../../../modules/rating/contract.ts'
import { listOrders, listRatings } from '../../endpoints/rating.ts'
import { listMyPosts } from '../../endpoints/staff.ts'
import { dayText } from '../../ui/words.ts'
import { Answer, Empty } from '../parts/notes.tsx'
import { type Column, Rows } from '../parts/rows.tsx'
import { useAsk } from '../use-ask.ts'
import { useToday } from '../use-today.ts'
import './rating.css'

const viewNames = { open: '整改单', closed: '办结的整改单', all: '收到的评价' } as const
type View = keyof typeof viewNames

/** Ratings of an office, and the work orders that bad ones opened. Nobody's name stands here. */
export function Page() {
  const search = useSearch({ strict: false }) as { organisation?: string; view?: View }
  const navigate = useNavigate()
  const posts = useAsk(listMyPosts, {})
  const own = (posts.data?.posts ?? []).flatMap(({ organisation, organisationName }) =>
    organisation === null ? [] : [{ value: organisation, label: organisationName ?? organisation }],
  )
  const offices = [...new Map(own.map((office) => [office.value, office])).values()]
  const view = search.view !== undefined && search.view in viewNames ? search.view : 'open'
  const organisation = search.organisation ?? offices[0]?.value
  return (
    <section className="panel page ratings">
      <h1>好差评</h1>
      <nav className="tabs" aria-label="视图">
        {(Object.keys(viewNames) as View[]).map((one) => (
          <Link
            key={one}
            to="/ratings"
            search={{ ...search, view: one } as never}
            {...(one === view ? { 'aria-current': 'true' as const } : {})}
          >
            {viewNames[one]}
          </Link>
        ))}
      </nav>
      {view !== 'all' ? (
        <Orders key={view} show={view} />
      ) : organisation === undefined ? (
        <Empty title="没有可以看的单位">岗位由本单位管理员设置。</Empty>
      ) : (
        <>
          {offices.length > 1 && (
            <Select
              aria-label="单位"
              value={organisation}
              onChange={(chosen) => void navigate({ to: '/ratings', search: { view, organisation: chosen } as never })}
              options={offices}
              popupMatchSelectWidth={false}
            />
          )}
          <Ratings organisation={organisation} />
        </>
      )}
    </section>
  )
}

function Orders({ show }: { show: 'open' | 'closed' }) {
  const found = useAsk(listOrders, { query: { show } })
  return (
    <Answer of={found}>
      {({ orders }) =>
        orders.length === 0 ? (
          <Empty title={show === 'open' ? '没有要处理的整改单' : '还没有办结的整改单'}>
            有人评“不满意”“非常不满意”，马上生成一张，出现在这里。
          </Empty>
        ) : (
          <OrderRows orders={orders} />
        )
      }
    </Answer>
  )
}

function OrderRows({ orders }: { orders: readonly ListedOrder[] }) {
  const navigate = useNavigate()
  const today = useToday() ?? undefined
  const addressOf = ({ id }: ListedOrder) => `/ratings/${id}` as never
  const columns: Column<ListedOrder>[] = [
    { name: '整改单', look: 'num', cell: (order) => <Link to={addressOf(order)}>{order.number}</Link> },
    { name: '到哪一步', cell: ({ outcome, state }) => (outcome === null ? orderStateNames[state] : outcomeNames[outcome]) },
    {
      name: '下一个期限',
      look: 'whole',
      isNamed: true,
      cell: ({ nextDueOn, overdue }) => (
        <>
          {nextDueOn === null ? '—' : dayText(nextDueOn, today)}
          {overdue.length > 0 && <b className="late">　已超{overdue.map((limit) => orderLimitNames[limit]).join('、')}期限</b>}
        </>
      ),
    },
    { name: '评价', cell: ({ level }) => levelNames[level] },
    {
      name: '事项',
      look: 'item whole',
      cell: ({ itemName, rated }) => (
        <>
          {itemName}
          <span className="mut">　{ratedNames[rated]}</span>
        </>
      ),
    },
    { name: '评于', isNamed: true, cell: ({ openedOn }) => dayText(openedOn, today) },
  ]
  return (
    <Rows
      rows={orders}
      idOf={({ id }) => id}
      columns={columns}
      open={(order) => void navigate({ to: addressOf(order) })}
      counter="张"
    />
  )
}

function Ratings({ organisation }: { organisation: string }) {
  const found = useAsk(listRatings, { query: { organisation } })
  return (
    <Answer of={found}>
      {({ ratings }) =>
        ratings.length === 0 ? (
          <Empty title="还没有人评价">评不评都由办事的人自己定，没有评价的不算好评。</Empty>
        ) : (
          <>
            <p className="mut sec">不显示是谁评的、哪一件；写的话里姓名和号码已遮住。列最近 100 次。</p>
            <ul className="said">
              {ratings.map((rating, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a rating has no name here
                <Rating key={n} rating={rating} />
              ))}
            </ul>
          </>
        )
      }
    </Answer>
  )
}

function Rating({ rating }: { rating: ListedRating }) {
  const { level, itemName, rated, placeName, windowName, givenOn, labels, words, orderState } = rating
  return (
    <li>
      <p>
        <b className={isBad(level) ? 'late' : undefined}>{levelNames[level]}</b>
        <span className="mut">
          　{dayText(givenOn)}　{ratedNames[rated]}
          {[placeName, windowName].map((name) => name !== null && `　${name}`)}
        </span>
      </p>
      <p>{itemName}</p>
      {labels.length > 0 && <p className="mut">{labels.join('；')}</p>}
      {words !== null && <p>“{words}”</p>}
      {orderState !== null && <p className="mut">整改单：{orderStateNames[orderState]}</p>}
    </li>
  )
}
