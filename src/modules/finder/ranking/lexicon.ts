import { initialsOf, type Sounds, typedSyllables } from './sound.ts'
import { isHan, plain, runsOf } from './text.ts'

/** What people say and what offices write, as kept under data/finder/words and by item staff. */
export type Words = {
  /** Words that mean the same: any of them stands for all. */
  readonly same: readonly (readonly string[])[]
  /** What one wants done with a thing: how items call it, how people say it. */
  readonly acts: readonly { readonly act: string; readonly official: readonly string[]; readonly said: readonly string[] }[]
  /** What says nothing about the matter. */
  readonly fillers: readonly string[]
  /** What people say who want no item: weather, sums, jokes. */
  readonly chat: readonly string[]
  readonly simplified: ReadonlyMap<string, string>
  readonly sounds: Sounds
}

/** Finds words of a list in texts: the longest at each place, overlapping ones as well. */
export class WordList<T> {
  readonly #values = new Map<string, T[]>()
  /** The lengths of the words that begin with a character, longest first. */
  readonly #lengths = new Map<string, number[]>()

  add(word: string, value: T): void {
    const known = this.#values.get(word)
    if (known !== undefined) {
      known.push(value)
      return
    }
    this.#values.set(word, [value])
    const lengths = new Set([...(this.#lengths.get(word.charAt(0)) ?? []), word.length])
    this.#lengths.set(
      word.charAt(0),
      [...lengths].sort((a, b) => b - a),
    )
  }

  /** Words found, with where each begins; one that lies within a longer one is left out. */
  find(text: string): { word: string; at: number; values: readonly T[] }[] {
    const found: { word: string; at: number; values: readonly T[] }[] = []
    let covered = 0
    for (let at = 0; at < text.length; at++) {
      for (const length of this.#lengths.get(text.charAt(at)) ?? []) {
        if (at + length <= covered) break
        const word = text.slice(at, at + length)
        const values = this.#values.get(word)
        if (values === undefined) continue
        found.push({ word, at, values })
        covered = at + length
        break
      }
    }
    return found
  }
}

/** Fewer letters say too little. */
export const leastInitials = 3

/** Words ready for use. */
export class Lexicon {
  readonly words: Words
  readonly #same = new WordList<string>()
  /** Words by the first letters of their syllables: sfz is 身份证. */
  readonly #byInitials = new Map<string, string[]>()
  readonly #official = new WordList<string>()
  readonly #said = new WordList<string>()
  readonly #fillers = new WordList<true>()
  readonly #chat = new WordList<true>()

  constructor(words: Words) {
    this.words = words
    for (const [at, group] of words.same.entries()) for (const word of group) this.#addSame(this.plain(word), at)
    for (const { act, official, said } of words.acts) {
      for (const word of official) this.#official.add(this.plain(word), act)
      for (const word of [...official, ...said]) this.#said.add(this.plain(word), act)
    }
    for (const word of words.fillers) this.#fillers.add(this.plain(word), true)
    for (const word of words.chat) this.#chat.add(this.plain(word), true)
  }

  #addSame(word: string, at: number): void {
    this.#same.add(word, `=${at}`)
    const initials = initialsOf(word, this.words.sounds)
    if (initials.length >= leastInitials) this.#byInitials.set(initials, [...(this.#byInitials.get(initials) ?? []), word])
  }

  /** A plain question with the words whose first letters it gives. */
  spelledOut(question: string): string {
    const letters = runsOf(question).filter((run) => !isHan(run) && typedSyllables(run, this.words.sounds) === null)
    return [question, ...letters.flatMap((run) => this.#byInitials.get(run) ?? [])].join(' ')
  }

  plain(text: string): string {
    return plain(text, this.words.simplified)
  }

  /** Marks of the groups whose words a plain text holds. */
  groupsOf(text: string): string[] {
    return this.#same.find(text).flatMap(({ values }) => values)
  }

  /** What an item's name says is done. */
  actsOfName(text: string): Set<string> {
    return new Set(this.#official.find(text).flatMap(({ values }) => values))
  }

  /** What a person wants done. */
  actsOfQuestion(text: string): Set<string> {
    return new Set(this.#said.find(text).flatMap(({ values }) => values))
  }

  isChat(question: string): boolean {
    return this.#chat.find(question).length > 0
  }

  /** A plain question without the words that say nothing; itself when nothing else is left. */
  content(text: string): string {
    let left = ''
    let from = 0
    for (const { word, at } of this.#fillers.find(text)) {
      if (at < from) continue
      left += `${text.slice(from, at)} `
      from = at + word.length
    }
    left += text.slice(from)
    const content = left.replace(/ +/g, ' ').trim()
    return content === '' ? text : content
  }
}
