import { readConfig } from '../../kernel/config.ts'
import { appPassword } from '../../kernel/db/app-role.ts'
import { migrate } from '../../kernel/db/migrate.ts'
import { systemNow } from '../../kernel/now.ts'
import { reachDatabase } from '../database.ts'

/** Brings the database to this release. When the platform starts, this is the one process that holds all rights. */
export async function run(): Promise<number> {
  const config = readConfig()
  const { ownerUrl, release } = await reachDatabase(config)
  try {
    const year = Number(systemNow().today.slice(0, 4))
    const isOwnServer = config.databaseUrl !== null
    const applied = await migrate(ownerUrl, isOwnServer ? { year, appPassword: appPassword(config.dataDir) } : { year })
    for (const name of applied) console.log(`已执行 ${name}`)
    return 0
  } finally {
    await release()
  }
}
