import { afterAll, beforeAll, expect, test } from 'vitest'
import { routesOf } from '../src/app/assemble.ts'
import { fuzzServer, runFuzz } from '../src/app/bench/fuzz/index.ts'
import { makeWorld } from '../src/app/bench/fuzz/world.ts'
import { openHouse, type TestHouse } from './house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

test('ten thousand odd requests: no failure, nothing of our insides, every refusal typed, in Chinese and declared', {
  timeout: 300_000,
}, async () => {
  const server = await fuzzServer(house.house, routesOf(house.blobs))
  const world = await makeWorld(house.house, house.blobs, house.town, house.now())
  const { statuses, faults } = await runFuzz(server, world, {
    count: 10_000,
    seed: 2026,
    callers: 8,
  })
  await server.close()
  expect(faults).toEqual([])
  expect(statuses.get(200)).toBeGreaterThan(100)
})
