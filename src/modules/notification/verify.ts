import { sql } from 'kysely'
import { canonical } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import type { Findings, StreamLog, Visit } from '../../kernel/log/index.ts'
import type { MessageState } from './contract.ts'
import { mayBecome } from './rules.ts'
import { bodyOf } from './service.ts'
import { letterStream, type MessageRow, messagesById } from './store.ts'

/**
 * Checks what hangs on the logs of messages: its words are what the first event committed to, its state is the fold, none is missing and
 * none is there that no event put there.
 *
 * @returns `visit` for `verifyLog`, and `finish` for what shows only when all logs were read
 */
export function messageChecks(tx: Tx, found: Findings): { readonly visit: Visit; finish(): Promise<void> } {
  const add = (streamId: string, seq: number | null, why: string) => found.add({ stream: letterStream.name, streamId, seq }, why)
  return {
    visit: async (batch) => {
      const whole = batch.filter((log) => log.isWhole)
      const rows = new Map(
        (
          await messagesById(
            tx,
            whole.map((log) => log.streamId),
          )
        ).map((row) => [row.id, row]),
      )
      for (const log of whole) {
        const row = rows.get(log.streamId)
        const why = row === undefined ? '消息缺失' : differenceOf(row, log)
        if (why !== null) add(log.streamId, null, why)
      }
    },
    finish: async () => {
      const { rows } = await sql<{ id: string }>`
        select id from message m where not exists (select from letter_event e where e.stream_id = m.id)`.execute(tx)
      for (const { id } of rows) if (!found.hasStream(letterStream.name, id)) add(id, null, '消息没有事件依据')
    },
  }
}

function differenceOf(row: MessageRow, { events }: StreamLog): string | null {
  let state: MessageState | null = null
  for (const { kind } of events) {
    if (!mayBecome(state, kind as MessageState)) return '事件无法推算出消息状态'
    state = kind as MessageState
  }
  const [first, last] = [events[0], events.at(-1)]
  const reason = last?.body.reason ?? null
  const externalId = events.find((event) => event.body.externalId !== undefined)?.body.externalId ?? null
  if (canonical(first?.body) !== canonical(bodyOf(row))) return '消息内容与事件中的承诺值不符'
  const isSame = row.state === state && row.reason === reason && row.external_id === externalId
  return isSame && +row.state_at === +(last?.at ?? 0) ? null : '消息状态与事件不符'
}
