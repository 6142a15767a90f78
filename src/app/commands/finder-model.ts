import { type Config, readConfig } from '../../kernel/config.ts'
import { appPassword } from '../../kernel/db/app-role.ts'
import { closeDatabase, type Database, openDatabase, transaction } from '../../kernel/db/index.ts'
import { migrate } from '../../kernel/db/migrate.ts'
import { dayOf, systemNow } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import {
  failureSentence,
  fillVectors,
  ModelFailure,
  marksInWords,
  modelHistory,
  modelServer,
  openModel,
  switchModelOff,
  switchModelOn,
} from '../../modules/finder/index.ts'
import { setModel, sitInPlace } from '../bench/model/sitting.ts'
import { reachDatabase } from '../database.ts'

const usage = '用法：yichuang finder-model show | on 姓名 | off 姓名（姓名：打开或关闭的人，1 至 50 个字，记下来）'

/** Whether a local model takes part in finding: shows it, switches it on when it has passed the examination, or off at once. */
export async function run(args: readonly string[]): Promise<number> {
  const [what = 'show', by = '', ...more] = args
  const act = Object.hasOwn(acts, what) ? acts[what] : undefined
  if (act === undefined || more.length > 0 || (what === 'show') !== (by === '') || by.length > 50)
    throw new SetupError(usage, { exitCode: 2 })
  const config = readConfig()
  const { ownerUrl, appUrl, release } = await reachDatabase(config)
  try {
    const year = Number(systemNow().today.slice(0, 4))
    await migrate(ownerUrl, config.databaseUrl === null ? { year } : { year, appPassword: appPassword(config.dataDir) })
    const database = openDatabase({ url: appUrl, max: 2, named: config.isPrepared })
    await act(database, config, by).finally(() => closeDatabase(database))
    return 0
  } catch (error) {
    if (error instanceof Refusal) throw new SetupError(error.kind.message(error.facts))
    throw error instanceof ModelFailure ? new SetupError(failureSentence(error)) : error
  } finally {
    await release()
  }
}

const acts: Readonly<Record<string, (database: Database, config: Config, by: string) => Promise<void>>> = { show, on, off }

async function on(database: Database, config: Config, by: string): Promise<void> {
  const model = setModel(config)
  const say = (line: string) => console.error(line)
  const measured = await sitInPlace(model, systemNow(), say)
  for (const line of marksInWords(measured.marks)) console.log(line)
  await transaction(database, (tx) => switchModelOn(tx, measured, by, systemNow()))
  console.log(`本地模型 ${model.name} 已打开，权重 ${measured.weight}。`)
  openModel({ server: modelServer(model), limitMs: model.limitMs })
  console.log(`本机目录里的事项，模型已看 ${await fillVectors(database)} 种写法；以后有新的，由后台每分钟补上。`)
}

async function off(database: Database, _: Config, by: string): Promise<void> {
  const wasOn = await transaction(database, (tx) => switchModelOff(tx, by, systemNow()))
  console.log(wasOn ? '本地模型已关闭，马上起作用。' : '本地模型本来就没有打开。')
}

async function show(database: Database, config: Config): Promise<void> {
  const { state, records } = await transaction(database, (tx) => modelHistory(tx, config.model?.name ?? null))
  console.log(states[state])
  for (const { measured, by, at } of records) {
    console.log(
      `${dayOf(at)} ${by} ${measured === null ? '关闭' : `打开 ${measured.model}（${measured.dimensions} 维，权重 ${measured.weight}）`}`,
    )
    for (const line of measured === null ? [] : marksInWords(measured.marks)) console.log(`  ${line}`)
  }
}

const states = {
  on: '本地模型在用。',
  off: '没有用本地模型。',
  'not set': '没有用本地模型：打开过，但现在没有设置 YICHUANG_MODEL。',
  'another model': '没有用本地模型：打开时考的不是现在设置的模型，请重新运行 finder-model on。',
  'other knowledge': '没有用本地模型：打开以后随产品来的说法变了，请重新运行 finder-model on。',
} as const
