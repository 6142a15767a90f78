import { Type } from 'typebox'
import { type Figure, type FigureBy, type Figures, figureNames, levelNames, levels } from '../../../modules/rating/contract.ts'
import { readFigures } from '../../endpoints/rating.ts'
import { dayText } from '../../ui/words.ts'
import { page, type View } from '../page.ts'
import { PrintButton } from '../parts.tsx'
import { goodOf, meanText, shareText } from './figures.ts'

type Query = { readonly by?: FigureBy }

/** How people rate, for anybody: every share with what it is made of. */
export const ratingsPage = page({
  path: '/ratings',
  who: 'anyone',
  look: 'p-rate',
  query: Type.Object({ by: Type.Optional(Type.Enum(Object.keys(figureNames) as FigureBy[])) }),
  load: ({ ask, query }) => ask(readFigures, { query: { by: query.by ?? 'organisation' } }),
  title: () => '好差评',
  render: (view) => <Ratings {...view} />,
})

function Ratings({ data: { fromOn, total, rows }, query, today }: View<unknown, Query, Figures>) {
  const by = query.by ?? 'organisation'
  return (
    <>
      <h1 className="h1">好差评</h1>
      <p className="lede">
        {dayText(fromOn, today)}以来，邀请 {total.invitations} 次，评价 {total.answers} 次。没有评价的不算好评，也不算差评。
      </p>
      <dl className="facts sec">
        <Row name="评价的人有多少" value={shareText(total.answers, total.invitations)} />
        <Row name="评价中基本满意以上的" value={shareText(goodOf(total), total.answers)} />
        <Row name="平均分（5 分最好，只算评价了的）" value={meanText(total)} />
        <Row name="差评的整改单，评价人说已解决的" value={shareText(total.solved, total.orders)} />
      </dl>
      <p className="hint sec">怎么算：比例后面的括号里是分子和分母，只舍不入。邀请：每件办结的事一次，每次到现场办事一次。</p>
      <nav className="tabs sec" aria-label="按什么看">
        {(Object.keys(figureNames) as FigureBy[]).map((one) => (
          <a key={one} href={`/ratings?by=${one}`} aria-current={one === by ? 'true' : undefined}>
            按{figureNames[one]}
          </a>
        ))}
      </nav>
      {rows.length === 0 ? (
        <p className="lede sec">还没有邀请过评价。</p>
      ) : (
        <ul className="rows marks">
          {rows.map((row) => (
            <FigureRow key={row.name} row={row} />
          ))}
        </ul>
      )}
      <p className="go">
        <PrintButton />
      </p>
    </>
  )
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
    </div>
  )
}

function FigureRow({ row }: { row: Figure }) {
  return (
    <li>
      <h2 className="h3">{row.name}</h2>
      <p className="hit-m">
        <span>邀请 {row.invitations}</span>
        <span>评价 {row.answers}</span>
        <span>平均分 {meanText(row)}</span>
        {row.orders > 0 && (
          <span>
            整改单 {row.orders}，已解决 {row.solved}
          </span>
        )}
      </p>
      {row.answers > 0 && (
        <p className="hint">{row.byLevel.map((count, at) => `${levelNames[levels[at] ?? 5]} ${count}`).join('　')}</p>
      )}
    </li>
  )
}
