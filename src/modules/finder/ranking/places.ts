import { WordList } from './lexicon.ts'

/** A place as a list of divisions has it. */
type Division = { readonly code: string; readonly name: string; readonly level: number }

/** How a question's places lie to the one chosen. */
export type Elsewhere = { readonly isElsewhere: boolean; readonly isBelow: boolean }

/** Names of provinces, cities and counties, to tell when a question is about another place. */
export class PlaceNames {
  readonly #names = new WordList<string>()

  constructor(divisions: readonly Division[]) {
    for (const { code, name, level } of divisions) {
      if (level > 3 || /^(市辖区|县|省直辖|自治区直辖)/.test(name)) continue
      const short = level === 3 ? name : shortOf(name)
      for (const word of new Set([name, short])) if (word.length >= (level === 3 ? 3 : 2)) this.#names.add(word, trimmed(code))
    }
  }

  /** @param area code of the place chosen; undefined: none, so that no place is elsewhere */
  lie(question: string, area: string | undefined): Elsewhere {
    if (area === undefined) return { isElsewhere: false, isBelow: false }
    const here = trimmed(area)
    let isElsewhere = false
    let isBelow = false
    for (const { values } of this.#names.find(question)) {
      if (values.some((code) => here.startsWith(code))) continue
      if (values.some((code) => code.startsWith(here))) isBelow = true
      else isElsewhere = true
    }
    return { isElsewhere, isBelow }
  }
}

/** 广州市 is said 广州, 凉山彝族自治州 凉山. */
function shortOf(name: string): string {
  const short = name.replace(/(?:\p{Script=Han}{1,3}族)*自治州$|(?:壮族|回族|维吾尔)?自治区$|(?:省|市|地区|盟)$/u, '')
  return short.length >= 2 ? short : name
}

/** The digits of a code that say something. */
function trimmed(code: string): string {
  const whole = code.padEnd(12, '0')
  const digits = [2, 4, 6, 9, 12].find((count) => /^0*$/.test(whole.slice(count))) ?? 12
  return whole.slice(0, digits)
}
