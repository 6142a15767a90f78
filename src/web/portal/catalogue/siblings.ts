import type { FoundItem } from '../../../modules/catalogue/contract.ts'

/** Items that are hardly to be told apart, under one heading, with the question that does; or one item by itself. */
export type Entry =
  | { readonly kind: 'one'; readonly item: FoundItem }
  | { readonly kind: 'siblings'; readonly heading: string; readonly question: string; readonly ways: readonly Way[] }
/** `label`: what this item has and the others have not. */
export type Way = { readonly label: string; readonly item: FoundItem }

/** What is done with a thing, as names of items say it at their end. */
const acts =
  /(查询|挂失补办|新办证申请|首次(?:申请|办理|申领)|新办|新申请|新证|设立|核发|办理|登记|变更|延续|延期|注销|撤销|补(?:证|办|领|发)|遗失补办|换(?:证|领|发)|年检|年审|检验|增项|迁(?:入|出|移)|恢复|暂停|终止|校验|备案)+$/u
const asked = /^(?:首次|新|设立|核发|变更|延|注销|撤销|补|遗失|换|年|增|迁|恢复|暂停|终止|校验|挂失|查询|检验)/u

/**
 * Puts items of one department that differ in a part of their names alone under one heading: their 主项 where they share one, otherwise
 * what their names begin with. The order stays, by the first of each.
 */
export function entriesOf(items: readonly FoundItem[]): Entry[] {
  const shared = new Set(
    items.flatMap(({ group }, at) => (items.findIndex((one) => one.group === group) < at ? (group ?? []) : [])),
  )
  const headings = items.map(({ name, group }) => (group !== undefined && shared.has(group) ? group : headOf(name)))
  const stems = items.map(({ department }, at) => `${department}\n${headings[at]}`)
  const done = new Set<string>()
  return items.flatMap((item, at): Entry[] => {
    const stem = stems[at] ?? ''
    if (done.has(stem)) return []
    const alike = items.filter((_, other) => stems[other] === stem)
    const entry = alike.length < 2 ? null : siblings(alike, headings[at] ?? '')
    if (entry === null) return [{ kind: 'one', item }]
    done.add(stem)
    return [entry]
  })
}

/** A name without what is done; a paper in quotation marks by itself. */
function headOf(name: string): string {
  const [quoted] = /^《[^》]+》/u.exec(name) ?? []
  if (quoted !== undefined) return quoted
  const bare = name.replace(/[（(][^（()）]*[)）]$/u, '')
  const head = bare.replace(acts, '')
  return head.length < leastHead ? name : head
}

const leastHead = 3

function siblings(items: readonly FoundItem[], heading: string): Entry | null {
  const ways = items.map((item) => ({ label: rest(item.name, heading), item }))
  if (new Set(ways.map(({ label }) => label)).size < ways.length) return null
  const isOfActs = ways.every(({ label }) => asked.test(label))
  return { kind: 'siblings', heading, question: isOfActs ? '您要办哪一种？' : '您是哪一种情形？', ways }
}

/** A name without its heading and the brackets around what is left. */
function rest(name: string, heading: string): string {
  const left = name.includes(heading) ? name.replace(heading, '') : name
  const bare = left.replace(/^[\s（(【[—–-]+/u, '').replace(/[\s）)】\]]+$/u, '')
  return bare === '' ? name : bare
}
