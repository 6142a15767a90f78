import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Keys for personal values at rest. They stand in `<data>/keys/values.key`, readable by the service alone, and never in
 * the database: whoever copies the database reads no name and no number. A backup without this file cannot be read.
 *
 * Values are sealed with SM4-CTR, then HMAC-SM3 (encrypt-then-MAC); a value to be found again is looked up by HMAC-SM3.
 * Every function takes a `use`, such as 'person.name', that binds box and lookup to what they are for.
 *
 * @source GB/T 39786-2021 (storage confidentiality and integrity), GB/T 32907 SM4, GB/T 32905 SM3
 */
export function openSecrets(dataFolder: string): void {
  const master = readOrCreate(join(dataFolder, 'keys'))
  const derive = (label: string) => createHmac('sm3', master).update(`yichuang ${label}`).digest()
  keys = { cipher: derive('cipher').subarray(0, 16), mac: derive('mac'), lookup: derive('lookup') }
}

/** Encrypts a value: version (1 byte), IV (16), ciphertext, tag (32). The same value gives another box each time. */
export function seal(use: string, value: string): Buffer {
  const { cipher, mac } = opened()
  const iv = randomBytes(ivBytes)
  const encryption = createCipheriv('sm4-ctr', cipher, iv)
  const text = Buffer.concat([Buffer.of(version), iv, encryption.update(value, 'utf8'), encryption.final()])
  return Buffer.concat([text, tagOf(mac, use, text)])
}

/**
 * The value in a box.
 *
 * @throws Error when the box was made for another use, by another key, or was changed: never gives a doubtful value
 */
export function unseal(use: string, box: Buffer): string {
  const { cipher, mac } = opened()
  const end = box.length - tagBytes
  if (end < 1 + ivBytes || box[0] !== version) throw new Error(`not a sealed value: ${use}`)
  const text = box.subarray(0, end)
  if (!timingSafeEqual(tagOf(mac, use, text), box.subarray(end))) throw new Error(`sealed value does not verify: ${use}`)
  const decryption = createDecipheriv('sm4-ctr', cipher, text.subarray(1, 1 + ivBytes))
  return Buffer.concat([decryption.update(text.subarray(1 + ivBytes)), decryption.final()]).toString('utf8')
}

/** A digest (32 bytes) under which a value can be found again, useless without the key. */
export function lookup(use: string, value: string): Buffer {
  return createHmac('sm3', opened().lookup).update(`${use}\0${value}`).digest()
}

type Keys = { readonly cipher: Buffer; readonly mac: Buffer; readonly lookup: Buffer }

let keys: Keys | null = null // one set a process, like its environment

const version = 1
const ivBytes = 16
const tagBytes = 32
const masterBytes = 32

function opened(): Keys {
  if (keys === null) throw new Error('openSecrets was not called')
  return keys
}

function tagOf(mac: Buffer, use: string, text: Buffer): Buffer {
  return createHmac('sm3', mac).update(`${use}\0`).update(text).digest()
}

function readOrCreate(folder: string): Buffer {
  const path = join(folder, 'values.key')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = readIfThere(path)
  if (found !== null) return checked(found, path)
  create(folder, path)
  return checked(readFileSync(path), path)
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Written whole under another name, then linked: of two first starts one wins, and neither reads half a key. */
function create(folder: string, path: string): void {
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`
  const file = openSync(draft, 'wx', 0o600)
  writeSync(file, randomBytes(masterBytes))
  fsyncSync(file)
  closeSync(file)
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  unlinkSync(draft)
  const directory = openSync(folder, 'r')
  fsyncSync(directory)
  closeSync(directory)
}

function checked(master: Buffer, path: string): Buffer {
  if (master.length !== masterBytes) throw new Error(`${path} does not hold ${masterBytes} bytes`)
  return master
}
