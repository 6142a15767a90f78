import type { Lexicon } from './lexicon.ts'
import { initialsOf, typedSyllables } from './sound.ts'
import type { Topic } from './topic.ts'

/** What a topic is called, ready to be compared with what somebody has typed so far. */
type Called = {
  readonly texts: readonly string[]
  readonly says: readonly string[]
  /** Syllables of the name, a space before each. */
  readonly syllables: string
  readonly letters: string
  readonly initials: string
}

/** How what was typed lies to a name: the lower the nearer. */
const nearness = { beginsName: 0, beginsAlias: 1, beginsSound: 2, inName: 3, inAlias: 4, inSound: 5, inSaying: 6 }
const leastLetters = 2

/** Names of topics, completed as one types: from their beginning, from the middle, by sound and by first letters. */
export class Names {
  readonly #lexicon: Lexicon
  readonly #called: Called[] = []

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon
  }

  /** Adds topics; each gets the next number. */
  add(topics: readonly Topic[]): void {
    const { sounds } = this.#lexicon.words
    for (const { name, aliases, says } of topics) {
      const texts = [name, ...aliases].map((text) => this.#bare(text))
      const syllables = [...(texts[0] ?? '')].map((character) => sounds.ofCharacter.get(character) ?? character)
      this.#called.push({
        texts,
        says: says.filter(({ weight }) => weight === 1).map(({ text }) => text),
        syllables: syllables.map((syllable) => ` ${syllable}`).join(''),
        letters: syllables.join(''),
        initials: initialsOf(texts[0] ?? '', sounds),
      })
    }
  }

  /** Topics that what was typed may become, the nearest first, of equally near ones the shortest. @param isAmong as in Corpus.ask */
  complete(typed: string, isAmong: Uint8Array | null, most: number): number[] {
    const plain = this.#lexicon.plain(typed)
    const parts = plain.split(' ').filter((part) => part !== '')
    if (parts.length === 0) return []
    const wanted = [parts, ...this.#spelledOut(plain)]
    const letters = /^[a-z ]+$/.test(plain) ? plain.replaceAll(' ', '') : ''
    const sounded = letters.length < leastLetters ? null : this.#soundOf(letters)
    const found: { topic: number; near: number; length: number }[] = []
    const look = (nearOf: (called: Called) => number | null) => {
      for (const [topic, called] of this.#called.entries()) {
        if (isAmong !== null && isAmong[topic] !== 1) continue
        const near = nearOf(called)
        if (near !== null) found.push({ topic, near, length: called.texts[0]?.length ?? 0 })
      }
    }
    look((called) => nearOf(called, wanted, sounded))
    if (found.length < most) {
      const known = new Set(found.map(({ topic }) => this.#called[topic]))
      const isSaid = ({ says }: Called) => wanted.some((all) => says.some((text) => all.every((part) => text.includes(part))))
      look((called) => (!known.has(called) && isSaid(called) ? nearness.inSaying : null))
    }
    return found
      .sort((a, b) => a.near - b.near || a.length - b.length || a.topic - b.topic)
      .slice(0, most)
      .map(({ topic }) => topic)
  }

  /** Words whose first letters were typed. */
  #spelledOut(plain: string): string[][] {
    return this.#lexicon
      .spelledOut(plain)
      .slice(plain.length)
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => [word])
  }

  #soundOf(letters: string): Sounded {
    const syllables = typedSyllables(letters, this.#lexicon.words.sounds)
    return { letters, syllables: syllables === null ? null : syllables.map((one) => ` ${one}`).join('') }
  }

  #bare(text: string): string {
    return this.#lexicon.plain(text).replaceAll(' ', '')
  }
}

/** `syllables`: as in a name; null while the last one is not whole. */
type Sounded = { readonly letters: string; readonly syllables: string | null }

function nearOf({ texts, ...called }: Called, wanted: readonly (readonly string[])[], sounded: Sounded | null): number | null {
  const [name = '', ...aliases] = texts
  const begins = (text: string) => wanted.some((parts) => text.startsWith(parts.join('')))
  const holds = (text: string) => wanted.some((parts) => parts.every((part) => text.includes(part)))
  if (begins(name)) return nearness.beginsName
  if (aliases.some(begins)) return nearness.beginsAlias
  if (sounded !== null && (called.letters.startsWith(sounded.letters) || called.initials.startsWith(sounded.letters)))
    return nearness.beginsSound
  if (holds(name)) return nearness.inName
  if (aliases.some(holds)) return nearness.inAlias
  if (sounded === null) return null
  const isInside = sounded.syllables !== null && called.syllables.includes(sounded.syllables)
  return isInside || called.initials.includes(sounded.letters) ? nearness.inSound : null
}
