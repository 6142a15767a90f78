import { sql } from 'kysely'
import { prepared, type Tx } from '../../kernel/db/index.ts'
import type { Day } from '../../kernel/now.ts'

/** A file as its row has it, with the name while it has one. */
export type FileRow = {
  readonly file_id: string
  readonly digest: string
  readonly media_type: string
  readonly bytes: number
  readonly pages: number | null
  readonly pixels: number | null
  readonly uploaded_by: string
  readonly case_id: string | null
  /** The draft that keeps it. */
  readonly held_by: string | null
  readonly at: Date
  readonly name: string | null
}

/** Makes the row of a content, or locks it: until the end of the transaction nobody removes that content. */
export async function holdBlob(tx: Tx, digest: string, bytes: number): Promise<void> {
  await tx
    .insertInto('blob')
    .values({ digest, bytes })
    .onConflict((same) => same.column('digest').doUpdateSet((row) => ({ bytes: row.ref('excluded.bytes') })))
    .execute()
}

/** Makes the row of a content that has none; false when it is in use. */
export async function claimStray(tx: Tx, digest: string, bytes: number): Promise<boolean> {
  const made = await tx
    .insertInto('blob')
    .values({ digest, bytes })
    .onConflict((same) => same.doNothing())
    .returning('digest')
    .execute()
  return made.length > 0
}

/** Locks a content that no file uses any more; false when one does, or it is gone. */
export async function claimUnused(tx: Tx, digest: string): Promise<boolean> {
  const locked = await tx.selectFrom('blob').select('digest').where('digest', '=', digest).forUpdate().executeTakeFirst()
  if (locked === undefined) return false
  const used = await tx.selectFrom('file').select('file_id').where('digest', '=', digest).limit(1).executeTakeFirst()
  return used === undefined
}

export async function dropBlob(tx: Tx, digest: string): Promise<void> {
  await tx.deleteFrom('blob').where('digest', '=', digest).execute()
}

/** Contents that no file uses. */
export async function unusedBlobs(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('blob')
    .select('digest')
    .where((is) => is.not(is.exists(is.selectFrom('file').select('file_id').whereRef('file.digest', '=', 'blob.digest'))))
    .limit(limit)
    .execute()
  return rows.map((row) => row.digest)
}

export async function putFile(tx: Tx, row: Omit<FileRow, 'name' | 'held_by'>, name: string): Promise<void> {
  await tx.insertInto('file').values(row).execute()
  await tx.insertInto('file_name').values({ file_id: row.file_id, name }).execute()
}

export async function findFileRow(tx: Tx, fileId: string): Promise<FileRow | undefined> {
  return files(tx).where('file.file_id', '=', fileId).executeTakeFirst()
}

/** Files with their names, by id; the next page begins behind `after`. */
export async function filesAfter(tx: Tx, after: string, limit: number): Promise<FileRow[]> {
  return files(tx).where('file.file_id', '>', after).orderBy('file.file_id').limit(limit).execute()
}

/** Gives loose uploads of one account, or what a draft holds, to a case; answers those that could be given. */
export async function giveToCase(
  tx: Tx,
  caseId: string,
  fileIds: readonly string[],
  uploadedBy: string,
  holder: string | null,
): Promise<FileRow[]> {
  return give.run(tx, [caseId, fileIds, uploadedBy, holder])
}

const give = prepared<[caseId: string, fileIds: readonly string[], uploadedBy: string, holder: string | null], FileRow>(`
  update file set case_id = $1, held_by = null where file_id = any($2::uuid[]) and case_id is null
    and case when $4::uuid is null then held_by is null and uploaded_by = $3 else held_by = $4::uuid end
  returning file_id, digest, media_type, bytes, pages, pixels, uploaded_by, case_id, held_by, at,
    (select name from file_name where file_name.file_id = file.file_id) as name`)

/** A material as its row has it. */
export type MaterialRow = {
  readonly material_id: string
  readonly code: string
  readonly form: string
  readonly copies: number
  readonly trust: string
  readonly file_id: string | null
  readonly valid_until: Day | null
  readonly checked_by: string | null
}

/** Adds materials to a case; the first of each code takes the place of those that counted before. */
export async function addMaterials(tx: Tx, caseId: string, rows: readonly MaterialRow[], at: Date): Promise<void> {
  const all = <K extends keyof MaterialRow>(column: K) => rows.map((row) => row[column])
  await add.run(tx, [
    caseId,
    all('material_id'),
    all('code'),
    all('form'),
    all('copies'),
    all('trust'),
    all('file_id'),
    all('valid_until'),
    all('checked_by'),
    at,
  ])
}

const add = prepared<unknown[], never>(`
  with given as (
    select * from unnest($2::uuid[], $3::text[], $4::text[], $5::smallint[], $6::text[], $7::uuid[], $8::date[], $9::text[])
      with ordinality as g (material_id, code, form, copies, trust, file_id, valid_until, checked_by, place)
  ), replaced as (
    update material m set replaced_by = first.material_id
    from (select distinct on (code) code, material_id from given order by code, place) first
    where m.case_id = $1::uuid and m.code = first.code and m.replaced_by is null
  )
  insert into material (case_id, material_id, code, form, copies, trust, file_id, valid_until, checked_by, checked_at, at)
  select $1::uuid, material_id, code, form, copies, trust, file_id, valid_until, checked_by,
    case when checked_by is null then null else $10::timestamptz end, $10::timestamptz
  from given order by place`)

export async function dropFiles(tx: Tx, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length === 0) return
  await tx.deleteFrom('file_name').where('file_id', 'in', fileIds).execute()
  await tx.deleteFrom('file').where('file_id', 'in', fileIds).execute()
}

/** Lets a holder keep loose uploads of one account, besides those it keeps already; answers how many it keeps of these. */
export async function holdLoose(tx: Tx, holder: string, fileIds: readonly string[], uploadedBy: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('file')
    .set({ held_by: holder })
    .where('file_id', 'in', fileIds)
    .where('case_id', 'is', null)
    .where((is) => is.or([is('held_by', '=', holder), is.and([is('held_by', 'is', null), is('uploaded_by', '=', uploadedBy)])]))
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Lets a holder keep a loose upload, whose ever it is. */
export async function keepFor(tx: Tx, holder: string, fileId: string): Promise<void> {
  await tx.updateTable('file').set({ held_by: holder }).where('file_id', '=', fileId).where('case_id', 'is', null).execute()
}

/** What a holder keeps. */
export async function heldFiles(tx: Tx, holder: string): Promise<string[]> {
  const rows = await tx.selectFrom('file').select('file_id').where('held_by', '=', holder).execute()
  return rows.map((row) => row.file_id)
}

/** What the files that a holder keeps are called; one whose name is gone is left out. */
export async function heldNames(tx: Tx, holder: string): Promise<{ fileId: string; name: string }[]> {
  return tx
    .selectFrom('file')
    .innerJoin('file_name', 'file_name.file_id', 'file.file_id')
    .select(['file.file_id as fileId', 'file_name.name'])
    .where('held_by', '=', holder) // partial index file_held
    .orderBy('file.file_id')
    .execute()
}

/** Uploads that nobody handed in before a moment, oldest first. */
export async function looseFiles(tx: Tx, before: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('file')
    .select('file_id')
    .where('case_id', 'is', null) // partial index file_loose
    .where('held_by', 'is', null)
    .where('at', '<', before)
    .orderBy('at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.file_id)
}

/** The next number of a series. Others who want one of the same series wait until this transaction ends: no gaps. */
export async function nextInSeries(tx: Tx, organisationId: string, kind: string, year: number): Promise<number> {
  const row = await tx
    .insertInto('number_series')
    .values({ organisation_id: organisationId, kind, year, last: 1 })
    .onConflict((same) =>
      same.columns(['organisation_id', 'kind', 'year']).doUpdateSet({ last: sql<number>`number_series.last + 1` }),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return row.last
}

/** A document about to be issued, but for its number. `frame` is the text of the number with `{n}` open. */
export type NewDocument = {
  readonly case_id: string
  readonly document_id: string
  readonly kind: string
  readonly organisation_id: string
  readonly year: number
  readonly frame: string
  readonly issued_on: Day
  readonly content_digest: string
  readonly template: number
  readonly at: Date
  readonly salt: Buffer
  readonly content: string
}

/** Takes the next number and writes the document under it, in one statement. Others of the same series wait, as in `nextInSeries`. */
export async function issueDocument(tx: Tx, row: NewDocument): Promise<number> {
  const [taken] = await issue.run(tx, [
    row.organisation_id,
    row.kind,
    row.year,
    row.frame,
    row.at,
    row.case_id,
    row.document_id,
    row.issued_on,
    row.content_digest,
    row.template,
    row.salt,
    row.content,
  ])
  if (taken === undefined) throw new Error('no number was taken')
  return taken.n
}

const issue = prepared<unknown[], { n: number }>(`
  with series as (
    insert into number_series (organisation_id, kind, year, last) values ($1, $2, $3, 1)
    on conflict (organisation_id, kind, year) do update set last = number_series.last + 1
    returning organisation_id, kind, year, last as n
  ), number as (
    insert into document_number (organisation_id, kind, year, n, text, taken_at)
    select organisation_id, kind, year, n, replace($4::text, '{n}', n::text), $5::timestamptz from series
    returning n, text
  ), document as (
    insert into issued_document
      (case_id, document_id, kind, organisation_id, year, n, number, issued_on, content_digest, template, at)
    select $6::uuid, $7::uuid, $2, $1, $3, n, text, $8::date, $9::text, $10::smallint, $5::timestamptz from number
  ), content as (
    insert into document_content (case_id, document_id, salt, content) values ($6::uuid, $7::uuid, $11::bytea, $12::jsonb)
  )
  select n from series`)

/** A document's row with its content, which is null once erased. */
export async function findDocument(tx: Tx, ref: { caseId: string; documentId: string }) {
  return tx
    .selectFrom('issued_document')
    .leftJoin('document_content', (join) =>
      join
        .onRef('document_content.case_id', '=', 'issued_document.case_id')
        .onRef('document_content.document_id', '=', 'issued_document.document_id'),
    )
    .selectAll('issued_document')
    .select(['document_content.salt', 'document_content.content'])
    .where('issued_document.case_id', '=', ref.caseId)
    .where('issued_document.document_id', '=', ref.documentId)
    .executeTakeFirst()
}

/** What stands in the documents of some cases, as the database writes it. */
export async function contentsOfCases(tx: Tx, caseIds: readonly string[]) {
  type Row = {
    caseId: string
    documentId: string
    kind: string
    number: string
    digest: string
    salt: Buffer | null
    content: string | null
  }
  const { rows } = await sql<Row>`
    select d.case_id as "caseId", d.document_id as "documentId", d.kind, d.number, d.content_digest as digest, c.salt,
      c.content::text as content
    from issued_document d left join document_content c on c.case_id = d.case_id and c.document_id = d.document_id
    where d.case_id = any(${caseIds}::uuid[])`.execute(tx)
  return rows
}

/** Names the file of a document that has none; false when another was quicker. */
export async function setDocumentFile(tx: Tx, ref: { caseId: string; documentId: string }, fileId: string): Promise<boolean> {
  const set = await tx
    .updateTable('issued_document')
    .set({ file_id: fileId })
    .where('case_id', '=', ref.caseId)
    .where('document_id', '=', ref.documentId)
    .where('file_id', 'is', null)
    .returning('document_id')
    .execute()
  return set.length > 0
}

/** What a list of a case's documents shows, in the order they were issued. */
export type DocumentRow = {
  readonly documentId: string
  readonly kind: string
  readonly number: string
  readonly issuedOn: Day
  readonly fileId: string | null
  readonly isVoid: boolean
}

export async function documentsOfCase(tx: Tx, caseId: string): Promise<DocumentRow[]> {
  const rows = await tx.selectFrom('issued_document').selectAll().where('case_id', '=', caseId).orderBy('document_id').execute()
  return rows.map((row) => ({
    documentId: row.document_id,
    kind: row.kind,
    number: row.number,
    issuedOn: row.issued_on,
    fileId: row.file_id,
    isVoid: row.voided_at !== null,
  }))
}

function files(tx: Tx) {
  return tx
    .selectFrom('file')
    .leftJoin('file_name', 'file_name.file_id', 'file.file_id')
    .selectAll('file')
    .select('file_name.name')
}
