import { monitorEventLoopDelay } from 'node:perf_hooks'
import pg from 'pg'
import { system } from '../../../kernel/actor.ts'
import { closeDatabase, type Database, openDatabase, transaction } from '../../../kernel/db/index.ts'
import { newSecret } from '../../../kernel/ids.ts'
import { follow, sequence } from '../../../kernel/log/index.ts'
import { systemNow } from '../../../kernel/now.ts'
import { redateQueued, redater } from '../../../modules/casework/index.ts'
import { importNotice, type Notice } from '../../../modules/clock/index.ts'
import { blobsOf, houseOf, routesOf } from '../../assemble.ts'
import { callerOf } from '../../caller.ts'
import { type Lane, makeCity, steps, stockUp, submission } from '../case/city.ts'
import { quantile } from '../case/round.ts'
import { openServer } from '../case/served.ts'
import type { Bench } from '../figure.ts'
import { openPlace, type Place } from '../place.ts'
import { fill } from './fill.ts'
import { writePlainly } from './plain.ts'

const leastRatio = 0.4
const mostWaitMs = 200
const restMs = 50 // between two acts
const elsewhere = 'BENCHPLAIN00000000' // no organisation of the province: the closure does not reach its cases

/**
 * `bench redate`: the offices of a province with so many open cases close for a day. Measured is the re-dating, against plain COPY and
 * UPDATE of the same rows for as many other cases; and meanwhile, through the server, acts on the very cases whose turn comes next.
 */
export const bench: Bench = async ({ count }, print) => {
  const cases = count ?? 100_000
  const place = await openPlace('redate')
  const owner = new pg.Client({ connectionString: place.ownerUrl })
  const database = openDatabase({ url: place.appUrl, max: 4 })
  await owner.connect()
  const figure = (name: string, value: number, unit: string) =>
    print({ bench: 'redate', figure: name, value: Number(value.toPrecision(4)), unit, cases })
  try {
    const { lane, template, organisation } = await accepted(place, database, owner)
    await followOn(database) // what was announced before
    await fill(owner, { template, organisation, count: cases, set: 1 })
    await fill(owner, { template, organisation: elsewhere, count: cases, set: 2 })

    const queued = await timed(async () => {
      await transaction(database, (tx) => importNotice(tx, province, closure(), system, systemNow()))
      await followOn(database)
    })
    figure('queued by the index', queued.seconds, 's')

    await owner.query('checkpoint')
    const acts = await trickle(place, lane, owner)
    const still = monitorEventLoopDelay({ resolution: 5 })
    still.enable()
    const redated = await timed(() => redateQueued(database, systemNow))
    still.disable()
    const meanwhile = await acts.stop()
    const example = await checked(owner, organisation, cases + 1)
    const plain = await writePlainly(place.ownerUrl, example, elsewhere)

    const rate = { ours: redated.value / redated.seconds, plain: plain.rows / plain.seconds }
    figure('re-dated', rate.ours, 'cases/s')
    figure('plain COPY and UPDATE', rate.plain, 'cases/s')
    const ratio = rate.ours / rate.plain
    figure('ratio', ratio, `at least ${leastRatio}`)
    figure('acts meanwhile', meanwhile.acts.length, 'acts')
    figure('act p99 before', quantile(acts.before, 0.99), 'ms')
    figure('act p99', quantile(meanwhile.acts, 0.99), 'ms')
    figure('act max', Math.max(...meanwhile.acts), 'ms')
    const most = Math.max(...meanwhile.waits)
    figure(
      'longest standstill',
      still.max / 1e6,
      'ms of the process that re-dates: its own work between two looks, or the machine did something else',
    )
    figure('wait for a case p99', quantile(meanwhile.waits, 0.99), 'ms')
    figure('wait for a case max', most, `ms, at most ${mostWaitMs}`)
    return ratio >= leastRatio && most <= mostWaitMs
  } finally {
    await closeDatabase(database)
    await owner.end()
    await place.close()
  }
}

const province = { code: 'division:440000000000', name: '广东省', rank: 1 }

/** Tomorrow and the six days after it: whatever weekday it is, some of them are worked. */
function closure(): Notice {
  const { at, today } = systemNow()
  const days = Array.from({ length: 7 }, (_, n) =>
    new Date(at.getTime() + (n + 1) * 86_400_000 + 28_800_000).toISOString().slice(0, 10),
  )
  return {
    subject: '台风',
    year: null,
    knownOn: today,
    title: '停止办公的公告',
    source: null,
    days: days.map((on) => ({ on, kind: 'closed', name: '台风红色预警' })),
  }
}

/** A town, and in it an accepted case: all others are copies of it. */
async function accepted(
  place: Place,
  database: Database,
  owner: pg.Client,
): Promise<{ lane: Lane; template: string; organisation: string }> {
  const house = houseOf(database, place)
  const call = callerOf(house, routesOf(blobsOf(place)), systemNow)
  const [lane] = await makeCity(house, call, 1, systemNow())
  if (lane === undefined) throw new Error('a city without offices')
  await stockUp(owner, [lane], 10, systemNow())
  const { caseId } = await call<{ caseId: string }>('POST /cases', { token: lane.citizen, body: submission(lane) })
  const [accept] = steps
  if (accept !== undefined) await call(accept.route, { token: lane[accept.by], params: { id: caseId }, body: accept.body })
  const { rows } = await owner.query<{ organisation: string }>('select organisation from case_state where case_id = $1', [caseId])
  return { lane, template: caseId, organisation: rows[0]?.organisation ?? '' }
}

type Trickle = {
  /** Milliseconds of acts before anything was re-dated. */
  readonly before: readonly number[]
  /** Milliseconds of acts meanwhile, and of waiting for the lock of a case: the part that re-dating can be blamed for. */
  stop(): Promise<{ acts: number[]; waits: number[] }>
}

/** Acts through the server, one after the other, each on a case that is among the next to be re-dated; and locks taken on such cases. */
async function trickle(place: Place, lane: Lane, owner: pg.Client): Promise<Trickle> {
  const server = await openServer(place, 4)
  const locker = new pg.Client({ connectionString: place.appUrl })
  await locker.connect()
  const [, review] = steps
  if (review === undefined) throw new Error('a case without review')
  const nextCases = async () => {
    const { rows } = await owner.query<{ id: string }>(
      'select case_id as id from case_to_redate order by case_id offset 30 limit 600',
    )
    return rows.map((row) => row.id)
  }
  const act = async (id: string) => {
    const { seconds } = await timed(() => server.act(review.route, lane[review.by], { id }, review.body, newSecret(20)))
    return seconds * 1000
  }
  const lock = async (id: string) => {
    await locker.query('begin')
    const { seconds } = await timed(() => locker.query('select from case_state where case_id = $1 for update', [id]))
    await locker.query('rollback') // a commit would wait for the disk as well: the acts tell that
    return seconds * 1000
  }
  const before: number[] = []
  for (const id of (await nextCases()).slice(-60)) before.push(await act(id)) // the first open connections and make plans
  const done = { acts: [] as number[], waits: [] as number[] }
  let isStopping = false
  const every = async (work: (id: string) => Promise<number>, took: number[]) => {
    while (!isStopping) {
      const near = await nextCases()
      const id = near[Math.floor(Math.random() * near.length)]
      if (id !== undefined) took.push(await work(id).catch(ifReviewed))
      await new Promise((resolve) => setTimeout(resolve, restMs))
    }
  }
  const working = Promise.all([every(act, done.acts), every(lock, done.waits)])
  return {
    before: before.slice(20),
    stop: async () => {
      isStopping = true
      await working
      await locker.end()
      await server.close()
      return { acts: done.acts.filter((ms) => ms > 0), waits: done.waits }
    },
  }
}

/** The case was drawn a second time. */
function ifReviewed(error: Error): number {
  if (error.message.includes('casework.not_allowed')) return 0
  throw error
}

/** Looks whether every case got its event, once, and stands as the event says. @returns the last of them */
async function checked(owner: pg.Client, organisation: string, cases: number): Promise<string> {
  const { rows } = await owner.query<{ events: number; wrong: number; waiting: number; example: string }>(
    `select count(*)::int as events, max(e.case_id::text) as example, (select count(*)::int from case_to_redate) as waiting,
       count(*) filter (where s.due_on::text is distinct from e.body #>> '{moved,0,to}' or s.dated_until < s.due_on)::int as wrong
     from case_event e join case_state s using (case_id) where e.kind = 'redated' and s.organisation = $1`,
    [organisation],
  )
  const [found] = rows
  if (found === undefined || found.events !== cases || found.wrong > 0 || found.waiting > 0)
    throw new Error(`not every case was re-dated once: ${JSON.stringify({ ...found, cases })}`)
  return found.example
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const startedMs = performance.now()
  const value = await work()
  return { value, seconds: (performance.now() - startedMs) / 1000 }
}

async function followOn(database: Database): Promise<void> {
  while ((await transaction(database, (tx) => sequence(tx))) > 0);
  while ((await follow(database, redater, systemNow(), fail)) > 0);
}

function fail(parked: { failure: string }): void {
  throw new Error(`parked: ${parked.failure}`)
}
