import { Type } from 'typebox'
import { GrantCursor } from '../../../modules/approval/contract.ts'
import { ItemCode } from '../../../modules/catalogue/contract.ts'
import { listGrants } from '../../endpoints/publication.ts'
import { dayText } from '../../ui/words.ts'
import { page } from '../page.ts'
import { PrintButton } from '../parts.tsx'

/** Permits granted, for anybody to consult, newest first. @source 行政许可法 40 */
export const publicationsPage = page({
  path: '/publications',
  who: 'anyone',
  query: Type.Object({ item: Type.Optional(ItemCode), after: Type.Optional(GrantCursor) }),
  load: ({ ask, query: { item, after } }) =>
    ask(listGrants, { query: { ...(item === undefined ? {} : { item }), ...(after === undefined ? {} : { after }), limit: 30 } }),
  title: () => '准予行政许可公示',
  render: ({ data: { grants, next }, query, today }) => (
    <>
      <h1 className="h1">准予行政许可公示</h1>
      <p className="lede">
        行政机关作出的准予行政许可决定，公众有权查阅（行政许可法第四十条）。个人姓名只显示姓，单位名称照实显示。
      </p>
      {query.item !== undefined && (
        <p className="hint">
          只看事项 <a href={`/items/${encodeURIComponent(query.item)}`}>{grants[0]?.itemName ?? query.item}</a>。
          <a href="/publications">看全部</a>
        </p>
      )}
      {grants.length === 0 ? (
        <p className="lede">{query.after === undefined ? '还没有准予的许可。' : '后面没有了。'}</p>
      ) : (
        <ul className="rows grants pub">
          {grants.map((grant) => (
            <li key={`${grant.letterNumber} ${grant.decidedOn} ${grant.itemCode}`}>
              <h2 className="h3">{grant.applicantName ?? '（个人信息已依法删除）'}</h2>
              <p>
                <a href={`/items/${encodeURIComponent(grant.itemCode)}`}>{grant.itemName}</a>
              </p>
              <p className="hit-m">
                <span>{grant.department}</span>
                <span>{dayText(grant.decidedOn, today)}决定</span>
                {grant.letterNumber !== null && <span>{grant.letterNumber}</span>}
              </p>
            </li>
          ))}
        </ul>
      )}
      <p className="go">
        {next !== null && (
          <a className="act act-2" href={`/publications?${new URLSearchParams({ ...query, after: next })}`}>
            下一页
          </a>
        )}
        {query.after !== undefined && (
          <a
            className="lnk"
            href={query.item === undefined ? '/publications' : `/publications?item=${encodeURIComponent(query.item)}`}
          >
            回到第一页
          </a>
        )}
        <PrintButton />
      </p>
    </>
  ),
})
