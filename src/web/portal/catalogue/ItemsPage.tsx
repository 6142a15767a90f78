import { Type } from 'typebox'
import { Audience, type FoundItem, ItemCode, type ShelfPage, type Shelves } from '../../../modules/catalogue/contract.ts'
import type { Found } from '../../../modules/finder/contract.ts'
import { listShelf, listShelves } from '../../endpoints/catalogue.ts'
import { findItems } from '../../endpoints/finder.ts'
import { limitText } from '../../ui/words.ts'
import { page, type View } from '../page.ts'
import { AudienceChips, ItemRows, ShelfGrid } from './rows.tsx'
import { SearchForm } from './SearchForm.tsx'

type Query = { q?: string; theme?: string; department?: string; for?: Audience; after?: string }
type Data =
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'shelf'; readonly shelf: ShelfPage }
  | { readonly kind: 'all'; readonly shelves: Shelves }

/** What fits the words; the items of a theme or department; without any of these, all themes and departments. */
export const itemsPage = page({
  path: '/items',
  under: 'items',
  who: 'anyone',
  query: Type.Object({
    q: Type.Optional(Type.String({ maxLength: 500 })),
    theme: Type.Optional(Type.String({ maxLength: 50 })),
    department: Type.Optional(Type.String({ maxLength: 200 })),
    for: Type.Optional(Audience),
    after: Type.Optional(ItemCode),
  }),
  load: async ({ ask, query, place }): Promise<Data> => {
    const area = place === null ? {} : { area: place.division.code }
    const audience = query.for === undefined ? {} : { audience: query.for }
    if (query.q) return { kind: 'found', found: await ask(findItems, { query: { q: query.q, ...area, limit: 20 } }) }
    const { theme, department, after } = query
    if (theme === undefined && department === undefined)
      return { kind: 'all', shelves: await ask(listShelves, { query: { ...area, ...audience } }) }
    const which = { ...(theme ? { theme } : {}), ...(department ? { department } : {}), ...(after ? { after } : {}) }
    return { kind: 'shelf', shelf: await ask(listShelf, { query: { ...area, ...audience, ...which, limit: 30 } }) }
  },
  title: ({ query }) => (query.q ? `找“${query.q.slice(0, 30)}”` : (query.theme ?? query.department ?? '事项')),
  trail: ({ query }) => (query.theme || query.department ? [{ name: '事项', path: '/items' }] : []),
  render: (view) => (
    <>
      <div className="again">
        <SearchForm q={view.query.q ?? ''} />
      </div>
      <Body {...view} />
    </>
  ),
})

function Body({ data, query, place }: View<unknown, Query, Data>) {
  const here = place === null ? '' : place.division.name
  if (data.kind === 'found') return <Results found={data.found} here={here} />
  if (data.kind === 'shelf') return <Shelved shelf={data.shelf} query={query} here={here} />
  const { departments, themes } = data.shelves
  return (
    <>
      <div className="sec-head">
        <h1 className="h1">{here === '' ? '全部事项' : `${here}可以办的事项`}</h1>
        <AudienceChips path="/items" audience={query.for} anchor="main" />
      </div>
      {departments.length === 0 && (
        <p className="lede">
          这里还没有收录事项。<a href="/place?next=/items">换一个地区</a>看看。
        </p>
      )}
      {departments.length > 0 && (
        <p className="more">
          <a href="/guided">说不清要办哪一项？按办什么大事找</a>
        </p>
      )}
      {themes.length > 0 && (
        <section className="sec" aria-labelledby="themes">
          <h2 id="themes" className="h2">
            按主题
          </h2>
          <ShelfGrid shelves={themes} by="theme" audience={query.for} />
        </section>
      )}
      {departments.length > 0 && (
        <section className="sec" aria-labelledby="departments">
          <h2 id="departments" className="h2">
            按部门
          </h2>
          <ShelfGrid shelves={departments} by="department" audience={query.for} />
        </section>
      )}
    </>
  )
}

/** Found by words: the best in front when it is sure, otherwise a question back, or what to do when there is none. */
function Results({ found: { answer, items }, here }: { found: Found; here: string }) {
  const [best, ...others] = items
  if (answer === 'none' || best === undefined)
    return (
      <>
        <h1 className="h1">没有找到合适的事项</h1>
        <p className="lede">
          换一种说法再找，或者去掉地名和部门名；也可以<a href="/guided">按办什么大事找</a>，或者
          <a href="/items">按主题和部门找</a>。
          {here !== '' && (
            <>
              现在只找{here}和它的上级，<a href="/place?next=/items">换一个地区</a>再找。
            </>
          )}
        </p>
      </>
    )
  if (answer === 'unsure')
    return (
      <>
        <h1 className="h1">没有把握，您是不是要办：</h1>
        <ItemRows items={items} heading="h2" />
      </>
    )
  return (
    <>
      <Answer item={best} />
      {others.length > 0 && (
        <section className="sec" aria-labelledby="more">
          <h2 id="more" className="h2">
            也可能是这些
          </h2>
          <ItemRows items={others} />
        </section>
      )}
    </>
  )
}

function Answer({ item }: { item: FoundItem }) {
  return (
    <section className="answer" aria-labelledby="answer">
      <p className="cap">就是这件事</p>
      <h1 id="answer" className="h1">
        {item.name}
      </h1>
      <p>
        {item.department}
        {item.limit !== null && <b className="nb">　{limitText(item.limit)}</b>}
      </p>
      <p className="go">
        <a className="act" href={item.guide}>
          看办事指南
        </a>
      </p>
    </section>
  )
}

function Shelved({ shelf: { items, next }, query, here }: { shelf: ShelfPage; query: Query; here: string }) {
  const name = query.theme ?? query.department ?? ''
  return (
    <>
      <h1 className="h1">{name}</h1>
      {here !== '' && <p className="hint">{here}和它的上级办理的</p>}
      {items.length === 0 ? (
        <p className="lede">
          没有符合的事项。<a href="/items">看全部主题和部门</a>
        </p>
      ) : (
        <ItemRows items={items} heading="h2" />
      )}
      {next !== null && (
        <p className="go">
          <a className="act act-2" href={`/items?${new URLSearchParams({ ...query, after: next })}`}>
            下一页
          </a>
        </p>
      )}
    </>
  )
}
