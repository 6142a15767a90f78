import type { Lexicon } from './lexicon.ts'
import { inSlices } from './slices.ts'
import { initialsOf, typedSyllables } from './sound.ts'
import type { Topic } from './topic.ts'

/** What a topic is called, ready to be compared with what somebody has typed so far. */
type Called = {
  readonly name: string
  readonly aliases: readonly string[]
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
  async add(topics: readonly Topic[]): Promise<void> {
    const { sounds } = this.#lexicon.words
    const rest = inSlices()
    for (const { name, aliases, says } of topics) {
      const bare = this.#bare(name)
      const syllables = [...bare].map((character) => sounds.ofCharacter.get(character) ?? character)
      this.#called.push({
        name: bare,
        aliases: aliases.map((text) => this.#bare(text)),
        says: says.filter(({ weight }) => weight === 1).map(({ text }) => text),
        syllables: syllables.map((syllable) => ` ${syllable}`).join(''),
        letters: syllables.join(''),
        initials: initialsOf(bare, sounds),
      })
      await rest()
    }
  }

  /** Topics that what was typed may become, the nearest first, of equally near ones the shortest. @param isAmong as in Corpus.ask */
  complete(typed: string, isAmong: Uint8Array | null, most: number): number[] {
    const plain = this.#lexicon.plain(typed)
    const parts = plain.split(' ').filter((part) => part !== '')
    if (parts.length === 0) return []
    const wanted = [parts, ...this.#spelledOut(plain)].map((all) => ({ whole: all.join(''), parts: all }))
    const letters = /^[a-z ]+$/.test(plain) ? plain.replaceAll(' ', '') : ''
    const sounded = letters.length < leastLetters ? null : this.#soundOf(letters)
    const found: { topic: number; near: number; length: number }[] = []
    const look = (nearOf: (called: Called) => number | null) => {
      for (const [topic, called] of this.#called.entries()) {
        if (isAmong !== null && isAmong[topic] !== 1) continue
        const near = nearOf(called)
        if (near !== null) found.push({ topic, near, length: called.name.length })
      }
    }
    look((called) => nearOf(called, wanted, sounded))
    if (found.length < most) {
      const known = new Set(found.map(({ topic }) => this.#called[topic]))
      look((called) => (!known.has(called) && called.says.some((text) => holds(text, wanted)) ? nearness.inSaying : null))
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

/** What was typed, or what its letters stand for: as one word, and part by part. */
type Wanted = readonly { readonly whole: string; readonly parts: readonly string[] }[]

function nearOf({ name, aliases, ...called }: Called, wanted: Wanted, sounded: Sounded | null): number | null {
  if (begins(name, wanted)) return nearness.beginsName
  if (aliases.some((alias) => begins(alias, wanted))) return nearness.beginsAlias
  if (sounded !== null && (called.letters.startsWith(sounded.letters) || called.initials.startsWith(sounded.letters)))
    return nearness.beginsSound
  if (holds(name, wanted)) return nearness.inName
  if (aliases.some((alias) => holds(alias, wanted))) return nearness.inAlias
  if (sounded === null) return null
  const isInside = sounded.syllables !== null && called.syllables.includes(sounded.syllables)
  return isInside || called.initials.includes(sounded.letters) ? nearness.inSound : null
}

function begins(text: string, wanted: Wanted): boolean {
  return wanted.some(({ whole }) => text.startsWith(whole))
}

function holds(text: string, wanted: Wanted): boolean {
  return wanted.some(({ parts }) => parts.every((part) => text.includes(part)))
}
