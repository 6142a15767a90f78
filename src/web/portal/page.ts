import type { ReactNode } from 'react'
import type { Static, TSchema } from 'typebox'
import type { Me } from '../../modules/identity/contract.ts'
import type { Division } from '../../modules/region/contract.ts'
import type { Brings, Endpoint, Refused, Sent } from '../endpoint.ts'

/** Calls a route with the rights of whoever looks at the page: the same guard, checks and refusals as from outside. */
export type Ask = <P, Q, B, R>(endpoint: Endpoint<P, Q, B, R>, brings: Brings<P, Q, B>) => Promise<R>

/** What the server knows of whoever calls a page. */
export type Visitor = {
  /** Null before sign-in. */
  readonly me: Me | null
  /** How many messages they have not read; 100 means so many or more. */
  readonly unread: number
  /** Whether they chose the larger letters 长辈版. */
  readonly isElder: boolean
  /** Where they look for services: the division chosen, and those above it, nearest first; null while none is chosen. */
  readonly place: { readonly division: Division; readonly above: readonly Division[] } | null
  /** Whether everything here is made up. */
  readonly isDemonstration: boolean
  /** Today in Asia/Shanghai, 'YYYY-MM-DD'. */
  readonly today: string
  /** 'HH:MM' in Asia/Shanghai. */
  readonly time: string
  /** Where this is served, as the browser called it: 'https://host'. */
  readonly origin: string
}

/** What a page is loaded with. */
export type Loading<P = unknown, Q = unknown> = Visitor & {
  readonly params: P
  readonly query: Q
  readonly ask: Ask
  /** The same, but a refusal is an answer: `{ refused }` instead of `{ reply }`. */
  tryAsk<EP, EQ, EB, R>(endpoint: Endpoint<EP, EQ, EB, R>, brings: Brings<EP, EQ, EB>): Promise<Tried<R>>
}
export type Tried<R> = { readonly reply: R; readonly refused: null } | { readonly reply: null; readonly refused: Refused }

/** Cookies that pages may set: the session, the place chosen, the larger letters. */
export type Keepsake = 'session' | 'place' | 'elder'

/** What a submitted form brings. */
export type Submitting<P = unknown, Q = unknown> = Loading<P, Q> & {
  /** Fields by name; a name may stand more than once. */
  readonly said: URLSearchParams
  /** Files by name, as they came, not yet examined. */
  readonly files: ReadonlyMap<string, Sent>
}

/**
 * Where a submitted form leads: to a page of its own, so that reloading repeats nothing. Only what is told once, such as a code, is answered
 * in place: it may stand in no address.
 */
export type Outcome =
  | { readonly goTo: string; readonly keep?: Partial<Record<Keepsake, string | null>> }
  | { readonly told: Readonly<Record<string, string>> }

/** A form on its page: the key that makes pressing twice the same as once, and, after a refusal, what was said and why not. */
export type FormState = {
  readonly key: string
  readonly said: URLSearchParams
  readonly refused: Refused | null
  /** What the form was answered with, told this once. */
  readonly told: Readonly<Record<string, string>> | null
}

/** What a page is drawn from. */
export type View<P = unknown, Q = unknown, D = unknown> = Visitor & {
  readonly params: P
  readonly query: Q
  readonly data: D
  readonly form: FormState
  readonly path: string
}

export type Crumb = { readonly name: string; readonly path: string }

/** A page, whole in one row: who, what it needs, how it looks, what its form does. */
export type Page<P = unknown, Q = unknown, D = unknown> = {
  /** With ':name' for parameters. */
  readonly path: string
  /** Under which word of the navigation it stands. */
  readonly under?: 'items' | 'cases' | 'me'
  /** 'signedIn' leads others to the sign-in page and back. What an account may see is for the routes to say. */
  readonly who: 'anyone' | 'signedIn'
  readonly params?: TSchema
  readonly query?: TSchema
  readonly title: (view: View<P, Q, D>) => string
  /** True when the page as loaded shows what must be put right, so that its title says so first. */
  readonly isWrong?: (view: View<P, Q, D>) => boolean
  readonly trail?: (view: View<P, Q, D>) => readonly Crumb[]
  /** For whom this page acts, when for somebody else: a bar says so all the time. Null: for oneself. */
  readonly standsFor?: (view: View<P, Q, D>) => string | null
  readonly load: (loading: Loading<P, Q>) => Promise<D>
  readonly render: (view: View<P, Q, D>) => ReactNode
  readonly submit?: (submitting: Submitting<P, Q>) => Promise<Outcome>
  /** Submissions allowed from one address, where guessing must be slow; of a page without `submit`, views. */
  readonly limit?: { readonly times: number; readonly withinMs: number }
  /** A class of the body, for styles of this page alone. */
  readonly look?: string
  /** Only demonstrations have it. */
  readonly isDemonstrationOnly?: boolean
  /** Script of its own, by name in portal/scripts; the page must work without it. */
  readonly script?: string
}

type Typed<S> = S extends TSchema ? Static<S> : undefined

/** Declares a page; loading, drawing and submitting are typed by the schemas beside them. `load` stands before what takes its data: the types are found in this order. */
export function page<D, P extends TSchema | undefined = undefined, Q extends TSchema | undefined = undefined>(
  row: Omit<Page<Typed<P>, Typed<Q>, D>, 'params' | 'query'> & { params?: P; query?: Q },
): Page {
  return row as unknown as Page
}
