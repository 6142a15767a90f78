import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Database, transaction } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { topicsAfter, topicsOfAreas } from '../../../modules/catalogue/index.ts'
import {
  embeddingFile,
  type Fitted,
  fitFinder,
  fittedMemory,
  labelled,
  type Memory,
  packEmbedding,
  readElsewhere,
  weightsFile,
} from '../../../modules/finder/index.ts'
import type { Figure } from '../figure.ts'
import { askAll } from './asking.ts'
import { type Marks, marksOf, type Question } from './exam.ts'
import { fallenMarks } from './recorded.ts'

/** What a model is fitted to and judged by: never the frozen half. */
export type Papers = { readonly tuning: readonly Question[]; readonly alias: readonly Question[] }
/** Marks of what stands and of what was fitted. */
export type Beside = { readonly [paper in keyof Papers]: { readonly before: Marks; readonly after: Marks } }

/** Fits anew what is fitted. The same list, sayings and papers give the same model to the byte. */
export async function fitAnew(database: Database, papers: Papers): Promise<{ fitted: Fitted; memory: Memory }> {
  const known = await transaction(database, async (tx) => ({
    listed: { topics: (await topicsAfter(tx, 0)).topics, places: await topicsOfAreas(tx, null), others: readElsewhere() },
    phrases: await labelled(tx, papers.alias),
    tuning: await labelled(tx, papers.tuning),
  }))
  const fitted = await fitFinder(known.listed, known.phrases, known.tuning, (line) => void process.stderr.write(`${line}\n`))
  return { fitted, memory: await fittedMemory(known.listed.topics, fitted) }
}

/** Asks the same questions of the model that stands and of another one, and prints both. */
export async function compare(
  database: Database,
  papers: Papers,
  memory: Memory,
  now: Now,
  print: (figure: Figure) => void,
): Promise<Beside> {
  const marks = async (paper: keyof Papers) => {
    const before = marksOf(await askAll(database, papers[paper], now))
    const after = marksOf(await askAll(database, papers[paper], now, memory))
    for (const [of, { questions, ...all }] of Object.entries({ standing: before, fitted: after }))
      for (const [figure, value] of Object.entries(all))
        if (value !== null) print({ bench: 'finder', figure, value, unit: 'part', paper, kind: 'all', of, questions })
    return { before, after }
  }
  return { tuning: await marks('tuning'), alias: await marks('alias') }
}

/** Marks in which what was fitted is worse than what stands: 'tuning hit1'. */
export function worseMarks(beside: Beside): string[] {
  return Object.entries(beside).flatMap(([paper, { before, after }]) =>
    fallenMarks(after, before, 0).map((name) => `${paper} ${name}`),
  )
}

const shippedFiles = { embedding: embeddingFile, weights: weightsFile }

/** Writes what was fitted where nothing got worse by it, or where that is wanted. @returns whether it was written */
export function writeFitted(
  { embedding, weights, honesty }: Fitted,
  { worse, isForced }: { worse: readonly string[]; isForced: boolean },
  files: typeof shippedFiles = shippedFiles,
): boolean {
  for (const name of worse) process.stderr.write(`${name} 比现有的模型低。\n`)
  if (worse.length > 0 && !isForced) {
    process.stderr.write('没有写入。确实要换成新的，加 --force。\n')
    return false
  }
  mkdirSync(dirname(files.embedding), { recursive: true })
  writeFileSync(files.embedding, packEmbedding(embedding))
  writeFileSync(files.weights, `${JSON.stringify({ weights, honesty }, null, 2)}\n`)
  return true
}
