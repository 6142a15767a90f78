import { Icon } from '../../ui/Icon.tsx'

/** The one search field. Works without script: the answer is a page. With the script 'search' it suggests items of the area as one types. */
export function SearchForm({ q, area }: { q: string; area?: string | undefined }) {
  return (
    <search>
      <form action="/items" method="get" data-suggest={area ?? ''}>
        <label className="vh" htmlFor="q-words">
          用您自己的话说要办什么
        </label>
        <div className="search">
          <input id="q-words" name="q" type="search" defaultValue={q} maxLength={200} placeholder="比如：大件运输怎么办许可" />
          <button className="find" type="submit">
            <span className="only-phone">
              <Icon name="find" label="找" />
            </span>
            <span className="only-wide">找</span>
          </button>
        </div>
      </form>
    </search>
  )
}
