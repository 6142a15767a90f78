import { join } from 'node:path'
import pg from 'pg'
import { closeDatabase, openDatabase } from '../kernel/db/index.ts'
import { workJobs } from '../kernel/jobs.ts'
import { checkpointFile, openSigner } from '../kernel/log/index.ts'
import { systemNow } from '../kernel/now.ts'
import { openReport } from '../kernel/report.ts'
import { blobsOf, followers, houseOf, regularsOf, streams, tasksOf } from './assemble.ts'
import { runChild } from './child.ts'
import { follow } from './following.ts'
import { listener } from './wake.ts'

/** The process that follows: gives events their order, seals them, feeds the followers, and works through the jobs. */
await runChild('worker', async (config) => {
  const url = config.databaseUrl ?? ''
  const database = openDatabase({ url, max: 6, named: config.isPrepared })
  const report = openReport(join(config.dataDir, 'log'), 'worker', systemNow)
  houseOf(database, config)
  const blobs = blobsOf(config)
  const jobs = await workJobs({
    url,
    tasks: tasksOf(database, blobs, systemNow),
    regulars: regularsOf(database, blobs, systemNow),
    concurrency: 2,
    onFailed: (name, error) => report.failed({ reference: 'job', route: name, error }),
  })
  const following = follow({
    database,
    streams,
    followers,
    signer: openSigner(join(config.dataDir, 'keys')),
    checkpointFile: checkpointFile(config.dataDir),
    now: systemNow,
    onFailed: (what, error) => report.failed({ reference: 'follow', route: what, error }),
    onParked: (parked) => report.noted({ ...parked, what: 'parked' }),
  })
  const listening = listener(() => new pg.Client({ connectionString: url, keepAlive: true }), following.wake)
  return {
    stop: async () => {
      await listening.close()
      await following.stop()
      await jobs.stop()
      await closeDatabase(database)
    },
  }
})
