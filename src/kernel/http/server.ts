import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { newSecret } from '../ids.ts'
import type { Now } from '../now.ts'
import { Refusal, type RefusalKind } from '../refusal.ts'
import { checkValues, compileCheck, decodeUtf8, shapeRefusal } from './check.ts'
import { findSession } from './cookies.ts'
import { describe, openApiOf } from './describe.ts'
import { reading } from './multipart.ts'
import { type House, nameOf, perform } from './perform.ts'
import { Busy, KeyMissing, NotFound, TooLarge, TooMany, Unreadable, WrongType } from './refusals.ts'
import type { Download, Route, Upload } from './route.ts'

/** What the server writes about its work: never an address, a name or a content. */
export type Report = {
  served(line: { reference: string; route: string; status: number; refusal?: string; ms: number }): void
  failed(line: { reference: string; route: string; error: unknown }): void
}

export type ServerOptions = {
  readonly house: House
  readonly routes: readonly Route[]
  readonly now: () => Now
  readonly report: Report
  readonly bodyBytes?: number
  readonly uploadBytes?: number
  /** Addresses of proxies in front whose word on the caller's address is taken; none when empty. */
  readonly trustedProxies?: readonly string[]
  /** Whether the server can serve; asked by /api/health. */
  readonly isHealthy: () => Promise<boolean>
  /** Told after each call that may have changed something. */
  readonly onActed?: () => void
  /** What is served beside the routes: pages. */
  readonly extend?: (app: FastifyInstance) => Promise<void>
  /** Answers failures at addresses outside /api; without it they are answered like those inside. */
  readonly failurePage?: (request: FastifyRequest, reply: FastifyReply, failure: Failure) => Promise<FastifyReply>
}

/** Why there is no answer: a refusal, or an error under a reference number. */
export type Failure =
  | { readonly status: number; readonly reference: string; readonly refusal: Refusal }
  | { readonly status: 500; readonly reference: string; readonly refusal: null; readonly message: string }

/** Builds the HTTP server: every route is mounted from its row and from nothing else. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: options.bodyBytes ?? 1 << 20,
    genReqId: () => newSecret(10),
    logger: false,
    requestTimeout: 60_000,
    ...(options.trustedProxies?.length ? { trustProxy: [...options.trustedProxies] } : {}),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    frameworkErrors: (_error, request, reply) => void refuse(options, request, reply, new Refusal(NotFound, {})), // an address that cannot be one
    clientErrorHandler: (_error, socket) => void socket.end(notHttp),
    ajv: { customOptions: { strict: false } },
  })
  await app.register(helmet, { contentSecurityPolicy: { directives: { defaultSrc: ["'self'"], frameAncestors: ["'none'"] } } })
  await app.register(rateLimit, { global: false, errorResponseBuilder: () => new Refusal(TooMany, {}) })
  await app.register(multipart, { limits: { fileSize: options.uploadBytes ?? 25 << 20, files: 1, fields: 0, parts: 1 } })
  await app.register(swagger, openApiOf())
  app.setValidatorCompiler(({ schema, httpPart }) => compileCheck(schema as object, httpPart ?? 'body'))
  readJsonStrictly(app)
  answerFailures(app, options)
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    reply.header('x-content-type-options', 'nosniff')
  })

  app.get('/api/health', { schema: { hide: true } }, async (_request, reply) => {
    const isHealthy = await options.isHealthy().catch(() => false)
    return reply.code(isHealthy ? 200 : 503).send({ ok: isHealthy })
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  for (const route of options.routes) mount(app, route, options)
  await options.extend?.(app)
  await app.ready()
  return app
}

function mount(app: FastifyInstance, route: Route, options: ServerOptions): void {
  app.route({
    method: route.method,
    url: `/api${route.path}`,
    schema: describe(route),
    ...(route.limit === undefined ? {} : { config: { rateLimit: { max: route.limit.times, timeWindow: route.limit.withinMs } } }),
    handler: async (request, reply) => {
      const startedAt = performance.now()
      const answer = await perform(
        options.house,
        route,
        {
          token: tokenOf(request),
          key: keyOf(request),
          params: request.params,
          query: request.query,
          body: request.body,
          upload: route.upload === true ? await uploadOf(request) : null,
          address: request.ip,
        },
        options.now(),
      )
      if (route.method === 'POST') options.onActed?.()
      options.report.served({
        reference: request.id,
        route: nameOf(route),
        status: 200,
        ms: Math.round(performance.now() - startedAt),
      })
      return route.reply === 'file' ? sendFile(reply, answer as Download) : reply.send(answer ?? {})
    },
    preValidation: async (request) => {
      if (route.body !== undefined && request.body === undefined) request.body = {} // an act without particulars needs no body
      checkValues(request.params)
      checkValues(request.query)
      checkValues(request.body)
    },
  })
}

/** Bodies are UTF-8 JSON without prototype tricks, or nothing. */
function readJsonStrictly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = decodeUtf8(body as Buffer)
    if (text === '') done(null, undefined)
    else parse(request, text, done)
  })
}

function refuse(options: ServerOptions, request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
  const { kind } = refusal
  const ms = Math.round(reply.elapsedTime)
  options.report.served({ reference: request.id, route: patternOf(request), status: kind.status, refusal: kind.code, ms })
  reply.code(kind.status)
  if (kind === TooMany && !reply.hasHeader('retry-after')) reply.header('retry-after', '1') // a second: what is under way is done by then
  if (options.failurePage === undefined || isApi(request)) return reply.send(said(refusal))
  return options.failurePage(request, reply, { status: kind.status, reference: request.id, refusal })
}

function isApi(request: FastifyRequest): boolean {
  return request.url.startsWith('/api/')
}

function said({ kind, facts }: Refusal) {
  return { refusal: { code: kind.code, message: kind.message(facts), facts, source: kind.source } }
}

/** The answer to what is no HTTP at all. */
const notHttp = (() => {
  const body = JSON.stringify(said(new Refusal(Unreadable, {})))
  const head = ['HTTP/1.1 400 Bad Request', 'content-type: application/json; charset=utf-8', 'connection: close']
  return `${head.join('\r\n')}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
})()

function answerFailures(app: FastifyInstance, options: ServerOptions): void {
  const { report } = options
  app.setNotFoundHandler((request, reply) => refuse(options, request, reply, new Refusal(NotFound, {})))
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof Refusal) return refuse(options, request, reply, error)
    if (error.validation !== undefined) return refuse(options, request, reply, shapeRefusal(error.validation as never))
    const kind = kindOf(error)
    if (kind !== null) {
      if (kind === Busy) report.failed({ reference: request.id, route: patternOf(request), error })
      return refuse(options, request, reply, new Refusal(kind, {}))
    }
    report.failed({ reference: request.id, route: patternOf(request), error })
    const message = `系统出错，已记录，编号 ${request.id}，请稍后重试或向工作人员提供此编号。`
    reply.code(500)
    if (options.failurePage === undefined || isApi(request)) return reply.send({ error: { reference: request.id, message } })
    return options.failurePage(request, reply, { status: 500, reference: request.id, refusal: null, message })
  })
}

/** What the framework or the database says in its own way. */
function kindOf(error: { code?: string; statusCode?: number }): RefusalKind | null {
  if (error.statusCode === 413 || error.code === 'FST_REQ_FILE_TOO_LARGE') return TooLarge
  if (error.statusCode === 415 || error.code === 'FST_INVALID_MULTIPART_CONTENT_TYPE') return WrongType
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return Unreadable
  return isOutage(error.code) ? Busy : null
}

/** Deadlocks, waits that lasted too long, a database that is down or starting: trying again is safe. */
function isOutage(code: string | undefined): boolean {
  if (code === undefined) return false
  return /^(40|08|57|53)/.test(code) || ['55P03', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code)
}

function patternOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url?.replace(/^\/api/, '') ?? '(unknown)'}`
}

/** Whose call it is: a bearer token, or the session of our own pages. */
function tokenOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization
  return header?.startsWith('Bearer ') ? header.slice(7) : findSession(request)
}

const keyForm = /^[A-Za-z0-9_-]{8,64}$/

function keyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key !== 'string' || !keyForm.test(key)) throw new Refusal(KeyMissing, {})
  return key
}

async function uploadOf(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new Refusal(WrongType, {})
  return reading(async () => {
    const part = await request.file()
    if (part === undefined) throw new Refusal(Unreadable, {})
    const content = await part.toBuffer()
    checkValues(part.filename)
    return { name: part.filename.slice(0, 255), content }
  })
}

function sendFile(reply: FastifyReply, file: Download): FastifyReply {
  return reply
    .header('content-type', file.mediaType)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('content-security-policy', "sandbox; default-src 'none'")
    .send(file.content)
}
