import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import pg from 'pg'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { type Tx, transaction } from '../../kernel/db/index.ts'
import { defaultFileLimits, diskBlobs, examiner } from '../../kernel/files/index.ts'
import { type Actor, anyone, type Call, type Download, type Route } from '../../kernel/http/index.ts'
import { newId } from '../../kernel/ids.ts'
import { nowAt } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import * as document from './index.ts'
import { samples, stamp } from './samples.test-data.ts'
import { wordsOf } from './words.test-data.ts'

const stampOf: document.StampOf = async () => ({ record: stamp.record, queryCode: stamp.queryCode })
const now = nowAt('2026-01-05T02:00:00.000Z')
const later = nowAt('2026-03-05T02:00:00.000Z')
const folder = await mkdtemp(join(tmpdir(), 'document-'))
const blobs = diskBlobs(folder)
const examine = examiner(defaultFileLimits)
let database: TestDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

const act = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof Refusal ? error.kind.code : String(error)),
  )
const order = (caseId = newId(now.at), organisationId = 'A') =>
  ({ caseId, organisationId, organ: '广安行审', kind: 'D04', content: samples.D04 }) as const

async function picture(red: number) {
  const content = await sharp({ create: { width: 9, height: 9, channels: 3, background: { r: red, g: 0, b: 0 } } })
    .png()
    .toBuffer()
  return examine(content, 'a.png')
}

const keep = async (red: number, uploadedBy = 'wang', at = now) => {
  const found = await picture(red)
  return act((tx) => document.keepFile(tx, blobs, found, { name: '身份证.png', uploadedBy, caseId: null }, at))
}

describe('numbers', () => {
  test('each organisation, kind and year has a series of its own, from 1 without gaps', async () => {
    const series = { organisationId: 'N1', organ: '甲', kind: 'D04', year: 2026 } as const
    const take = (change = {}) => act((tx) => document.takeNumber(tx, { ...series, ...change }, now)).then(({ text }) => text)
    expect([await take(), await take(), await take({ year: 2027 }), await take({ organisationId: 'N2', organ: '乙' })]).toEqual([
      '甲许受字〔2026〕1号',
      '甲许受字〔2026〕2号',
      '甲许受字〔2027〕1号',
      '乙许受字〔2026〕1号',
    ])
    expect(await take({ kind: 'D05', shape: '{organ}不受〔{year}〕{n}号' })).toBe('甲不受〔2026〕1号')
  })

  test('forty at once, every third rolled back: no gap, nothing twice', async () => {
    const takes = Array.from({ length: 40 }, (_, i) =>
      act(async (tx) => {
        const { n } = await document.takeNumber(tx, { organisationId: 'N3', organ: '丙', kind: 'D18', year: 2026 }, now)
        if (i % 3 === 0) throw new Error('rolled back')
        return n
      }).catch(() => null),
    )
    const taken = (await Promise.all(takes)).filter((n) => n !== null).sort((a, b) => a - b)
    expect(taken).toEqual(Array.from({ length: 26 }, (_, i) => i + 1))
  })

  test('an organisation without a short name takes none', async () => {
    expect(await codeOf(act((tx) => document.draft(tx, { ...order(), organ: null }, now)))).toBe('document.no_organ_name')
  })
})

describe('documents', () => {
  test('one is fixed by the act, printed once, and comes out in the same bytes ever after', async () => {
    const wanted = order()
    const { documentId, number, digest } = await act((tx) => document.draft(tx, wanted, now))
    const ref = { caseId: wanted.caseId, documentId }
    expect(number).toMatch(/^广安行审许受字〔2026〕\d+号$/)
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    expect(await act((tx) => document.unrenderedDocuments(tx, 10))).toContainEqual(ref)

    const printed = await Promise.all([1, 2, 3].map(() => document.renderDocumentJob(database.db, blobs, ref, stampOf, later)))
    expect(new Set(printed).size).toBe(1)
    expect(await document.renderDocumentJob(database.db, blobs, ref, stampOf, later)).toBe(printed[0])
    expect(await act((tx) => document.unrenderedDocuments(tx, 10))).not.toContainEqual(ref)

    const file = await act((tx) => document.findFile(tx, printed[0] ?? ''))
    const bytes = await blobs.read(file?.digest ?? '')
    expect(await wordsOf(bytes)).toContain(number)
    const again = await document.renderDocument('D04', number, samples.D04, { stamp: { ...stamp, digest } })
    expect(again.content.equals(bytes)).toBe(true)
    expect(file).toMatchObject({
      caseId: wanted.caseId,
      pages: 1,
      mediaType: 'application/pdf',
      name: `受理通知书 ${number}.pdf`,
    })
    expect(await act((tx) => document.documentsOfCase(tx, wanted.caseId))).toEqual([
      { documentId, kind: 'D04', number, issuedOn: '2026-01-05', fileId: printed[0], isVoid: false },
    ])
  })

  test('a name that cannot be printed whole stops the act, and takes no number', async () => {
    const rare = { ...order(undefined, 'R'), content: { ...samples.D04, applicant: { name: '张𠮷' } } }
    const refused = await act((tx) => document.draft(tx, rare, now)).catch((error) => error)
    expect(refused.facts).toEqual({ characters: ['𠮷'] })
    expect(refused.kind.message(refused.facts)).toContain('𠮷')
    expect((await act((tx) => document.draft(tx, order(undefined, 'R'), now))).number).toContain('〕1号')
  })

  test('content of another shape, or a service deemed accepted, is the caller’s error', async () => {
    const wrong = { ...order(), kind: 'D19' } as unknown as ReturnType<typeof order>
    await expect(act((tx) => document.draft(tx, wrong, now))).rejects.toThrow(TypeError)
    const walk = { ...order(), kind: 'D09', content: { ...samples.D09, procedure: '现场核查' } } as unknown as ReturnType<
      typeof order
    >
    await expect(act((tx) => document.draft(tx, walk, now))).rejects.toThrow(TypeError) // not one of the eight of article 45
    const deemed = { ...order(), kind: 'S04', content: { ...samples.S04, isDeemed: true } } as const
    await expect(act((tx) => document.draft(tx, deemed, now))).rejects.toThrow(TypeError)
  })

  test('one drafted for a former form is printed in that form; one for a form that is not known is not printed', async () => {
    const old = order()
    const { documentId, number } = await act((tx) => document.draft(tx, old, now))
    const ref = { caseId: old.caseId, documentId }
    const owner = new pg.Client({ connectionString: database.ownerUrl })
    await owner.connect()
    const drafted = (template: number) =>
      owner.query('update issued_document set template = $1 where document_id = $2', [template, documentId])
    await drafted(3)
    await expect(document.renderDocumentJob(database.db, blobs, ref, stampOf, now)).rejects.toThrow('no template D04 version 3')
    await drafted(1)
    await owner.end()
    const fileId = await document.renderDocumentJob(database.db, blobs, ref, stampOf, later)
    const file = await act((tx) => document.findFile(tx, fileId ?? ''))
    const first = await document.renderDocument('D04', number, samples.D04, { stamp: null, version: 1 })
    expect((await blobs.read(file?.digest ?? '')).equals(first.content)).toBe(true)
  })

  test('one whose content was changed behind our back is not printed', async () => {
    const wanted = order()
    const { documentId } = await act((tx) => document.draft(tx, wanted, now))
    const owner = new pg.Client({ connectionString: database.ownerUrl })
    await owner.connect()
    await owner.query(
      `update document_content set content = jsonb_set(content, '{applicant,name}', '"别人"') where document_id = $1`,
      [documentId],
    )
    await owner.end()
    await expect(
      document.renderDocumentJob(database.db, blobs, { caseId: wanted.caseId, documentId }, stampOf, now),
    ).rejects.toThrow('was changed')
  })

  test('a voided one keeps its number, marked, and the number is not given again', async () => {
    const wanted = order(undefined, 'V')
    const { documentId, number } = await act((tx) => document.draft(tx, wanted, now))
    const ref = { caseId: wanted.caseId, documentId }
    await act((tx) => document.voidDocument(tx, ref, '内容有误', now))
    expect(await codeOf(act((tx) => document.voidDocument(tx, ref, '再次', now)))).toBe('document.unknown_document')
    expect(await document.renderDocumentJob(database.db, blobs, ref, stampOf, now)).toBe(null)
    expect((await act((tx) => document.draft(tx, order(undefined, 'V'), now))).number).not.toBe(number)
    const kept = await act((tx) =>
      tx.selectFrom('document_number').selectAll().where('organisation_id', '=', 'V').orderBy('n').execute(),
    )
    expect(kept.map((row) => [row.n, row.void_reason])).toEqual([
      [1, '内容有误'],
      [2, null],
    ])
  })

  test('an erased one leaves number and digest, and no word of its content', async () => {
    const wanted = { ...order(), content: { ...samples.D04, applicant: { name: '赵某某' } } }
    const { documentId, digest } = await act((tx) => document.draft(tx, wanted, now))
    const ref = { caseId: wanted.caseId, documentId }
    const fileId = (await document.renderDocumentJob(database.db, blobs, ref, stampOf, now)) ?? ''
    const file = await act((tx) => document.findFile(tx, fileId))
    await act((tx) => document.eraseDocument(tx, ref))
    await document.sweepBlobs(database.db, blobs, now)
    expect(await blobs.has(file?.digest ?? '')).toBe(false)
    expect(await act((tx) => document.findFile(tx, fileId))).toBe(null)
    const left = await act((tx) => tx.selectFrom('issued_document').selectAll().where('document_id', '=', documentId).execute())
    expect(left[0]?.content_digest).toBe(digest)
    expect(
      await act((tx) => tx.selectFrom('document_content').select('salt').where('document_id', '=', documentId).execute()),
    ).toEqual([])
  })
})

describe('files', () => {
  test('an upload is handed in with one case, by its owner, once', async () => {
    const { fileId } = await keep(1)
    const caseId = newId(now.at)
    const give = (who: string) => codeOf(act((tx) => document.giveFiles(tx, caseId, [fileId], who)))
    expect(await give('li')).toBe('document.unknown_file')
    expect(await give('wang')).toBe('done')
    expect(await give('wang')).toBe('document.unknown_file')
    expect(await codeOf(act((tx) => document.giveFiles(tx, caseId, [newId(now.at)], 'wang')))).toBe('document.unknown_file')
    expect(await act((tx) => document.findFile(tx, fileId))).toMatchObject({ caseId, name: '身份证.png', uploadedBy: 'wang' })
  })

  test('the same content kept twice is erased only with its last file', async () => {
    const [one, two] = [await keep(2), await keep(2, 'li')]
    expect(one.digest).toBe(two.digest)
    await act((tx) => document.eraseFiles(tx, [one.fileId]))
    await document.sweepBlobs(database.db, blobs, now)
    expect(await blobs.has(one.digest)).toBe(true)
    await act((tx) => document.eraseFiles(tx, [two.fileId]))
    await document.sweepBlobs(database.db, blobs, now)
    expect(await blobs.has(one.digest)).toBe(false)
  })

  test('sweeping while the same content is uploaded again never loses it', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { fileId } = await keep(3)
      await act((tx) => document.eraseFiles(tx, [fileId]))
      const [again] = await Promise.all([keep(3), document.sweepBlobs(database.db, blobs, now)])
      expect(await blobs.has(again.digest)).toBe(true)
      await act((tx) => document.eraseFiles(tx, [again.fileId]))
    }
  })

  test('what a rollback left on the disk is swept a day later, not at once', async () => {
    const found = await picture(4)
    const kept = { name: 'a.png', uploadedBy: 'wang', caseId: null }
    await act(async (tx) => {
      await document.keepFile(tx, blobs, found, kept, now)
      throw new Error('rolled back')
    }).catch(() => {})
    const today = nowAt(new Date())
    await document.sweepBlobs(database.db, blobs, today)
    expect(await blobs.has(found.digest)).toBe(true)
    await document.sweepBlobs(database.db, blobs, nowAt(new Date(today.at.getTime() + 2 * 86_400_000)))
    expect(await blobs.has(found.digest)).toBe(false)
  })

  test('uploads nobody handed in go after their time; those of cases stay', async () => {
    const [loose, used] = [await keep(5), await keep(6)]
    await act((tx) => document.giveFiles(tx, newId(now.at), [used.fileId], 'wang'))
    expect(await act((tx) => document.eraseLooseFiles(tx, 30, later))).toBeGreaterThan(0)
    expect(await act((tx) => document.findFile(tx, loose.fileId))).toBe(null)
    expect(await act((tx) => document.findFile(tx, used.fileId))).not.toBe(null)
  })

  test('a content changed or missing on the disk is named, and no other', async () => {
    const [whole, changed, missing] = [await keep(7), await keep(8), await keep(9)]
    await writeFile(join(folder, changed.digest.slice(0, 2), changed.digest.slice(2, 4), changed.digest), 'x')
    await blobs.remove(missing.digest)
    const found = new Map<string, string>()
    await transaction(database.db, async (tx) => {
      for await (const { fileId, what } of document.damagedFiles(tx, blobs)) found.set(fileId, what)
    })
    expect(found).toEqual(
      new Map([
        [changed.fileId, 'changed'],
        [missing.fileId, 'missing'],
      ]),
    )
    await act((tx) => document.eraseFiles(tx, [whole.fileId, changed.fileId, missing.fileId]))
  })
})

describe('materials', () => {
  test('a later one for the same line replaces the earlier; an uploaded licence counts after it was checked', async () => {
    const caseId = newId(now.at)
    const one = {
      code: 'M1',
      form: 'electronic',
      copies: 1,
      source: 'licence',
      fileId: newId(now.at),
      validUntil: '2027-01-01',
      checkedBy: null,
    } as const
    await act((tx) => document.recordMaterials(tx, caseId, [one, { ...one, code: 'M2', source: 'own' }], now))
    const [again] = await act((tx) => document.recordMaterials(tx, caseId, [one], now))
    const ref = { caseId, materialId: again?.materialId ?? '' }
    const trusts = async () => (await act((tx) => document.materialsOf(tx, caseId))).map((m) => [m.code, m.trust])
    expect(await trusts()).toEqual([
      ['M2', 'D'],
      ['M1', 'C'],
    ])
    await act((tx) => document.checkMaterial(tx, ref, 'clerk', now))
    expect(await trusts()).toContainEqual(['M1', 'B'])
    expect(await codeOf(act((tx) => document.checkMaterial(tx, ref, 'clerk', now)))).toBe('document.not_to_be_checked')
  })

  test('only a window compares with originals', async () => {
    const paper = {
      code: 'M1',
      form: 'original',
      copies: 1,
      source: 'own',
      fileId: null,
      validUntil: null,
      checkedBy: 'clerk',
    } as const
    await expect(act((tx) => document.recordMaterials(tx, newId(now.at), [paper], now))).rejects.toThrow(TypeError)
  })
})

describe('routes', () => {
  const wang: Actor = { ...anyone, id: 'wang' }
  const clerk: Actor = { ...anyone, id: 'clerk' }
  const routes = document.fileRoutes({
    blobs,
    examine,
    mayRead: async (_tx, actor, file) => actor.id === 'clerk' && file.caseId !== null,
  })
  const call = async (route: Route | undefined, actor: Actor, more: Partial<Call>) => {
    const given = { actor, now, params: {}, query: {}, body: {}, upload: null, address: '::1', ...more }
    const prepared = await route?.prepare?.(given.upload)
    return act(async (tx) => route?.handle(tx, { ...given, prepared }))
  }

  test('an upload is examined and kept; its owner, and the department once it has a case, may fetch it', async () => {
    const content = await sharp({ create: { width: 5, height: 5, channels: 3, background: '#0a0' } })
      .jpeg()
      .toBuffer()
    const kept = (await call(routes[0], wang, { upload: { name: '../照片.jpg', content } })) as document.KeptFile
    expect(kept).toMatchObject({ mediaType: 'image/jpeg', pixels: 25, pages: null })
    expect(JSON.stringify(kept)).not.toContain('照片') // the answer is remembered: no name in it
    const fetch = (actor: Actor, id = kept.fileId) => call(routes[1], actor, { params: { id } })
    const download = (await fetch(wang)) as Download
    expect(download).toMatchObject({ name: '照片.jpg', mediaType: 'image/jpeg' })
    const chunks: Buffer[] = []
    for await (const chunk of download.content as Readable) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks)).toHaveLength(kept.bytes)

    expect(await codeOf(fetch(clerk))).toBe('document.unknown_file')
    await act((tx) => document.giveFiles(tx, newId(now.at), [kept.fileId], 'wang'))
    expect(await codeOf(fetch(clerk))).toBe('done')
    expect(await codeOf(fetch({ ...anyone, id: 'li' }))).toBe('document.unknown_file')
    expect(await codeOf(fetch(wang, newId(now.at)))).toBe('document.unknown_file')
  })

  test('what is not what it says, and nothing at all, are refused', async () => {
    expect(await codeOf(call(routes[0], wang, { upload: { name: 'a.pdf', content: Buffer.from('<html>') } }))).toBe(
      'files.wrong_type',
    )
    expect(await codeOf(call(routes[0], wang, {}))).toBe('document.no_file')
  })
})
