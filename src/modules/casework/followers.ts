import { enqueue } from '../../kernel/jobs.ts'
import type { Follower } from '../../kernel/log/index.ts'
import type { GenericBody } from './case.ts'
import { caseStream } from './store.ts'

/** Sees to it that every letter an act made gets printed. Keeps no rows: what is printed already is not printed again. */
export const letterPrinter: Follower = {
  name: 'casework.letters',
  version: 1,
  streams: [caseStream],
  handle: async (tx, events) => {
    const letters = events.flatMap(({ event }) => {
      const { document } = event.body as GenericBody
      return document === undefined ? [] : [{ caseId: event.stream_id, documentId: document.documentId }]
    })
    await enqueue(
      tx,
      letters.map((letter) => ({ name: 'document.render', payload: letter, key: `document.render/${letter.documentId}` })),
    )
  },
  clear: async () => {},
}
