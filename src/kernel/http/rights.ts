import type { Actor } from '../actor.ts'
import { prepared, type Tx } from '../db/index.ts'
import type { Now } from '../now.ts'

/** Finds out who a token belongs to, in the act's own transaction; null when it is unknown, expired or revoked. */
export type Authenticate = (tx: Tx, token: string, now: Now) => Promise<Actor | null>

/** Who a token belonged to when it was last read, and the version of their rights then. */
export type Recalled = { readonly actor: Actor; readonly version: string | null }

/**
 * What is remembered of a token, without asking the database; null when it must be read. What is done by it holds only if the version is
 * still the same at its end: a right taken away meanwhile undoes the act.
 */
export type Recall = (token: string, now: Now) => Recalled | null

/** What was remembered is out of date: the act must be done again by what is true now. Never leaves this room. */
export class RightsChanged extends Error {}

const versionOf = prepared<[actor: string], { version: string }>('select version from rights_version where actor = $1')

/** Whether rights are still as they were when they were read. */
export async function areUnchanged(tx: Tx, { actor, version }: Recalled): Promise<boolean> {
  return ((await versionOf.run(tx, [actor.id]))[0]?.version ?? null) === version
}
