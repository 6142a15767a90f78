import type { Tx } from '../../../kernel/db/index.ts'
import type { Day } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { type CaseFile, findFact } from '../../casework/index.ts'
import type { ItemDefinition } from '../../catalogue/index.ts'
import { DayInvalid, isDay, lastRenewalRequest } from '../../clock/index.ts'
import { type Accepting, ExpiryNeeded, NoRenewal, type Standing } from './contract.ts'
import { leadDaysOf, type Renewal, standingOf } from './rules.ts'

/** A renewal as the acceptance letter tells of it. `writtenOn`: what the applicant wrote, where that is another day. */
export type ToldRenewal = Renewal & { readonly latestOn: Day; readonly writtenOn: Day | null; readonly standing: Standing }

/**
 * The renewal that a clerk states when accepting; null where the item is none.
 *
 * @throws Refusal(ExpiryNeeded) the item is a renewal, and the day is missing
 * @throws Refusal(NoRenewal)    it is none, and a day is given
 * @throws Refusal(DayInvalid)   the day does not exist
 */
export async function statedRenewal(tx: Tx, file: CaseFile, item: ItemDefinition, given: Accepting): Promise<ToldRenewal | null> {
  const { renewal } = item
  const { expiresOn } = given
  if (renewal === undefined && expiresOn === undefined) return null
  if (renewal === undefined) throw new Refusal(NoRenewal, {})
  if (expiresOn === undefined) throw new Refusal(ExpiryNeeded, {})
  if (!isDay(expiresOn)) throw new Refusal(DayInvalid, { field: 'expiresOn' })
  const stated = { expiresOn, leadDays: leadDaysOf(renewal) }
  const written = await findFact(tx, file.state, `form/${renewal.expiryField}`)
  const writtenOn = typeof written === 'string' && isDay(written) && written !== expiresOn ? written : null
  const latestOn = lastRenewalRequest(expiresOn, stated.leadDays)
  return { ...stated, latestOn, writtenOn, standing: standingOf(file.state, stated) }
}
