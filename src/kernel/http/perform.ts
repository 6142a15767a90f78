import { type Actor, anyone, holds } from '../actor.ts'
import { type Database, type Tx, transaction } from '../db/index.ts'
import type { Now } from '../now.ts'
import { Refusal } from '../refusal.ts'
import { atOnce } from './at-once.ts'
import { recordAttempt } from './attempts.ts'
import { findReply, isRepeated, keepReply, type RequestId, requestId } from './once.ts'
import { KeyMissing, NotPermitted, NotSignedIn } from './refusals.ts'
import { type Authenticate, areUnchanged, type Recall, type Recalled, RightsChanged } from './rights.ts'
import type { Route, Upload } from './route.ts'

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
export type House = {
  readonly database: Database
  readonly authenticate: Authenticate
  /** Without it everybody is looked up at every call. */
  readonly recall?: Recall
}

/**
 * Performs a call from token to commit: who is it, may they, the use case, the answer kept – one transaction.
 * A repeated request gets the first one's answer; a recorded refusal leaves its trace after the rollback.
 *
 * @throws Refusal whatever the route refuses
 */
export async function perform(house: House, route: Route, request: Request, now: Now): Promise<unknown> {
  if (route.atOnce === undefined) return performed(house, route, request, now)
  return atOnce(route.atOnce, request.address, () => performed(house, route, request, now))
}

async function performed(house: House, route: Route, request: Request, now: Now): Promise<unknown> {
  let actor: Actor = anyone
  let id: RequestId | null = null
  try {
    const prepared = route.prepare === undefined ? null : await prepare(house, route, route.prepare, request, now)
    return await byRecalledRights(house, route, request, now, (recalled) =>
      transaction(house.database, async (tx) => {
        try {
          actor = recalled === null ? await identified(tx, house, route, request, now) : permitted(route, recalled.actor)
          id = identify(route, request, actor)
          const { params, query, body, upload, address } = request
          const reply = await route.handle(tx, { actor, now, params, query, body, upload, prepared, address })
          if (id !== null) await keepReply(tx, id, reply, recalled, now)
          return reply
        } catch (error) {
          if (recalled !== null && error instanceof Refusal && !(await areUnchanged(tx, recalled))) throw new RightsChanged()
          throw error
        }
      }),
    )
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
  if (route.who !== 'anyone') await transaction(house.database, (tx) => identified(tx, house, route, request, now))
  return work(request.upload, request.query)
}

/** Does an act by what is remembered of the caller, if anything is; and again from the start if that turns out to be out of date. */
async function byRecalledRights<T>(
  house: House,
  route: Route,
  { token }: Request,
  now: Now,
  act: (recalled: Recalled | null) => Promise<T>,
): Promise<T> {
  const recalled = token === null || !isKept(route) ? null : (house.recall?.(token, now) ?? null)
  try {
    return await act(recalled)
  } catch (error) {
    if (error instanceof RightsChanged) return act(null)
    throw error
  }
}

async function identified(tx: Tx, house: House, route: Route, { token }: Request, now: Now): Promise<Actor> {
  return permitted(route, token === null ? null : await house.authenticate(tx, token, now))
}

/** Only who may call comes in. */
function permitted(route: Route, actor: Actor | null): Actor {
  if (route.who === 'anyone') return actor ?? anyone
  if (actor === null) throw new Refusal(NotSignedIn, {})
  if (route.who !== 'signedIn' && !holds(actor, route.who)) throw new Refusal(NotPermitted, { power: route.who })
  return actor
}

function identify(route: Route, request: Request, actor: Actor): RequestId | null {
  if (!isKept(route)) return null
  if (request.key === null) throw new Refusal(KeyMissing, {})
  const { params, query, body, upload } = request
  return requestId(actor.id, request.key, nameOf(route), params, query, body, upload?.content ?? null)
}

/** Whether the answer is kept with the act; what only reads, or may be repeated, leaves none. */
function isKept(route: Route): boolean {
  return route.method !== 'GET' && route.repeatable !== true
}

/** A repeated request either meets its own key or a state that its first run has moved on; both mean: answered already. */
async function replyBefore(database: Database, id: RequestId | null, error: unknown): Promise<{ reply: unknown } | null> {
  if (id === null || !(isRepeated(error) || error instanceof Refusal)) return null
  return transaction(database, (tx) => findReply(tx, id))
}
