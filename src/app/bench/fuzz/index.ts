import type { FastifyInstance, HTTPMethods } from 'fastify'
import { closeDatabase, openDatabase } from '../../../kernel/db/index.ts'
import { buildServer, type House } from '../../../kernel/http/index.ts'
import { systemNow } from '../../../kernel/now.ts'
import { blobsOf, houseOf, routesOf } from '../../assemble.ts'
import { callerOf } from '../../caller.ts'
import { makeTown } from '../../town.ts'
import type { Bench } from '../figure.ts'
import { openPlace } from '../place.ts'
import { dice } from '../tamper/flip.ts'
import { faultOf } from './judge.ts'
import { type Document, requestOf, type Sent } from './requests.ts'
import { makeWorld, type World } from './world.ts'

/** What came of it: answers by status, and each fault with the number of its request. */
export type Outcome = { readonly statuses: ReadonlyMap<number, number>; readonly faults: readonly string[] }

/**
 * Sends requests made from the server's own OpenAPI document, most of them wrong somewhere, and judges the answers.
 *
 * @param options.seed the same seed and number make the same request
 */
export async function runFuzz(
  server: FastifyInstance,
  world: World,
  options: { count: number; seed: number; callers: number },
): Promise<Outcome> {
  const document = (await server.inject({ url: '/api/openapi.json' })).json<Document>()
  const statuses = new Map<number, number>()
  const faults: string[] = []
  let next = 0
  const caller = async () => {
    while (next < options.count && faults.length < 50) {
      const number = next++
      const sent = requestOf(document, world, dice(options.seed * 1_000_003 + number))
      const status = await send(server, sent, (fault, text) => {
        faults.push(
          `#${number} ${sent.method} ${sent.url.slice(0, 200)}: ${fault}\n  sent ${shown(sent)}\n  got ${text.slice(0, 600)}`,
        )
      })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: options.callers }, caller))
  return { statuses, faults }
}

/** A server like the real one, but for the wire. */
export async function fuzzServer(house: House, routes: Parameters<typeof buildServer>[0]['routes']): Promise<FastifyInstance> {
  const report = { served: () => {}, failed: () => {} }
  return buildServer({ house, routes, now: systemNow, report, isHealthy: async () => true })
}

/** `bench fuzz`: a million requests, or so many as asked for. */
export const bench: Bench = async ({ count, seed }, print) => {
  const place = await openPlace('fuzz')
  const database = openDatabase({ url: place.appUrl, max: 16 })
  try {
    const house = houseOf(database, place)
    const blobs = blobsOf(place)
    const routes = routesOf(blobs)
    const now = systemNow()
    const town = await makeTown(house, callerOf(house, routes, systemNow), now)
    const server = await fuzzServer(house, routes)
    const total = count ?? 1_000_000
    const startedMs = performance.now()
    const { statuses, faults } = await runFuzz(server, await makeWorld(house, blobs, town, now), {
      count: total,
      seed,
      callers: 16,
    })
    const seconds = (performance.now() - startedMs) / 1000
    print({ bench: 'fuzz', figure: 'faults', value: faults.length, unit: `of ${total}`, seed })
    print({ bench: 'fuzz', figure: 'rate', value: Math.round(total / seconds), unit: 'requests/s' })
    for (const [status, times] of [...statuses].sort(([a], [b]) => a - b))
      print({ bench: 'fuzz', figure: `status ${status}`, value: times, unit: 'answers' })
    for (const fault of faults) console.error(fault)
    await server.close()
    return faults.length === 0
  } finally {
    await closeDatabase(database)
    await place.close()
  }
}

async function send(server: FastifyInstance, sent: Sent, onFault: (fault: string, text: string) => void): Promise<number> {
  const { method, url, headers, payload } = sent
  const reply = await server.inject({
    method: method as HTTPMethods,
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
  })
  const answer = { status: reply.statusCode, type: String(reply.headers['content-type'] ?? ''), text: reply.payload }
  const fault = faultOf(sent, answer)
  if (fault !== null) onFault(fault, `${answer.status} ${answer.text}`)
  return answer.status
}

function shown({ headers, payload }: Sent): string {
  const { authorization: _secret, ...rest } = headers
  return `${JSON.stringify(rest).slice(0, 300)} ${payload?.toString().slice(0, 300) ?? ''}`
}
