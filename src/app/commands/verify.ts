import { join } from 'node:path'
import { readConfig } from '../../kernel/config.ts'
import { closeDatabase, openDatabase, transaction } from '../../kernel/db/index.ts'
import { checkpointFile, findPublicKey, sizeOf } from '../../kernel/log/index.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { blobsOf, streams } from '../assemble.ts'
import { reachDatabase } from '../database.ts'
import { lineOf, verifyAll } from '../verify.ts'

const patienceMs = 2_000 // in which the running platform writes its newest checkpoint to the file

/** `verify log`: 0 when everything is whole; otherwise 1 and one line `case_id seq what` for each wrong thing. */
export async function run(args: readonly string[]): Promise<number> {
  if (args.length !== 1 || args[0] !== 'log') throw new SetupError('用法：yichuang verify log', { exitCode: 2 })
  const config = readConfig()
  const { appUrl, release } = await reachDatabase(config)
  const db = openDatabase({ url: appUrl, max: 2, readOnly: true })
  try {
    const path = checkpointFile(config.dataDir)
    const seals = {
      path,
      size: sizeOf(path),
      publicKey: findPublicKey(join(config.dataDir, 'keys')),
      lookAgain: async () => {
        await new Promise((resolve) => setTimeout(resolve, patienceMs))
        return sizeOf(path)
      },
    }
    const found = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => verifyAll(tx, { streams, seals, blobs: blobsOf(config), nowIn: (work) => transaction(db, work) }))
    for (const finding of found) console.log(lineOf(finding))
    return found.length === 0 ? 0 : 1
  } finally {
    await closeDatabase(db)
    await release()
  }
}
