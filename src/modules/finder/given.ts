import type { ItemDefinition } from '../catalogue/index.ts'
import type { Lexicon } from './ranking/lexicon.ts'
import { gramsOf } from './ranking/text.ts'

/**
 * Answers that a question gives by itself: it holds a word of one answer, which neither the item's name nor another answer holds, and
 * none of any other answer. Only the very words count: what merely means the same is too coarse to answer for somebody.
 *
 * @returns by code of the situation; what is not certain is left out
 */
export function answersGiven(
  question: string,
  { name, mainName, situations }: Pick<ItemDefinition, 'name' | 'mainName' | 'situations'>,
  lexicon: Lexicon,
): Record<string, string> {
  const asked = wordsOf(question, lexicon)
  for (const word of [...wordsOf(name, lexicon), ...wordsOf(mainName ?? '', lexicon), ...sayNothing]) asked.delete(word)
  const given: Record<string, string> = {}
  for (const { code, answers, when } of situations) {
    if (Object.entries(when ?? {}).some(([other, among]) => !among.includes(given[other] ?? ''))) continue
    const words = answers.map(({ label }) => wordsOf(label, lexicon))
    const isHeld = (word: string) => asked.has(word) && words.filter((own) => own.has(word)).length === 1
    const [only, other] = answers.filter((_, at) => [...(words[at] ?? [])].some(isHeld))
    if (only !== undefined && other === undefined) given[code] = only.code
  }
  return given
}

/** Words that stand in many answers and decide nothing. */
const sayNothing = ['单位', '个人', '公司', '企业', '服务', '办理', '申请', '管理', '其他']

/** Pairs of neighbouring characters. */
function wordsOf(text: string, lexicon: Lexicon): Set<string> {
  const plain = lexicon.plain(text.slice(0, mostCharacters))
  return new Set([...gramsOf(plain)].filter((gram) => [...gram].length > 1))
}

const mostCharacters = 200
