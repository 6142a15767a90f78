import { Type } from 'typebox'
import { typeNames } from '../../../modules/catalogue/contract.ts'
import { findItems } from '../../endpoints/catalogue.ts'
import { Icon } from '../../ui/Icon.tsx'
import { page } from '../page.ts'
import { SearchForm } from './SearchForm.tsx'

/** What fits the words; without words, what there is here. */
export const itemsPage = page({
  path: '/items',
  under: 'items',
  who: 'anyone',
  query: Type.Object({ q: Type.Optional(Type.String({ maxLength: 500 })) }),
  load: async ({ ask, query, place }) => {
    const area = place === null ? {} : { area: place.division.code }
    return ask(findItems, { query: { ...(query.q ? { q: query.q } : {}), ...area, limit: query.q ? 20 : 50 } })
  },
  title: ({ query }) => (query.q ? `找“${query.q.slice(0, 30)}”` : '事项'),
  render: ({ data: { answer, items }, query, place }) => (
    <>
      <div className="again">
        <SearchForm q={query.q ?? ''} />
      </div>
      <h1 className="h2">{headline(answer, query.q ?? '', place?.division.name ?? null)}</h1>
      {answer === 'none' && (
        <p className="lede">换一种说法再找，或者去掉地名和部门名。也可以到就近的窗口或者村（社区）便民服务站当面问。</p>
      )}
      <ul className="rows hits">
        {items.map((item) => (
          <li key={item.code} className="hit">
            <h2 className="h3">
              <a href={item.guide}>{item.name}</a>
            </h2>
            <p className="hit-m">
              <span>{typeNames[item.type as keyof typeof typeNames] ?? '其他'}</span>
              <span>{item.department}</span>
              {item.state !== 'active' && (
                <span className="st st-no">
                  <Icon name="no" size="s" />
                  {item.state === 'suspended' ? '暂停实施' : '已取消'}
                </span>
              )}
            </p>
          </li>
        ))}
      </ul>
    </>
  ),
})

function headline(answer: 'sure' | 'unsure' | 'none', q: string, place: string | null): string {
  if (q === '') return place === null ? '事项' : `${place}可以办的事项`
  if (answer === 'none') return '没有找到合适的事项'
  return answer === 'sure' ? '找到了' : '没有把握，您是不是要办：'
}
