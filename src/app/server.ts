import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { closeDatabase, openDatabase } from '../kernel/db/index.ts'
import { buildServer } from '../kernel/http/index.ts'
import { systemNow } from '../kernel/now.ts'
import { openReport } from '../kernel/report.ts'
import { blobsOf, houseOf, routesOf } from './assemble.ts'
import { runChild } from './child.ts'
import { waker } from './wake.ts'

/** The process that serves: takes calls, answers, and tells the worker that there is something to follow. */
await runChild('server', async (config) => {
  const url = config.databaseUrl ?? ''
  const database = openDatabase({ url, max: config.poolSize, named: config.isPrepared })
  const wake = waker(new pg.Pool({ connectionString: url, max: 1 }))
  const server = await buildServer({
    house: houseOf(database, { ...config, publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}` }),
    routes: routesOf(blobsOf(config)),
    now: systemNow,
    trustedProxies: config.trustedProxies,
    report: openReport(join(config.dataDir, 'log'), 'server', systemNow),
    isHealthy: async () => (await sql`select 1`.execute(database)).rows.length === 1,
    onActed: wake.acted,
  })
  await server.listen({ port: config.port, host: config.host })
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: async () => {
      await server.close() // answers what is in flight first
      await wake.close()
      await closeDatabase(database)
    },
  }
})
