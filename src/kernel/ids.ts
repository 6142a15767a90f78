import { randomBytes, randomInt } from 'node:crypto'
import { sm3 } from './canonical.ts'

/**
 * A UUID v7 (RFC 9562): time first, so that keys made later sort later. Made in the application, never by the database.
 * Ids of one process made within the same millisecond are still in order: 12 bits count up.
 */
export function newId(at: Date): string {
  const ms = at.getTime()
  count = ms === lastMs ? count + 1 : randomInt(0x400)
  if (count > 0xfff) count = 0
  lastMs = ms
  const bytes = random(16)
  bytes.writeUIntBE(ms, 0, 6)
  bytes.writeUInt16BE(0x7000 | count, 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  return dashed(bytes)
}

/** The UUID (v8, out of SM3) of something that has a name of its own: the same name always gives the same id. */
export function nameId(name: string): string {
  const bytes = sm3(name).subarray(0, 16)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  return dashed(bytes)
}

/** Random bytes out of a store that is filled a page at a time: a system call for each id would cost more than the id. */
export function random(length: number): Buffer {
  if (length > pageBytes) return randomBytes(length)
  if (used + length > page.length) {
    page = randomBytes(pageBytes)
    used = 0
  }
  used += length
  return page.subarray(used - length, used)
}

const pageBytes = 4_096
let page = Buffer.alloc(0)
let used = 0

let lastMs = -1
let count = 0

/**
 * A secret to hand to a person: `length` characters of 32 that are not mistaken for one another when read aloud or typed
 * (5 bits each).
 */
export function newSecret(length: number): string {
  return Array.from(random(length), (byte) => secretAlphabet[byte & 31]).join('')
}

const secretAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXYZ'

function dashed(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
