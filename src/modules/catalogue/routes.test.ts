import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { makeItem } from '../../../test/make-item.ts'
import { transaction } from '../../kernel/db/index.ts'
import { type Actor, buildServer, system } from '../../kernel/http/index.ts'
import { nowAt } from '../../kernel/now.ts'
import { publish, routes } from './index.ts'

const now = nowAt('2026-03-02T09:00:00.000+08:00')
const organ = makeItem().organ.uscc ?? ''
const editor = (scope: string): Actor => ({
  id: `editor-${scope}`,
  subject: null,
  grants: [{ power: 'catalogue.import', scope, authority: 'post:1' }],
  channel: 'window',
  place: null,
})
const actors: Readonly<Record<string, Actor>> = { own: editor(organ), foreign: editor('11440000006939756B'), all: editor('*') }

let database: TestDatabase
let server: FastifyInstance
beforeAll(async () => {
  database = await freshDatabase()
  server = await buildServer({
    house: { database: database.db, authenticate: async (_tx, token) => actors[token] ?? null },
    routes,
    now: () => now,
    report: { served: () => {}, failed: ({ error }) => console.error(error) },
    isHealthy: async () => true,
  })
  const publication = { code: 'R-1', definition: makeItem(), effectiveAt: now.at, source: '测试', approval: '测试' }
  await transaction(database.db, (tx) => publish(tx, publication, system, now))
  const other = { name: '取水许可', aliases: [] }
  const shelf = {
    'S-1': makeItem({ ...other, themes: ['水利', '其他'] }),
    'S-2': makeItem({ ...other, themes: ['水利'], audiences: ['1'], materials: [] }),
  }
  for (const [code, definition] of Object.entries(shelf))
    await transaction(database.db, (tx) => publish(tx, { ...publication, code, definition }, system, now))
})
afterAll(async () => {
  await server.close()
  await database.close()
})

const get = (url: string) => server.inject({ method: 'GET', url: `/api${url}` })

let keys = 0
const post = (url: string, as: string, payload: object) =>
  server.inject({
    method: 'POST',
    url: `/api${url}`,
    headers: { authorization: `Bearer ${as}`, 'idempotency-key': `key-of-test-${++keys}` },
    payload,
  })

test('the guide: version in force with number and digest, what is lacking, the whole definition', async () => {
  const reply = await get('/items/R-1')
  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toMatchObject({ code: 'R-1', state: 'active', lacks: [], version: { no: 1 }, definition: makeItem() })
  expect(reply.json().version.digest).toMatch(/^[0-9a-f]{64}$/)
})

test('shelves: departments and themes of a place with the number of their items, for people or for bodies', async () => {
  const all = (await get('/catalogue/shelves?area=44')).json()
  expect(all).toEqual({
    departments: [{ name: '广东省交通运输厅', items: 3 }],
    themes: [
      { name: '水利', items: 2 },
      { name: '交通出行', items: 1 },
    ],
  })
  const body = (await get('/catalogue/shelves?area=44&audience=body')).json()
  expect(body).toEqual({
    departments: [{ name: '广东省交通运输厅', items: 2 }],
    themes: [
      { name: '交通出行', items: 1 },
      { name: '水利', items: 1 },
    ],
  })
  expect((await get('/catalogue/shelves?area=51')).json()).toEqual({ departments: [], themes: [] })
})

test('a shelf is read page by page, each item once', async () => {
  const first = (await get('/catalogue/items?department=广东省交通运输厅&limit=2')).json()
  expect(first.items.map((item: { code: string }) => item.code)).toEqual(['R-1', 'S-1'])
  const second = (await get(`/catalogue/items?department=广东省交通运输厅&limit=2&after=${first.next}`)).json()
  expect(second).toMatchObject({ items: [{ code: 'S-2', isReady: false, limit: { days: 5, unit: 'workday' } }], next: null })
  const themed = (await get('/catalogue/items?theme=水利&audience=person')).json()
  expect(themed.items.map((item: { code: string }) => item.code)).toEqual(['S-1', 'S-2'])
  expect((await get('/catalogue/items?theme=水')).json()).toEqual({ items: [], next: null })
})

test.each([
  { url: '/items/NOWHERE', status: 404 },
  { url: '/items/R-1?version=2', status: 404 },
  { url: '/items/R-1?version=0', status: 400 },
  { url: '/items/NOWHERE/versions', status: 404 },
  { url: `/items/${'A'.repeat(65)}`, status: 400 },
  { url: '/items/%00', status: 400 },
  { url: '/items/%ff', status: 404 },
])('GET $url is answered $status', async ({ url, status }) => expect((await get(url)).statusCode).toBe(status))

test('who may publish: a power over the organisation that acts now and over the one that will', async () => {
  const body = (change = {}) => ({ definition: makeItem({ conditions: '新条件', ...change }), approval: '测试批准' })
  expect((await post('/items/R-1/versions', 'nobody', body())).statusCode).toBe(401)
  expect((await post('/items/R-1/versions', 'foreign', body())).statusCode).toBe(403)
  const taken = body({ organ: { name: '广东省发展和改革委员会', uscc: '11440000006939756B' } })
  expect((await post('/items/R-1/versions', 'foreign', taken)).statusCode).toBe(403)
  expect((await post('/items/R-1/versions', 'own', taken)).statusCode).toBe(403)
  expect((await post('/items/R-1/versions', 'own', body())).json()).toEqual({ no: 2, isNew: true })
  expect((await post('/items/R-1/versions', 'all', body())).json()).toEqual({ no: 2, isNew: false })
})

test('what cannot be saved is refused in words, with the clause', async () => {
  const definition = makeItem({ promisedLimit: { days: 21, unit: 'workday' } })
  const reply = await post('/items/R-1/versions', 'own', { definition, approval: '测试批准' })
  expect(reply.statusCode).toBe(422)
  expect(JSON.stringify(reply.json())).toContain('catalogue.promise_exceeds_law')
  expect((await post('/items/R-1/versions', 'own', { definition: { ...definition, extra: 1 }, approval: '批' })).statusCode).toBe(
    400,
  )
  const tooEarly = { definition: makeItem({ name: '新' }), approval: '批', effectiveOn: '2026-03-01' }
  expect((await post('/items/R-1/versions', 'own', tooEarly)).statusCode).toBe(422)
})

test('suspend, resume, withdraw by HTTP', async () => {
  expect((await post('/items/R-1/suspend', 'foreign', { ground: '依据' })).statusCode).toBe(403)
  expect((await post('/items/R-1/suspend', 'own', { ground: '依据' })).statusCode).toBe(200)
  expect((await post('/items/R-1/suspend', 'own', { ground: '依据' })).statusCode).toBe(409)
  expect((await post('/items/R-1/resume', 'own', { ground: '依据' })).statusCode).toBe(200)
  expect((await post('/items/R-1/withdraw', 'own', { ground: '依据' })).statusCode).toBe(200)
  expect((await get('/items/R-1')).json().state).toBe('withdrawn')
  expect((await post('/items/NOWHERE/suspend', 'all', { ground: '依据' })).statusCode).toBe(404)
})
