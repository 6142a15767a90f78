import { Type } from 'typebox'
import { Audience } from '../../../../modules/catalogue/contract.ts'
import type { Entry } from '../../../../modules/finder/guided/contract.ts'
import { listEntries } from '../../../endpoints/guided.ts'
import { AudienceChips } from '../../catalogue/rows.tsx'
import { page } from '../../page.ts'

/** 办什么大事: everything that finding by questions can begin with in the place chosen. */
export const entriesPage = page({
  path: '/guided',
  under: 'items',
  who: 'anyone',
  query: Type.Object({ for: Type.Optional(Audience) }),
  load: async ({ ask, place }) => {
    return (await ask(listEntries, { query: place === null ? {} : { area: place.division.code } })).entries
  },
  title: () => '办什么大事',
  trail: () => [{ name: '事项', path: '/items' }],
  render: ({ data, query, place }) => {
    const audience = query.for ?? 'person'
    return (
      <>
        <div className="sec-head">
          <h1 className="h1">办什么大事？</h1>
          <AudienceChips path="/guided" audience={audience} anchor="main" />
        </div>
        <p className="lede">
          选一件，答一到三个问题，就知道要办哪些事项
          {place === null ? (
            <>
              。<a href="/place?next=/guided">先选地区</a>，只列当地能办的。
            </>
          ) : (
            `；只列${place.division.name}和它的上级办理的。`
          )}
        </p>
        {data.length === 0 ? (
          <p className="lede">
            这里还没有收录事项。<a href="/place?next=/guided">换一个地区</a>看看。
          </p>
        ) : (
          <EntryGrid entries={data.filter((entry) => entry.audience === audience)} />
        )}
      </>
    )
  },
})

/** Entries with a line of what they are about. */
export function EntryGrid({ entries }: { entries: readonly Entry[] }) {
  return (
    <ul className="events">
      {entries.map(({ code, name, about }) => (
        <li key={code}>
          <a href={`/guided/${code}`}>
            <strong>{name}</strong>
            <span className="cap">{about}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
