import { readConfig } from '../../kernel/config.ts'
import { closeDatabase, type Database, openDatabase, transaction } from '../../kernel/db/index.ts'
import { systemNow } from '../../kernel/now.ts'
import { openSecrets } from '../../kernel/secrets.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { lockIfEmpty } from '../../modules/identity/index.ts'
import { hasDivisions, installationKind } from '../../modules/region/index.ts'
import { reachDatabase } from '../database.ts'
import { type Plan, usualPlan } from '../demo/plan.ts'
import { seed } from '../seed.ts'
import { run as migrate } from './migrate.ts'

const usage = '用法：yichuang demo [--seed 种子] [--cases 办件数] [--when-empty]'

/** Fills an empty database with a made-up city, for trying things out. With `--when-empty`, one in use is left as it is. */
export async function run(args: readonly string[]): Promise<number> {
  const { plan, whenEmpty } = read(args)
  const config = readConfig()
  await migrate(['--bare'])
  openSecrets(config.dataDir)
  const { appUrl, release } = await reachDatabase(config)
  const database = openDatabase({ url: appUrl, max: 4, named: config.isPrepared, lazyCommit: true })
  try {
    const now = systemNow()
    if (await isInUse(database)) {
      if (!whenEmpty)
        throw new SetupError('数据库里已经有账号或者清单。演示城市只能装进空的数据库，请换一个数据目录（YICHUANG_DATA）。')
      await seed(database, config.dataDir, now, console.log)
      return 0
    }
    const { fill } = await import('../demo/fill.ts') // much to read, and seldom wanted
    await fill(database, config.dataDir, plan, now, console.log)
    return 0
  } finally {
    await closeDatabase(database)
    await release()
  }
}

async function isInUse(database: Database): Promise<boolean> {
  return transaction(
    database,
    async (tx) => (await installationKind(tx)) !== null || (await hasDivisions(tx)) || !(await lockIfEmpty(tx)),
  )
}

function read(args: readonly string[]): { plan: Plan; whenEmpty: boolean } {
  let plan = usualPlan
  let whenEmpty = false
  const words = [...args]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--when-empty') whenEmpty = true
    else if (word === '--seed') plan = { ...plan, seed: words.shift() || fail() }
    else if (word === '--cases') plan = { ...plan, cases: countOf(words.shift()) }
    else fail()
  }
  return { plan, whenEmpty }
}

function countOf(text = ''): number {
  const count = Number(text)
  return /^\d+$/.test(text) && count >= 1 && count <= 100_000 ? count : fail()
}

function fail(): never {
  throw new SetupError(usage, { exitCode: 2 })
}
