import type { Readable } from 'node:stream'
import type { Static, TSchema } from 'typebox'
import type { Actor } from '../actor.ts'
import type { Tx } from '../db/index.ts'
import type { Now } from '../now.ts'
import type { RefusalKind } from '../refusal.ts'

/**
 * Who may call a route: 'anyone', 'signedIn' (any account), or the name of a power that the account must hold
 * somewhere. Whether it holds it for this very case is for the use case to ask.
 */
export type Who = 'anyone' | 'signedIn' | (string & {})

/** One file of an upload, not yet trusted: neither its name nor its type is believed. */
export type Upload = { readonly name: string; readonly content: Buffer }

/** A file as an answer: always sent as an attachment, never rendered by the browser. */
export type Download = { readonly name: string; readonly mediaType: string; readonly content: Buffer | Readable }

/** Everything that can be known of a route without running it: guard, checks, refusals and OpenAPI come from this row. */
export type Route = {
  readonly method: 'GET' | 'POST'
  /** Under /api, with ':name' for parameters. */
  readonly path: string
  readonly summary: string
  readonly who: Who
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  /** Shape of the answer; 'file' for a download. */
  readonly reply: TSchema | 'file'
  /** Besides shape, right and rate, which every route may refuse. */
  readonly refuses: readonly RefusalKind[]
  /** True when the body is one file (multipart). */
  readonly upload?: boolean
  /** What takes time and needs no database, done between the guard and the transaction, so that it holds no connection; its result is `call.prepared`. */
  readonly prepare?: (upload: Upload | null, query?: unknown) => Promise<unknown>
  /** A POST that needs no Idempotency-Key because repeating it harms nobody (signing in). */
  readonly repeatable?: boolean
  /** Calls allowed from one address, where guessing must be slow. */
  readonly limit?: { readonly times: number; readonly withinMs: number }
  /** Calls from one address worked at together, where many may ask much; over all routes that say so. */
  readonly atOnce?: number
  readonly handle: (tx: Tx, call: Call) => Promise<unknown>
}

/** What a handler is given. Params, query and body have passed their schemas. */
export type Call<P = unknown, Q = unknown, B = unknown> = {
  readonly actor: Actor
  readonly now: Now
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly upload: Upload | null
  /** What `prepare` gave. */
  readonly prepared: unknown
  /** The address the call came from, for limits on guessing; never stored in the log. */
  readonly address: string
}

type Typed<S> = S extends TSchema ? Static<S> : undefined

/** Declares a route; handler arguments are typed by the schemas beside them. */
export function route<
  P extends TSchema | undefined,
  Q extends TSchema | undefined,
  B extends TSchema | undefined,
  R extends TSchema | 'file',
>(
  row: Omit<Route, 'params' | 'query' | 'body' | 'reply' | 'handle'> & {
    params?: P
    query?: Q
    body?: B
    reply: R
    handle: (tx: Tx, call: Call<Typed<P>, Typed<Q>, Typed<B>>) => Promise<R extends TSchema ? Static<R> : Download>
  },
): Route {
  return row as unknown as Route
}
