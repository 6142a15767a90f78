import pg from 'pg'
import { closeDatabase, type Database, openDatabase } from '../../../kernel/db/index.ts'
import { type House, nameOf, perform, type Route } from '../../../kernel/http/index.ts'
import { newSecret } from '../../../kernel/ids.ts'
import { systemNow } from '../../../kernel/now.ts'
import { blobsOf, houseOf, routesOf } from '../../assemble.ts'
import { callerOf } from '../../caller.ts'
import type { Bench, Figure } from '../figure.ts'
import { openPlace, type Place } from '../place.ts'
import { type Do, type Lane, makeCity, steps, stockUp, submission } from './city.ts'
import { median, type Round, runRound } from './round.ts'
import { rowsWritten, written } from './rows.ts'
import { overheard, replay, type Script, scriptOf } from './script.ts'
import { openServer } from './served.ts'

const offices = 32
const leastRatio = 0.6

type Print = (figure: Figure) => void

/** What is measured with. */
type Stage = {
  readonly place: Place
  readonly doors: Pick<House, 'authenticate' | 'recall'>
  readonly routes: ReadonlyMap<string, Route>
  readonly lanes: readonly Lane[]
  readonly owner: pg.Client
}

/**
 * `bench case`: the acts of a case from session to commit (A) against prepared statements that lock the case and write the same rows (B),
 * in rounds B, A, B, A … with as many callers as connections: 8, then 32. Afterwards A through HTTP.
 */
export const bench: Bench = async ({ seconds, rounds }, print) => {
  const place = await openPlace('case')
  const owner = new pg.Client({ connectionString: place.ownerUrl })
  await owner.connect()
  try {
    const { stage, scripts } = await prepare(place, owner)
    print({ bench: 'case', figure: 'rows an act', value: await sameRows(stage, scripts), unit: 'rows' })
    let isKept = true
    for (const clients of [8, 32]) {
      const ratio = await compare(stage, scripts, { clients, seconds: seconds ?? 10, rounds: rounds ?? 6 }, print)
      isKept &&= ratio >= leastRatio
    }
    return isKept
  } finally {
    await owner.end()
    await place.close()
  }
}

/** Makes the city and listens to one cycle in each of its lanes. */
async function prepare(place: Place, owner: pg.Client): Promise<{ stage: Stage; scripts: ReadonlyMap<Lane, Script> }> {
  const database = openDatabase({ url: place.appUrl, max: 8 })
  try {
    const { database: _, ...doors } = houseOf(database, place)
    const all = routesOf(blobsOf(place))
    const lanes = await makeCity({ database, ...doors }, callerOf({ database, ...doors }, all, systemNow), offices, systemNow())
    const stage = { place, doors, lanes, owner, routes: new Map(all.map((route) => [nameOf(route), route])) }
    await stockUp(owner, lanes, 100, systemNow())
    return { stage, scripts: await recorded(stage, database) }
  } finally {
    await closeDatabase(database)
  }
}

/** A whole cycle of a case. @param onAct told of each act's milliseconds */
async function cycle(act: Do, lane: Lane, onAct: (ms: number) => void, keyOf: () => string): Promise<Record<string, unknown>> {
  const timed = async (...args: Parameters<Do>) => {
    const startedMs = performance.now()
    const reply = await act(...args)
    onAct(performance.now() - startedMs)
    return reply
  }
  const given = await timed('POST /cases', lane.citizen, {}, submission(lane), keyOf())
  for (const { route, by, body } of steps) await timed(route, lane[by], { id: given.caseId }, body, keyOf())
  return given
}

const freshKey = () => newSecret(20)
const untimed = () => {}

/** Calls inside the process, from session to commit. */
function inside({ routes, doors }: Stage, database: Database): Do {
  return async (name, token, params, body, key) => {
    const route = routes.get(name)
    if (route === undefined) throw new Error(`no route ${name}`)
    const request = { token, key, params, query: {}, body, upload: null, address: '127.0.0.1' }
    return (await perform({ database, ...doors }, route, request, systemNow())) as Record<string, unknown>
  }
}

/** What A sends in each lane, as a script for B. Taken in the second cycle, when what never changes is known already. */
async function recorded(stage: Stage, database: Database): Promise<Map<Lane, Script>> {
  const act = inside(stage, database)
  const scripts = new Map<Lane, Script>()
  for (const lane of stage.lanes) {
    await cycle(act, lane, untimed, freshKey)
    const since = systemNow().at
    const keys: string[] = []
    const files = lane.files.slice(-5).reverse()
    let number = ''
    const sent = await overheard(async () => {
      const given = await cycle(act, lane, untimed, () => {
        const key = freshKey()
        keys.push(key)
        return key
      })
      number = String(given.number)
    })
    scripts.set(lane, scriptOf(sent, { files, number, keys, since }))
  }
  return scripts
}

/**
 * Does a cycle in every lane by A and by B and compares what the database counted.
 *
 * @returns rows written an act
 * @throws Error when one wrote other rows than the other
 */
async function sameRows(stage: Stage, scripts: ReadonlyMap<Lane, Script>): Promise<number> {
  const { owner, place, lanes } = stage
  const start = await rowsWritten(owner)
  const database = openDatabase({ url: place.appUrl, max: 1 })
  const act = inside(stage, database)
  for (const lane of lanes) await cycle(act, lane, untimed, freshKey)
  await closeDatabase(database)
  const middle = await rowsWritten(owner)
  const pool = new pg.Pool({ connectionString: place.appUrl, max: 1 })
  for (const lane of lanes) await replay(pool, scripts.get(lane) ?? [], lane, systemNow(), untimed)
  await pool.end()
  const end = await rowsWritten(owner)
  const [byA, byB] = [written(start, middle), written(middle, end)]
  if (byA.lines.join('\n') !== byB.lines.join('\n'))
    throw new Error(`A and B write different rows:\n${byA.lines.join('\n')}\n--\n${byB.lines.join('\n')}`)
  return Math.round((byA.total / lanes.length / (steps.length + 1)) * 10) / 10
}

/** @returns the ratio of the medians */
async function compare(
  stage: Stage,
  scripts: ReadonlyMap<Lane, Script>,
  plan: { clients: number; seconds: number; rounds: number },
  print: Print,
): Promise<number> {
  const { place, owner, lanes } = stage
  const { clients, seconds, rounds } = plan
  const database = openDatabase({ url: place.appUrl, max: clients })
  const pool = new pg.Pool({ connectionString: place.appUrl, max: clients })
  const act = inside(stage, database)
  const byA = (lane: Lane, onAct: (ms: number) => void) => cycle(act, lane, onAct, freshKey)
  const byB = (lane: Lane, onAct: (ms: number) => void) => replay(pool, scripts.get(lane) ?? [], lane, systemNow(), onAct)
  const done: { a: Round[]; b: Round[]; http: Round[] } = { a: [], b: [], http: [] }
  const run = async (which: keyof typeof done, by: Parameters<typeof runRound>[0]) => {
    await stockUp(owner, lanes, 60 * seconds + 60, systemNow())
    done[which].push(await runRound(by, lanes, clients, seconds))
  }
  try {
    await runRound(byB, lanes, clients, 1) // connections open, plans made
    await runRound(byA, lanes, clients, 1)
    for (let i = 0; i < rounds; i++) {
      await run('b', byB)
      await run('a', byA)
    }
  } finally {
    await pool.end()
    await closeDatabase(database)
  }
  const server = await openServer(place, clients)
  try {
    const byHttp = (lane: Lane, onAct: (ms: number) => void) => cycle(server.act, lane, onAct, freshKey)
    await runRound(byHttp, lanes, clients, 1)
    for (let i = 0; i < Math.ceil(rounds / 3); i++) await run('http', byHttp)
  } finally {
    await server.close()
  }
  const figure = (name: string, value: number, unit: string) => {
    print({ bench: 'case', figure: name, value: Number(value.toPrecision(4)), unit, clients, rounds, seconds })
  }
  const rate = (of: readonly Round[]) => median(of.map((round) => round.perSecond))
  const ratio = rate(done.a) / rate(done.b)
  figure('ratio', ratio, `A/B, at least ${leastRatio}`)
  for (const [name, of] of [
    ['A', done.a],
    ['B', done.b],
    ['HTTP', done.http],
  ] as const) {
    figure(`${name} rate`, rate(of), 'acts/s')
    figure(`${name} p99`, median(of.map((round) => round.p99Ms)), 'ms')
  }
  return ratio
}
