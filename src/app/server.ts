import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { closeDatabase, openDatabase, transaction } from '../kernel/db/index.ts'
import { buildServer } from '../kernel/http/index.ts'
import { systemNow } from '../kernel/now.ts'
import { openReport } from '../kernel/report.ts'
import { keepTally, warm } from '../modules/finder/index.ts'
import { installationKind } from '../modules/region/index.ts'
import { blobsOf, houseOf, routesOf } from './assemble.ts'
import { runChild } from './child.ts'
import { waker } from './wake.ts'
import { openWeb } from './web/index.ts'

/** The process that serves: takes calls, answers, and tells the worker that there is something to follow. */
await runChild('server', async (config) => {
  const url = config.databaseUrl ?? ''
  const database = openDatabase({ url, max: config.poolSize, named: config.isPrepared })
  const wake = waker(new pg.Pool({ connectionString: url, max: 1 }))
  const report = openReport(join(config.dataDir, 'log'), 'server', systemNow)
  const tally = keepTally(database, (error) => report.failed({ reference: 'tally', route: 'finder.tally', error }))
  const serving = {
    house: houseOf(database, { ...config, publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}` }),
    routes: routesOf(blobsOf(config)),
    now: systemNow,
    report,
    onActed: wake.acted,
  }
  const server = await buildServer({
    ...serving,
    ...openWeb({ ...serving, isDemonstration: (await transaction(database, installationKind)) === 'demonstration' }),
    trustedProxies: config.trustedProxies,
    isHealthy: async () => (await sql`select 1`.execute(database)).rows.length === 1,
  })
  await server.listen({ port: config.port, host: config.host })
  // what fails here fails for whoever looks for something, and is told of now
  const warmed = warm(database).catch((error) => report.failed({ reference: 'warm', route: 'finder.warm', error }))
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: async () => {
      await server.close() // answers what is in flight first
      await warmed
      await tally.stop()
      await wake.close()
      await closeDatabase(database)
    },
  }
})
