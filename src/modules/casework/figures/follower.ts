import type { Follower } from '../../../kernel/log/index.ts'
import { caseStream } from '../store.ts'
import { limitOf, milestonesOf } from './rules.ts'
import * as store from './store.ts'

/** Counts what the glance shows. A row says what is true of the case now, so that reading again from the start gives the same rows. */
export const figureKeeper: Follower = {
  name: 'casework.figures',
  version: 1,
  streams: [caseStream],
  handle: async (tx, events) => {
    const ids = [...new Set(events.map(({ event }) => event.stream_id))]
    const states = await store.statesOf(tx, ids)
    const each = <T extends object>(read: (state: (typeof states)[number]) => readonly T[]) =>
      states.flatMap((state) => read(state).map((one) => ({ ...one, caseId: state.caseId, organisation: state.organisation })))
    const { gone, fresh } = await store.putMilestones(tx, ids, each(milestonesOf))
    await store.addTallies(tx, changesOf(gone, fresh))
    await store.putLimits(
      tx,
      ids,
      each((state) => {
        const limit = limitOf(state)
        return limit === null ? [] : [limit]
      }),
    )
  },
  clear: store.clearFigures,
}

/** By how much each day changes. */
function changesOf(gone: readonly store.Tallied[], fresh: readonly store.Tallied[]): (store.Tallied & { by: number })[] {
  const changes = new Map<string, store.Tallied & { by: number }>()
  const add = (day: store.Tallied, by: number) => {
    const key = `${day.organisation}/${day.kind}/${day.on_day}`
    changes.set(key, { ...day, by: (changes.get(key)?.by ?? 0) + by })
  }
  for (const day of gone) add(day, -1)
  for (const day of fresh) add(day, 1)
  return [...changes.values()].filter(({ by }) => by !== 0)
}
