import type { Follower } from '../../../kernel/log/index.ts'
import { ratingStream } from '../store.ts'
import { countedBy } from './rules.ts'
import * as store from './store.ts'

/** Counts what the public figures show. Each event adds its one, so that reading again from the start gives the same rows. */
export const figureKeeper: Follower = {
  name: 'rating.figures',
  version: 1,
  streams: [ratingStream],
  handle: (tx, events) =>
    store.addCounts(
      tx,
      events.flatMap(({ event }) => {
        const what = countedBy(event)
        return what === null ? [] : [{ id: event.stream_id, what }]
      }),
    ),
  clear: store.clearTallies,
}
