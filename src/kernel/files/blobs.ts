import { createReadStream } from 'node:fs'
import { mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { sm3Hex } from '../canonical.ts'
import { newSecret } from '../ids.ts'

/** One stored content. `changedAt` lets a sweeper leave alone what a running transaction may still be about to use. */
export type Blob = { readonly digest: string; readonly bytes: number; readonly changedAt: Date }

/**
 * Contents by their own digest (SM3, 64 hexadecimal digits): what is stored under a digest is what the digest says,
 * or it is damage. Nothing is ever overwritten.
 */
export type BlobStore = {
  /** Stores bytes durably (they survive a power cut once this returns) and answers their digest. Twice is once. */
  put(content: Buffer): Promise<string>
  /** The bytes. @throws Error when they are missing or no longer fit their digest */
  read(digest: string): Promise<Buffer>
  /** The bytes as a stream, unchecked, for sending large files. */
  stream(digest: string): Readable
  has(digest: string): Promise<boolean>
  /** Removes for good: for erasing, and for contents that nothing refers to. Missing is fine. */
  remove(digest: string): Promise<void>
  list(): AsyncIterable<Blob>
}

/** Blobs as files below a folder: `ab/cd/abcd…`. */
export function diskBlobs(folder: string): BlobStore {
  const pathOf = (digest: string) => {
    if (!digestPattern.test(digest)) throw new TypeError('not a digest')
    return join(folder, digest.slice(0, 2), digest.slice(2, 4), digest)
  }
  const has = (digest: string) =>
    stat(pathOf(digest)).then(
      (found) => found.isFile(),
      (error) => {
        if (isMissing(error)) return false
        throw error
      },
    )

  return {
    has,
    put: async (content) => {
      const digest = sm3Hex(content)
      if (!(await has(digest))) await writeOnce(pathOf(digest), content)
      return digest
    },
    read: async (digest) => {
      const content = await readFile(pathOf(digest))
      if (sm3Hex(content) !== digest) throw new Error(`stored file ${digest} is damaged`)
      return content
    },
    stream: (digest) => createReadStream(pathOf(digest)),
    remove: async (digest) => {
      await rm(pathOf(digest), { force: true })
      await syncFolder(dirname(pathOf(digest))).catch((error) => {
        if (!isMissing(error)) throw error
      })
    },
    list: () => listFiles(folder),
  }
}

const digestPattern = /^[0-9a-f]{64}$/

/** Whole or not at all: a name appears only when its bytes are on the disk. */
async function writeOnce(path: string, content: Buffer): Promise<void> {
  const parent = dirname(path)
  const created = await mkdir(parent, { recursive: true, mode: 0o700 })
  const temporary = `${path}.${newSecret(12)}`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncFolder(parent)
  if (created !== undefined) await syncFolder(dirname(parent)).then(() => syncFolder(dirname(dirname(parent))))
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function* listFiles(folder: string): AsyncGenerator<Blob> {
  const entries = await opendir(folder, { recursive: true }).catch((error) => {
    if (isMissing(error)) return []
    throw error
  })
  for await (const entry of entries) {
    if (!entry.isFile() || !digestPattern.test(entry.name)) continue
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => null) // removed while we walk
    if (found !== null) yield { digest: entry.name, bytes: found.size, changedAt: found.mtime }
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}
