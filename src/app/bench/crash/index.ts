import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { readConfig } from '../../../kernel/config.ts'
import { closeDatabase, openDatabase, transaction } from '../../../kernel/db/index.ts'
import { systemNow } from '../../../kernel/now.ts'
import { blobsOf, houseOf, routesOf } from '../../assemble.ts'
import { callerOf } from '../../caller.ts'
import { reachDatabase } from '../../database.ts'
import { makeTown, type Town } from '../../town.ts'
import type { Bench } from '../figure.ts'
import { type Dice, dice } from '../tamper/flip.ts'
import { type Acknowledged, callOn } from './callers.ts'
import { command, type Part, type Platform, parts, pause, startPlatform } from './platform.ts'

/** What came of it. `wrong` says of each fault what is lost, doubled or not whole. */
export type Outcome = { readonly acknowledged: number; readonly kills: number; readonly wrong: readonly string[] }

/**
 * Kills every process of a real platform in turn, at random moments, while callers work, and looks afterwards whether every
 * acknowledged act is in the log exactly once and the log is whole.
 *
 * @param folder an empty folder on the disk to be tried
 * @param onRound told after each round how many acts were acknowledged in it
 */
export async function runCrash(
  folder: string,
  options: { rounds: number; seconds: number; callers: number; seed: number },
  onRound: (acknowledged: number) => void = () => {},
): Promise<Outcome> {
  const rng = dice(options.seed)
  const town = await prepare(folder)
  const done: Acknowledged[] = []
  let kills = 0
  const wrong: string[] = []
  const platform = await startPlatform(folder)
  try {
    await platform.ready()
    for (let round = 0; round < options.rounds; round++) {
      const before = done.length
      const untilMs = performance.now() + options.seconds * 1000
      const isOver = () => performance.now() > untilMs
      const callers = Array.from({ length: options.callers }, () =>
        callOn({ address: platform.address, citizen: town.citizen.token, clerk: town.clerk, isOver }, (act) => done.push(act)),
      )
      kills += await killInTurn(platform, rng, options.seconds * 1000, round)
      await Promise.all(callers)
      onRound(done.length - before)
    }
  } finally {
    const code = await platform.stop()
    if (code !== 0) wrong.push(`the platform ended with ${code}`)
  }
  wrong.push(...(await faults(folder, done)))
  return { acknowledged: done.length, kills, wrong }
}

/** `bench crash`: ten rounds of a minute with twenty callers. */
export const bench: Bench = async ({ rounds, seconds, seed }, print) => {
  const { dataDir } = readConfig()
  mkdirSync(dataDir, { recursive: true })
  const folder = mkdtempSync(join(dataDir, 'bench-crash-'))
  try {
    const plan = { rounds: rounds ?? 10, seconds: seconds ?? 60, callers: 20, seed }
    const { acknowledged, kills, wrong } = await runCrash(folder, plan, (acts) =>
      print({ bench: 'crash', figure: 'acts acknowledged in a round', value: acts, unit: 'acts', seconds: plan.seconds }),
    )
    print({ bench: 'crash', figure: 'acts acknowledged', value: acknowledged, unit: 'acts' })
    print({ bench: 'crash', figure: 'kills', value: kills, unit: 'SIGKILL' })
    print({ bench: 'crash', figure: 'lost, doubled or not whole', value: wrong.length, unit: 'faults' })
    for (const text of wrong.slice(0, 20)) console.error(text)
    return wrong.length === 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A town in the folder, and nobody at work yet. */
async function prepare(dataDir: string): Promise<Town> {
  const migrated = await command(dataDir, ['migrate'])
  if (migrated.code !== 0) throw new Error(migrated.said)
  return withDatabase(dataDir, async (database) => {
    const house = houseOf(database, { dataDir })
    return makeTown(house, callerOf(house, routesOf(blobsOf({ dataDir })), systemNow), systemNow())
  })
}

/** Kills each part once, in turn, each at a random moment of its share of the time, or as soon as it is there. @returns how many were */
async function killInTurn(platform: Platform, rng: Dice, ms: number, round: number): Promise<number> {
  let killed = 0
  for (let at = 0; at < parts.length; at++) {
    const part: Part = parts[(at + round) % parts.length] ?? 'server'
    const share = ms / parts.length
    const waitMs = share * 0.2 + rng.below(Math.round(share * 0.6))
    const endMs = performance.now() + share
    await pause(waitMs)
    for (let isKilled = false; !isKilled && performance.now() < endMs; ) {
      isKilled = await platform.kill(part)
      if (isKilled) killed += 1
      else await pause(50)
    }
    await pause(Math.max(0, endMs - performance.now()))
  }
  return killed
}

/** What is lost, doubled or not whole. */
async function faults(dataDir: string, done: readonly Acknowledged[]): Promise<string[]> {
  const wrong = await withDatabase(dataDir, async (database) => {
    const { rows } = await transaction(database, (tx) =>
      sql<Acknowledged>`select case_id as "caseId", seq, kind, encode(hash, 'hex') as hash from case_event`.execute(tx),
    )
    const nameOf = ({ caseId, seq, kind, hash }: Acknowledged) => `${caseId} ${seq} ${kind} ${hash}`
    const there = new Set(rows.map(nameOf))
    const known = new Set(done.map(nameOf))
    return [
      ...[...known].filter((name) => !there.has(name)).map((name) => `lost: ${name}`),
      ...[...there].filter((name) => !known.has(name)).map((name) => `never acknowledged, so done twice: ${name}`),
      ...(known.size === done.length ? [] : ['one act was acknowledged for two requests']),
    ]
  })
  const verified = await command(dataDir, ['verify', 'log'])
  return verified.code === 0 ? wrong : [...wrong, `verify log: ${verified.code} ${verified.said.slice(0, 2_000)}`]
}

async function withDatabase<T>(dataDir: string, work: (database: ReturnType<typeof openDatabase>) => Promise<T>): Promise<T> {
  const reached = await reachDatabase({ ...readConfig({ YICHUANG_DATA: dataDir }), databaseUrl: null })
  const database = openDatabase({ url: reached.appUrl, max: 4 })
  try {
    return await work(database)
  } finally {
    await closeDatabase(database)
    await reached.release()
  }
}
