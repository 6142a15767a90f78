import type { By } from '../../../kernel/actor.ts'
import type { JsonObject } from '../../../kernel/canonical.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { defineStream, record } from '../../../kernel/log/index.ts'
import type { Now } from '../../../kernel/now.ts'

/** What happened to accounts, persons and delegations, a stream for each. */
export const accountStream = defineStream({ name: 'account', table: 'account_event' })

/** Who saw whose data, a stream for each person seen. */
export const accessStream = defineStream({ name: 'access', table: 'access_event' })

/** Puts something on record about an account, a person or a delegation. */
export async function note(
  tx: Tx,
  streamId: string,
  kind: string,
  body: JsonObject,
  by: By,
  now: Now,
  ground?: string,
): Promise<void> {
  await record(tx, accountStream, { streamId, kind, v: 1, body, by, ground: ground ?? null, effectiveOn: now.today, at: now.at })
}

/** Somebody at the door who says to be this account, and is not yet believed. */
export function knocking(place: string | null): By {
  return { actor: 'anyone', onBehalfOf: null, authority: 'none', channel: 'online', place }
}

/** An account acting for itself. */
export function itself(accountId: string, place: string | null = null): By {
  return { actor: accountId, onBehalfOf: null, authority: 'self', channel: 'online', place }
}
