import type { Sounds } from '../ranking/sound.ts'

/** A question with one character misheard for another of the same sound. */
export function homophone(question: string, sounds: Sounds, random: () => number): string {
  const characters = [...question]
  const places = characters.flatMap((character, at) => (sounds.ofCharacter.has(character) ? [at] : []))
  const place = places[Math.floor(random() * places.length)]
  if (place === undefined) return question
  const sound = sounds.ofCharacter.get(characters[place] ?? '')
  const alike = [...sounds.ofCharacter].filter(([, other]) => other === sound).slice(0, 8)
  characters[place] = alike[Math.floor(random() * alike.length)]?.[0] ?? ''
  return characters.join('')
}

/** A question spelled in letters. */
export function spelled(question: string, sounds: Sounds): string {
  return [...question].map((character) => sounds.ofCharacter.get(character) ?? character).join('')
}
