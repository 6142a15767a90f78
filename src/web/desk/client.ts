import type { Brings, Endpoint, Refused, Sent } from '../endpoint.ts'

/** A refusal: an answer, to be shown in place. */
export class RefusedAnswer extends Error {
  readonly refused: Refused

  constructor(refused: Refused) {
    super(refused.code)
    this.refused = refused
  }
}

/** No answer: a bug of ours under a number, or nobody there (`reference` null). Trying again with the same key repeats nothing. */
export class NoAnswer extends Error {
  readonly reference: string | null

  constructor(reference: string | null) {
    super('no answer')
    this.reference = reference
  }
}

/**
 * Calls a route with the session of this browser.
 *
 * @param key what makes a repeated POST the same as one; not for GET
 * @throws RefusedAnswer the route said no
 * @throws NoAnswer      nothing can be said; whether it was done is unknown until the same key is sent again
 */
export async function call<P, Q, B, R>(endpoint: Endpoint<P, Q, B, R>, brings: Brings<P, Q, B>, key?: string): Promise<R> {
  const { params, query, body, upload } = brings as Loose
  const reply = await fetch(addressOf(endpoint.path, params ?? {}, query ?? {}), {
    method: endpoint.method,
    credentials: 'same-origin',
    headers: {
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(endpoint.method === 'POST' && upload === undefined ? { 'content-type': 'application/json' } : {}),
    },
    ...(endpoint.method === 'POST' ? { body: upload === undefined ? JSON.stringify(body ?? {}) : formOf(upload) } : {}),
  }).catch(() => {
    throw new NoAnswer(null)
  })
  const said = (await reply.json().catch(() => ({}))) as Said
  if (reply.ok) return said as R
  if (said.refusal !== undefined) throw new RefusedAnswer({ ...said.refusal, status: reply.status })
  throw new NoAnswer(said.error?.reference ?? null)
}

/**
 * Fetches a file that a route gives: a letter, a scan, or with `body` the letter that an act would make.
 *
 * @param address of `addressOf`
 * @throws RefusedAnswer | NoAnswer as `call`
 */
export async function callFile(address: string, body?: object): Promise<Blob> {
  const reply = await fetch(address, {
    credentials: 'same-origin',
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new NoAnswer(null)
  })
  if (reply.ok) return reply.blob()
  const said = (await reply.json().catch(() => ({}))) as Said
  if (said.refusal !== undefined) throw new RefusedAnswer({ ...said.refusal, status: reply.status })
  throw new NoAnswer(said.error?.reference ?? null)
}

/** What makes a repeated POST the same as one: 128 bits, also where the page is not served over https. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

type Loose = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown; upload?: Sent }
type Said = { refusal?: Omit<Refused, 'status'>; error?: { reference: string } }

/** The address of a route; also for links to files. */
export function addressOf(
  path: string,
  params: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>> = {},
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return `/api${filled}${asked.length > 0 ? `?${new URLSearchParams(asked)}` : ''}`
}

function formOf({ name, content }: Sent): FormData {
  const form = new FormData()
  form.append('file', new Blob([content as Uint8Array<ArrayBuffer>]), name)
  return form
}
