import { type Actor, byOf } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { record } from '../../../kernel/log/index.ts'
import type { Now } from '../../../kernel/now.ts'
import type { Access } from '../contract.ts'
import { accessesOf } from '../store/accesses.ts'
import { accessStream } from './events.ts'

/**
 * Records that somebody saw a person's data in clear. Looking at one's own is not recorded.
 *
 * @param look.purpose   short code, such as 'intake.check'
 * @param look.fields    names of what was seen, never the values
 * @param look.authority by which right; without it the record names the account alone
 * @source 个人信息保护法 45, 51
 */
export async function recordAccess(
  tx: Tx,
  look: {
    actor: Actor
    subjectPersonId: string
    caseId?: string | null
    purpose: string
    fields: readonly string[]
    authority?: string
  },
  now: Now,
): Promise<void> {
  const { actor, subjectPersonId, purpose } = look
  if (actor.subject === subjectPersonId) return
  await record(tx, accessStream, {
    streamId: subjectPersonId,
    kind: 'seen',
    v: 1,
    body: { caseId: look.caseId ?? null, purpose, fields: [...look.fields] },
    by: byOf(actor, look.authority ?? 'account'),
    ground: null,
    effectiveOn: now.today,
    at: now.at,
  })
}

/** Who saw the caller's own data, newest first. */
export async function accessesTo(tx: Tx, actor: Actor, limit: number): Promise<Access[]> {
  const rows = actor.subject === null ? [] : await accessesOf(tx, actor.subject, limit)
  return rows.map(({ seq: _seq, actor: _actor, ...access }) => access)
}
