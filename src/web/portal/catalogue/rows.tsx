import type { Audience, FoundItem, Shelf } from '../../../modules/catalogue/contract.ts'
import { limitText } from '../../ui/words.ts'

const audienceNames = { person: '个人', body: '企业和单位' } as const

/** Items as thin rows: name, who, within which limit. What cannot be applied for here yet says so. */
export function ItemRows({ items, heading: Heading = 'h3' }: { items: readonly FoundItem[]; heading?: 'h2' | 'h3' }) {
  return (
    <ul className="rows hits">
      {items.map((item) => (
        <ItemRow key={item.code} item={item} heading={Heading} />
      ))}
    </ul>
  )
}

/** One of them. */
export function ItemRow({ item, heading: Heading }: { item: FoundItem; heading: 'h2' | 'h3' }) {
  return (
    <li className="hit">
      <Heading className="h3">
        <a href={item.guide}>{item.name}</a>
      </Heading>
      <p className="hit-m">
        {factsText(item).map((part) => (
          <span key={part}>{part}</span>
        ))}
      </p>
    </li>
  )
}

/** What matters of an item beside its name: kind, who, within which limit, whether one can apply. */
export function factsText({ type, department, limit, state, isReady }: FoundItem): string[] {
  const open = state === 'suspended' ? '暂停实施' : isReady ? '可以在线申请' : '材料或时限未公布，请到窗口办'
  return [type, department, ...(limit === null ? [] : [limitText(limit)]), state === 'withdrawn' ? '已取消' : open]
}

/** Themes or departments, each with the number of its items. */
export function ShelfGrid({
  shelves,
  by,
  audience,
}: {
  shelves: readonly Shelf[]
  by: 'theme' | 'department'
  audience: Audience | undefined
}) {
  return (
    <ul className="shelves">
      {shelves.map(({ name, items }) => (
        <li key={name}>
          <a href={shelfPath(by, name, audience)}>
            <span>{name}</span>
            <span className="cap num">{items} 项</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

/** The address of a shelf. */
export function shelfPath(by: 'theme' | 'department', name: string, audience: Audience | undefined): string {
  return `/items?${new URLSearchParams({ [by]: name, ...(audience === undefined ? {} : { for: audience }) })}`
}

/** For whom: two links, one of them chosen. */
export function AudienceChips({ path, audience, anchor }: { path: string; audience: Audience | undefined; anchor: string }) {
  return (
    <nav className="chips" aria-label="给谁办">
      {(Object.keys(audienceNames) as Audience[]).map((one) => (
        <a
          key={one}
          className="chip"
          href={`${path}?for=${one}#${anchor}`}
          {...(one === audience ? { 'aria-current': true } : {})}
        >
          {audienceNames[one]}
        </a>
      ))}
    </nav>
  )
}
