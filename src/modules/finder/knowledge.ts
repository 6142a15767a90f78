import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sm3Hex } from '../../kernel/canonical.ts'
import { divisionsFrom } from '../region/index.ts'
import { type Embedding, unpackEmbedding } from './ranking/embedding.ts'
import type { Honesty } from './ranking/honesty.ts'
import { Lexicon, type Words } from './ranking/lexicon.ts'
import type { Weights } from './ranking/marks.ts'
import { PlaceNames } from './ranking/places.ts'

const folder = new URL('../../../data/finder/', import.meta.url)

/** What ships with the product about how people talk: words, sayings by the name of the item, and what was fitted from them. */
export type Knowledge = {
  readonly lexicon: Lexicon
  readonly sayings: ReadonlyMap<string, readonly string[]>
  readonly embedding: Embedding | null
  readonly weights: Weights
  readonly honesty: Honesty
  readonly places: PlaceNames
  /** Plain questions that staff have said belong to items, with the cores of their names. */
  readonly told?: ReadonlyMap<string, ReadonlySet<string>>
}

let shipped: Knowledge | undefined

/** Reads it once. */
export function shippedKnowledge(): Knowledge {
  if (shipped !== undefined) return shipped
  const { weights, honesty } = JSON.parse(readFileSync(weightsFile, 'utf8')) as Pick<Knowledge, 'weights' | 'honesty'>
  const embedding = unpackEmbedding(readFileSync(embeddingFile))
  shipped = { lexicon: new Lexicon(readWords()), sayings: readSayings(), embedding, weights, honesty, places: readPlaces() }
  return shipped
}

let digest: string | undefined

/** Digest of all that ships about how people talk and what was fitted from it, in hexadecimal. Reads it once. */
export function shippedDigest(): string {
  if (digest !== undefined) return digest
  const files = ['sayings', 'words', 'model'].flatMap((name) =>
    readdirSync(new URL(`${name}/`, folder))
      .sort()
      .map((file) => `${name}/${file}`),
  )
  digest = sm3Hex(...files.flatMap((file) => [file, sm3Hex(readFileSync(new URL(file, folder)))]))
  return digest
}

export const embeddingFile = fileURLToPath(new URL('model/embedding.bin.gz', folder))
export const weightsFile = fileURLToPath(new URL('model/weights.json', folder))

export function readWords(): Words {
  const sounds = readPairs('words/syllables.tsv')
  const simplified = readPairs('words/traditional.tsv')
  return {
    same: readRows<{ words: string[] }>('words/same.ndjson').map(({ words }) => words),
    acts: readRows('words/acts.ndjson'),
    fillers: readText('words/filler.txt').trim().split('\n'),
    chat: readText('words/chat.txt').trim().split('\n'),
    simplified: new Map(simplified.flatMap(([simple, others]) => [...others].map((other): [string, string] => [other, simple]))),
    sounds: {
      ofCharacter: new Map(
        sounds.flatMap(([syllable, all]) => [...all].map((character): [string, string] => [character, syllable])),
      ),
      all: new Set(sounds.map(([syllable]) => syllable)),
    },
  }
}

/** Names of places, from the list that ships. */
export function readPlaces(): PlaceNames {
  return new PlaceNames(divisionsFrom(readText('../divisions/divisions_province_to_street.csv')))
}

export function readSayings(): Map<string, readonly string[]> {
  const sayings = new Map<string, readonly string[]>()
  for (const { name, says } of sayingRows()) sayings.set(name, [...(sayings.get(name) ?? []), ...says])
  return sayings
}

/** Items of which something is said although no list that ships has them: how other places call theirs, each once, with who does it. */
export function readElsewhere(): { readonly name: string; readonly department: string }[] {
  const departments = new Map<string, string>()
  for (const { name, dept } of sayingRows()) if (dept !== undefined && !departments.has(name)) departments.set(name, dept)
  return [...departments].map(([name, department]) => ({ name, department }))
}

function sayingRows(): { name: string; dept?: string; says: string[] }[] {
  const files = readdirSync(new URL('sayings/', folder)).filter((file) => file.endsWith('.ndjson'))
  return files.sort().flatMap((file) => readRows<{ name: string; dept?: string; says: string[] }>(`sayings/${file}`))
}

export function readRows<T>(path: string): T[] {
  return readText(path)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

function readPairs(path: string): [string, string][] {
  const lines = readText(path).trim().split('\n')
  return lines.map((line) => {
    const [key = '', value = ''] = line.split('\t')
    return [key, value]
  })
}

function readText(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8')
}
