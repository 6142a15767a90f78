import { type Actor, anyone, holds } from '../actor.ts'
import { type Database, type Tx, transaction } from '../db/index.ts'
import type { Now } from '../now.ts'
import { Refusal } from '../refusal.ts'
import { recordAttempt } from './attempts.ts'
import { findReply, isRepeated, keepReply, type RequestId, requestId } from './once.ts'
import { KeyMissing, NotPermitted, NotSignedIn } from './refusals.ts'
import type { Route, Upload } from './route.ts'

/** Finds out who a token belongs to, in the act's own transaction; null when it is unknown, expired or revoked. */
export type Authenticate = (tx: Tx, token: string, now: Now) => Promise<Actor | null>

/** A call that has passed the checks of shape. */
export type Request = {
  readonly token: string | null
  readonly key: string | null
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly upload: Upload | null
  readonly address: string
}

/** What calls are performed with. */
export type House = { readonly database: Database; readonly authenticate: Authenticate }

/**
 * Performs a call from token to commit: who is it, may they, the use case, the answer kept – one transaction.
 * A repeated request gets the first one's answer; a recorded refusal leaves its trace after the rollback.
 *
 * @throws Refusal whatever the route refuses
 */
export async function perform(house: House, route: Route, request: Request, now: Now): Promise<unknown> {
  let actor: Actor = anyone
  let id: RequestId | null = null
  try {
    const prepared = route.prepare === undefined ? null : await prepare(house, route, route.prepare, request, now)
    return await transaction(house.database, async (tx) => {
      actor = await guard(tx, house, route, request, now)
      id = identify(route, request, actor)
      const reply = await route.handle(tx, {
        actor,
        now,
        params: request.params,
        query: request.query,
        body: request.body,
        upload: request.upload,
        prepared,
        address: request.address,
      })
      if (id !== null) await keepReply(tx, id, reply, now)
      return reply
    })
  } catch (error) {
    const before = await replyBefore(house.database, id, error)
    if (before !== null) return before.reply
    if (error instanceof Refusal && error.kind.recorded) {
      const about = (request.params as { id?: string } | undefined)?.id
      await recordAttempt(house.database, { actor, routeName: nameOf(route), refusal: error, about }, now)
    }
    throw error
  }
}

/** A route as logs and records call it. */
export function nameOf(route: Route): string {
  return `${route.method} ${route.path}`
}

/** Only who may call makes us work. */
async function prepare(
  house: House,
  route: Route,
  work: NonNullable<Route['prepare']>,
  request: Request,
  now: Now,
): Promise<unknown> {
  await transaction(house.database, (tx) => guard(tx, house, route, request, now))
  return work(request.upload)
}

async function guard(tx: Tx, house: House, route: Route, request: Request, now: Now): Promise<Actor> {
  const actor = request.token === null ? null : await house.authenticate(tx, request.token, now)
  if (route.who === 'anyone') return actor ?? anyone
  if (actor === null) throw new Refusal(NotSignedIn, {})
  if (route.who !== 'signedIn' && !holds(actor, route.who)) throw new Refusal(NotPermitted, { power: route.who })
  return actor
}

function identify(route: Route, request: Request, actor: Actor): RequestId | null {
  if (route.method === 'GET' || route.repeatable === true) return null
  if (request.key === null) throw new Refusal(KeyMissing, {})
  const { params, query, body, upload } = request
  return requestId(actor.id, request.key, nameOf(route), params, query, body, upload?.content ?? null)
}

/** A repeated request either meets its own key or a state that its first run has moved on; both mean: answered already. */
async function replyBefore(database: Database, id: RequestId | null, error: unknown): Promise<{ reply: unknown } | null> {
  if (id === null || !(isRepeated(error) || error instanceof Refusal)) return null
  return transaction(database, (tx) => findReply(tx, id))
}
