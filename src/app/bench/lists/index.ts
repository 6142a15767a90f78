import { join } from 'node:path'
import pg from 'pg'
import { closeDatabase, type Database, openDatabase, transaction } from '../../../kernel/db/index.ts'
import { newSecret } from '../../../kernel/ids.ts'
import { eventsAsStored, type Follower, follow as followOn, hashOf, openSigner } from '../../../kernel/log/index.ts'
import { systemNow } from '../../../kernel/now.ts'
import { caseStream, differencesOf, figureKeeper } from '../../../modules/casework/index.ts'
import { blobsOf, followers, houseOf, routesOf, streams } from '../../assemble.ts'
import { callerOf } from '../../caller.ts'
import { type Following, follow, sealAll } from '../../following.ts'
import { listener } from '../../wake.ts'
import { type Lane, submission } from '../case/city.ts'
import { quantile } from '../case/round.ts'
import { openServer } from '../case/served.ts'
import type { Bench, Figure } from '../figure.ts'
import { openPlace, type Place } from '../place.ts'
import { type Asked, asker, firstPages } from './asked.ts'
import { fill } from './fill.ts'
import { originals } from './originals.ts'
import { scansOf } from './scans.ts'

const mostListMs = 50
const mostLateMs = 1_000

/** How large a measurement is. */
export type Size = {
  readonly cases: number
  readonly offices: number
  readonly people: number
  readonly daysAgo: readonly number[]
  /** How often each list is asked for. */
  readonly asks: number
  /** How many applications are waited for until they show. */
  readonly acts: number
}

/**
 * `bench lists`: the first pages of citizen, clerk, approver and leader among so many cases – how long they take through the server, whether
 * a plan reads a large table from end to end – and how long after its act a case stands on one's own list and in others' figures.
 */
export const bench: Bench = async ({ count }, print) => {
  const place = await openPlace('lists')
  const daysAgo = [45, 38, 31, 24, 16, 10, 4, 2, 1, 0]
  try {
    return await runLists(place, { cases: count ?? 1_000_000, offices: 4, people: 200, daysAgo, asks: 50, acts: 60 }, print)
  } finally {
    await place.close()
  }
}

/** Fills an empty installation and measures. @returns whether every limit was kept */
export async function runLists(place: Omit<Place, 'close'>, size: Size, print: (figure: Figure) => void): Promise<boolean> {
  const owner = new pg.Client({ connectionString: place.ownerUrl })
  const database = openDatabase({ url: place.appUrl, max: 4 })
  await owner.connect()
  const figure = (name: string, value: number, unit: string) =>
    print({ bench: 'lists', figure: name, value: Number(value.toPrecision(4)), unit, cases: size.cases })
  try {
    const house = houseOf(database, place)
    const call = callerOf(house, routesOf(blobsOf(place)), systemNow)
    const { lanes, applicants, templates } = await originals(house, call, owner, size, systemNow())
    const filled = await timed(() => fill(owner, templates, applicants, size.cases))
    figure('filled', filled.seconds, 's')
    figure('verified', await verified(database, filled.value), 'cases of a sample')
    const counted = await timed(() => countAll(database))
    await skipTo(
      owner,
      followers.filter((one) => one !== figureKeeper),
    )
    await owner.query('vacuum analyze case_milestone, case_tally, case_limit')
    figure('counted', counted.seconds, 's')

    const asked = lanes.flatMap((lane) => firstPages(lane, systemNow()))
    const scans = await scansOf(
      owner,
      asked.map(({ name, route, token, query }) => ({ name, ask: () => call(route, { token, query }) })),
    )
    for (const scan of scans) process.stderr.write(`${scan}\n`)
    figure('sequential scans', scans.length, 'none allowed')

    const server = await openServer(place, 4)
    try {
      const worst = await measured(server.port, asked, size.asks, figure)
      const shown = await shownAfter(place, database, server, lanes, size.acts)
      figure('own list at once', shown.atOnce, `of ${size.acts} acts`)
      figure('in others’ figures p50', quantile(shown.figureMs, 0.5), 'ms')
      const late = quantile(shown.figureMs, 0.99)
      figure('in others’ figures p99', late, `ms, at most ${mostLateMs}`)
      return scans.length === 0 && worst <= mostListMs && late <= mostLateMs && shown.atOnce === size.acts
    } finally {
      await server.close()
    }
  } finally {
    await closeDatabase(database)
    await owner.end()
  }
}

const leastSample = 200

/** Checks chain and cached state of some cases, spread over all. @returns how many @throws Error on the first that is wrong */
async function verified(database: Database, ids: readonly string[]): Promise<number> {
  const step = Math.max(1, Math.floor(ids.length / leastSample))
  const sample = ids.filter((_, i) => i % step === 0)
  for (const streamId of sample) {
    await transaction(database, async (tx) => {
      const events = await eventsAsStored(tx, caseStream, streamId)
      const isWhole = events.every((event, i) => {
        const { hash, ...rest } = event
        return hashOf(rest).equals(hash) && (event.prev_hash?.equals(events[i - 1]?.hash ?? Buffer.alloc(0)) ?? i === 0)
      })
      const wrong = await differencesOf(tx, { streamId, events, isWhole })
      if (!isWhole || wrong.length > 0) throw new Error(`a filled case is not what its events say: ${wrong.join()}`)
    })
  }
  return sample.length
}

/** Lets the figures be counted from the start of the log. */
async function countAll(database: Database): Promise<void> {
  while ((await followOn(database, figureKeeper, systemNow(), fail)) > 0);
}

/** All others have read everything: what they would make of it is not measured here. */
async function skipTo(owner: pg.ClientBase, others: readonly Follower[]): Promise<void> {
  for (const { name, version } of others) {
    await owner.query('insert into follower (name, version, position) select $1, $2, position from log_head', [name, version])
  }
}

type Print = (name: string, value: number, unit: string) => void

/** Asks for every list so many times, in turn. @returns the worst p95 of all, in ms */
async function measured(port: number, asked: readonly Asked[], asks: number, figure: Print): Promise<number> {
  const { ask, close } = asker(port)
  const took = new Map<string, number[]>()
  const time = async (name: string, one: Asked) => {
    const { value, seconds } = await timed(() => ask(one))
    took.set(name, [...(took.get(name) ?? []), seconds * 1000])
    return value
  }
  for (const one of asked) await ask(one) // the first opens connections and makes plans
  for (let i = 0; i < asks; i++) {
    for (const one of asked) {
      const { next } = await time(one.name, one)
      if (typeof next === 'string') await time(`${one.name}, second page`, { ...one, query: { ...one.query, after: next } })
    }
  }
  close()
  let worst = 0
  for (const [name, ms] of took) {
    const p95 = quantile(ms, 0.95)
    worst = Math.max(worst, p95)
    figure(`${name} p50`, quantile(ms, 0.5), 'ms')
    figure(`${name} p95`, p95, `ms, at most ${mostListMs}`)
  }
  return worst
}

/** Applies by HTTP again and again: whether one's own list shows it at once, and how long until the leader's figure does. */
async function shownAfter(
  place: Omit<Place, 'close'>,
  database: Database,
  server: Awaited<ReturnType<typeof openServer>>,
  lanes: readonly Lane[],
  acts: number,
): Promise<{ atOnce: number; figureMs: number[] }> {
  const options: Following = {
    database,
    streams,
    followers,
    signer: openSigner(join(place.dataDir, 'keys')),
    checkpointFile: join(place.dataDir, 'checkpoints.ndjson'),
    now: systemNow,
    onFailed: (what, error) => console.error(what, error),
    onParked: fail,
  }
  await sealAll(options) // what was filled is no minute's work
  const following = follow(options)
  const listening = listener(() => new pg.Client({ connectionString: place.appUrl }), following.wake)
  const { ask, close } = asker(server.port)
  const received = async (lane: Lane) => {
    const { departments = [] } = await ask({ name: '', route: 'GET /figures', token: lane.chief, query: {} })
    return departments.find(({ organisation }) => organisation === lane.organisation)?.today.received ?? 0
  }
  const figureMs: number[] = []
  let atOnce = 0
  try {
    for (let i = 0; i < acts; i++) {
      const lane = lanes[i % lanes.length]
      if (lane === undefined) throw new Error('no offices')
      const before = await received(lane)
      const { caseId } = await server.act('POST /cases', lane.citizen, {}, submission(lane), newSecret(20))
      const answeredMs = performance.now()
      const mine = await ask({ name: '', route: 'GET /cases/mine', token: lane.citizen, query: {} })
      if (mine.cases?.[0]?.caseId === caseId) atOnce += 1
      while ((await received(lane)) <= before) {
        if (performance.now() - answeredMs > 30_000) throw new Error('an application never reached the figures')
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      figureMs.push(performance.now() - answeredMs)
    }
    return { atOnce, figureMs }
  } finally {
    close()
    await listening.close()
    await following.stop()
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const startedMs = performance.now()
  const value = await work()
  return { value, seconds: (performance.now() - startedMs) / 1000 }
}

function fail(parked: { failure: string }): void {
  throw new Error(`parked: ${parked.failure}`)
}
