import type { Follower } from '../../kernel/log/index.ts'
import { caseStream } from '../casework/index.ts'
import { publish } from './publication.ts'
import { acts } from './rules/acts.ts'
import * as store from './store.ts'

/** What puts a case on the register of grants, or takes it off. */
const kinds = new Set([...acts.flatMap(({ code, to }) => (to === 'granted' || to === 'issued' ? [code] : [])), 'confirmVoid'])

/** Keeps the public register of grants. A row says what is true of the case now, so that reading again from the start gives the same rows. */
export const publisher: Follower = {
  name: 'approval.publication',
  version: 1,
  streams: [caseStream],
  handle: async (tx, events) => {
    const cases = new Set(events.flatMap(({ event }) => (kinds.has(event.kind) ? [event.stream_id] : [])))
    for (const caseId of cases) await publish(tx, caseId)
  },
  clear: store.clearGrants,
}
