import { Icon } from '../../ui/Icon.tsx'

/** The one search field. Works without script: the answer is a page. */
export function SearchForm({ q }: { q: string }) {
  return (
    <search>
      <form action="/items" method="get">
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
