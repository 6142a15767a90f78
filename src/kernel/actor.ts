/** A power held: for one organisation or for all ('*'), by a post of one's own or as a substitute. */
export type Grant = { readonly power: string; readonly scope: string; readonly authority: string }

/** Who calls, as the guard found out from the token. */
export type Actor = {
  /** The account; 'anyone' before sign-in, 'system' for time and machines. */
  readonly id: string
  /** The natural or legal person behind the account; null for staff and machines. */
  readonly subject: string | null
  readonly grants: readonly Grant[]
  /** The session of the call, where there is one: what signing out ends. */
  readonly session?: string
  /** By which channel: 'online', 'window', 'kiosk', 'village', 'api', 'system'. */
  readonly channel: string
  /** The service place the call comes from, where known. */
  readonly place: string | null
}

/** How an event says who did it: the columns of the log that name the doer. */
export type By = {
  readonly actor: string
  readonly onBehalfOf: string | null
  /** By which right: 'self', 'delegation:…', 'post:…', 'substitute:…', 'law'. */
  readonly authority: string
  readonly channel: string
  readonly place: string | null
}

/** Somebody without a session. */
export const anyone: Actor = { id: 'anyone', subject: null, grants: [], channel: 'online', place: null }

/** Time and machines: what the law does by itself. */
export const system: By = { actor: 'system', onBehalfOf: null, authority: 'law', channel: 'system', place: null }

/** The grant by which an actor holds a power for an organisation, or null. */
export function grantFor(actor: Actor, power: string, scope: string): Grant | null {
  return actor.grants.find((grant) => grant.power === power && (grant.scope === scope || grant.scope === '*')) ?? null
}

/** Whether an actor holds a power anywhere. */
export function holds(actor: Actor, power: string): boolean {
  return actor.grants.some((grant) => grant.power === power)
}

/** How the log names an actor: by which right it acts ('self', 'post:…', 'delegation:…'), and for whom. */
export function byOf(actor: Actor, authority: string, onBehalfOf: string | null = null): By {
  return { actor: actor.id, onBehalfOf, authority, channel: actor.channel, place: actor.place }
}
