import type { Channel, Report } from '../channel.ts'
import { isExternalId } from '../channel.ts'
import { type FailureReason, failureNames } from '../contract.ts'
import type { Outcome } from '../rules.ts'

/** Where an SMS gateway is and what it knows us by. */
export type SmsGateway = { readonly url: string; readonly key: string; readonly timeoutMs?: number }

/**
 * Sends by an HTTP gateway 短信网关. Operators each have a protocol of their own; what stands between them and us speaks this:
 *
 * - `POST {url}/messages`, `Authorization: Bearer {key}`, `Idempotency-Key: {id}`, `{ id, to, text }` → 2xx `{ id }`;
 *   422 `{ reason }` when it never will (refused_address, refused_text); anything else: later again.
 * - `GET {url}/reports?ids=a,b` → `{ reports: [{ id, state: 'delivered' | 'failed', reason? }] }`.
 */
export function smsGateway({ url, key, timeoutMs = 10_000 }: SmsGateway): Channel {
  const base = url.replace(/\/+$/, '')
  const call = async (path: string, init: RequestInit & { headers?: Record<string, string> }) => {
    const headers = { authorization: `Bearer ${key}`, ...init.headers }
    return fetch(base + path, { ...init, headers, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
  }
  return {
    code: 'sms',
    send: async ({ messageId, to, text }): Promise<Outcome> => {
      const reply = await call('/messages', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': messageId },
        body: JSON.stringify({ id: messageId, to, text }),
      })
      const said = await bodyOf(reply)
      if (reply.status === 422) return { failure: reasonOf(said.reason, 'refused_text'), isFinal: true }
      if (!reply.ok || !isExternalId(said.id, to)) return { failure: reply.ok ? 'unreachable' : 'busy', isFinal: false }
      return { externalId: said.id }
    },
    reports: async (externalIds) => {
      const reply = await call(`/reports?ids=${externalIds.map(encodeURIComponent).join()}`, { method: 'GET' })
      if (!reply.ok) throw new Error(`gateway answers ${reply.status}`)
      const { reports } = await bodyOf(reply)
      return (Array.isArray(reports) ? reports : []).flatMap((report: unknown) => reportOf(report, externalIds))
    },
  }
}

const mostBytes = 1 << 20

/** What a gateway says, as far as it is an object; nothing of it is believed before it is looked at. */
async function bodyOf(reply: Response): Promise<Record<string, unknown>> {
  const text = await reply.text()
  if (text.length > mostBytes) throw new Error('gateway says too much')
  try {
    const said: unknown = JSON.parse(text)
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function reportOf(report: unknown, asked: readonly string[]): Report[] {
  const { id, state, reason } = (report ?? {}) as Record<string, unknown>
  if (typeof id !== 'string' || !asked.includes(id)) return []
  if (state === 'delivered') return [{ externalId: id, state }]
  return state === 'failed' ? [{ externalId: id, state, reason: reasonOf(reason, 'not_delivered') }] : []
}

function reasonOf(said: unknown, otherwise: FailureReason): FailureReason {
  return typeof said === 'string' && Object.hasOwn(failureNames, said) ? (said as FailureReason) : otherwise
}
