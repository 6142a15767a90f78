import { sql } from 'kysely'
import { canonical } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import type { Findings, StreamLog, Visit } from '../../kernel/log/index.ts'
import { commitmentOf } from '../casework/index.ts'
import { foldOrder } from './rules.ts'
import { invitedBody } from './service/inviting.ts'
import * as store from './store.ts'

/**
 * Checks what hangs on the logs of ratings: invitations and marks are what the events say, words what they commit to, orders their fold;
 * none is missing and none is there that no event put there.
 *
 * @returns `visit` for `verifyLog`, and `finish` for what shows only when all logs were read
 */
export function ratingChecks(tx: Tx, found: Findings): { readonly visit: Visit; finish(): Promise<void> } {
  const add = (streamId: string, seq: number | null, why: string) =>
    found.add({ stream: store.ratingStream.name, streamId, seq }, why)
  return {
    visit: async (batch) => {
      const whole = batch.filter((log) => log.isWhole)
      const ids = whole.map((log) => log.streamId)
      const seen = new Map((await store.seenById(tx, ids)).map((row) => [row.id, row]))
      const orders = new Map((await store.ordersById(tx, ids)).map((row) => [row.invitation_id, row]))
      const words = await store.wordsOf(tx, ids)
      for (const log of whole) {
        const row = seen.get(log.streamId)
        const [invited, rated] = log.events
        if (row === undefined) add(log.streamId, null, '评价邀请缺失')
        else if (canonical(invited?.body) !== canonical(invitedBody(row))) add(log.streamId, 1, '评价邀请与事件不符')
        else if (!isSameMark(row, rated)) add(log.streamId, 2, '评价与事件不符')
        const order = orders.get(log.streamId)
        if (canonical(foldOrder(log.events)) !== canonical(order?.fold ?? null)) add(log.streamId, null, '整改单与事件不符')
        for (const [seq, why] of wrongWords(
          log,
          words.filter((one) => one.stream_id === log.streamId),
        ))
          add(log.streamId, seq, why)
      }
    },
    finish: async () => {
      const { rows } = await sql<{ id: string }>`
        select id from rating_invitation i where not exists (select from rating_event e where e.stream_id = i.id)
        union select invitation_id from rating r where not exists (select from rating_event e where e.stream_id = r.invitation_id)
        union select invitation_id from rating_order o where not exists (select from rating_event e where e.stream_id = o.invitation_id)
        union select stream_id from rating_words w where not exists (select from rating_event e where e.stream_id = w.stream_id)`.execute(
        tx,
      )
      for (const { id } of rows) if (!found.hasStream(store.ratingStream.name, id)) add(id, null, '评价没有事件依据')
    },
  }
}

function isSameMark(row: store.Seen, rated: StreamLog['events'][number] | undefined): boolean {
  const said = rated?.kind === 'rated' ? rated : null
  if (said === null || row.level === null) return said === null && row.level === null
  const { level, scale, labels } = said.body
  const isListed = row.listed_under === row.organisation && said.effective_on === row.given_on
  return isListed && canonical([level, scale, labels]) === canonical([row.level, row.scale, row.labels])
}

/** Words that are not what an event committed to, or are gone without having been erased. */
function wrongWords({ events }: StreamLog, rows: readonly store.WordsRow[]): [seq: number, why: string][] {
  const kept = new Map(rows.map((row) => [`${row.seq}/${row.path}`, commitmentOf(row)]))
  const erased = new Set(
    events.flatMap(({ kind, body }) =>
      kind === 'erased' ? (body.rows as { seq: number; path: string }[]).map(({ seq, path }) => `${seq}/${path}`) : [],
    ),
  )
  const wrong: [number, string][] = []
  for (const { seq, body } of events) {
    for (const [path, commitment] of Object.entries((body.facts ?? {}) as Record<string, string>)) {
      const key = `${seq}/${path}`
      const expected = erased.has(key) ? undefined : commitment
      if (kept.get(key) !== expected) wrong.push([seq, `${path} 与事件中的承诺值不符或者缺失`])
      kept.delete(key)
    }
  }
  return [...wrong, ...[...kept.keys()].map((key): [number, string] => [Number(key.split('/')[0]), `${key} 没有事件依据`])]
}
