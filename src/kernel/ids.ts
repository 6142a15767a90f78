import { randomBytes, randomInt } from 'node:crypto'

/**
 * A UUID v7 (RFC 9562): time first, so that keys made later sort later. Made in the application, never by the database.
 * Ids of one process made within the same millisecond are still in order: 12 bits count up.
 */
export function newId(at: Date): string {
  const ms = at.getTime()
  count = ms === lastMs ? count + 1 : randomInt(0x400)
  if (count > 0xfff) count = 0
  lastMs = ms
  const bytes = randomBytes(16)
  bytes.writeUIntBE(ms, 0, 6)
  bytes.writeUInt16BE(0x7000 | count, 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

let lastMs = -1
let count = 0

/**
 * A secret to hand to a person: `length` characters of 32 that are not mistaken for one another when read aloud or typed
 * (5 bits each).
 */
export function newSecret(length: number): string {
  return Array.from(randomBytes(length), (byte) => secretAlphabet[byte & 31]).join('')
}

const secretAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXYZ'
