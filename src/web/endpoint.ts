import type { Static, TSchema } from 'typebox'

/**
 * A route as a screen calls it, server-rendered page and browser alike: its shapes come from the modules' contracts. A test holds
 * each of them against the route it names.
 */
export type Endpoint<P = unknown, Q = unknown, B = unknown, R = unknown> = {
  readonly method: 'GET' | 'POST'
  /** Under /api, with ':name' for parameters. */
  readonly path: string
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  readonly reply: TSchema
  /** True when one file is sent. */
  readonly upload?: boolean
  /** What only the types know. */
  readonly shape?: { readonly params: P; readonly query: Q; readonly body: B; readonly reply: R }
}

type Typed<S> = S extends TSchema ? Static<S> : undefined

/** Declares an endpoint; callers are typed by the schemas. */
export function endpoint<
  R extends TSchema,
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
>(row: {
  method: 'GET' | 'POST'
  path: string
  params?: P
  query?: Q
  body?: B
  reply: R
  upload?: boolean
}): Endpoint<Typed<P>, Typed<Q>, Typed<B>, Static<R>> {
  return row as Endpoint<Typed<P>, Typed<Q>, Typed<B>, Static<R>>
}

/** What a call of an endpoint brings: params and body whole, of the query what differs from its defaults. */
export type Brings<P, Q, B> = Part<'params', P> &
  Part<'body', B> &
  (Q extends undefined ? unknown : { readonly query?: Partial<Q> }) & { readonly upload?: Sent }

type Part<N extends string, T> = [T] extends [undefined] ? unknown : { readonly [K in N]: T } // whole: a body may be one of several

/** A file on its way to the platform. */
export type Sent = { readonly name: string; readonly content: Uint8Array }

/** A refusal as it crosses the wire: one Chinese sentence, facts and clause. */
export type Refused = {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly facts: unknown
  readonly source: string | null
}

/** The facts of a refusal when it is of this kind, otherwise null. */
export function factsOf<F extends TSchema>(
  refusal: Refused | null,
  kind: { readonly code: string; readonly facts: F },
): Static<F> | null {
  return refusal !== null && refusal.code === kind.code ? (refusal.facts as Static<F>) : null
}
