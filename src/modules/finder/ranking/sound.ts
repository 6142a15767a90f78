import { isHan, runsOf } from './text.ts'

/** How characters sound: one syllable each, without tone. */
export type Sounds = {
  readonly ofCharacter: ReadonlyMap<string, string>
  /** Every syllable there is. */
  readonly all: ReadonlySet<string>
}

/** What sounds alike to many speakers is one sound: flat and curled tongue, n and l, front and back nasals, f and h before u. */
export function alike(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^n(?=[aeiouv])/, 'l')
    .replace(/^hu(?=[^aeiou]|$)/, 'fu')
    .replace(/(?<=[aei])ng$/, 'n')
    .replace('v', 'u')
}

/** The syllables of a plain text, run by run; a character without a known sound ends a run. */
export function syllablesOf(text: string, sounds: Sounds): string[][] {
  return runsOf(text).flatMap((run) => {
    if (!isHan(run)) {
      const typed = typedSyllables(run, sounds)
      return typed === null ? [] : [typed]
    }
    const parts: string[][] = [[]]
    for (const character of run) {
      const sound = sounds.ofCharacter.get(character)
      if (sound === undefined) parts.push([])
      else parts.at(-1)?.push(sound)
    }
    return parts.filter((part) => part.length > 0)
  })
}

/** Pairs of neighbouring syllables, alike ones made one. */
export function soundGrams(text: string, sounds: Sounds): Set<string> {
  const grams = new Set<string>()
  for (const run of syllablesOf(text, sounds)) {
    const made = run.map(alike)
    for (let at = 1; at < made.length; at++) grams.add(`${made[at - 1]} ${made[at]}`)
  }
  return grams
}

/**
 * Letters as the syllables that somebody typed without tones: 'shenfenzheng' as shen fen zheng. The fewest syllables win.
 *
 * @returns null when they are no syllables
 */
export function typedSyllables(letters: string, { all }: Sounds): string[] | null {
  if (!/^[a-z]{2,60}$/.test(letters)) return null
  const best: (string[] | null)[] = [[]]
  for (let end = 1; end <= letters.length; end++) {
    let found: string[] | null = null
    for (let start = Math.max(0, end - 6); start < end; start++) {
      const before = best[start]
      const syllable = letters.slice(start, end)
      if (before && all.has(syllable) && (found === null || before.length + 1 < found.length)) found = [...before, syllable]
    }
    best.push(found)
  }
  return best[letters.length] ?? null
}

/** The first letters of a Chinese text's syllables: 身份证 as 'sfz'. */
export function initialsOf(text: string, sounds: Sounds): string {
  return [...text].map((character) => sounds.ofCharacter.get(character)?.[0] ?? '').join('')
}
