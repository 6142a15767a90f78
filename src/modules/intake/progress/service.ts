import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { lookup } from '../../../kernel/secrets.ts'
import { acted, findByNumber, isCaseNumber, lockSettled, queryCodeOf, stateNameOf } from '../../casework/index.ts'
import { definitionOf } from '../../catalogue/index.ts'
import { type Progress, TooManyTries, WrongQuery } from '../contract.ts'
import { minutesLeft, tryRules } from './rules.ts'
import { countTry, dropTries, uncountTry } from './store.ts'

/** What somebody without account asks with, and from where. */
type Asked = { readonly number: string; readonly code: string; readonly address: string }

/**
 * Progress for whoever holds number and query code; nothing personal. Wrong codes are counted for the case and for the address, over all
 * processes; right ones are not.
 *
 * @throws Refusal(WrongQuery)   the two do not belong together
 * @throws Refusal(TooManyTries) wrong too often, also when it is right now
 */
export async function progress(tx: Tx, { number, code, address }: Asked, now: Now): Promise<Progress> {
  const isNumber = isCaseNumber(number)
  const marks = [
    ...(isNumber ? [{ mark: lookup('query.number', number), most: tryRules.perNumber }] : []),
    { mark: lookup('query.address', address), most: tryRules.perAddress },
  ]
  const from = new Date(now.at.getTime() - tryRules.minutes * 60_000)
  for (const { mark, most } of marks) {
    const { tries, since } = await countTry(tx, mark, now.at, from)
    if (tries > most) throw new Refusal(TooManyTries, { minutes: minutesLeft(since, now.at) })
  }
  const caseId = isNumber ? await findByNumber(tx, number) : null
  if (caseId === null || queryCodeOf(caseId) !== code.replace(/\s/g, '').toUpperCase()) throw new Refusal(WrongQuery, {})
  for (const { mark } of marks) await uncountTry(tx, mark)

  const file = await lockSettled(tx, caseId, now)
  const { state } = file
  const { dueOn, promisedOn } = acted(file)
  return {
    number,
    itemName: (await definitionOf(tx, state.versionId)).name,
    stateName: stateNameOf(state.state, state.ruleSet),
    receivedOn: state.receivedOn,
    acceptedOn: state.acceptedOn,
    decidedOn: state.decidedOn,
    dueOn,
    promisedOn,
  }
}

/** Forgets tries that are a day old; answers how many. */
export async function forgetTries(tx: Tx, now: Now): Promise<number> {
  return dropTries(tx, new Date(now.at.getTime() - 86_400_000))
}
