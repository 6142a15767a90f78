import type { Guide } from '../../../modules/catalogue/contract.ts'
import { limitText } from '../../ui/words.ts'
import { audienceText, notPublished } from '../catalogue/guide/texts.ts'

/** Answers to an item's situations that a question has already given. */
export type Carried = Readonly<Record<string, string>>

/** What an item is, in one sentence of its definition: for whom, who does it, how long it takes, where. What was not published is left out. */
export function purposeText({ definition, state, lacks }: Guide): string {
  const { audiences, organ, isImmediate, promisedLimit, legalLimit, service } = definition
  const whom = audienceText(audiences)
  const limit = promisedLimit ?? legalLimit
  const isOpen = state === 'active' && lacks.length === 0
  const visits = service.onSiteVisits
  return `${[
    whom === notPublished ? `由${organ.name}办理` : `${whom}可以申请，由${organ.name}办理`,
    ...(isImmediate ? ['当场办结'] : limit === null ? [] : [`${limitText(limit)}办结`]),
    state === 'suspended' ? '目前暂停实施' : isOpen ? '网上或者窗口都能办' : '到窗口办',
    ...(isOpen && visits !== null ? [visits === 0 ? '不用跑' : `最多跑 ${visits} 次`] : []),
  ].join('，')}。`
}

/** Carried answers in words: '从事哪一类食品经营？餐饮服务'. */
export function carriedText({ situations }: Guide['definition'], given: Carried): string[] {
  return situations.flatMap(({ code, question, answers }) => {
    const answer = answers.find((one) => one.code === given[code])
    return answer === undefined ? [] : [`${question}${answer.label}`]
  })
}

/** A path with the answers as the guide and the application read them. */
export function carriedPath(path: string, given: Carried): string {
  const along = new URLSearchParams(Object.fromEntries(Object.entries(given).map(([code, answer]) => [`a.${code}`, answer])))
  return along.size === 0 ? path : `${path}?${along}`
}
