import { Type } from 'typebox'
import { applicantsTurn, type ListedCase } from '../../../modules/casework/contract.ts'
import { Audience } from '../../../modules/catalogue/contract.ts'
import type { PlaceView } from '../../../modules/region/contract.ts'
import { listMyCases } from '../../endpoints/casework.ts'
import { listShelves } from '../../endpoints/catalogue.ts'
import { findItems } from '../../endpoints/finder.ts'
import { listEntries } from '../../endpoints/guided.ts'
import { listPlaces } from '../../endpoints/region.ts'
import { Icon } from '../../ui/Icon.tsx'
import { dayText, hoursText } from '../../ui/words.ts'
import { EntryGrid } from '../finder/guided/EntriesPage.tsx'
import { type Ask, page } from '../page.ts'
import { ElderHome } from './ElderHome.tsx'
import { AudienceChips, ItemRows, ShelfGrid } from './rows.tsx'
import { SearchForm } from './SearchForm.tsx'

const mostThemes = 12
const mostEvents = 9

/** Home: one question; signed in, what waits for me comes beside it. */
export const homePage = page({
  path: '/',
  who: 'anyone',
  look: 'p-home',
  script: 'search',
  query: Type.Object({ for: Type.Optional(Audience) }),
  title: () => '首页',
  load: async ({ ask, me, place, query }) => {
    const area = place === null ? {} : { area: place.division.code }
    const audience = query.for ?? 'person'
    const [items, cases, { themes }, { places }, { entries }] = await Promise.all([
      ask(findItems, { query: { ...area, limit: 6 } }),
      me !== null && !me.isStaff ? mine(ask) : null,
      ask(listShelves, { query: { ...area, audience } }),
      ask(listPlaces, { query: { ...area, limit: 1 } }),
      ask(listEntries, { query: area }),
    ])
    return {
      items: items.items,
      cases,
      themes: themes.slice(0, mostThemes),
      hall: places[0] ?? null,
      events: entries.filter((entry) => entry.audience === audience),
      audience,
    }
  },
  render: ({ data: { items, cases, themes, hall, events, audience }, place, today, isElder, me, unread }) =>
    isElder ? (
      <ElderHome cases={cases} me={me} unread={unread} area={place?.division.code} />
    ) : (
      <>
        <div className={cases === null ? 'hero hero-alone' : 'hero'}>
          <section aria-labelledby="q" className="ask">
            <h1 id="q" className="ask-h">
              您要办什么事？
            </h1>
            <SearchForm q="" area={place?.division.code} />
          </section>
          {cases !== null && <Mine cases={cases} today={today} />}
        </div>
        {events.length > 0 && (
          <section className="sec" aria-labelledby="events">
            <div className="sec-head">
              <h2 id="events" className="h2">
                办什么大事
              </h2>
              <AudienceChips path="/" audience={audience} anchor="events" />
            </div>
            <EntryGrid entries={events.slice(0, mostEvents)} />
            {events.length > mostEvents && (
              <p className="more">
                <a href={`/guided?for=${audience}`}>全部大事，{events.length} 件</a>
              </p>
            )}
          </section>
        )}
        {themes.length > 0 && (
          <section className="sec" aria-labelledby="themes">
            <div className="sec-head">
              <h2 id="themes" className="h2">
                按主题找
              </h2>
              {events.length === 0 && <AudienceChips path="/" audience={audience} anchor="themes" />}
            </div>
            <ShelfGrid shelves={themes} by="theme" audience={audience} />
            <p className="more">
              <a href={`/items?for=${audience}`}>全部主题和部门</a>
            </p>
          </section>
        )}
        <div className={hall === null ? 'sec' : 'two sec'}>
          <section aria-labelledby="here">
            <h2 id="here" className="h2">
              {place === null ? '可以申请的' : `在${place.division.name}可以申请的`}
            </h2>
            <ItemRows items={items} />
          </section>
          {hall !== null && <Hall hall={hall} isChosen={place !== null} />}
        </div>
        <section className="sec" aria-labelledby="want">
          <h2 id="want" className="vh">
            我要
          </h2>
          <ul className="wants">
            <li>
              <a href="/progress">
                <Icon name="tray" />
                查办件
              </a>
            </li>
            <li>
              <a href="/publications">
                <Icon name="list" />
                看许可公示
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

/** What waits for me before what is newest, whomever it is for. */
async function mine(ask: Ask): Promise<ListedCase[]> {
  const turn = await ask(listMyCases, { query: { turn: 'mine' } })
  return turn.cases.length > 0 ? turn.cases : (await ask(listMyCases, {})).cases
}

/** What waits for me; when nothing does, the newest of my cases. */
function Mine({ cases, today }: { cases: readonly ListedCase[]; today: string }) {
  const waiting = cases.filter(({ state }) => applicantsTurn.includes(state))
  return (
    <section aria-labelledby="mine" className="mine">
      <h2 id="mine" className="h2">
        {waiting.length > 0 ? '轮到您了' : '我的办件'}
      </h2>
      {cases.length === 0 ? (
        <p className="hint">您还没有办件。找到要办的事项，在它的指南里开始。</p>
      ) : (
        <>
          <ul className="rows">
            {(waiting.length > 0 ? waiting : cases).slice(0, 3).map((one) => (
              <li key={one.caseId}>
                <a href={`/cases/${one.caseId}`}>
                  <span className={waiting.length > 0 ? 'word word-you' : 'word'}>{one.stateName}</span>
                  <strong>{one.itemName}</strong>
                  <span className="cap">{dayText(one.receivedOn, today)}收到</span>
                  <Icon name="right" />
                </a>
              </li>
            ))}
          </ul>
          <a className="lnk" href="/cases">
            全部办件
          </a>
        </>
      )}
    </section>
  )
}

/** The nearest place to go to: where, and when it is open. */
function Hall({ hall, isChosen }: { hall: PlaceView; isChosen: boolean }) {
  return (
    <section aria-labelledby="hall" className="hall">
      <h2 id="hall" className="h2">
        {isChosen ? '离您最近的大厅' : '办事大厅'}
      </h2>
      <p className="strong">{hall.name}</p>
      {hall.address !== null && <p className="hint">{hall.address}</p>}
      {hoursText(hall.hours).map((line) => (
        <p key={line} className="hint">
          {line}
        </p>
      ))}
      <p className="hint">法定节假日以公告为准。</p>
    </section>
  )
}
