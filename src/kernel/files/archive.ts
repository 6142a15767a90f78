import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { Refusal } from '../refusal.ts'
import type { FileLimits } from './limits.ts'
import { Bomb, Encrypted, Unreadable } from './refusals.ts'

/** What an office package holds: every name, and the text of the small parts that decide what it is. */
export type Parts = { readonly names: readonly string[]; readonly texts: ReadonlyMap<string, string> }

/**
 * Unpacks every entry of a zip once, keeping only the texts asked for, and counts while it flows: declared sizes are not believed.
 *
 * @param wants whether the text of this part is needed
 * @throws Refusal(Bomb)       too many entries, too much content, packed too tightly, overlapping, or an archive within the archive
 * @throws Refusal(Encrypted)  an entry needs a password
 * @throws Refusal(Unreadable) broken, cut off, with bytes before the first entry, or with names that lead out of the folder
 */
export async function unpack(bytes: Buffer, limits: FileLimits, wants: (name: string) => boolean): Promise<Parts> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true }).catch(unreadable)
  if (zip.entryCount > limits.zip.maxEntries) throw new Refusal(Bomb, {})
  const entries = await entriesOf(zip, limits)
  refuseOddLayout(entries, bytes)

  const texts = new Map<string, string>()
  const counter = { bytes: 0, until: performance.now() + limits.timeoutMs }
  for (const entry of entries) {
    if (entry.isEncrypted()) throw new Refusal(Encrypted, {})
    const kept = await flow(zip, entry, bytes.length, limits, counter, wants(entry.fileName))
    if (wants(entry.fileName)) texts.set(entry.fileName, kept)
  }
  return { names: entries.map((entry) => entry.fileName), texts }
}

/** Longest part whose text we look into. */
const maxTextBytes = 4 * 1024 * 1024

async function entriesOf(zip: ZipFile, limits: FileLimits): Promise<Entry[]> {
  const entries: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) if (entries.push(entry) > limits.zip.maxEntries) break
  } catch {
    throw new Refusal(Unreadable, {})
  }
  return entries
}

/** Entries must fill the file from its first byte to the directory: a gap hides a second file, an overlap makes a bomb. */
function refuseOddLayout(entries: readonly Entry[], bytes: Buffer): void {
  const names = new Set(entries.map((entry) => entry.fileName.toLowerCase()))
  if (names.size < entries.length) throw new Refusal(Unreadable, {})

  let end = 0
  for (const entry of entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    const start = entry.relativeOffsetOfLocalHeader
    if (start < end) throw new Refusal(Bomb, {})
    if (start > end + descriptorBytes || start + 30 > bytes.length) throw new Refusal(Unreadable, {})
    end = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28) + entry.compressedSize
  }
  const tail = bytes.lastIndexOf(directoryEnd)
  const directory = bytes.readUInt32LE(tail + 16)
  const fits = directory >= end && directory <= end + descriptorBytes && directory + bytes.readUInt32LE(tail + 12) === tail
  if (!fits) throw new Refusal(Unreadable, {})
}

const descriptorBytes = 24 // a data descriptor may follow each entry
const directoryEnd = Buffer.from('PK\x05\x06', 'latin1')

async function flow(
  zip: ZipFile,
  entry: Entry,
  packed: number,
  { zip: limits }: FileLimits,
  counter: { bytes: number; readonly until: number },
  keep: boolean,
): Promise<string> {
  const kept: Buffer[] = []
  let first = true
  let entryBytes = 0
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      const piece = chunk as Buffer
      if (first && isArchive(piece)) throw new Refusal(Bomb, {})
      first = false
      counter.bytes += piece.length
      entryBytes += piece.length
      const tooTight = counter.bytes > limits.ratioFromBytes && counter.bytes > packed * limits.maxRatio
      if (counter.bytes > limits.maxTotalBytes || tooTight) throw new Refusal(Bomb, {})
      if (keep && entryBytes > maxTextBytes) throw new Refusal(Bomb, {})
      if (performance.now() > counter.until) throw new Refusal(Unreadable, {})
      if (keep) kept.push(piece)
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (/too many bytes/.test(String(error))) throw new Refusal(Bomb, {}) // more than the directory declares
    throw new Refusal(Unreadable, {})
  }
  return decode(Buffer.concat(kept))
}

/** XML of office files is UTF-8, or UTF-16 with a mark. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return bytes.toString('utf8')
}

const archiveStarts = [
  Buffer.from('PK\x03\x04', 'latin1'),
  Buffer.from([0x1f, 0x8b]),
  Buffer.from('Rar!', 'latin1'),
  Buffer.from('7z\xbc\xaf', 'latin1'),
]

function isArchive(start: Buffer): boolean {
  return archiveStarts.some((mark) => start.subarray(0, mark.length).equals(mark))
}

function unreadable(): never {
  throw new Refusal(Unreadable, {})
}
