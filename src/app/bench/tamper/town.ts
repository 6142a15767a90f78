import { join } from 'node:path'
import { sql } from 'kysely'
import { type Actor, byOf, system } from '../../../kernel/actor.ts'
import { sm3Hex } from '../../../kernel/canonical.ts'
import { type Database, type Tx, transaction } from '../../../kernel/db/index.ts'
import { type BlobStore, diskBlobs } from '../../../kernel/files/index.ts'
import { newId } from '../../../kernel/ids.ts'
import { appendToFile, checkpointFile, openSigner, seal, sequence } from '../../../kernel/log/index.ts'
import { type Now, nowAt } from '../../../kernel/now.ts'
import { begin, caseNumber, lockSettled, open, perform } from '../../../modules/casework/index.ts'
import { importNational } from '../../../modules/clock/index.ts'
import { keepFile } from '../../../modules/document/index.ts'
import { streams } from '../../assemble.ts'

/** What a town leaves outside the database. */
export type Town = { readonly file: string; readonly publicKey: string; readonly blobs: BlobStore; readonly folder: string }

const organisation = '11441602MB2D1234XX'
const officer: Actor = {
  id: 'officer',
  subject: null,
  grants: ['intake.accept', 'casework.correct', 'casework.void_propose'].map((power) => ({
    power,
    scope: '*',
    authority: 'post:1',
  })),
  channel: 'window',
  place: 'hall-1',
}

/**
 * Fills an empty database with cases in every stage: most of it sealed under several checkpoints, some only ordered, some not even that.
 *
 * @param folder for keys, files and checkpoints
 */
export async function makeTown(database: Database, folder: string, cases: number): Promise<Town> {
  const blobs = diskBlobs(join(folder, 'files'))
  const signer = openSigner(join(folder, 'keys'))
  const file = checkpointFile(folder)
  const shared = Buffer.from('handed in by two')
  const begin = Date.parse('2026-03-02T01:00:00.000Z')
  const nowOf = (step: number) => nowAt(new Date(begin + step * 61_337))

  await transaction(database, (tx) => importNational(tx, system, nowOf(0)))
  for (let i = 0; i < cases; i++) {
    const caseId = await transaction(database, (tx) => submit(tx, blobs, i % 5 === 0 ? shared : null, i, nowOf(i)))
    for (let step = 0; step < i % 5; step++) await transaction(database, (tx) => proceed(tx, caseId, step, nowOf(i + step)))
    const isSealed = i < cases - 3
    if (isSealed || i < cases - 1) await transaction(database, (tx) => sequence(tx))
    if (isSealed && i % 2 === 1) {
      await transaction(database, (tx) => seal(tx, streams, signer, nowOf(i)))
      await transaction(database, (tx) => appendToFile(tx, streams, file))
    }
  }
  return { file, publicKey: signer.publicKey, blobs, folder }
}

/** Lets rows stand that the schema would refuse: whoever holds the owner's rights can do the same. */
export async function openTheDoors(tx: Tx): Promise<void> {
  await sql`create table case_event_anywhere partition of case_event default`.execute(tx)
  const { rows } = await sql<{ tab: string; name: string }>`
    select conrelid::regclass::text as tab, conname as name from pg_constraint
    where contype in ('c', 'f') and coninhcount = 0 and conparentid = 0
      and conrelid in ('case_event'::regclass, 'log_order'::regclass, 'log_head'::regclass, 'checkpoint'::regclass, 'blob'::regclass,
        'file'::regclass)`.execute(tx)
  for (const { tab, name } of rows) await sql`alter table ${sql.table(tab)} drop constraint ${sql.ref(name)}`.execute(tx)
}

async function submit(tx: Tx, blobs: BlobStore, shared: Buffer | null, i: number, now: Now): Promise<string> {
  const caseId = newId(now.at)
  const applicantId = newId(now.at)
  const citizen: Actor = { id: `citizen-${i}`, subject: applicantId, grants: [], channel: 'online', place: null }
  const contents = [Buffer.from(`material of case ${i}`), ...(shared === null ? [] : [shared])]
  const facts: Record<string, string | { fileId: string; digest: string }> = {
    'form/name': `张三 ${i}`,
    'form/phone': `1380000${i}`,
  }
  for (const content of contents) {
    const digest = sm3Hex(content)
    const examined = { digest, content, bytes: content.length, mediaType: 'application/pdf' as const, pages: 1, pixels: null }
    const { fileId } = await keepFile(tx, blobs, examined, { name: '材料.pdf', uploadedBy: citizen.id, caseId }, now)
    facts[`material/M${contents.indexOf(content)}/${fileId}`] = { fileId, digest }
  }
  const from = await begin(tx, organisation, applicantId, now)
  const number = caseNumber('441602000000', now.today, from.serial)
  const opening = { number, itemCode: 'ITEM-1', versionId: newId(now.at), ruleSet: 'permit', organisation, applicantId }
  const limit = { days: 5, unit: 'workday' } as const
  const start = [{ code: 'ACCEPT_REVIEW', origin: 'receipt' as const, from: now.today, limit, basis: '行政许可法 32(四)' }]
  await open(tx, caseId, 'submit', opening, { body: { materials: ['M0'] }, facts, start }, byOf(citizen, 'self'), from)
  return caseId
}

const steps: readonly { code: string; change: Parameters<typeof perform>[4] }[] = [
  {
    code: 'accept',
    change: async () => ({
      facts: { 'opinion/1': '材料齐全' },
      end: ['ACCEPT_REVIEW'],
      start: [
        {
          code: 'DECIDE',
          origin: 'acceptance',
          from: '2026-03-03',
          limit: { days: 20, unit: 'workday' },
          basis: '行政许可法 42',
        },
      ],
    }),
  },
  { code: 'proposeVoid', change: async () => ({ body: { reason: 'duplicate' }, facts: { 'undo/explanation': '录入两次' } }) },
  {
    code: 'proposeCorrection',
    change: async () => ({ body: { reason: 'entry_error', receivedOn: null, paths: ['form/name'] } }),
  },
  { code: 'proposeVoid', change: async () => ({ body: { reason: 'wrong_item' } }) },
]

async function proceed(tx: Tx, caseId: string, step: number, now: Now): Promise<void> {
  const next = steps[step]
  if (next === undefined) return
  const file = await lockSettled(tx, caseId, now)
  await perform(tx, file, next.code, officer, next.change)
}
