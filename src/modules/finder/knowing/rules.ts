import type { Knowledge } from '../knowledge.ts'
import { Lexicon } from '../ranking/lexicon.ts'
import { coreOf } from '../ranking/sayings.ts'

/** Settings, proposals of ours: so many days a count is kept, and so many different rows a day at most, whoever floods us. */
export const keptDays = 180
export const mostADay = 20_000
const mostCharacters = 100

/** A question without what may say who asked: runs of five and more digits, mail addresses, names that somebody gives or that are long. */
export function masked(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, ' 某邮箱 ')
    .replace(/[a-z]?\d(?:[ -]?\d){4,}[0-9a-z]*/gi, ' 某号 ')
    .replace(/\p{Script=Han}+(?:[·•・‧]\p{Script=Han}+)+/gu, ' 某人 ')
    .replace(
      /((?:我|他|她|本人|名字?|姓名)(?:叫做?|是叫|[:：]\s*|是(?=\p{Script=Han}{2,3}(?:[,，。;；\s]|$))))\s*\p{Script=Han}{2,4}?(?=[,，。;；:：\s]|$)/gu,
      '$1某人',
    )
    .replace(/[A-Za-z]{3,}(?: [A-Za-z]{2,}){3,}/g, ' 某人 ')
}

/** What is counted of a question: masked, as it is compared, not too long. Empty: nothing that says anything, or chat that nobody need mend. */
export function counted(question: string, lexicon: Lexicon): string {
  const plain = lexicon.plain(masked(question.slice(0, 2 * mostCharacters)))
  const whole = [...plain].slice(0, mostCharacters).join('').slice(0, mostCharacters).trim()
  return lexicon.isChat(whole) ? '' : whole
}

/** What staff added and nobody undid. */
export type Kept = { readonly kind: string; readonly itemName: string | null; readonly words: readonly string[] }

/** What ships with what staff keep on top. A group of words that shares one with a known group widens that, so that what was learned of it holds. */
export function withKept(ground: Knowledge, kept: readonly Kept[]): Knowledge {
  if (kept.length === 0) return ground
  const { words } = ground.lexicon
  const same = words.same.map((group) => [...group])
  const sayings = new Map([...ground.sayings])
  const fillers = [...words.fillers]
  for (const { kind, itemName, words: said } of kept) {
    if (kind === 'synonym') {
      const known = same.find((group) => said.some((word) => group.includes(word)))
      if (known === undefined) same.push([...new Set(said)])
      else known.push(...said.filter((word) => !known.includes(word)))
    }
    if (kind === 'filler') fillers.push(...said)
    if (kind === 'saying' && itemName !== null) sayings.set(itemName, [...(sayings.get(itemName) ?? []), ...said])
  }
  const lexicon = new Lexicon({ ...words, same, fillers })
  return { ...ground, lexicon, sayings, told: toldOf(kept, lexicon) }
}

/** Questions that staff have said belong to an item, with its name: asked in these words, nothing else is meant. */
function toldOf(kept: readonly Kept[], lexicon: Lexicon): ReadonlyMap<string, ReadonlySet<string>> {
  const told = new Map<string, Set<string>>()
  for (const { itemName, words } of kept) {
    if (itemName === null) continue
    for (const word of words) told.set(lexicon.plain(word), (told.get(lexicon.plain(word)) ?? new Set()).add(coreOf(itemName)))
  }
  return told
}
