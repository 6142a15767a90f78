import type { FastifyReply, FastifyRequest } from 'fastify'
import { findCookie, sessionCookie } from '../../kernel/http/cookies.ts'
import type { Keepsake } from '../../web/portal/index.ts'

/** Each cookie: its name, where the browser sends it, how long it stays; without age it goes with the browser. */
const cookies: Readonly<Record<Keepsake, { name: string; path: string; maxAge: number | null }>> = {
  session: { name: sessionCookie, path: '/', maxAge: null },
  place: { name: 'yichuang-place', path: '/', maxAge: 365 * 86_400 },
  elder: { name: 'yichuang-elder', path: '/', maxAge: 365 * 86_400 },
}

/** What a page left behind earlier. */
export function kept(request: FastifyRequest, what: Keepsake): string | null {
  return findCookie(request, cookies[what].name)
}

/** Leaves values with the browser, or takes them back (null). No script reads them, and no foreign site sends them along with a form. */
export function keep(request: FastifyRequest, reply: FastifyReply, values: Partial<Record<Keepsake, string | null>>): void {
  for (const what of Object.keys(values) as Keepsake[]) {
    const value = values[what]
    if (value === undefined) continue
    const { name, path, maxAge } = cookies[what]
    const age = value === null ? 0 : maxAge
    reply.header(
      'set-cookie',
      [
        `${name}=${value ?? ''}`,
        `Path=${path}`,
        'HttpOnly',
        'SameSite=Lax',
        ...(request.protocol === 'https' ? ['Secure'] : []),
        ...(age === null ? [] : [`Max-Age=${age}`]),
      ].join('; '),
    )
  }
}
