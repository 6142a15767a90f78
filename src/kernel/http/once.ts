import { sql } from 'kysely'
import { canonical, sm3 } from '../canonical.ts'
import { isUniqueViolation, prepared, type Tx } from '../db/index.ts'
import type { Now } from '../now.ts'
import { Refusal } from '../refusal.ts'
import { KeyReused } from './refusals.ts'
import { type Recalled, RightsChanged } from './rights.ts'

/** A request as far as repeating it matters: who, which key, and a digest of what was asked. */
export type RequestId = { readonly actor: string; readonly key: string; readonly digest: Buffer }

/** Names a request. The digest covers route and content, so that a key cannot be used for something else. */
export function requestId(
  actor: string,
  key: string,
  routeName: string,
  params: unknown,
  query: unknown,
  body: unknown,
  upload: Buffer | null,
): RequestId {
  const content = canonical({ params: params ?? null, query: query ?? null, body: body ?? null })
  return { actor, key, digest: sm3(key, '\n', routeName, '\n', content, '\n', upload ?? '') }
}

type Kept = [
  actor: string,
  key: string,
  digest: Buffer,
  status: number,
  reply: string,
  at: Date,
  isRead: boolean,
  rights: string | null,
]

const remember = prepared<Kept, { kept: number }>(`
  insert into request_key (actor, key, digest, status, reply, at)
  select $1, $2, $3, $4, $5::jsonb, $6
  where $7::boolean or (select version from rights_version where actor = $1) is not distinct from $8::uuid
  returning 1 as kept`)

/**
 * Keeps the answer with the act, in its transaction. A second one with the same key waits here and then fails on the key.
 *
 * @param recalled the rights that the act went by, where they were not read in this transaction
 * @throws RightsChanged when they are not as they were
 */
export async function keepReply(tx: Tx, id: RequestId, reply: unknown, recalled: Recalled | null, now: Now): Promise<void> {
  const rights = recalled?.version ?? null
  const args: Kept = [id.actor, id.key, id.digest, 200, JSON.stringify(reply ?? null), now.at, recalled === null, rights]
  if ((await remember.run(tx, args)).length === 0) throw new RightsChanged()
}

/** Whether an act failed because another request with the same key has just been answered. */
export function isRepeated(error: unknown): boolean {
  return isUniqueViolation(error, 'request_key_pkey')
}

/**
 * The answer already given to this request.
 *
 * @returns null when there is none
 * @throws Refusal(KeyReused) the key was used for something else
 */
export async function findReply(tx: Tx, id: RequestId): Promise<{ reply: unknown } | null> {
  const { rows } = await sql<{ digest: Buffer; reply: unknown }>`
    select digest, reply from request_key where actor = ${id.actor} and key = ${id.key}`.execute(tx)
  const [row] = rows
  if (row === undefined) return null
  if (!row.digest.equals(id.digest)) throw new Refusal(KeyReused, {})
  return { reply: row.reply }
}

/** Forgets answers older than 30 days. */
export async function forgetReplies(tx: Tx, now: Now): Promise<number> {
  const before = new Date(now.at.getTime() - 30 * 86_400_000)
  const { numAffectedRows } = await sql`delete from request_key where at < ${before}`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}
