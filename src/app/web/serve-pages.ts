import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { defaultFileLimits, TooLarge as FileTooLarge } from '../../kernel/files/index.ts'
import { checkValues, decodeUtf8 } from '../../kernel/http/check.ts'
import { isOwn } from '../../kernel/http/cookies.ts'
import type { House, Report, Route } from '../../kernel/http/index.ts'
import { reading } from '../../kernel/http/multipart.ts'
import { NotSignedIn, WrongType } from '../../kernel/http/refusals.ts'
import type { Failure } from '../../kernel/http/server.ts'
import { newSecret } from '../../kernel/ids.ts'
import type { Now } from '../../kernel/now.ts'
import { isRefusal, Refusal } from '../../kernel/refusal.ts'
import type { Endpoint, Refused, Sent } from '../../web/endpoint.ts'
import { readMe } from '../../web/endpoints/identity.ts'
import { countUnread } from '../../web/endpoints/notification.ts'
import { readDivision } from '../../web/endpoints/region.ts'
import {
  type Around,
  type Ask,
  type Built,
  type FormState,
  type Loading,
  type Page,
  pages,
  renderFailure,
  renderPage,
  type Visitor,
} from '../../web/portal/index.ts'
import { callerOf } from '../caller.ts'
import { keep, kept } from './cookies.ts'
import { RefusedForm } from './refused-form.ts'

export type PageOptions = {
  readonly house: House
  readonly routes: readonly Route[]
  readonly now: () => Now
  readonly report: Report
  readonly isDemonstration: boolean
  /** The styles of all pages, and the script of one. */
  readonly built: (script: string | undefined) => Built
  readonly onActed?: () => void
}

/** Pages on the server: each is mounted from its row, and sees and does only what the routes allow whoever calls. */
export function servePages(options: PageOptions) {
  const call = callerOf(options.house, options.routes, options.now)
  const shown = (title: Page | null): Around => ({
    built: options.built(title?.script),
  })

  /** Calls routes for whoever sent the request; several POST of one form each get a key of their own out of the form's. */
  const askerOf = (request: FastifyRequest, now: Now, key: string): Ask => {
    let count = 0
    return (async (endpoint: Endpoint, brings: object) => {
      count += 1
      return call(`${endpoint.method} ${endpoint.path}`, {
        ...brings,
        token: isOwn(request) ? kept(request, 'session') : null,
        key: `${key}-${count}`,
        address: request.ip,
        now,
      })
    }) as Ask
  }

  const visitorOf = async (request: FastifyRequest, now: Now, ask: Ask): Promise<Visitor> => {
    const place = kept(request, 'place')
    const hasSession = kept(request, 'session') !== null
    const [me, news, division] = await Promise.all([
      hasSession ? unlessRefused(ask(readMe, {})) : null,
      hasSession ? unlessRefused(ask(countUnread, {})) : null,
      place !== null && /^[0-9]{12}$/.test(place) ? unlessRefused(ask(readDivision, { params: { code: place } })) : null,
    ])
    return { me, unread: news?.unread ?? 0, place: division, ...settingOf(request, now) }
  }

  const settingOf = (request: FastifyRequest, now: Now) => ({
    isElder: kept(request, 'elder') === '1',
    isDemonstration: options.isDemonstration,
    ...momentOf(request, now),
  })

  const send = async (request: FastifyRequest, reply: FastifyReply, html: string): Promise<FastifyReply> => {
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('cache-control', 'no-store')
      .header('vary', 'accept-encoding')
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(html)
    return reply.header('content-encoding', 'gzip').send(await compress(html))
  }

  const show = async (page: Page, request: FastifyRequest, reply: FastifyReply, form: FormState): Promise<FastifyReply> => {
    const { loading } = await loadingOf(page, request)
    const data = await page.load(loading)
    const view = { ...loading, data, form, path: request.url }
    return send(request, reply, renderPage(page, view, shown(page)))
  }

  const loadingOf = async (page: Page, request: FastifyRequest, key = newKey()): Promise<{ loading: Loading }> => {
    const now = options.now()
    const ask = askerOf(request, now, key)
    const visitor = await visitorOf(request, now, ask)
    if (page.who === 'signedIn' && visitor.me === null) throw new Refusal(NotSignedIn, {})
    const tryAsk: Loading['tryAsk'] = async (endpoint, brings) => {
      try {
        return { reply: await ask(endpoint, brings), refused: null }
      } catch (error) {
        if (error instanceof Refusal) return { reply: null, refused: saidOf(error) }
        throw error
      }
    }
    const { params, query } = request
    return { loading: { ...visitor, params, query, ask, tryAsk } }
  }

  const submit = async (page: Page, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!isOwn(request)) throw new Refusal(NotSignedIn, {})
    const { said, files } = await readForm(request)
    const key = keyForm.test(said.get('key') ?? '') ? (said.get('key') ?? '') : newKey()
    try {
      const { loading } = await loadingOf(page, request, key)
      const outcome = (await page.submit?.({ ...loading, said, files })) ?? { goTo: '/' }
      options.onActed?.()
      if ('told' in outcome) return show(page, request, reply, { ...emptyForm(), told: outcome.told })
      keep(request, reply, outcome.keep ?? {})
      return reply.redirect(outcome.goTo, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || isRefusal(error, NotSignedIn)) throw error
      throw new RefusedForm(error, said)
    }
  }

  return {
    mount(app: FastifyInstance): void {
      app.register(async (room) => {
        room.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => {
          done(null, new URLSearchParams(decodeUtf8(body as Buffer)))
        })
        for (const page of pages) {
          if (page.isDemonstrationOnly && !options.isDemonstration) continue
          const shape = {
            hide: true,
            ...(page.params === undefined ? {} : { params: page.params }),
            ...(page.query === undefined ? {} : { querystring: page.query }),
          }
          const serve = (act: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>) => ({
            schema: shape,
            preValidation: async (request: FastifyRequest) => {
              checkValues(request.params)
              checkValues(request.query)
            },
            handler: async (request: FastifyRequest, reply: FastifyReply) => {
              const answer = await act(request, reply)
              const route = `${request.method} ${page.path}`
              options.report.served({ reference: request.id, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) })
              return answer
            },
          })
          const { limit } = page
          const limited = limit === undefined ? {} : { config: { rateLimit: { max: limit.times, timeWindow: limit.withinMs } } }
          room.get(page.path, {
            ...serve((request, reply) => show(page, request, reply, emptyForm())),
            ...(page.submit === undefined ? limited : {}),
          })
          if (page.submit === undefined) continue
          room.post(page.path, {
            ...serve(async (request, reply) => {
              try {
                return await submit(page, request, reply)
              } catch (error) {
                if (!(error instanceof RefusedForm)) throw error
                reply.code(error.refusal.kind.status)
                return show(page, request, reply, { ...emptyForm(), said: error.said, refused: saidOf(error.refusal) })
              }
            }),
            ...limited,
          })
        }
      })
    },

    /** Whoever must sign in first is led there and back; everything else is said on a page. */
    async failed(request: FastifyRequest, reply: FastifyReply, failure: Failure): Promise<FastifyReply> {
      if (failure.refusal?.kind === NotSignedIn) {
        const signIn = request.url.startsWith('/desk') ? '/desk/sign-in' : '/sign-in'
        if (request.url.split('?')[0] !== signIn) return reply.redirect(`${signIn}?next=${encodeURIComponent(request.url)}`, 303)
      }
      const visitor = { me: null, unread: 0, place: null, ...settingOf(request, options.now()) }
      const refused = failure.refusal === null ? null : saidOf(failure.refusal)
      const failed = { status: failure.status, reference: failure.reference, refused }
      return send(request, reply, renderFailure(failed, visitor, request.url, shown(null)))
    },
  }
}

const compress = promisify(gzip)
const keyForm = /^[A-Za-z0-9_-]{8,56}$/

/** Nothing but what we serve ourselves; no script and no style inside the page. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

function newKey(): string {
  return newSecret(20)
}

function emptyForm(): FormState {
  return { key: newKey(), said: new URLSearchParams(), refused: null, told: null }
}

/** When and where a page is called. */
function momentOf(request: FastifyRequest, now: Now): Pick<Visitor, 'today' | 'time' | 'origin'> {
  const time = new Date(now.at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)
  return { today: now.today, time, origin: `${request.protocol}://${request.host}` }
}

function saidOf({ kind, facts }: Refusal): Refused {
  return { status: kind.status, code: kind.code, message: kind.message(facts), facts, source: kind.source }
}

async function unlessRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** A file of a form. One that is far too large is refused in words on the page it came from; what was said before it is kept. */
async function contentOf(part: MultipartFile, said: URLSearchParams): Promise<Buffer> {
  try {
    return await part.toBuffer()
  } catch (error) {
    if ((error as { code?: string }).code !== 'FST_REQ_FILE_TOO_LARGE') throw error
    throw new RefusedForm(new Refusal(FileTooLarge, { what: 'bytes', limit: defaultFileLimits.maxBytes }), said)
  }
}

/** Fields and files of a form, however it was sent. */
async function readForm(request: FastifyRequest): Promise<{ said: URLSearchParams; files: Map<string, Sent> }> {
  const files = new Map<string, Sent>()
  if (request.body instanceof URLSearchParams) {
    checkValues([...request.body])
    return { said: request.body, files }
  }
  if (!request.isMultipart()) throw new Refusal(WrongType, {})
  const said = new URLSearchParams()
  await reading(async () => {
    for await (const part of request.parts({ limits: { files: 10, fields: 500, parts: 510, fieldSize: 100_000 } })) {
      if (part.type === 'field') said.append(part.fieldname, String(part.value))
      else {
        const content = await contentOf(part, said)
        if (content.length > 0) files.set(part.fieldname, { name: part.filename.slice(0, 255), content })
      }
    }
  })
  checkValues([...said])
  checkValues([...files.values()].map(({ name }) => name))
  return { said, files }
}
