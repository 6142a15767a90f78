import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sm3Hex } from '../canonical.ts'
import { cleanName, diskBlobs, extensionOf } from './index.ts'

const folder = await mkdtemp(join(tmpdir(), '一窗 files '))
afterAll(() => rm(folder, { recursive: true }))
const blobs = diskBlobs(folder)

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

test('a blob is found under the SM3 of its bytes, once, however often it is put', async () => {
  const content = Buffer.from('abc')
  const digests = await Promise.all([blobs.put(content), blobs.put(content), blobs.put(content)])
  expect(new Set(digests)).toEqual(new Set([sm3Hex(content)]))
  const digest = sm3Hex(content)
  expect(await blobs.has(digest)).toBe(true)
  expect(await blobs.read(digest)).toEqual(content)
  expect(Buffer.concat(await all<Buffer>(blobs.stream(digest)))).toEqual(content)
  expect(await readdir(join(folder, digest.slice(0, 2), digest.slice(2, 4)))).toEqual([digest])
  expect((await all(blobs.list())).map((blob) => blob.digest)).toEqual([digest])
})

test('a damaged blob is not read as if it were whole', async () => {
  const digest = await blobs.put(Buffer.from('original'))
  await writeFile(join(folder, digest.slice(0, 2), digest.slice(2, 4), digest), 'changed')
  await expect(blobs.read(digest)).rejects.toThrow('damaged')
})

test('a removed blob is gone, and removing it again is fine', async () => {
  const digest = await blobs.put(Buffer.from('to be erased'))
  await blobs.remove(digest)
  await blobs.remove(digest)
  expect(await blobs.has(digest)).toBe(false)
  await expect(blobs.read(digest)).rejects.toThrow()
})

test('nothing outside the folder can be named', async () => {
  await expect(blobs.read('../../etc/passwd')).rejects.toThrow('not a digest')
  expect(() => blobs.stream('../x')).toThrow('not a digest')
})

test('a folder that does not exist yet lists nothing', async () => {
  expect(await all(diskBlobs(join(folder, 'none')).list())).toEqual([])
})

test.each([
  ['../../a.pdf', 'a.pdf'],
  ['C:\\文档\\申请书.docx', '申请书.docx'],
  ['a\u202Efdp.exe', 'afdp.exe'],
  ['a\0b\n.pdf', 'ab.pdf'],
  ['..', '未命名'],
  ['', '未命名'],
  [`${'长'.repeat(300)}.pdf`, `${'长'.repeat(109)}.pdf`],
])('the name %j is kept as %j', (given, kept) => expect(cleanName(given)).toBe(kept))

test('the extension is what follows the last dot', () => {
  expect(['a.PDF', 'a.tar.gz', 'a', '.x', 'a.'].map(extensionOf)).toEqual(['pdf', 'gz', '', 'x', ''])
})
