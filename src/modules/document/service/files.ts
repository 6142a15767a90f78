import type { Readable } from 'node:stream'
import { type Database, type Tx, transaction } from '../../../kernel/db/index.ts'
import { type BlobStore, cleanName, type Examined } from '../../../kernel/files/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { proofsAmong } from '../../identity/index.ts'
import { type KeptFile, UnknownFile } from '../contract.ts'
import * as store from '../store.ts'

/** A file on record. `caseId` null: uploaded, not handed in yet; `heldBy` then names the draft that keeps it. */
export type FileRecord = KeptFile & {
  readonly uploadedBy: string
  readonly caseId: string | null
  readonly heldBy: string | null
}

/**
 * Keeps a file that was found sound. Its content is on the disk before the transaction can commit, so a row never points
 * at nothing; a content left behind by a rollback is swept later.
 */
export async function keepFile(
  tx: Tx,
  blobs: BlobStore,
  found: Examined,
  from: { name: string; uploadedBy: string; caseId: string | null },
  now: Now,
): Promise<KeptFile> {
  await store.holdBlob(tx, found.digest, found.bytes)
  const digest = await blobs.put(found.content)
  const fileId = newId(now.at)
  const { mediaType, bytes, pages, pixels } = found
  const name = cleanName(from.name)
  const row = {
    file_id: fileId,
    digest,
    media_type: mediaType,
    bytes,
    pages,
    pixels,
    uploaded_by: from.uploadedBy,
    case_id: from.caseId,
  }
  await store.putFile(tx, { ...row, at: now.at }, name)
  return { fileId, name, digest, mediaType, bytes, pages, pixels }
}

/** A file's record, if there is one. */
export async function findFile(tx: Tx, fileId: string): Promise<FileRecord | null> {
  const row = await store.findFileRow(tx, fileId)
  return row === undefined ? null : recordOf(row)
}

/** A file's bytes as a stream, for an answer. */
export function openFile(blobs: BlobStore, file: FileRecord): Readable {
  return blobs.stream(file.digest)
}

/**
 * Hands uploads in with a case: from now on they belong to it. Only one's own, or those that the draft it comes from holds, and each
 * only once.
 *
 * @param holder the draft that holds them; null: none does
 * @returns the files in the order asked for; their digests go into the event
 * @throws Refusal(UnknownFile) one of them does not exist, is somebody else's or belongs to a case already
 */
export async function giveFiles(
  tx: Tx,
  caseId: string,
  fileIds: readonly string[],
  uploadedBy: string,
  holder: string | null = null,
): Promise<FileRecord[]> {
  if (fileIds.length === 0) return []
  const rows = await store.giveToCase(tx, caseId, fileIds, uploadedBy, holder)
  const given = new Map(rows.map((row) => [row.file_id, recordOf(row)]))
  return fileIds.map((id) => {
    const file = given.get(id)
    if (file === undefined) throw new Refusal(UnknownFile, {})
    return file
  })
}

/**
 * Keeps uploads for a draft: no longer swept, and handed in by that draft alone.
 *
 * @throws Refusal(UnknownFile) one of them does not exist, is somebody else's, or belongs to a case or another draft
 */
export async function holdFiles(tx: Tx, holder: string, fileIds: readonly string[], uploadedBy: string): Promise<void> {
  const distinct = [...new Set(fileIds)]
  if (distinct.length === 0) return
  if ((await store.holdLoose(tx, holder, distinct, uploadedBy)) < distinct.length) throw new Refusal(UnknownFile, {})
}

/** Erases what a draft still holds, or of that only these. */
export async function eraseHeld(tx: Tx, holder: string, only?: readonly string[]): Promise<void> {
  const held = await store.heldFiles(tx, holder)
  await store.dropFiles(tx, only === undefined ? held : held.filter((fileId) => only.includes(fileId)))
}

/** Erases files: rows and names now, contents by the next sweep unless another file has the same. */
export async function eraseFiles(tx: Tx, fileIds: readonly string[]): Promise<void> {
  await store.dropFiles(tx, fileIds)
}

/** Erases uploads that were never handed in and are older than `keepDays`, and keeps those that prove a delegation; answers how many. */
export async function eraseLooseFiles(tx: Tx, keepDays: number, now: Now): Promise<number> {
  const found = await store.looseFiles(tx, daysBefore(now, keepDays), 1_000)
  const proofs = await proofsAmong(tx, found)
  for (const { fileId, delegationId } of proofs) await store.keepFor(tx, delegationId, fileId)
  const loose = found.filter((fileId) => !proofs.some((proof) => proof.fileId === fileId))
  await store.dropFiles(tx, loose)
  return loose.length
}

/**
 * Removes contents that no file uses: those of erased files, and those a rollback left on the disk more than a day ago.
 * Each under the lock of its row, so that an upload of the same bytes waits and then stores them again.
 *
 * @returns how many were removed
 */
export async function sweepBlobs(db: Database, blobs: BlobStore, now: Now): Promise<number> {
  let removed = 0
  const remove = async (digest: string, claim: (tx: Tx) => Promise<boolean>) => {
    await transaction(db, async (tx) => {
      if (!(await claim(tx))) return
      await blobs.remove(digest)
      await store.dropBlob(tx, digest)
      removed += 1
    })
  }
  for (const digest of await transaction(db, (tx) => store.unusedBlobs(tx, 10_000))) {
    await remove(digest, (tx) => store.claimUnused(tx, digest))
  }
  const old = daysBefore(now, 1)
  for await (const { digest, bytes, changedAt } of blobs.list()) {
    if (changedAt < old) await remove(digest, (tx) => store.claimStray(tx, digest, bytes))
  }
  return removed
}

/** Ids of all files that belong to a case. */
export async function filesOfCase(tx: Tx, caseId: string): Promise<string[]> {
  const rows = await tx.selectFrom('file').select('file_id').where('case_id', '=', caseId).execute()
  return rows.map((row) => row.file_id)
}

/** Digests of files by their ids, as far as there are such files. */
export async function digestsOf(tx: Tx, fileIds: readonly string[]): Promise<Map<string, string>> {
  if (fileIds.length === 0) return new Map()
  const rows = await tx.selectFrom('file').select(['file_id', 'digest']).where('file_id', 'in', fileIds).execute()
  return new Map(rows.map((row) => [row.file_id, row.digest]))
}

/** What is wrong with a kept content. */
export type Damage = { readonly caseId: string | null; readonly fileId: string; readonly what: 'missing' | 'changed' }

/** Reads every kept content and names each that is missing or is not what its digest says. */
export async function* damagedFiles(tx: Tx, blobs: BlobStore): AsyncGenerator<Damage> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const page = await store.filesAfter(tx, after, 500)
    for (const { file_id: fileId, case_id: caseId, digest } of page) {
      if (!(await blobs.has(digest))) yield { caseId, fileId, what: 'missing' }
      else if (!(await blobs.read(digest).catch(() => null))) yield { caseId, fileId, what: 'changed' }
    }
    const last = page.at(-1)
    if (last === undefined) return
    after = last.file_id
  }
}

function recordOf(row: store.FileRow): FileRecord {
  return {
    fileId: row.file_id,
    name: row.name ?? '未命名',
    digest: row.digest,
    mediaType: row.media_type,
    bytes: row.bytes,
    pages: row.pages,
    pixels: row.pixels,
    uploadedBy: row.uploaded_by,
    caseId: row.case_id,
    heldBy: row.held_by,
  }
}

function daysBefore(now: Now, days: number): Date {
  return new Date(now.at.getTime() - days * 86_400_000)
}
