import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Part, Rows } from './manifest.ts'

/**
 * Writes a stream of lines as one compressed part, durably. Nothing is held in memory.
 *
 * @param path below the folder, ending in `.gz`
 */
export async function writeLines(folder: string, path: string, lines: Readable): Promise<Rows> {
  let rows = 0
  const count = passing((chunk) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows += 1
  })
  const written = await write(folder, path, lines, [count, createGzip({ level: 6 })])
  return { ...written, rows }
}

/** Writes a stream as one part, byte for byte. */
export async function writeBytes(folder: string, path: string, bytes: Readable): Promise<Part> {
  return write(folder, path, bytes, [])
}

/** A compressed part as it was before. */
export function readLines(folder: string, part: Part): Readable {
  const file = createReadStream(join(folder, part.path))
  const plain = createGunzip()
  file.on('error', (error) => plain.destroy(error))
  return file.pipe(plain)
}

/** What is wrong with a part, or null. */
export async function faultOf(folder: string, part: Part): Promise<'缺失' | '损坏' | null> {
  const hash = createHash('sm3')
  try {
    for await (const chunk of createReadStream(join(folder, part.path))) hash.update(chunk as Buffer)
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return '缺失'
    throw error
  }
  return hash.digest('hex') === part.sm3 ? null : '损坏'
}

async function write(folder: string, path: string, source: Readable, through: Transform[]): Promise<Part> {
  const target = join(folder, path)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const hash = createHash('sm3')
  let bytes = 0
  const digest = passing((chunk) => {
    hash.update(chunk)
    bytes += chunk.length
  })
  await pipeline([source, ...through, digest, createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true })])
  return { path, bytes, sm3: hash.digest('hex') }
}

function passing(look: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      look(chunk)
      done(null, chunk)
    },
  })
}
