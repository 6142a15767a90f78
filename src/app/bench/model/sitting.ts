import { fileURLToPath } from 'node:url'
import type { Config } from '../../../kernel/config.ts'
import { closeDatabase, type Database, openDatabase, transaction } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { SetupError } from '../../../kernel/setup-error.ts'
import {
  failureSentence,
  labelled,
  type Measured,
  ModelFailure,
  modelServer,
  type Sitting,
  type TriedModel,
  tryModel,
} from '../../../modules/finder/index.ts'
import { type Marks, marksOf, percentile, type Question, type Reply, readQuestions } from '../finder/exam.ts'
import { bringLists, frozenQuestions, phrases } from '../finder/index.ts'
import { openPlace } from '../place.ts'

type PaperName = keyof Sitting['papers']
export type Papers = Readonly<Record<PaperName, readonly Question[]>>

/** The model that is set. @throws SetupError when none is */
export function setModel({ model }: Config): NonNullable<Config['model']> {
  if (model === null) throw new SetupError('没有设置 YICHUANG_MODEL 和 YICHUANG_MODEL_NAME，没有本地模型可考。', { exitCode: 2 })
  return model
}

/**
 * The examination of the shipped lists, sat without and with a local model in one run, in a place of its own.
 *
 * @throws SetupError when the model does not answer as it should
 */
export async function sitInPlace(model: NonNullable<Config['model']>, now: Now, say: (line: string) => void): Promise<Measured> {
  const server = modelServer(model)
  await server.embed(['身份证'], firstMs).catch(told) // before anything is brought for it
  const place = await openPlace('model')
  const database = openDatabase({ url: place.appUrl, max: 4, named: true })
  try {
    await bringLists(database, phrases(), now)
    const tuning = readQuestions(fileURLToPath(new URL('../../../../data/finder/exam/tuning.ndjson', import.meta.url)))
    const papers = { tuning, frozen: frozenQuestions(), alias: phrases() }
    return await sit(database, { server, limitMs: model.limitMs }, papers, now, say)
  } catch (error) {
    return told(error)
  } finally {
    await closeDatabase(database)
    await place.close()
  }
}

/** A model that is asked for the first time may have to be read in. */
const firstMs = 60_000

function told(error: unknown): never {
  throw error instanceof ModelFailure ? new SetupError(failureSentence(error)) : error
}

/**
 * Asks papers without and with a model. Its weight is fitted to the tuning half and the short phrases; the frozen half only marks.
 *
 * @throws ModelFailure when it cannot be asked for the items; of single questions it may miss any
 */
export async function sit(
  database: Database,
  model: TriedModel,
  papers: Papers,
  now: Now,
  say: (line: string) => void,
): Promise<Measured> {
  const lessons = await transaction(database, (tx) => labelled(tx, [...papers.tuning, ...papers.alias]))
  const trial = await tryModel(database, model, lessons, say)
  const inTime: boolean[] = []
  const ask = async (question: Question) => {
    const query = { q: question.query, area: question.area, limit: 10 }
    const without = await timed(() => transaction(database, (tx) => trial.without(tx, query, now.at)))
    const modelled = await timed(async () => {
      const seen = await trial.direction(question.query)
      inTime.push(seen !== null)
      return transaction(database, (tx) => trial.with(tx, { ...query, modelled: seen }, now.at))
    })
    return { question, without, with: modelled }
  }
  const paper = async (name: PaperName) => {
    const answered = []
    for (const question of papers[name]) answered.push(await ask(question))
    return answered
  }
  const answered = { tuning: await paper('tuning'), frozen: await paper('frozen'), alias: await paper('alias') }
  const marks = (name: PaperName, side: 'without' | 'with', kind: string | null = null): Marks =>
    marksOf(
      answered[name]
        .filter(({ question }) => kind === null || question.kind === kind)
        .map((one) => ({ ...one, reply: one[side] })),
    )
  const both = (name: PaperName) => ({ without: hitsOf(marks(name, 'without')), with: hitsOf(marks(name, 'with')) })
  const times = (side: 'without' | 'with') => {
    const all = Object.values(answered).flatMap((some) => some.map((one) => one[side].tookMs))
    return { p50Ms: percentile(all, 0.5), p95Ms: percentile(all, 0.95) }
  }
  return {
    ...trial.measured,
    marks: {
      papers: { tuning: both('tuning'), frozen: both('frozen'), alias: both('alias') },
      refusals: {
        chat: marks('frozen', 'with', 'out').none,
        near: marks('frozen', 'with', 'nearmiss').careful,
        refused: marks('frozen', 'with').refused,
      },
      times: { without: times('without'), with: times('with') },
      answered: Number((inTime.filter(Boolean).length / Math.max(1, inTime.length)).toFixed(4)),
    },
  }
}

function hitsOf({ hit1, hit3 }: Marks) {
  return { hit1, hit3 }
}

async function timed(
  work: () => Promise<{ readonly answer: Reply['answer']; readonly items: readonly { readonly code: string }[] }>,
): Promise<Reply> {
  const beganMs = performance.now()
  const { answer, items } = await work()
  return { answer, codes: items.map(({ code }) => code), tookMs: performance.now() - beganMs }
}
