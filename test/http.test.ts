import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routesOf } from '../src/app/assemble.ts'
import { buildServer } from '../src/kernel/http/index.ts'
import { png } from './apply.ts'
import { openHouse, type TestHouse } from './house.ts'

let house: TestHouse
let server: FastifyInstance
const lines: object[] = []
beforeAll(async () => {
  house = await openHouse()
  server = await buildServer({
    house: house.house,
    routes: routesOf(house.blobs),
    now: house.now,
    report: { served: (line) => void lines.push(line), failed: (line) => void lines.push(line) },
    isHealthy: async () => true,
  })
})
afterAll(async () => {
  await server.close()
  await house.close()
})

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const key = { 'idempotency-key': 'one-key-for-one-act' }

function multipart(name: string, content: Buffer) {
  const boundary = 'x-boundary'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/html\r\n\r\n`
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  }
}

async function upload(name: string, content: Buffer, headers: object = {}) {
  const form = multipart(name, content)
  const all = {
    ...form.headers,
    ...bearer(house.town.citizen.token),
    'idempotency-key': `upload-${name}-${content.length}`.replace(/[^A-Za-z0-9_-]/g, '-'),
    ...headers,
  }
  return server.inject({ method: 'POST', url: '/api/files', headers: all, payload: form.payload })
}

test.each([
  ['without a boundary', 'multipart/form-data', '{}'],
  ['with another boundary', 'multipart/form-data; boundary=other', '--x\r\n\r\n'],
  [
    'cut short',
    'multipart/form-data; boundary=x',
    '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc',
  ],
  ['with nothing in it', 'multipart/form-data; boundary=x', ''],
])('an upload %s is refused as unreadable', async (_, type, payload) => {
  const headers = { ...bearer(house.town.citizen.token), ...key, 'content-type': type }
  const reply = await server.inject({ method: 'POST', url: '/api/files', headers, payload })
  expect([reply.statusCode, reply.json().refusal?.code]).toEqual([400, 'http.unreadable'])
})

test('a file goes up and comes down as an attachment that no browser runs', async () => {
  const up = await upload('身份证.png', png)
  expect(up.statusCode).toBe(200)
  expect(up.json()).toMatchObject({ mediaType: 'image/png' })
  const down = await server.inject({ url: `/api/files/${up.json().fileId}`, headers: bearer(house.town.citizen.token) })
  expect(down.headers).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('身份证.png')}`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  const foreign = await server.inject({ url: `/api/files/${up.json().fileId}`, headers: bearer(house.town.stranger.token) })
  expect(foreign.statusCode).toBe(404)
})

test.each([
  ['a page that says it is a picture', 'photo.png', Buffer.from('<html><script>alert(1)</script></html>'), 415],
  ['a program', 'form.pdf', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 415],
  ['more than is allowed', 'big.png', Buffer.alloc(26 << 20), 413],
])('%s is refused', async (_name, file, content, status) => {
  const reply = await upload(file, content)
  expect(reply.statusCode).toBe(status)
  expect(reply.json().refusal.message).toMatch(/[\u4e00-\u9fff].*。$/)
})

test.each<[string, object, number, string]>([
  ['no key', { headers: {}, payload: '{"itemCode":"a","form":{},"materials":[]}' }, 400, 'http.key_missing'],
  ['a key of the wrong form', { headers: { 'idempotency-key': 'a b' } }, 400, 'http.bad_shape'],
  ['broken JSON', { payload: '{"a":' }, 400, 'http.unreadable'],
  ['broken UTF-8', { payload: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) }, 400, 'http.unreadable'],
  ['a prototype key', { payload: '{"__proto__": {"x": 1}}' }, 400, 'http.unreadable'],
  ['another type', { headers: { ...key, 'content-type': 'text/plain' }, payload: 'x' }, 415, 'http.wrong_type'],
  ['too much', { payload: `"${'x'.repeat(2 << 20)}"` }, 413, 'http.too_large'],
  ['NUL in a text', { payload: '{"itemCode":"a\\u0000","form":{},"materials":[]}' }, 400, 'http.bad_shape'],
  ['half a character', { payload: '{"itemCode":"a","form":{"request":"\\ud800"},"materials":[]}' }, 400, 'http.bad_shape'],
  ['a fraction', { payload: '{"itemCode":1.5,"form":{},"materials":[]}' }, 400, 'http.bad_shape'],
  [
    'a number that would be rounded',
    { payload: '{"itemCode":9007199254740993,"form":{},"materials":[]}' },
    400,
    'http.bad_shape',
  ],
  ['nesting without end', { payload: `${'['.repeat(5_000)}${']'.repeat(5_000)}` }, 400, 'http.bad_shape'],
  ['a field that nobody knows', { payload: '{"itemCode":"a","form":{},"materials":[],"isAdmin":true}' }, 400, 'http.bad_shape'],
])('%s is answered with one Chinese sentence and nothing of our insides', async (_name, part, status, code) => {
  const { headers = key, payload = '{}' } = part as { headers?: Record<string, string>; payload?: string | Buffer }
  const all = { 'content-type': 'application/json', ...bearer(house.town.citizen.token), ...headers }
  const reply = await server.inject({ method: 'POST', url: '/api/cases', headers: all, payload })
  expect(reply.statusCode).toBe(status)
  expect(reply.json().refusal).toMatchObject({ code, message: expect.stringMatching(/^[^\n]*[\u4e00-\u9fff][^\n]*。$/) })
  expect(reply.body).not.toMatch(/node_modules|\.ts|select |insert |Error/)
})

test('what is written about a call names its route, never its address, person or content', async () => {
  lines.length = 0
  await server.inject({ url: '/api/progress?number=110100199003070007&code=SECRETCODE' })
  await server.inject({ url: '/api/regions/440000000000?name=张三' })
  const text = JSON.stringify(lines)
  expect(text).toContain('GET /progress')
  expect(text).not.toMatch(/110100199003070007|SECRETCODE|张三|440000000000/)
})

test('the document of the interface is OpenAPI 3.1 and holds every route', async () => {
  const document = (await server.inject({ url: '/api/openapi.json' })).json()
  expect(document.openapi).toBe('3.1.0')
  for (const route of routesOf(house.blobs)) {
    const path = `/api${route.path.replace(/:(\w+)/g, '{$1}')}`
    expect(document.paths[path]?.[route.method.toLowerCase()]?.summary).toBe(route.summary)
  }
})

test('a database that is gone is said in a sentence, and health says so too', async () => {
  const down = await buildServer({
    house: {
      ...house.house,
      database: (await import('../src/kernel/db/index.ts')).openDatabase({ url: 'postgres://x@/x?host=/nowhere', max: 1 }),
    },
    routes: routesOf(house.blobs),
    now: house.now,
    report: { served: () => {}, failed: () => {} },
    isHealthy: async () => {
      throw new Error('down')
    },
  })
  const reply = await down.inject({ url: '/api/regions/440000000000' })
  expect(reply.statusCode).toBe(503)
  expect(reply.json().refusal.code).toBe('http.busy')
  expect((await down.inject({ url: '/api/health' })).statusCode).toBe(503)
  await down.close()
})
