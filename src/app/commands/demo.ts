import { readConfig } from '../../kernel/config.ts'
import { closeDatabase, type Database, openDatabase, transaction } from '../../kernel/db/index.ts'
import { type Now, systemNow } from '../../kernel/now.ts'
import { openSecrets } from '../../kernel/secrets.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { lockIfEmpty } from '../../modules/identity/index.ts'
import { hasDivisions, installationKind } from '../../modules/region/index.ts'
import { blobsOf, routesOf } from '../assemble.ts'
import { bringAuthored } from '../authored.ts'
import { reachDatabase } from '../database.ts'
import { moment } from '../demo/city.ts'
import { fillDemo, type Plan, usualPlan } from '../demo/index.ts'
import { cityItems } from '../demo/items.ts'
import { bringHolidays } from '../lists.ts'
import { seed } from '../seed.ts'
import { stopwatch } from '../stopwatch.ts'
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
    await fill(database, config, plan, now)
    return 0
  } finally {
    await closeDatabase(database)
    await release()
  }
}

async function fill(database: Database, config: { dataDir: string }, plan: Plan, now: Now): Promise<void> {
  const startedMs = performance.now()
  const morning = moment(moment(now.today, -plan.days * 1_440).today, 7 * 60)
  await seed(database, config.dataDir, morning, console.log)
  const passed = stopwatch(console.log)
  await bringAuthored(database, morning)
  await bringHolidays(database, now)
  passed('完整描述的事项已装入')
  const blobs = blobsOf(config)
  const stage = { database, blobs, routes: routesOf(blobs) }
  const { cases, acts, refusals } = await fillDemo(stage, await cityItems(database, now), plan, now, passed)
  const refused = [...refusals].map(([code, count]) => `${code} ${count}`).join('、')
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0)
  console.log(
    `演示城市已装好：办件 ${cases} 件、办理 ${acts} 步${refused === '' ? '' : `（被拒绝：${refused}）`}，连同清单共用时 ${seconds} 秒。`,
  )
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
