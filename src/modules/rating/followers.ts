import { system } from '../../kernel/actor.ts'
import type { Follower } from '../../kernel/log/index.ts'
import { caseStream } from '../casework/index.ts'
import { invite } from './service/inviting.ts'
import { note } from './service/record.ts'
import { isTold, tellOf } from './service/telling.ts'
import * as store from './store.ts'

/** Invites to rate. Keeps no rows but invitations, which are for ever: who was invited is not invited again, read from the start or not. */
export const inviter: Follower = {
  name: 'rating.invitations',
  version: 1,
  streams: [caseStream],
  handle: async (tx, events) =>
    invite(
      tx,
      events.map(({ event }) => event),
    ),
  clear: async () => {},
}

/** Tells of ratings. Keeps no rows: what was told of before is not told again. */
export const rateMessenger: Follower = {
  name: 'rating.messages',
  version: 1,
  streams: [store.ratingStream],
  handle: async (tx, events, now) => {
    const spoken = events.flatMap(({ event }) => (isTold(event.kind) ? [event] : []))
    if (spoken.length > 0) await tellOf(tx, spoken, now)
  },
  clear: async () => {},
}

/**
 * When everything of a case was erased, what was written about it goes too; marks and what was done stay.
 *
 * @source 个人信息保护法 47
 */
export const ratingEraser: Follower = {
  name: 'rating.erasure',
  version: 1,
  streams: [caseStream],
  handle: async (tx, events, now) => {
    for (const { event } of events) {
      if (event.kind !== 'erased' || (event.body.documents as readonly string[]).length === 0) continue // some paths alone
      for (const { id } of await store.invitationsOfCase(tx, event.stream_id)) {
        const rows = (await store.wordsOf(tx, [id])).map(({ seq, path }) => ({ seq, path }))
        if (rows.length === 0) continue
        await note(tx, id, { kind: 'erased', body: { rows }, words: null, by: system }, now)
        await store.deleteWords(tx, id)
      }
    }
  },
  clear: async () => {},
}
