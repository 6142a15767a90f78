import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { makeItem } from '../../../test/make-item.ts'
import { transaction } from '../../kernel/db/index.ts'
import { buildServer, type ServerOptions, system } from '../../kernel/http/index.ts'
import { nowAt } from '../../kernel/now.ts'
import { publish } from '../catalogue/index.ts'
import { routes } from './index.ts'

const now = nowAt('2026-03-02T09:00:00.000+08:00')

let database: TestDatabase
let serving: ServerOptions
let server: FastifyInstance
const failures: unknown[] = []
beforeAll(async () => {
  database = await freshDatabase()
  serving = {
    house: { database: database.db, authenticate: async () => null },
    routes,
    now: () => now,
    report: { served: () => {}, failed: ({ error }) => void failures.push(error) },
    isHealthy: async () => true,
  }
  server = await buildServer(serving)
  for (let no = 0; no < 40; no++) {
    const definition = makeItem({ name: `第${no}类经营许可证核发`, aliases: [] })
    const publication = { code: `R-${no}`, definition, effectiveAt: now.at, source: '测试', approval: '测试' }
    await transaction(database.db, (tx) => publish(tx, publication, system, now))
  }
  await get('/items', encodeURIComponent('经营许可'))
})
afterAll(async () => {
  await server.close()
  await database.close()
})

const get = (path: string, query: string) => server.inject({ method: 'GET', url: `/api${path}?q=${query}` })

async function took(path: string, query: string): Promise<{ ms: number; status: number; body: string }> {
  const startedMs = performance.now()
  const reply = await get(path, query)
  return { ms: performance.now() - startedMs, status: reply.statusCode, body: reply.body }
}

const long = (text: string) => text.repeat(Math.floor(10_000 / text.length))
const hostile: readonly { readonly name: string; readonly q: string; readonly raw?: string }[] = [
  { name: 'ten thousand times one character', q: long('证') },
  { name: 'ten thousand letters', q: long('a') },
  { name: 'ten thousand letters that are nearly syllables', q: long('zhuangx') },
  { name: 'ten thousand blanks', q: long(' ') },
  { name: 'ten thousand marks', q: long('？') },
  { name: 'ten thousand characters that become many more', q: long('ﷺ') },
  { name: 'accents on accents', q: `e${'\u0301'.repeat(9_999)}` },
  { name: 'what a slow expression chokes on', q: `${long('省市区县')}!` },
  { name: 'brackets that never close', q: long('(([[{{') },
  { name: 'a slow regular expression', q: '(((((.*)+)+)+$' },
  { name: 'regex metacharacters', q: '^$.|?*+()[]{}\\d\\p{L}' },
  { name: 'SQL', q: `'; drop table item_listing; -- " $$ /* */ union select 1` },
  { name: 'wildcards', q: '%_%%__\\%' },
  { name: 'controls', q: '\u0001\u0007\b\t\n\u000b\u001b[31m\u007f经营许可' },
  { name: 'NUL', q: '经营\u0000许可' },
  { name: 'marks of direction', q: '\u202e许可\u2066经营\u200f\u061c' },
  { name: 'joiners and nothing else', q: '\u200b\u200c\u200d\ufeff\u2060' },
  { name: 'emoji', q: '👩‍👩‍👧‍👦🏳️‍🌈😀'.repeat(100) },
  { name: 'names of what objects have', q: '__proto__ constructor toString hasOwnProperty' },
  { name: 'half a character', q: '', raw: '%ED%A0%80%ED%B0%80' },
  { name: 'no UTF-8', q: '', raw: '%FF%FE%C0%AF' },
  { name: 'percent signs alone', q: '', raw: '%%%25%zz%' },
  { name: 'letters outside the first plane', q: '𠮷𠀀𪚥𝒜'.repeat(500) },
]

/** A machine that is busy is slow with everything: what is hostile may cost so many times a plain question, and no less than this. */
const mostTimes = 20
const leastMs = 40

test.each(hostile.flatMap((one) => ['/items', '/items/suggestions'].map((path) => ({ path, ...one }))))(
  '$path takes $name as fast as a plain question, and as nothing but characters',
  async ({ path, q, raw }) => {
    const query = raw ?? encodeURIComponent(q)
    const plain = Math.max(
      ...(await Promise.all([1, 2, 3].map(() => took(path, encodeURIComponent('怎么办经营许可证'))))).map(({ ms }) => ms),
    )
    const answer = await took(path, query)
    expect([200, 400]).toContain(answer.status)
    if (answer.status === 400) expect(JSON.parse(answer.body).refusal.code).toMatch(/^http\./)
    expect(answer.ms).toBeLessThan(Math.max(leastMs, mostTimes * plain))
    expect(failures).toEqual([])
    expect((await get('/items', encodeURIComponent('第7类经营许可证核发'))).json().items[0].code).toBe('R-7')
  },
)

test('four hundred questions at once from one address are answered, or refused in a word of ours that says when to come back', async () => {
  const replies = await Promise.all(Array.from({ length: 400 }, (_, no) => get('/items', encodeURIComponent(`第${no}类许可`))))
  const refused = replies.filter(({ statusCode }) => statusCode === 429)
  const answered = replies.filter(({ statusCode }) => statusCode === 200)
  expect(answered.length + refused.length).toBe(400)
  expect([answered.length >= 200, refused.length > 0]).toEqual([true, true])
  for (const reply of refused) {
    expect(reply.headers['retry-after']).toBe('1')
    expect(reply.json().refusal).toMatchObject({ code: 'http.too_many', message: expect.stringMatching(/[\u4e00-\u9fff].*。$/) })
  }
  expect((await get('/items/suggestions', encodeURIComponent('经营'))).statusCode).toBe(200)
  expect(failures).toEqual([])
})

test.each([
  { name: 'whoever calls us may name any address and stays one', remoteAddress: '198.51.100.9', isOne: true },
  { name: 'the proxy that is trusted tells who calls', remoteAddress: '10.0.0.1', isOne: false },
  {
    name: 'what stands before the address that it names says nothing',
    remoteAddress: '10.0.0.1',
    last: '203.0.113.1',
    isOne: true,
  },
])('$name', async ({ remoteAddress, last, isOne }) => {
  const behind = await buildServer({ ...serving, trustedProxies: ['10.0.0.1'] })
  const replies = await Promise.all(
    Array.from({ length: 230 }, (_, no) => {
      const own = `192.0.2.${no % 250}`
      const headers = { 'x-forwarded-for': last === undefined ? own : `${own}, ${last}` }
      return behind.inject({ url: '/api/items?q=7', remoteAddress, headers })
    }),
  )
  expect(replies.some(({ statusCode }) => statusCode === 429)).toBe(isOne)
  await behind.close()
})
