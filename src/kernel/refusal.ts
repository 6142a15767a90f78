import type { Static, TSchema } from 'typebox'

/**
 * A kind of lawful "no". A refusal is an answer, not an error: typed, with facts and clause, in one Chinese sentence.
 *
 * `recorded` kinds (asking beyond the guide, somebody else's case, a power one lacks) leave an `attempt_event` behind,
 * written after the rollback.
 */
export type RefusalKind<F extends TSchema = TSchema> = {
  readonly code: string
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503
  readonly facts: F
  /** The clause it rests on; null where it rests on no law but on the shape of things. */
  readonly source: string | null
  readonly recorded: boolean
  /** What the use case wrote before it refused stays: a failed sign-in must be counted. */
  readonly keeps: boolean
  readonly message: (facts: Static<F>) => string
}

/** Declares a kind of refusal. `code` is `module.what`. */
export function refusalKind<F extends TSchema>(kind: {
  code: string
  status: RefusalKind['status']
  facts: F
  source?: string
  recorded?: boolean
  keeps?: boolean
  message: string | ((facts: Static<F>) => string)
}): RefusalKind<F> {
  const { message } = kind
  return {
    code: kind.code,
    status: kind.status,
    facts: kind.facts,
    source: kind.source ?? null,
    recorded: kind.recorded ?? false,
    keeps: kind.keeps ?? false,
    message: typeof message === 'string' ? () => message : message,
  }
}

/** Thrown by use cases to say no. Carries facts only, never insides. */
export class Refusal<F extends TSchema = TSchema> extends Error {
  readonly kind: RefusalKind<F>
  readonly facts: Static<F>

  constructor(kind: RefusalKind<F>, facts: Static<F>) {
    super(kind.code)
    this.name = 'Refusal'
    this.kind = kind
    this.facts = facts
  }
}

/** Whether an error is a refusal of the given kind. */
export function isRefusal<F extends TSchema>(error: unknown, kind: RefusalKind<F>): error is Refusal<F> {
  return error instanceof Refusal && error.kind.code === kind.code
}
