import pg from 'pg'
import { readConfig } from '../../kernel/config.ts'
import { appPassword } from '../../kernel/db/app-role.ts'
import { closeDatabase, openDatabase } from '../../kernel/db/index.ts'
import { migrate } from '../../kernel/db/migrate.ts'
import { systemNow } from '../../kernel/now.ts'
import { reachDatabase } from '../database.ts'
import { seed } from '../seed.ts'
import { stopwatch } from '../stopwatch.ts'

/**
 * Brings the database to this release, and fills an empty one with the public lists that ship. When the platform starts, this is the one
 * process that holds all rights; for the lists it uses the application's. With `--bare` it brings no lists.
 */
export async function run(args: readonly string[] = []): Promise<number> {
  const config = readConfig()
  const { ownerUrl, appUrl, release } = await reachDatabase(config)
  try {
    const passed = stopwatch(console.log)
    const year = Number(systemNow().today.slice(0, 4))
    const isOwnServer = config.databaseUrl !== null
    const applied = await migrate(ownerUrl, isOwnServer ? { year, appPassword: appPassword(config.dataDir) } : { year })
    for (const name of applied) console.log(`已执行 ${name}`)
    if (applied.length > 0) passed(`数据库结构已升级 ${applied.length} 步`)
    if (args.includes('--bare')) return 0
    await oneByOne(ownerUrl, async () => {
      const database = openDatabase({ url: appUrl, max: 2, named: config.isPrepared })
      await seed(database, config.dataDir, systemNow(), console.log).finally(() => closeDatabase(database))
    })
    return 0
  } finally {
    await release()
  }
}

/** Machines that start on the same database at the same moment wait for each other. */
async function oneByOne(ownerUrl: string, work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(4702111235)')
    await work()
  } finally {
    await client.end() // gives the lock back
  }
}
