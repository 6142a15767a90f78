import { listMyCases } from '../../endpoints/casework.ts'
import { findItems } from '../../endpoints/catalogue.ts'
import { Icon } from '../../ui/Icon.tsx'
import { dayText } from '../../ui/words.ts'
import { page } from '../page.ts'
import { SearchForm } from './SearchForm.tsx'

/** Home: one question; signed in, what waits for me comes beside it. */
export const homePage = page({
  path: '/',
  who: 'anyone',
  look: 'p-home',
  title: () => '首页',
  load: async ({ ask, me, place }) => {
    const [items, cases] = await Promise.all([
      ask(findItems, { query: place === null ? { limit: 8 } : { limit: 8, area: place.division.code } }),
      me !== null && !me.isStaff ? ask(listMyCases, {}) : null,
    ])
    return { items: items.items, cases: cases?.cases ?? null }
  },
  render: ({ data: { items, cases }, place }) => (
    <>
      <div className={cases === null ? 'hero hero-alone' : 'hero'}>
        <section aria-labelledby="q" className="ask">
          <h1 id="q" className="ask-h">
            您要办什么事？
          </h1>
          <SearchForm q="" />
        </section>
        {cases !== null && (
          <section aria-labelledby="mine" className="mine">
            <h2 id="mine" className="h2">
              我的办件
            </h2>
            {cases.length === 0 ? (
              <p className="hint">您还没有办件。找到要办的事项，在它的指南里开始。</p>
            ) : (
              <ul className="rows">
                {cases.slice(0, 3).map((one) => (
                  <li key={one.caseId}>
                    <a href={`/cases/${one.caseId}`}>
                      <span className="word">{one.stateName}</span>
                      <strong className="num">{one.number}</strong>
                      <span className="cap">{dayText(one.receivedOn)}收到</span>
                      <Icon name="right" />
                    </a>
                  </li>
                ))}
              </ul>
            )}
            {cases.length > 0 && (
              <a className="lnk" href="/cases">
                全部办件 {cases.length} 件
              </a>
            )}
          </section>
        )}
      </div>
      <section className="sec" aria-labelledby="here">
        <div className="sec-head">
          <h2 id="here" className="h2">
            {place === null ? '可以办的事项' : `${place.division.name}可以办的事项`}
          </h2>
          <a href="/items">全部事项</a>
        </div>
        <ul className="rows hot">
          {items.map((item) => (
            <li key={item.code}>
              <a href={item.guide}>
                <span>{item.name}</span>
                <span className="cap">{item.department}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section className="sec" aria-labelledby="want">
        <h2 id="want" className="vh">
          我要
        </h2>
        <ul className="wants">
          <li>
            <a href="/cases">
              <Icon name="tray" />
              查办件
            </a>
          </li>
          <li>
            <a href="/limits">
              <Icon name="calendar" />
              期限怎么算
            </a>
          </li>
          <li>
            <a href="/place">
              <Icon name="pin" />
              换地区
            </a>
          </li>
        </ul>
      </section>
    </>
  ),
})
