import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { makeItem } from '../../../test/make-item.ts'
import { transaction } from '../../kernel/db/index.ts'
import { buildServer, system } from '../../kernel/http/index.ts'
import { nowAt } from '../../kernel/now.ts'
import { publish } from '../catalogue/index.ts'
import { routes } from './index.ts'

const now = nowAt('2026-03-02T09:00:00.000+08:00')

let database: TestDatabase
let server: FastifyInstance
beforeAll(async () => {
  database = await freshDatabase()
  server = await buildServer({
    house: { database: database.db, authenticate: async () => null },
    routes,
    now: () => now,
    report: { served: () => {}, failed: ({ error }) => console.error(error) },
    isHealthy: async () => true,
  })
  const other = { name: '取水许可', aliases: [] }
  const items = { 'R-1': makeItem(), 'S-1': makeItem(other), 'S-2': makeItem({ ...other, materials: [] }) }
  for (const [code, definition] of Object.entries(items)) {
    const publication = { code, definition, effectiveAt: now.at, source: '测试', approval: '测试' }
    await transaction(database.db, (tx) => publish(tx, publication, system, now))
  }
})
afterAll(async () => {
  await server.close()
  await database.close()
})

const get = (url: string) => server.inject({ method: 'GET', url: `/api${url}` })

test('the search answers in the promised shape', async () => {
  const reply = await get(`/items?q=${encodeURIComponent('大件运输许可')}&limit=5&area=44`)
  expect(reply.json()).toEqual({
    answer: 'sure',
    items: [
      {
        code: 'R-1',
        name: '超限运输车辆行驶公路审批',
        area: '440000000000',
        department: '广东省交通运输厅',
        guide: '/items/R-1',
        type: '行政许可',
        state: 'active',
        isReady: true,
        limit: { days: 5, unit: 'workday' },
      },
    ],
  })
})

test('without a question, what one can apply for comes first', async () => {
  const { items } = (await get('/items?area=44')).json()
  expect(items.map((item: { code: string }) => item.code)).toEqual(['R-1', 'S-1', 'S-2'])
  expect((await get('/items')).json().items).toEqual(items)
})

test.each([
  { url: '/items?limit=0', status: 400 },
  { url: '/items?limit=51', status: 400 },
  { url: '/items?area=4', status: 400 },
  { url: '/items?area=44x', status: 400 },
  { url: '/items?q=%00', status: 400 },
  { url: `/items?q=${'长'.repeat(10_001)}`, status: 400 },
  { url: '/items?q=a&q=b', status: 400 },
  { url: '/items?page=1', status: 400 },
  { url: '/items?q=', status: 200 },
  { url: '/items', status: 200 },
  { url: `/items?q=${encodeURIComponent(`'"\\%_*.+?[](){}^$|;--😀\u202e`)}`, status: 200 },
  { url: `/items?q=${'长'.repeat(10_000)}`, status: 200 },
])('GET $url is answered $status', async ({ url, status }) => expect((await get(url)).statusCode).toBe(status))
