import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { canonical, sm3Hex } from '../../../kernel/canonical.ts'
import { type Database, type Tx, transaction } from '../../../kernel/db/index.ts'
import type { BlobStore } from '../../../kernel/files/index.ts'
import { newId, random } from '../../../kernel/ids.ts'
import { isPlain } from '../../../kernel/log/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { MissingGlyph, NoOrganName, UnknownDocument } from '../contract.ts'
import { missingGlyphs } from '../fonts.ts'
import { type ContentOf, type DocumentKind, isDocumentKind, kinds } from '../kinds.ts'
import { renderDocument, type Stamp } from '../render.ts'
import { numbered, numberFrame, numberText, textsOf } from '../rules.ts'
import * as store from '../store.ts'
import { keepFile } from './files.ts'

/** Names one document of one case. */
export type DocumentRef = { readonly caseId: string; readonly documentId: string }

/** A document made: what the act's event says of it. */
export type Drafted = {
  readonly documentId: string
  readonly kind: DocumentKind
  readonly number: string
  readonly digest: string
}

/**
 * Takes the next number 文号 of an organisation's yearly series for one kind. The series stays locked until the transaction ends,
 * so a rollback leaves no gap. An act that takes several takes them in the order of their kinds, lest two acts wait for each other.
 *
 * @param series.shape with `{organ}`, `{year}` and `{n}`; the kind's own proposal when left out
 * @throws Refusal(NoOrganName) the organisation has no short name for its numbers
 */
export async function takeNumber(
  tx: Tx,
  series: { organisationId: string; organ: string | null; kind: DocumentKind; year: number; shape?: string },
  now: Now,
): Promise<{ n: number; text: string }> {
  const { organisationId, organ, kind, year } = series
  if (organ === null) throw new Refusal(NoOrganName, {})
  const n = await store.nextInSeries(tx, organisationId, kind, year)
  const text = numberText(series.shape ?? kinds[kind].number, organ, year, n)
  await tx
    .insertInto('document_number')
    .values({ organisation_id: organisationId, kind, year, n, text, taken_at: now.at })
    .execute()
  return { n, text }
}

/**
 * Makes a document within the act that decides it: number, date and content are fixed here. The file itself is printed after
 * the commit. What is personal goes into the vault; the event carries the number and the digest.
 *
 * @throws Refusal(MissingGlyph) a character that our fonts cannot print
 * @throws Refusal(NoOrganName)
 * @throws TypeError the content is not of the kind's shape: the caller's error
 */
export async function draft<K extends DocumentKind>(
  tx: Tx,
  order: { caseId: string; organisationId: string; organ: string | null; kind: K; content: ContentOf<K>; shape?: string },
  now: Now,
): Promise<Drafted> {
  const { caseId, organisationId, kind, content } = order
  if (!shapes[kind](content)) throw new TypeError(`content is not that of a ${kind}`)
  if (kind === 'S04' && 'isDeemed' in content && content.isDeemed) throw new TypeError('only permits are deemed accepted')
  const characters = await missingGlyphs([order.organ ?? '', ...textsOf(content)].join(''))
  if (characters.length > 0) throw new Refusal(MissingGlyph, { characters: characters.slice(0, 50) })

  if (order.organ === null) throw new Refusal(NoOrganName, {})
  const year = Number(content.issuedOn.slice(0, 4))
  const frame = numberFrame(order.shape ?? kinds[kind].number, order.organ, year)
  const documentId = newId(now.at)
  const salt = random(32)
  const text = canonical(content)
  const digest = sm3Hex(salt, text)
  const n = await store.issueDocument(tx, {
    case_id: caseId,
    document_id: documentId,
    kind,
    organisation_id: organisationId,
    year,
    frame,
    issued_on: content.issuedOn,
    content_digest: digest,
    template: kinds[kind].version,
    at: now.at,
    salt,
    content: text,
  })
  return { documentId, kind, number: numbered(frame, n), digest }
}

/** What the module that keeps the cases knows of a document: the event that issued it, and the query code of its case. */
export type StampOf = (tx: Tx, ref: DocumentRef) => Promise<Omit<Stamp, 'digest'>>

/**
 * Prints a document that is not printed yet and keeps the file. Doing it twice, or by two workers at once, prints it once. It is printed
 * in the form it was drafted for, however long ago.
 *
 * @returns the file, or null when there is nothing left to print: voided or erased
 * @throws Error when the content is no longer what the act fixed, or was made for a form that is not known
 */
export async function renderDocumentJob(
  db: Database,
  blobs: BlobStore,
  ref: DocumentRef,
  stampOf: StampOf,
  now: Now,
): Promise<string | null> {
  const [row, rest] = await transaction(db, async (tx) => [await store.findDocument(tx, ref), await stampOf(tx, ref)] as const)
  if (row === undefined || row.file_id !== null) return row?.file_id ?? null
  if (row.voided_at !== null || row.salt === null) return null
  const { kind, number } = row
  if (!isDocumentKind(kind) || row.template > kinds[kind].version) throw new Error(`no template ${kind} version ${row.template}`)
  if (sm3Hex(row.salt, canonical(row.content)) !== row.content_digest)
    throw new Error(`content of document ${ref.documentId} was changed`)

  const { content, pages } = await renderDocument(kind, number, row.content as ContentOf<typeof kind>, {
    stamp: { digest: row.content_digest, ...rest },
    version: row.template,
  })
  return transaction(db, async (tx) => {
    const found = {
      digest: sm3Hex(content),
      mediaType: 'application/pdf',
      bytes: content.length,
      pages,
      pixels: null,
      content,
    } as const
    const name = `${kinds[kind].title} ${number}.pdf`
    const { fileId } = await keepFile(tx, blobs, found, { name, uploadedBy: 'system', caseId: ref.caseId }, now)
    if (await store.setDocumentFile(tx, ref, fileId)) return fileId
    await store.dropFiles(tx, [fileId]) // another worker was quicker
    return (await store.findDocument(tx, ref))?.file_id ?? null
  })
}

/**
 * A document as it stands in an open transaction, to be printed as a sample after that is undone: without number and stamp.
 *
 * @returns what prints it
 */
export async function sampleOf(
  tx: Tx,
  ref: DocumentRef,
): Promise<() => Promise<{ name: string; mediaType: string; content: Buffer }>> {
  const row = await store.findDocument(tx, ref)
  if (row === undefined || row.salt === null || !isDocumentKind(row.kind)) throw new Error(`no document ${ref.documentId}`)
  const { kind, content } = row
  return async () => {
    const printed = await renderDocument(kind, '（签发时编号）', content as ContentOf<typeof kind>, { stamp: null })
    return { name: `${kinds[kind].title}（预览）.pdf`, mediaType: 'application/pdf', content: printed.content }
  }
}

/** Documents that wait to be printed, oldest first: for a job that looks after what a crash left. */
export async function unrenderedDocuments(tx: Tx, limit: number): Promise<DocumentRef[]> {
  const rows = await tx
    .selectFrom('issued_document')
    .innerJoin('document_content', (join) =>
      join
        .onRef('document_content.case_id', '=', 'issued_document.case_id')
        .onRef('document_content.document_id', '=', 'issued_document.document_id'),
    )
    .select(['issued_document.case_id', 'issued_document.document_id'])
    .where('issued_document.file_id', 'is', null) // partial index issued_document_unrendered
    .where('issued_document.voided_at', 'is', null)
    .orderBy('issued_document.at')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ caseId: row.case_id, documentId: row.document_id }))
}

/** Voids 作废 a document: it and its number stay on record, marked; the number is never given again. */
export async function voidDocument(tx: Tx, ref: DocumentRef, reason: string, now: Now): Promise<void> {
  const row = await tx
    .updateTable('issued_document')
    .set({ voided_at: now.at })
    .where('case_id', '=', ref.caseId)
    .where('document_id', '=', ref.documentId)
    .where('voided_at', 'is', null)
    .returning(['organisation_id', 'kind', 'year', 'n'])
    .executeTakeFirst()
  if (row === undefined) throw new Refusal(UnknownDocument, {})
  await tx
    .updateTable('document_number')
    .set({ voided_at: now.at, void_reason: reason })
    .where('organisation_id', '=', row.organisation_id)
    .where('kind', '=', row.kind)
    .where('year', '=', row.year)
    .where('n', '=', row.n)
    .execute()
}

/** What can be proved of a document: the digest on record, and the digest of the content as it stands now; null when that is erased. */
export type DocumentProof = {
  readonly documentId: string
  readonly kind: string
  readonly number: string
  readonly digest: string
  readonly found: string | null
}

/** The documents of some cases, by case. */
export async function documentProofs(tx: Tx, caseIds: readonly string[]): Promise<Map<string, DocumentProof[]>> {
  const proofs = new Map<string, DocumentProof[]>()
  for (const row of await store.contentsOfCases(tx, caseIds)) {
    const { documentId, kind, number, digest } = row
    const found = row.salt === null || row.content === null ? null : digestOfText(row.salt, row.content)
    const known = proofs.get(row.caseId)
    const proof = { documentId, kind, number, digest, found }
    if (known === undefined) proofs.set(row.caseId, [proof])
    else known.push(proof)
  }
  return proofs
}

/** @param content JSON as the database writes it; what could never have been written gives a digest that fits nothing */
function digestOfText(salt: Buffer, content: string): string {
  try {
    return isPlain(content) ? sm3Hex(salt, canonical(JSON.parse(content))) : ''
  } catch {
    return ''
  }
}

/** Erases what stands in a document, and its file; number, date and digest stay. */
export async function eraseDocument(tx: Tx, ref: DocumentRef): Promise<void> {
  const row = await store.findDocument(tx, ref)
  await tx.deleteFrom('document_content').where('case_id', '=', ref.caseId).where('document_id', '=', ref.documentId).execute()
  if (row?.file_id) await store.dropFiles(tx, [row.file_id])
}

const ajv = addFormats.default(new Ajv({ strict: false }))
const shapes = Object.fromEntries(
  Object.entries(kinds).map(([kind, { shape }]) => [kind, ajv.compile(shape)]),
) as unknown as Record<DocumentKind, ValidateFunction>
