import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { closeDatabase, openDatabase } from '../kernel/db/index.ts'
import { runChild } from './child.ts'

// PROVISIONAL: answers GET /api/health only.
await runChild('server', async (config) => {
  const db = openDatabase({ url: config.databaseUrl ?? '', max: config.poolSize, named: config.isPrepared })
  await sql`select 1`.execute(db)
  const server = createServer(async (request, response) => {
    if (request.url !== '/api/health') return response.writeHead(404).end()
    const isWell = await sql`select 1`.execute(db).then(
      () => true,
      () => false,
    )
    response.writeHead(isWell ? 200 : 503).end(JSON.stringify({ status: isWell ? 'ok' : 'down' }))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(config.port, config.host, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      await new Promise((resolve) => server.close(resolve))
      await closeDatabase(db)
    },
  }
})
