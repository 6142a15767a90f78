import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { maskedNames, principalsOf } from '../../identity/index.ts'
import type { Applicant, Applicants } from './contract.ts'

/** For whom somebody may apply for an item today: themselves, and those who gave them the right to. @source 行政许可法 29 */
export async function applicantsFor(tx: Tx, itemCode: string, actor: Actor, now: Now): Promise<Applicants> {
  if (actor.subject === null) return { applicants: [] }
  const self = { personId: actor.subject, basis: 'self', untilOn: null } as const
  const all: Omit<Applicant, 'name'>[] = [self, ...(await principalsOf(tx, actor.subject, itemCode, now.today))]
  const names = await maskedNames(
    tx,
    all.map(({ personId }) => personId),
  )
  return { applicants: all.flatMap((one) => named(one, names.get(one.personId))) }
}

/** Whoever was erased is nobody to apply for. */
function named(one: Omit<Applicant, 'name'>, name: string | undefined): Applicant[] {
  return name === undefined ? [] : [{ ...one, name }]
}
