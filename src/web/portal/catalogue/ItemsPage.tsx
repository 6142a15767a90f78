import { Type } from 'typebox'
import { Audience, ItemCode, type ShelfPage, type Shelves } from '../../../modules/catalogue/contract.ts'
import type { Found } from '../../../modules/finder/contract.ts'
import { listShelf, listShelves, readGuide } from '../../endpoints/catalogue.ts'
import { findItems, leaveQuestion, readGivenAnswers, readMarks } from '../../endpoints/finder.ts'
import { listPlaces } from '../../endpoints/region.ts'
import { type Results, ResultsView } from '../finder/Results.tsx'
import { type Loading, page, type View } from '../page.ts'
import { AudienceChips, ItemRows, ShelfGrid } from './rows.tsx'
import { SearchForm } from './SearchForm.tsx'

type Query = { q?: string; left?: 'yes'; theme?: string; department?: string; for?: Audience; after?: string }
type Data =
  | { readonly kind: 'found'; readonly results: Results }
  | { readonly kind: 'shelf'; readonly shelf: ShelfPage }
  | { readonly kind: 'all'; readonly shelves: Shelves }

/** What fits the words; the items of a theme or department; without any of these, all themes and departments. */
export const itemsPage = page({
  path: '/items',
  under: 'items',
  who: 'anyone',
  script: 'search',
  query: Type.Object({
    q: Type.Optional(Type.String({ maxLength: 500 })),
    left: Type.Optional(Type.Literal('yes')),
    theme: Type.Optional(Type.String({ maxLength: 50 })),
    department: Type.Optional(Type.String({ maxLength: 200 })),
    for: Type.Optional(Audience),
    after: Type.Optional(ItemCode),
  }),
  load: async ({ ask, tryAsk, query, place }): Promise<Data> => {
    const area = place === null ? {} : { area: place.division.code }
    const audience = query.for === undefined ? {} : { audience: query.for }
    if (query.q) return { kind: 'found', results: await resultsOf({ ask, tryAsk }, query.q, area) }
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
        <SearchForm q={view.query.q ?? ''} area={view.place?.division.code} />
      </div>
      <Body {...view} />
    </>
  ),
  submit: async ({ ask, query: { q = '' }, place }) => {
    if (q !== '') await ask(leaveQuestion, { body: { q, ...(place === null ? {} : { area: place.division.code }) } })
    return { goTo: `/items?${new URLSearchParams({ q, left: 'yes' })}` }
  },
})

/** What a question finds, with the guide of what is sure, otherwise with whom one can ask. */
async function resultsOf({ ask, tryAsk }: Asking, q: string, area: { area?: string }): Promise<Results> {
  const [found, { marks }] = await Promise.all([patiently({ ask, tryAsk }, { q, ...area, limit: 20 }), ask(readMarks, {})])
  const code = found.answer === 'sure' ? found.items[0]?.code : undefined
  if (code === undefined)
    return { found, best: null, halls: (await ask(listPlaces, { query: { ...area, limit: 2 } })).places, marks }
  const params = { code }
  const [guide, { answers }] = await Promise.all([ask(readGuide, { params }), ask(readGivenAnswers, { params, query: { q } })])
  return { found, best: { guide, given: answers }, halls: [], marks }
}

type Asking = Pick<Loading, 'ask' | 'tryAsk'>

/** What is found; where so many ask from one place that we are told to come back, once more a moment later. */
async function patiently({ ask, tryAsk }: Asking, query: { q: string; area?: string; limit: number }): Promise<Found> {
  const { reply, refused } = await tryAsk(findItems, { query })
  if (reply !== null) return reply
  if (refused.status === 429) await new Promise((resolve) => setTimeout(resolve, aMomentMs))
  return ask(findItems, { query })
}

const aMomentMs = 500

function Body({ data, query, place, path, form }: View<unknown, Query, Data>) {
  const here = place === null ? '' : place.division.name
  if (data.kind === 'found')
    return <ResultsView results={data.results} here={here} path={path} form={form} isLeft={query.left === 'yes'} />
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
