import type { Dice } from '../tamper/flip.ts'
import { mutated, nasty, rawOf, type Schema, sample } from './values.ts'
import { png, type World } from './world.ts'

/** The part of an OpenAPI document that is read here. */
export type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }
export type Operation = {
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>
}

/** A request to be sent. `operation` null: none of the document's. */
export type Sent = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: Buffer | string | undefined
  readonly operation: Operation | null
}

/** The request of this number: the same dice give the same request. */
export function requestOf(document: Document, world: World, rng: Dice): Sent {
  const path = rng.pick(Object.keys(document.paths))
  const methods = document.paths[path] ?? {}
  const method = rng.pick(Object.keys(methods))
  const operation = methods[method]
  if (operation === undefined) throw new Error(`no operation ${method} ${path}`)
  const isOdd = rng.below(25) === 0
  const url = urlOf(path, operation, rng, world)
  const headers = headersOf(rng, world, path.endsWith('/sessions/end'))
  const body = bodyOf(operation, rng, world)
  return {
    method: isOdd ? rng.pick(oddMethods) : method.toUpperCase(),
    url: isOdd && rng.below(2) === 0 ? oddUrl(url, rng) : url,
    headers: { ...headers, ...body.headers },
    payload: body.payload,
    operation: isOdd ? null : operation,
  }
}

const oddMethods = ['PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'GET', 'POST'] as const

function urlOf(path: string, operation: Operation, rng: Dice, world: World): string {
  const parameters = operation.parameters ?? []
  let url = path
  const query: string[] = []
  for (const { name, in: where, required, schema } of parameters) {
    if (where !== 'path' && where !== 'query') continue
    const value = rng.below(16) === 0 ? rng.pick(nasty) : sample(schema, name, rng, world)
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    const encoded = rng.below(60) === 0 ? rng.pick(oddEscapes) : encodeURIComponent(text.toWellFormed())
    if (where === 'path') url = url.replace(`{${name}}`, encoded)
    else if (required === true ? rng.below(20) > 0 : rng.below(2) === 0) query.push(`${name}=${encoded}`)
  }
  if (rng.below(20) === 0)
    query.push(rng.pick(['__proto__=1', 'x=1', 'q=1&q=2', 'limit[]=1', 'limit=1e9', 'q=%00', 'area=%F0%9F', '=']))
  return query.length === 0 ? url : `${url}?${query.join('&')}`
}

const oddEscapes = ['%00', '%ff', '%c3%28', '%ed%a0%80', '%2e%2e%2f', '%', '%2', '%u0041', '..;', '%0d%0a']

function oddUrl(url: string, rng: Dice): string {
  return rng.pick([
    `${url}/`,
    url.replace('/api', '/api/'),
    url.replace('/api/', '/api//'),
    url.toUpperCase(),
    `${url}/%2e%2e/%2e%2e/etc/passwd`,
    `${url}${'a'.repeat(8_000)}`,
    '/api',
    '/',
    '/api/__proto__',
    '/api/cases/constructor',
    `${url}#x`,
    `${url}%`,
  ])
}

/** Ending a session ends what the rest is done with: there, tokens are made up. */
function headersOf(rng: Dice, world: World, isEnding: boolean): Record<string, string> {
  const headers: Record<string, string> = {}
  const dice = rng.below(20)
  if (dice < 15 && !isEnding) headers.authorization = `Bearer ${rng.pick(world.tokens)}`
  else if (dice < 18)
    headers.authorization = rng.pick([
      'Bearer ',
      'Bearer x',
      'Basic eDp4',
      `Bearer ${'A'.repeat(43)}`,
      `Bearer ${'x'.repeat(4_000)}`,
      'Bearer 汉'.slice(0, 7),
    ])
  if (dice === 19)
    headers.cookie = rng.pick([
      'yichuang_session=x',
      'yichuang_session=%00',
      'yichuang_session=%ff; a=b',
      '=;=;',
      'yichuang_session=__proto__',
    ])
  const key = rng.below(20)
  if (key < 18) headers['idempotency-key'] = `fuzz-${rng.below(2 ** 30)}`
  else if (key < 19)
    headers['idempotency-key'] = rng.pick(['fuzz-always-the-same', 'short', '', 'x'.repeat(65), 'a b c d e f', "'; --12345"])
  if (rng.below(30) === 0)
    headers[rng.pick(['accept', 'accept-encoding', 'x-forwarded-for', 'range', 'if-none-match', 'expect', 'origin'])] = rng.pick([
      '*/*',
      'gzip',
      '127.0.0.1',
      'bytes=0-',
      '"x"',
      'x'.repeat(500),
    ])
  return headers
}

type Body = { readonly headers: Readonly<Record<string, string>>; readonly payload: Buffer | string | undefined }

function bodyOf(operation: Operation, rng: Dice, world: World): Body {
  const content = operation.requestBody?.content ?? {}
  if (content['multipart/form-data'] !== undefined && rng.below(10) > 0) return uploadOf(rng)
  const schema = content['application/json']?.schema
  if (schema === undefined && rng.below(10) > 0) return { headers: {}, payload: undefined }
  let value = schema === undefined ? {} : sample(schema, '', rng, world)
  for (let times = rng.below(5) - 2; times > 0; times--) value = mutated(value, rng)
  const text = rawOf(value) ?? ''
  const type = rng.below(15) === 0 ? rng.pick(oddTypes) : 'application/json'
  return { headers: type === '' ? {} : { 'content-type': type }, payload: rng.below(16) === 0 ? spoilt(text, rng) : text }
}

const oddTypes = [
  '',
  'text/plain',
  'application/xml',
  'application/json; charset=gbk',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json;;;',
  'x',
  'application/JSON',
  'application/vnd.x+json',
]

/** What is no longer JSON, or not what it seems. */
function spoilt(text: string, rng: Dice): Buffer | string {
  switch (rng.below(9)) {
    case 0:
      return text.slice(0, rng.below(text.length + 1))
    case 1:
      return text.replace('{', '{"__proto__":{"isAdmin":true},')
    case 2:
      return text.replace('{', '{"itemCode":"x","itemCode":["y"],')
    case 3:
      return Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.of(0xc3, 0x28, 0xff, 0x7d)])
    case 4:
      return `\ufeff${text}`
    case 5:
      return `${'['.repeat(100_000)}`
    case 6:
      return `{"x":"${'y'.repeat((1 << 20) + 10)}"}`
    case 7:
      return `${text}${text}`
    default:
      return `{"constructor":{"prototype":{"x":1}},"a":${'{"a":'.repeat(60)}1${'}'.repeat(60)}}`
  }
}

function uploadOf(rng: Dice): Body {
  const name = rng.pick([
    '材料.png',
    'a.pdf',
    '../../etc/passwd',
    'x\u0000.png',
    'n'.repeat(3_000),
    '',
    'a.html',
    '"; x="y',
    '\ud83d.png'.toWellFormed(),
  ])
  const file = rng.pick([
    png,
    Buffer.alloc(0),
    Buffer.from('%PDF-1.7\n1 0 obj'),
    Buffer.from('PK\u0003\u0004zip'),
    png.subarray(0, 40),
    Buffer.from('<html>'),
    Buffer.alloc(2_000, 0xff),
  ])
  const boundary = 'fuzz-boundary'
  const field = rng.pick(['file', 'other', '__proto__'])
  const part = Buffer.concat([
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\n\r\n`),
    file,
    Buffer.from('\r\n'),
  ])
  const whole = Buffer.concat([...(rng.below(10) === 0 ? [part] : []), part, Buffer.from(`--${boundary}--\r\n`)])
  const type = rng.below(10) === 0 ? 'multipart/form-data' : `multipart/form-data; boundary=${boundary}`
  return { headers: { 'content-type': type }, payload: rng.below(10) === 0 ? whole.subarray(0, rng.below(whole.length)) : whole }
}
