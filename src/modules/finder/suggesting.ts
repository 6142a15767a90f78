import type { Tx } from '../../kernel/db/index.ts'
import { type FoundItem, itemsOfTopics, versionInForce } from '../catalogue/index.ts'
import { chainOfCodes } from '../region/index.ts'
import type { GivenAnswers } from './contract.ts'
import { answersGiven } from './given.ts'
import { type Knowledge, shippedKnowledge } from './knowledge.ts'
import { currentMemory } from './memory.ts'
import { readPlace } from './store.ts'

/**
 * Items that what somebody has typed so far may become, each name once, the nearest first; by characters, by sound and by first letters.
 *
 * @param query.area  as in findItems
 * @param query.limit 1 to 20
 */
export async function suggestItems(
  tx: Tx,
  { q, area, limit }: { q: string; area?: string; limit: number },
  at: Date,
  knowledge: Knowledge = shippedKnowledge(),
): Promise<FoundItem[]> {
  const chain = area === undefined ? null : chainOfCodes(area)
  const memory = await currentMemory(tx, await readPlace(tx), knowledge)
  const topicNos = memory.complete(q, chain === null ? null : await memory.maskOf(tx, chain), limit * spare)
  const items = await itemsOfTopics(tx, topicNos, chain, at, 1)
  const shown = new Map<string, FoundItem>()
  for (const topicNo of topicNos) {
    const [item] = items.get(topicNo) ?? []
    if (item !== undefined && !shown.has(item.name)) shown.set(item.name, item)
  }
  return [...shown.values()].slice(0, limit)
}

/** So many times more are looked up, in case some bear the same name or are no longer in force. */
const spare = 3

/**
 * Answers to the situations of an item that a question has already given: who asks for a restaurant's permit need not be asked again.
 *
 * @throws Refusal(UnknownItem)
 */
export async function givenAnswers(
  tx: Tx,
  { code, q }: { code: string; q: string },
  at: Date,
  { lexicon }: Pick<Knowledge, 'lexicon'> = shippedKnowledge(),
): Promise<GivenAnswers> {
  const { definition } = await versionInForce(tx, code, at)
  return { answers: answersGiven(q, definition, lexicon) }
}
