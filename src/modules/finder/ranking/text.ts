/**
 * A text as it is compared: compatibility forms unified, lower case, traditional characters made simplified, everything that is neither
 * letter nor digit a space. What shows nothing – control characters, marks of direction, joiners – is dropped without a space.
 */
export function plain(text: string, simplified: ReadonlyMap<string, string>): string {
  let made = ''
  for (const character of text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{C}+/gu, ''))
    made += simplified.get(character) ?? character
  return made.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** The parts of a plain text: runs of Chinese characters, and words of other letters or digits. */
export function runsOf(text: string): string[] {
  return text.match(/\p{Script=Han}+|[^\s\p{Script=Han}]+/gu) ?? []
}

export function isHan(run: string): boolean {
  return /^\p{Script=Han}/u.test(run)
}

/** Single characters and pairs of neighbours of a plain text, each once; a word of other letters stands for itself. */
export function gramsOf(text: string): Set<string> {
  const grams = new Set<string>()
  for (const run of runsOf(text)) {
    if (!isHan(run)) {
      grams.add(run)
      continue
    }
    const characters = [...run]
    for (const [at, character] of characters.entries()) {
      grams.add(character)
      if (at > 0) grams.add(`${characters[at - 1]}${character}`)
    }
  }
  return grams
}
