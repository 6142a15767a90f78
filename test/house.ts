import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { blobsOf, houseOf, routesOf, streams } from '../src/app/assemble.ts'
import { type Caller, callerOf } from '../src/app/caller.ts'
import { makeTown, type Town } from '../src/app/town.ts'
import { lineOf, verifyAll } from '../src/app/verify.ts'
import { type Tx, transaction } from '../src/kernel/db/index.ts'
import type { BlobStore } from '../src/kernel/files/index.ts'
import type { House } from '../src/kernel/http/index.ts'
import { checkpointFile, findPublicKey, sizeOf } from '../src/kernel/log/index.ts'
import { type Now, nowAt } from '../src/kernel/now.ts'
import { Refusal } from '../src/kernel/refusal.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

/** A whole platform inside a test: database, files, a town with people. */
export type TestHouse = TestDatabase & {
  readonly house: House
  readonly blobs: BlobStore
  readonly dataDir: string
  readonly call: Caller
  readonly town: Town
  /** The moment of calls that do not say theirs. */
  at(instant: string): void
  now(): Now
}

/** Opens a house; `close` removes everything. Time stands still at the given instant until moved. */
export async function openHouse(instant = '2026-03-02T09:00:00+08:00', options: { max?: number } = {}): Promise<TestHouse> {
  const base = await freshDatabase(options)
  const dataDir = mkdtempSync(join(tmpdir(), 'yichuang-house-'))
  const house = houseOf(base.db, { dataDir })
  const blobs = blobsOf({ dataDir })
  let now = nowAt(instant)
  const call = callerOf(house, routesOf(blobs), () => now)
  const town = await makeTown(house, call, now)
  await outliveEverything(base.ownerUrl)
  return {
    ...base,
    house,
    blobs,
    dataDir,
    call,
    town,
    at: (next) => {
      now = nowAt(next)
    },
    now: () => now,
    close: async () => {
      await base.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Sessions last for ever, because time jumps in tests. */
async function outliveEverything(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(`update session set last_seen_at = '2099-01-01', until_at = '2100-01-01'`)
  await client.end()
}

/** The code and facts of the refusal that a call ends in. */
export async function refused(
  call: Promise<unknown>,
): Promise<{ code: string; facts: unknown; source: string | null; message: string }> {
  try {
    await call
  } catch (error) {
    if (error instanceof Refusal) {
      const { kind, facts } = error
      return { code: kind.code, facts, source: kind.source, message: kind.message(facts) }
    }
    throw error
  }
  throw new Error('was not refused')
}

/** What `verify log` would print of a house. Empty: whole. */
export async function verified(house: TestHouse): Promise<string[]> {
  const path = checkpointFile(house.dataDir)
  const lookAgain = async () => sizeOf(path)
  const seals = { path, size: sizeOf(path), publicKey: findPublicKey(join(house.dataDir, 'keys')), lookAgain }
  const against = { streams, seals, blobs: house.blobs, nowIn: <T>(work: (tx: Tx) => Promise<T>) => transaction(house.db, work) }
  const found = await house.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => verifyAll(tx, against))
  return found.map(lineOf)
}
