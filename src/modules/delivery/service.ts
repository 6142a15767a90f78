import type { Actor } from '../../kernel/actor.ts'
import type { Tx } from '../../kernel/db/index.ts'
import type { Now } from '../../kernel/now.ts'
import {
  type Acted,
  acted,
  addressed,
  type CaseFile,
  findFact,
  type IssuedDocument,
  lockSettled,
  perform,
  writeLetter,
} from '../casework/index.ts'
import { definitionOf } from '../catalogue/index.ts'
import { documentKinds } from '../document/index.ts'
import type { HandOver, Issue } from './contract.ts'

/**
 * Makes the result 制证: the licence or other paper that follows the grant.
 *
 * @source 行政许可法 39
 */
export async function issue(tx: Tx, caseId: string, given: Issue, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  return acted(
    await perform(tx, file, 'issue', actor, async () => ({
      facts: { 'result/name': given.name, 'result/number': given.number },
    })),
  )
}

/**
 * Hands the result over 送达, with a proof of service. Ten working days after the grant at the latest; the clock ends here.
 *
 * @source 行政许可法 44
 */
export async function handOver(tx: Tx, caseId: string, given: HandOver, actor: Actor, now: Now): Promise<Acted> {
  const file = await lockSettled(tx, caseId, now)
  return acted(
    await perform(tx, file, 'handOver', actor, async () => ({
      body: { method: given.method },
      facts: { 'handOver/receivedBy': given.receivedBy },
      end: ['ISSUE'],
      document: await proofOfService(tx, file, given),
    })),
  )
}

async function proofOfService(tx: Tx, file: CaseFile, given: HandOver): Promise<IssuedDocument> {
  const { state, now } = file
  const item = await definitionOf(tx, state.versionId)
  const decisions = state.documents.flatMap(({ kind, number }) =>
    kind === 'D18' || kind === 'S18' ? [{ name: documentKinds[kind].title, number }] : [],
  )
  const content = {
    documents: decisions.length > 0 ? decisions : [await resultOf(tx, file)],
    recipient: file.letterhead.applicantName(),
    method: given.method,
    place: null,
    servedAt: now.at.toISOString(),
    receivedBy: given.receivedBy,
    receivedFor: null,
    servedBy: null,
    note: null,
  }
  return writeLetter<'D30'>(tx, addressed(file, item), ['D30', 'D30'], () => content, now)
}

/** The result as it was made: what is handed over where no letter decided, because silence did. */
async function resultOf(tx: Tx, { state }: CaseFile): Promise<{ name: string; number: string }> {
  const name = await findFact(tx, state, 'result/name')
  const number = await findFact(tx, state, 'result/number')
  return {
    name: typeof name === 'string' ? name.slice(0, 100) : '办理结果',
    number: typeof number === 'string' ? number : '无编号',
  }
}
