import { newSecret } from '../../../kernel/ids.ts'
import { townItems } from '../../town.ts'
import { png } from '../fuzz/world.ts'
import { pause } from './platform.ts'

/** An act that was acknowledged. */
export type Acknowledged = { readonly caseId: string; readonly kind: string; readonly seq: number; readonly hash: string }

/** Who calls. */
export type Callers = {
  readonly address: string
  readonly citizen: string
  readonly clerk: string
  readonly isOver: () => boolean
}

/**
 * Works through cases until it is over, and finishes the one in hand: each call is sent with the same key until it is answered.
 *
 * @param onDone told of every act that was acknowledged
 * @throws Error when a call that must succeed is refused
 */
export async function callOn(callers: Callers, onDone: (act: Acknowledged) => void): Promise<void> {
  const { address, citizen, clerk, isOver } = callers
  const act = async (kind: string, path: string, token: string, body: object): Promise<Reply> => {
    const reply = await until(address, path, token, { 'content-type': 'application/json' }, JSON.stringify(body))
    onDone({ caseId: String(reply.caseId), kind, seq: Number(reply.seq), hash: String(reply.hash) })
    return reply
  }
  while (!isOver()) {
    const boundary = 'crash-boundary'
    const form = Buffer.concat([
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n`),
      png,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ])
    const { fileId } = await until(
      address,
      '/files',
      citizen,
      { 'content-type': `multipart/form-data; boundary=${boundary}` },
      form,
    )
    const given = await act('submit', '/cases', citizen, {
      itemCode: townItems.permit,
      form: { contactName: '张三', contactPhone: '13800000000', request: '跨省运输一台变压器' },
      materials: [{ code: 'M01', fileId }],
    })
    const path = `/cases/${given.caseId}`
    await act('askCorrection', `${path}/ask-correction`, clerk, { shortfalls: given.shortfalls })
    await act('withdraw', `${path}/withdraw`, citizen, {})
  }
}

type Reply = Record<string, unknown>

/** Sends a call again and again, with one key, until it is answered. */
async function until(
  address: string,
  path: string,
  token: string,
  headers: Record<string, string>,
  body: string | Buffer,
): Promise<Reply> {
  const key = newSecret(20)
  for (;;) {
    const reply = await fetch(`${address}/api${path}`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${token}`, 'idempotency-key': key },
      body,
      signal: AbortSignal.timeout(20_000),
    }).catch(() => null)
    const text = await reply?.text().catch(() => null)
    if (reply?.status === 200 && typeof text === 'string') return JSON.parse(text)
    if (reply !== null && reply.status !== 503 && typeof text === 'string')
      throw new Error(`${path} answered ${reply.status}: ${text}`)
    await pause(100)
  }
}
