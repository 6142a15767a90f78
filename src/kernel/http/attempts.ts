import type { Actor } from '../actor.ts'
import { type Database, transaction } from '../db/index.ts'
import { newId } from '../ids.ts'
import { defineStream, record } from '../log/index.ts'
import type { Now } from '../now.ts'
import type { Refusal } from '../refusal.ts'
import { uuidPattern } from '../uuid.ts'

/** Recorded refusals, one stream for each account: supervision follows it. */
export const attemptStream = defineStream({ name: 'attempt', table: 'attempt_event' })

const isUuid = new RegExp(uuidPattern)

/**
 * Puts on record that somebody asked for what they may not, after the act itself was rolled back.
 *
 * @param about  id in the path of the route, kept when it is an id of ours
 */
export async function recordAttempt(
  database: Database,
  attempt: { actor: Actor; routeName: string; refusal: Refusal; about: string | undefined },
  now: Now,
): Promise<void> {
  const { actor, refusal } = attempt
  const about = attempt.about !== undefined && isUuid.test(attempt.about) ? attempt.about : null
  await transaction(database, (tx) =>
    record(tx, attemptStream, {
      streamId: isUuid.test(actor.id) ? actor.id : newId(now.at),
      kind: 'refused',
      v: 1,
      body: { route: attempt.routeName, refusal: refusal.kind.code, about },
      by: { actor: actor.id, onBehalfOf: null, authority: 'none', channel: actor.channel, place: actor.place },
      ground: refusal.kind.source,
      effectiveOn: now.today,
      at: now.at,
    }),
  )
}
