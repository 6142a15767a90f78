import type { Actor } from '../../kernel/actor.ts'
import type { Tx } from '../../kernel/db/index.ts'
import type { Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { documentsOfCase, eraseDocument, eraseFiles, filesOfCase } from '../document/index.ts'
import { closedStates, type Erasing, StillOpen } from './contract.ts'
import { correctionPrefix } from './own-acts.ts'
import { act, type CaseFile, lockSettled, read } from './service.ts'
import { deleteFacts, factRows } from './store.ts'
import { materialIn } from './verify.ts'

/** What is erased: everything of a case, or what stands under some paths – corrections proposed for them included. */
export type Erasure = { readonly paths: readonly string[] | 'all'; readonly ground: string }

const mostRows = 2_000 // in one event

/**
 * Erases a whole case's personal data on order 删除: once it is closed, or at once when it was somebody else's from the start.
 *
 * @throws Refusal(StillOpen)             the case still needs it
 * @throws Refusal(UnknownCase | NoPower)
 * @source 个人信息保护法 46, 47
 */
export async function eraseOnOrder(tx: Tx, caseId: string, given: Erasing, actor: Actor, now: Now): Promise<CaseFile> {
  const { state } = await read(tx, caseId, actor, now)
  if (given.ground !== 'wrong_person' && !closedStates.includes(state.state)) throw new Refusal(StillOpen, {})
  return erase(tx, caseId, { paths: 'all', ground: given.ground }, actor, now)
}

/**
 * Erases what a person said or handed in from a case: values, salts, files, with 'all' also what stands in its documents. The log keeps
 * commitments that nobody can open any more, and an `erased` event says what is gone and why. Contents of files leave the disk with
 * the next sweep.
 *
 * @param erasure.ground why, as a code: 'retention', 'withdrawn_consent', 'wrong_person'
 * @param actor          who orders it; null when a retention period ends
 * @throws Refusal(UnknownCase) there is no such case
 * @throws Refusal(NoPower)     the actor may not
 * @source 个人信息保护法 46, 47
 */
export async function erase(tx: Tx, caseId: string, erasure: Erasure, actor: Actor | null, now: Now): Promise<CaseFile> {
  const { paths, ground } = erasure
  const file = await lockSettled(tx, caseId, now)
  const isMeant = (path: string) => paths === 'all' || paths.some((meant) => path === meant || path === correctionPrefix + meant)
  const rows = (await factRows(tx, caseId)).filter((row) => isMeant(row.path))
  const documents = paths === 'all' ? (await documentsOfCase(tx, caseId)).map((row) => row.documentId) : []
  if (rows.length === 0 && documents.length === 0) return file

  for (let from = 0; from === 0 || from < rows.length; from += mostRows) {
    const gone = rows.slice(from, from + mostRows).map(({ seq, path }) => ({ seq, path }))
    await act(tx, file, 'erased', actor, async () => ({ body: { ground, rows: gone, documents: from === 0 ? documents : [] } }))
    await deleteFacts(tx, caseId, gone)
  }
  for (const documentId of documents) await eraseDocument(tx, { caseId, documentId })
  const files =
    paths === 'all' ? await filesOfCase(tx, caseId) : rows.flatMap((row) => materialIn(row.path, row.value)?.fileId ?? [])
  await eraseFiles(tx, files)
  return file
}
