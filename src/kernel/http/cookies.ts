import type { FastifyRequest } from 'fastify'

/** The session of a browser. HttpOnly: no script reads it. */
export const sessionCookie = 'yichuang'

/** A cookie's value; null when there is none. */
export function findCookie(request: FastifyRequest, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}

/** The session of a call that our own pages made; a session that a foreign page brings along counts for nothing. */
export function findSession(request: FastifyRequest): string | null {
  return isOwn(request) ? findCookie(request, sessionCookie) : null
}

/**
 * Whether a call comes from our own pages. What changes something must say so itself; what only reads may also come out of an
 * address bar, a bookmark or a link.
 */
export function isOwn(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  if (request.method === 'GET' || request.method === 'HEAD') {
    if (site === 'cross-site') return request.headers['sec-fetch-mode'] === 'navigate'
    return origin === undefined || isHere(origin, request)
  }
  return site === undefined ? origin !== undefined && isHere(origin, request) : site === 'same-origin'
}

function isHere(origin: string, request: FastifyRequest): boolean {
  return URL.canParse(origin) && new URL(origin).host === request.host
}
