import type { Word } from './words.ts'

/** One of the nine words on its ground. */
export function WordMark({ word, look }: Word) {
  return <span className={look === '' ? 'word' : `word word-${look}`}>{word}</span>
}
