import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { closeDatabase, type Database, openDatabase, transaction } from '../../../kernel/db/index.ts'
import { system } from '../../../kernel/http/index.ts'
import { type Now, systemNow } from '../../../kernel/now.ts'
import { importItems } from '../../../modules/catalogue/index.ts'
import { findItems, type Memory, suggestItems } from '../../../modules/finder/index.ts'
import { bringDivisions, shipped } from '../../lists.ts'
import type { Bench, Figure, Options } from '../figure.ts'
import { openPlace } from '../place.ts'
import { askAll } from './asking.ts'
import { type Marks, marksOf, percentile, type Question, readQuestions } from './exam.ts'
import { compare, fitAnew, worseMarks, writeFitted } from './fit.ts'
import { plainSearch } from './plain.ts'
import { fallenMarks, readRecorded, writeRecorded } from './recorded.ts'
import { runScale } from './scale.ts'
import { measureTyping } from './typing.ts'

const data = new URL('../../../../data/', import.meta.url)
const lists = ['items/guangdong_province_items.ndjson', 'items/guangan_district_items.ndjson']

/**
 * `bench finder`: asks the questions of the examination and prints the marks by kind, beside those of plain BM25 over names. Short phrases
 * that were aliases of items are asked with these aliases taken away. `--fit` fits anew what is fitted and, unless questions for tuning or
 * short phrases are answered worse by it, writes it to data/finder/model and what the frozen half says of it to its marks; `--force` does so
 * in any case. `--scale` asks among a million implementations instead.
 */
export const bench: Bench = async (options, print) => {
  if (options.isScale) return scale(options, print)
  const place = await openPlace('finder')
  const now = systemNow()
  const database = openDatabase({ url: place.appUrl, max: 4, named: true })
  try {
    await bringLists(database, phrases(), now)
    const fitted = options.isFit ? await refit(database, options.isForced, now, print) : undefined
    if (fitted === null) return false
    const papers = questionsOf(options)
    const frozen = await examine(database, papers, now, print, fitted)
    const isQuick = await typing(database, papers, now, print)
    if (frozen === null) return isQuick
    const { recordedOn, marks } = readRecorded()
    const fallen = fallenMarks(frozen, marks)
    for (const name of fallen) process.stderr.write(`${name} 比 ${recordedOn} 记下的低了一分以上。\n`)
    if (fitted !== undefined && (fallen.length === 0 || options.isForced)) writeRecorded({ recordedOn: now.today, marks: frozen })
    return isQuick && fallen.length === 0
  } finally {
    await closeDatabase(database)
    await place.close()
  }
}

/** Fits anew and writes it, unless it is worse. @returns the list as it is searched with it; null when it was not written */
async function refit(database: Database, isForced: boolean, now: Now, print: (figure: Figure) => void): Promise<Memory | null> {
  const papers = { tuning: tuningQuestions(), alias: phrases() }
  const { fitted, memory } = await fitAnew(database, papers)
  const worse = worseMarks(await compare(database, papers, memory, now, print))
  return writeFitted(fitted, { worse, isForced }) ? memory : null
}

/** Suggestions as one types the questions of these papers. */
function typing(database: Database, papers: ReturnType<typeof questionsOf>, now: Now, print: (figure: Figure) => void) {
  return measureTyping(
    papers.flatMap(({ questions }) => questions),
    (typed) => transaction(database, (tx) => suggestItems(tx, { ...typed, limit: 8 }, now.at)),
    (figure, value, unit) => print({ bench: 'finder', figure, value, unit }),
  )
}

/** Among so many implementations, a million unless told. */
async function scale({ count, seconds }: Options, print: (figure: Figure) => void): Promise<boolean> {
  const queries = tuningQuestions().map(({ query }) => query)
  const rows = count ?? 1_000_000
  const place = await openPlace('scale')
  try {
    return await runScale(place, { rows, imported: Math.min(50_000, rows), seconds: seconds ?? 20, queries }, print)
  } finally {
    await place.close()
  }
}

function questionsOf({ questions }: Options): { paper: string; questions: readonly Question[] }[] {
  if (questions !== null) return [{ paper: 'given', questions: readQuestions(questions) }]
  return [
    { paper: 'tuning', questions: tuningQuestions() },
    { paper: frozenPaper, questions: frozenQuestions() },
    { paper: 'alias', questions: phrases() },
  ]
}

/** Short phrases that were aliases of the items they mean. */
export function phrases(): Question[] {
  return readQuestions(pathOf('finder/exam/alias-pairs.ndjson'))
}

function tuningQuestions(): Question[] {
  return readQuestions(pathOf('finder/exam/tuning.ndjson'))
}

/** The half that nothing is ever tuned on. */
export function frozenQuestions(): Question[] {
  return readQuestions(pathOf('finder/exam/frozen.ndjson'))
}

const frozenPaper = 'frozen'

/** Asks papers and prints the marks. @param among as in askAll @returns those of the frozen half, null when it was not asked */
async function examine(
  database: Database,
  papers: readonly { paper: string; questions: readonly Question[] }[],
  now: Now,
  print: (figure: Figure) => void,
  among?: Memory,
): Promise<Marks | null> {
  let frozen: Marks | null = null
  const startedMs = performance.now()
  await transaction(database, (tx) => findItems(tx, { q: '身份证', limit: 1 }, now.at))
  const figure = (name: string, value: number, unit: string, more: Record<string, string | number> = {}) =>
    print({ bench: 'finder', figure: name, value, unit, ...more })
  figure('start', Math.round(performance.now() - startedMs), 'ms until the first answer')
  figure('memory', Math.round(process.memoryUsage().heapUsed / 1_048_576), 'MB of the process')

  const names = lists.flatMap((path) => rowsOf(path).map(({ code, area, name }) => ({ code, area, name })))
  const plain = plainSearch(names)
  for (const { paper, questions } of papers) {
    const ours = await askAll(database, questions, now, among)
    const theirs = questions.map((question) => {
      const codes = plain(question.query, question.area, 10)
      return { question, reply: { answer: 'unsure' as const, codes, tookMs: 0 } }
    })
    if (paper === frozenPaper) frozen = marksOf(ours)
    const times = ours.map(({ reply }) => reply.tookMs)
    figure('p50', percentile(times, 0.5), 'ms', { paper })
    figure('p95', percentile(times, 0.95), 'ms', { paper })
    for (const kind of ['all', ...new Set(questions.map((question) => question.kind))]) {
      const of = <T extends { question: Question }>(answered: readonly T[]) =>
        kind === 'all' ? answered : answered.filter(({ question }) => question.kind === kind)
      say(figure, paper, kind, 'finder', marksOf(of(ours)))
      say(figure, paper, kind, 'bm25', marksOf(of(theirs)))
    }
  }
  return frozen
}

function say(
  figure: (name: string, value: number, unit: string, more: Record<string, string | number>) => void,
  paper: string,
  kind: string,
  of: 'finder' | 'bm25',
  { questions, ...marks }: Marks,
): void {
  const wanted = of === 'bm25' ? ['hit1', 'hit3', 'hit5'] : Object.keys(marks)
  for (const [name, value] of Object.entries(marks)) {
    if (value !== null && wanted.includes(name)) figure(name, value, 'part', { paper, kind, of, questions })
  }
}

type Row = { readonly line: string; readonly code: string; readonly area: string; readonly name: string }

function rowsOf(path: string): Row[] {
  const lines = readFileSync(new URL(path, data), 'utf8').split('\n')
  return lines.flatMap((line) => {
    if (line === '') return []
    const row = JSON.parse(line) as { taskCode?: string; itemCode?: string; areaCode: string; name: string }
    return [{ line, code: row.taskCode ?? row.itemCode ?? '', area: row.areaCode, name: row.name }]
  })
}

/** Brings the lists that ship, the items that questions mean without their aliases. */
export async function bringLists(database: Database, questions: readonly Question[], now: Now): Promise<void> {
  await bringDivisions(database, shipped.divisions)
  const withoutAliases = new Set(questions.flatMap(({ relevant }) => relevant))
  for (const path of lists) {
    const lines = rowsOf(path).map(({ line, code }) =>
      withoutAliases.has(code) ? JSON.stringify({ ...JSON.parse(line), aliases: [] }) : line,
    )
    async function* stream() {
      yield new TextEncoder().encode(`${lines.join('\n')}\n`)
    }
    await importItems(database, stream(), {
      source: path,
      approval: '测量',
      by: system,
      now,
      onRefused: () => {},
      onWarned: () => {},
    })
  }
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, data))
}
