import { join } from 'node:path'
import type { Config } from '../kernel/config.ts'
import { appPassword, appUrlOf } from '../kernel/db/app-role.ts'
import { answers, findHolder, findPostgres, ownerUrl, startPostgres } from '../kernel/postgres/index.ts'

/** The database of this installation, for a command. */
export type Reached = {
  /** Address with all rights. */
  readonly ownerUrl: string
  /** Address as the application's role. */
  readonly appUrl: string
  /** Leaves the database as it was found: ends the embedded server if it was started for this. */
  release(): Promise<void>
}

/**
 * Reaches the database, whether the platform runs or not.
 *
 * @param options.keep leave an embedded server that had to be started running
 * @throws SetupError when it cannot be started
 */
export async function reachDatabase(config: Config, options: { keep?: boolean } = {}): Promise<Reached> {
  if (config.databaseUrl !== null) {
    return reached(config.databaseUrl, appPassword(config.dataDir), async () => {})
  }
  for (;;) {
    const running = findPostgres(config.dataDir)
    if (running !== null && (await answers(running.socketDir, () => findPostgres(config.dataDir)?.pid !== running.pid))) {
      return reached(ownerUrl(running.socketDir), null, async () => {})
    }
    if (findHolder(join(config.dataDir, 'postgres.lock')) !== null) {
      await new Promise((resolve) => setTimeout(resolve, 100)) // being started by somebody else at this moment
      continue
    }
    const server = await startPostgres({ dataDir: config.dataDir })
    if (options.keep) server.detach()
    return reached(server.url, null, options.keep ? async () => {} : server.stop)
  }
}

function reached(owner: string, password: string | null, release: () => Promise<void>): Reached {
  return { ownerUrl: owner, appUrl: appUrlOf(owner, password), release }
}
