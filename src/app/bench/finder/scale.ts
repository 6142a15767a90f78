import { Agent, request } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import pg from 'pg'
import { canonical, sm3 } from '../../../kernel/canonical.ts'
import { closeDatabase, type Database, openDatabase, transaction } from '../../../kernel/db/index.ts'
import { system } from '../../../kernel/http/index.ts'
import { type Now, systemNow } from '../../../kernel/now.ts'
import { importItems } from '../../../modules/catalogue/index.ts'
import { findItems } from '../../../modules/finder/index.ts'
import { bringDivisions, shipped } from '../../lists.ts'
import { overheard } from '../case/script.ts'
import { openServer } from '../case/served.ts'
import type { Figure } from '../figure.ts'
import type { Place } from '../place.ts'
import { percentile } from './exam.ts'
import { copyIn } from './fill.ts'
import { areasByLevel, implementations, type ListRow, shippedRows } from './implementations.ts'
import { measureTyping } from './typing.ts'

const mostMs = 50
const perSecond = 100
const warmUps = 400

/** How large a measurement is. `imported`: so many of the rows come in by the import itself. */
export type Size = {
  readonly rows: number
  readonly imported: number
  readonly seconds: number
  readonly queries: readonly string[]
}

type Print = (name: string, value: number, unit: string) => void

/**
 * Finding among so many implementations: how fast they come in, what room they take, how long an answer takes at a hundred requests a
 * second, whether any of its statements reads a large table from end to end, and whether what is imported or changed shows in the next answer.
 *
 * @returns whether every limit was kept
 */
export async function runScale(place: Omit<Place, 'close'>, size: Size, print: (figure: Figure) => void): Promise<boolean> {
  const owner = new pg.Client({ connectionString: place.ownerUrl })
  const database = openDatabase({ url: place.appUrl, max: 4 })
  await owner.connect()
  const figure: Print = (name, value, unit) =>
    print({ bench: 'finder', figure: name, value: Number(value.toPrecision(4)), unit, rows: size.rows })
  try {
    const now = systemNow()
    await bringDivisions(database, shipped.divisions)
    const rows = shippedRows()
    const areas = areasByLevel()
    await bring(database, rows, now)
    await owner.query('vacuum analyze item, item_version, item_listing, item_topic')
    await room(owner, 'with the lists that ship', figure)
    const filledMs = performance.now()
    await fill(owner, database, rows, areas, size, now, figure)
    figure('filled', (performance.now() - filledMs) / 1000, 's')
    await room(owner, 'with all', figure)

    const ask = (q: string, area: string) => transaction(database, (tx) => findItems(tx, { q, area, limit: 10 }, now.at))
    const beforeMb = heldMb()
    const first = await timed(() => ask('身份证丢了', areas[3]?.[0] ?? ''))
    figure('first answer', first.ms, 'ms in a process that knows nothing yet')
    figure('memory', heldMb() - beforeMb, 'MB of a process that answers')
    const scans = await scansOf(owner, size.queries.slice(0, 20), areas, ask)
    for (const scan of scans) process.stderr.write(`${scan}\n`)
    figure('sequential scans', scans.length, 'none allowed')

    const server = await openServer(place, 8)
    try {
      const { get, close } = getter(server.port)
      try {
        const served = await load(get, size, areas, figure)
        const typed = size.queries.map((query, no) => ({ query, area: areaOf(areas, no) }))
        const suggested = await measureTyping(typed, (query) => get(query, '/suggestions'), figure)
        figure('memory after', heldMb() - beforeMb, 'MB of a process that answers')
        const isShown = await shownNext(get, database, rows, figure)
        return served && suggested && scans.length === 0 && isShown
      } finally {
        close()
      }
    } finally {
      await server.close()
    }
  } finally {
    await closeDatabase(database)
    await owner.end()
  }
}

async function bring(database: Database, rows: readonly { readonly line: string }[], now: Now): Promise<number> {
  async function* stream() {
    const say = progress('imported')
    for (const [no, { line }] of rows.entries()) {
      yield new TextEncoder().encode(`${line}\n`)
      say(no)
    }
  }
  const told = { onRefused: () => {}, onWarned: () => {} }
  const { added, changed } = await importItems(database, stream(), { source: '测量', approval: '测量', by: system, now, ...told })
  return added + changed
}

async function fill(
  owner: pg.Client,
  database: Database,
  rows: readonly ListRow[],
  areas: readonly (readonly string[])[],
  size: Size,
  now: Now,
  figure: Print,
): Promise<void> {
  const all = implementations(rows, areas, size.rows)
  const first = [...taken(all, size.imported)].map((one) => ({ line: one.row() }))
  const brought = await timed(() => bring(database, first, now))
  figure('imported', (1000 * brought.value) / brought.ms, `rows/s, of ${brought.value}`)
  const copied = await timed(() => copyIn(owner, all, now, progress('copied')))
  figure('copied', (1000 * copied.value) / copied.ms, `rows/s, of ${copied.value}, with indexes`)
  const { rows: sample } = await owner.query<{ definition: object; digest: Buffer }>(
    'select definition, digest from item_version tablesample system (1) limit 50',
  )
  for (const { definition, digest } of sample)
    if (!sm3(canonical(definition)).equals(digest)) throw new Error('a filled version is not what its digest says')
}

/** Says every ten seconds how far something is. */
function progress(what: string): (made: number) => void {
  let saidMs = performance.now()
  return (made) => {
    if (performance.now() - saidMs < 10_000) return
    saidMs = performance.now()
    process.stderr.write(`${made} rows ${what}\n`)
  }
}

/** The first of what comes; the rest can still be taken. */
function* taken<T>(all: Iterator<T>, count: number): Generator<T> {
  for (let no = 0; no < count; no++) {
    const { done, value } = all.next()
    if (done) return
    yield value
  }
}

async function room(owner: pg.Client, when: string, figure: Print): Promise<void> {
  const { rows } = await owner.query<{ listed: number; topics: number; table: number; index: number }>(
    `select (select count(*)::int from item_listing) as listed, (select count(*)::int from item_topic) as topics,
       (pg_table_size('item_listing') + pg_table_size('item_topic')) / 1048576.0::float as table,
       (pg_indexes_size('item_listing') + pg_indexes_size('item_topic')) / 1048576.0::float as index`,
  )
  const [row] = rows
  figure(`listed ${when}`, row?.listed ?? 0, 'rows')
  figure(`distinct items ${when}`, row?.topics ?? 0, 'rows')
  figure(`table ${when}`, row?.table ?? 0, 'MB')
  figure(`indexes ${when}`, row?.index ?? 0, 'MB')
}

/** What this process holds after it has thrown away what nobody needs. */
function heldMb(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1_048_576
}

/** Where the very statements of an answer would read listings or topics from end to end. */
async function scansOf(
  owner: pg.Client,
  queries: readonly string[],
  areas: readonly (readonly string[])[],
  ask: (q: string, area: string) => Promise<unknown>,
): Promise<string[]> {
  const scans = new Set<string>()
  for (const [no, q] of queries.entries()) {
    const sent = await overheard(() => ask(q, areaOf(areas, no)).then(() => {}))
    for (const { text, values } of sent.flat()) {
      if (!/^\s*(select|with)\b/i.test(text)) continue
      const { rows } = await owner.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...values])
      for (const { 'QUERY PLAN': line } of rows)
        if (/Seq Scan on item_(listing|topic)\b/.test(line)) scans.add(`${line.trim()}: ${text}`)
    }
  }
  return [...scans]
}

/** A place of every level in turn, another one each time. */
function areaOf(areas: readonly (readonly string[])[], no: number): string {
  const level = areas[no % areas.length] ?? []
  return level[(no * 7_919) % level.length] ?? ''
}

type Get = (query: Readonly<Record<string, string>>, below?: '/suggestions') => Promise<{ items: readonly { code: string }[] }>

/** Asks at a steady pace, whether answers come or not; the time of each counts from when it was due. */
async function load(get: Get, size: Size, areas: readonly (readonly string[])[], figure: Print): Promise<boolean> {
  const query = (no: number) => ({ q: size.queries[no % size.queries.length] ?? '', area: areaOf(areas, no) })
  const first = await timed(() => get(query(0)))
  figure('first answer by HTTP', first.ms, 'ms after the server listens')
  for (let no = 0; no < warmUps; no++) await get(query(no)) // connections are opened, plans are made
  const count = size.seconds * perSecond
  const still = monitorEventLoopDelay({ resolution: 5 })
  still.enable()
  const beganMs = performance.now()
  const asked: Promise<number>[] = []
  for (let no = 0; no < count; no++) {
    const dueMs = beganMs + (no * 1000) / perSecond
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    asked.push(get(query(no + warmUps)).then(() => performance.now() - dueMs))
  }
  const times = await Promise.all(asked)
  still.disable()
  figure('asked', count / ((performance.now() - beganMs) / 1000), 'requests/s')
  const p95 = percentile(times, 0.95)
  figure('p50', percentile(times, 0.5), 'ms')
  figure('p95', p95, `ms, at most ${mostMs}`)
  figure(
    'longest standstill',
    still.max / 1e6,
    'ms of the process that asks: the machine, or the one it runs on, did something else',
  )
  return p95 <= mostMs
}

/** Imports an item and changes it, in a process that does not serve; the server's next answer has it. */
async function shownNext(get: Get, database: Database, rows: readonly ListRow[], figure: Print): Promise<boolean> {
  const row = rows.find(({ key }) => key === 'itemCode')
  if (row === undefined) throw new Error('no list')
  let shown = 0
  for (const [what, name] of [
    ['imported', '萤火虫栖息地夜间观赏许可'],
    ['changed', '流萤谷夜游活动备案'],
  ] as const) {
    const line = JSON.stringify({ ...JSON.parse(row.line), name, itemCode: `${row.code}-NEW` })
    await bring(database, [{ line }], systemNow())
    const next = await timed(() => get({ q: name, area: row.area }))
    if (next.value.items[0]?.code === `${row.code}-NEW`) shown += 1
    figure(`next answer after an item was ${what}`, next.ms, 'ms')
  }
  figure('shown in the next answer', shown, 'of 2')
  return shown === 2
}

/** Asks over kept connections; what is not answered 200 fails. */
function getter(port: number): { get: Get; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  return {
    get: (query, below) =>
      new Promise((resolve, reject) => {
        const path = `/api/items${below ?? ''}?${new URLSearchParams(query)}`
        const sent = request({ agent, host: '127.0.0.1', port, path }, async (reply) => {
          const chunks: Buffer[] = []
          for await (const part of reply) chunks.push(part)
          const text = Buffer.concat(chunks).toString('utf8')
          if (reply.statusCode === 200) resolve(JSON.parse(text))
          else reject(new Error(`${path} answered ${reply.statusCode}: ${text}`))
        })
        sent.once('error', reject)
        sent.end()
      }),
    close: () => agent.destroy(),
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const startedMs = performance.now()
  const value = await work()
  return { value, ms: performance.now() - startedMs }
}
