import { join } from 'node:path'
import pg from 'pg'
import { closeDatabase, openDatabase } from '../../kernel/db/index.ts'
import { type Follower, openSigner } from '../../kernel/log/index.ts'
import { systemNow } from '../../kernel/now.ts'
import { blobsOf, followers, houseOf, routesOf, streams } from '../assemble.ts'
import { callerOf } from '../caller.ts'
import { follow } from '../following.ts'
import { listener } from '../wake.ts'
import { type Lane, makeCity, steps, stockUp, submission } from './case/city.ts'
import { quantile } from './case/round.ts'
import { openServer } from './case/served.ts'
import type { Bench } from './figure.ts'
import { openPlace } from './place.ts'

const offices = 8

/** `bench follow`: how long after its answer an act reaches a follower, with one act now and then and with eight callers at full speed. */
export const bench: Bench = async ({ seconds }, print) => {
  const place = await openPlace('follow')
  const database = openDatabase({ url: place.appUrl, max: 6 })
  const owner = new pg.Client({ connectionString: place.ownerUrl })
  await owner.connect()
  const lateness = measuring()
  try {
    const house = houseOf(database, place)
    const call = callerOf(house, routesOf(blobsOf(place)), systemNow)
    const lanes = await makeCity(house, call, offices, systemNow())
    await stockUp(owner, lanes, 60 * (seconds ?? 10) + 60, systemNow())
    const server = await openServer(place, offices)
    const following = follow({
      database,
      streams,
      followers: [...followers, lateness.follower],
      signer: openSigner(join(place.dataDir, 'keys')),
      checkpointFile: join(place.dataDir, 'checkpoints.ndjson'),
      now: systemNow,
      onFailed: (what, error) => console.error(what, error),
      onParked: (parked) => console.error(parked),
    })
    const listening = listener(() => new pg.Client({ connectionString: place.appUrl }), following.wake)
    const work = async (lane: Lane, untilMs: number, pauseMs: number) => {
      while (performance.now() < untilMs) {
        const { caseId } = await server.act(
          'POST /cases',
          lane.citizen,
          {},
          submission(lane),
          `${lane.files.length}-${lane.itemCode}-new`,
        )
        lateness.answered(String(caseId), 1)
        for (const [i, { route, by, body }] of steps.entries()) {
          await pause(pauseMs)
          await server.act(route, lane[by], { id: caseId }, body, `${lane.files.length}-${lane.itemCode}-${i}-act`)
          lateness.answered(String(caseId), i + 2)
        }
      }
    }
    const measure = async (name: string, callers: number, pauseMs: number) => {
      await pause(1_000)
      lateness.begin()
      const untilMs = performance.now() + (seconds ?? 10) * 1000
      await Promise.all(lanes.slice(0, callers).map((lane) => work(lane, untilMs, pauseMs)))
      await lateness.done()
      const took = lateness.took()
      const figure = (part: string, value: number) =>
        print({ bench: 'follow', figure: `${name} ${part}`, value: Math.round(value * 10) / 10, unit: 'ms', events: took.length })
      figure('p50', quantile(took, 0.5))
      figure('p99', quantile(took, 0.99))
    }
    try {
      await measure('idle', 1, 100)
      await measure('under load', offices, 0)
    } finally {
      await listening.close()
      await following.stop()
      await server.close()
    }
    return true
  } finally {
    await owner.end()
    await closeDatabase(database)
    await place.close()
  }
}

/** A follower that notes when each event of a case reached it. */
function measuring() {
  const answeredMs = new Map<string, number>()
  const reachedMs = new Map<string, number>()
  const follower: Follower = {
    name: 'bench.follow',
    version: 1,
    streams: streams.filter((stream) => stream.name === 'case'),
    handle: async (_tx, events) => {
      for (const { event } of events) reachedMs.set(`${event.stream_id}/${event.seq}`, performance.now())
    },
    clear: async () => {},
  }
  return {
    follower,
    begin: () => answeredMs.clear(),
    answered: (caseId: string, seq: number) => void answeredMs.set(`${caseId}/${seq}`, performance.now()),
    /** Waits until every answered act was reached. */
    done: async () => {
      for (let tries = 0; tries < 300 && [...answeredMs.keys()].some((key) => !reachedMs.has(key)); tries++) await pause(100)
    },
    /** Milliseconds from answer to follower; an event that was quicker than its answer counts 0. @throws Error when one never came */
    took: (): number[] =>
      [...answeredMs].map(([key, ms]) => {
        const reached = reachedMs.get(key)
        if (reached === undefined) throw new Error(`event ${key} reached no follower`)
        return Math.max(0, reached - ms)
      }),
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}
