import type { Follower } from '../../kernel/log/index.ts'
import { accountStream } from '../identity/index.ts'
import { removeDraftsFor } from './drafts/service/ending.ts'

/** Whoever is erased leaves no draft behind. Keeps no rows. @source 个人信息保护法 47 */
export const draftEraser: Follower = {
  name: 'intake.drafts',
  version: 1,
  streams: [accountStream],
  handle: async (tx, events) => {
    for (const { event } of events) if (event.kind === 'erased') await removeDraftsFor(tx, event.stream_id)
  },
  clear: async () => {},
}
