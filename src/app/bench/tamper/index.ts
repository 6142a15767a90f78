import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { closeDatabase, openDatabase, type Tx, transaction } from '../../../kernel/db/index.ts'
import { migrate } from '../../../kernel/db/migrate.ts'
import { type Finding, sizeOf } from '../../../kernel/log/index.ts'
import { startPostgres } from '../../../kernel/postgres/index.ts'
import { streams } from '../../assemble.ts'
import { lineOf, verifyAll } from '../../verify.ts'
import type { Bench, Figure } from '../figure.ts'
import { dice } from './flip.ts'
import { kinds, type Tampering } from './kinds.ts'
import { makeTown, openTheDoors, type Town } from './town.ts'

/** What came of it: `missed` says of each failure how it was tampered and what was said. */
export type Outcome = {
  readonly done: number
  readonly found: number
  readonly unsealed: number
  readonly missed: readonly string[]
  readonly verifyMs: number
}

/**
 * Tampers with a small town, one act at a time, each undone afterwards, and looks whether verification finds it, names the right case
 * and no other.
 *
 * @param options.ownerUrl an empty database of the newest schema, with the owner's rights
 * @param options.folder   an empty folder for what lies outside the database
 * @throws Error when verification finds fault with the untouched town
 */
export async function runTamper(options: { ownerUrl: string; folder: string; count: number; seed: number }): Promise<Outcome> {
  const database = openDatabase({ url: options.ownerUrl, max: 2 })
  try {
    const town = await makeTown(database, options.folder, 14)
    await transaction(database, openTheDoors)
    await sql`analyze`.execute(database)
    const whole = await transaction(database, (tx) => verify(tx, town, null))
    if (whole.length > 0) throw new Error(`the untouched town is not whole:\n${whole.map(lineOf).join('\n')}`)

    const rng = dice(options.seed)
    const names = Object.keys(kinds)
    const outcome = { done: 0, found: 0, unsealed: 0, missed: [] as string[], verifyMs: 0 }
    while (outcome.done < options.count) {
      const name = rng.pick(names)
      const tx = await database.startTransaction().execute()
      let tampering: Tampering | null = null
      try {
        tampering = (await kinds[name]?.(tx, town, rng).catch(unwritable)) ?? null
        if (tampering === null) continue
        const startedMs = performance.now()
        const found = await verify(tx, town, tampering)
        outcome.verifyMs += performance.now() - startedMs
        outcome.done += 1
        if (isExact(found, tampering)) outcome.found += 1
        else if (tampering.isUnsealed && found.every(({ place }) => place === null)) outcome.unsealed += 1
        else outcome.missed.push([`${name}, ${tampering.cases.join(' ')}`, ...found.map(lineOf)].join('\n  '))
      } finally {
        tampering?.restore?.()
        await tx.rollback().execute()
      }
    }
    return { ...outcome, verifyMs: outcome.verifyMs / outcome.done }
  } finally {
    await closeDatabase(database)
  }
}

/** `bench tamper`: on a server of its own, thrown away afterwards. */
export const bench: Bench = async ({ count, seed }, print) => {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-tamper-'))
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  try {
    mkdirSync(join(folder, 'town'))
    const server = await startPostgres({ dataDir: folder, settings })
    try {
      await migrate(server.url, { year: 2026 })
      const total = count ?? 10_000
      const { found, unsealed, missed, verifyMs } = await runTamper({
        ownerUrl: server.url,
        folder: join(folder, 'town'),
        count: total,
        seed,
      })
      const figure = (name: string, value: number, unit: string): Figure => ({ bench: 'tamper', figure: name, value, unit })
      print(figure('found', found, `of ${total}`))
      print(figure('unsealed', unsealed, `of ${total}`))
      print(figure('missed', missed.length, `of ${total}`))
      print(figure('verify', Math.round(verifyMs * 10) / 10, 'ms'))
      for (const text of missed.slice(0, 20)) console.error(text)
      return missed.length === 0
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function verify(tx: Tx, town: Town, tampering: Tampering | null): Promise<Finding[]> {
  const path = tampering?.file ?? town.file
  const lookAgain = async () => sizeOf(path)
  const seals = { path, size: sizeOf(path), publicKey: town.publicKey, lookAgain }
  return verifyAll(tx, { streams, seals, blobs: town.blobs, nowIn: (work) => work(tx) })
}

function isExact(found: readonly Finding[], { cases }: Tampering): boolean {
  const named = new Set(found.flatMap(({ place }) => (place?.stream === 'case' ? [place.streamId] : [])))
  return found.length > 0 && named.size === cases.length && cases.every((id) => named.has(id))
}

/** What the database itself refuses to store was not done. */
function unwritable(error: unknown): null {
  if (/^2[23]/.test(String((error as { code?: unknown }).code))) return null
  throw error
}
