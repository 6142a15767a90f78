import { afterAll, beforeAll, expect, test } from 'vitest'
import { routesOf } from '../src/app/assemble.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { buildServer } from '../src/kernel/http/index.ts'
import type { CaseView } from '../src/modules/casework/index.ts'
import { tidyTries } from '../src/modules/intake/index.ts'
import { apply } from './apply.ts'
import { openHouse, type TestHouse } from './house.ts'

let house: TestHouse
let servers: Awaited<ReturnType<typeof buildServer>>[]
beforeAll(async () => {
  house = await openHouse()
  const report = { served: () => {}, failed: () => {} }
  const serving = { house: house.house, routes: routesOf(house.blobs), now: house.now, report, isHealthy: async () => true }
  servers = [await buildServer(serving), await buildServer(serving)]
})
afterAll(async () => {
  for (const server of servers) await server.close()
  await house.close()
})

const rows = () => transaction(house.db, (tx) => tx.selectFrom('query_try').selectAll().execute())

/** Asks one of the two servers, from an address. */
async function ask(server: number, number: string, code: string, address = '10.0.0.1'): Promise<[number, string | undefined]> {
  const query = { number, code }
  const reply = await servers[server]?.inject({ url: '/api/progress', query, remoteAddress: address })
  return [reply?.statusCode ?? 0, reply?.json().refusal?.message]
}

async function caseWithCode() {
  const { caseId, number } = await apply(house, house.town.citizen)
  const one = await house.call<CaseView>('GET /cases/:id', { token: house.town.citizen.token, params: { id: caseId } })
  return { number, code: one.queryCode ?? '' }
}

test('wrong codes for one case are counted over two servers and many addresses; then the right one is refused too, for a quarter of an hour', async () => {
  const { number, code } = await caseWithCode()
  for (let i = 0; i < 10; i += 1) expect((await ask(i % 2, number, `A${i}`, `10.0.1.${i}`))[0]).toBe(404)
  expect(await ask(0, number, code)).toEqual([429, expect.stringContaining('请 15 分钟后再试')])
  expect((await ask(1, number, code))[0]).toBe(429)
  house.at('2026-03-02T09:15:01+08:00')
  expect((await ask(0, number, code))[0]).toBe(200)
})

test('many guesses at once pass one by one', async () => {
  const { number } = await caseWithCode()
  const statuses = await Promise.all(Array.from({ length: 30 }, (_, i) => ask(i % 2, number, `B${i}`, `10.0.2.${i}`)))
  expect(statuses.filter(([status]) => status === 404)).toHaveLength(10)
})

test('from one address 60 wrong tries at whatever numbers are let pass; right ones are not counted', async () => {
  const { number, code } = await caseWithCode()
  const from = '10.0.3.1'
  for (let i = 0; i < 70; i += 1) expect((await ask(i % 2, number, code, from))[0]).toBe(200)
  for (let i = 0; i < 60; i += 1) expect((await ask(i % 2, `no-${i}`, 'AAAAAAAA', from))[0]).toBe(404)
  expect((await ask(0, number, code, from))[0]).toBe(429)
  expect((await ask(1, number, code, '10.0.3.2'))[0]).toBe(200)
})

test('neither number nor address stands in the count, and it goes a day later', async () => {
  expect((await rows()).map(({ mark }) => mark.length)).toContain(32)
  house.at('2026-03-03T09:15:00+08:00')
  await tidyTries(house.db, house.now)
  expect((await rows()).length).toBeGreaterThan(0)
  house.at('2026-03-03T09:15:02+08:00')
  await tidyTries(house.db, house.now)
  expect(await rows()).toEqual([])
})
