import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sm3Hex } from '../canonical.ts'

/** Signs checkpoints with a key that stands outside the database. */
export type Signer = {
  /** Names the key: the first 16 hexadecimal digits of SM3 over its public half. */
  readonly keyId: string
  readonly publicKey: string
  sign(message: Buffer): Buffer
}

/**
 * The signing key of this installation: Ed25519, made on first use, readable by its owner only. The public half lies beside it,
 * to be kept elsewhere by whoever wants to check without trusting this machine.
 *
 * @param folder  the keys' folder under the data folder
 */
export function openSigner(folder: string): Signer {
  const path = join(folder, 'checkpoint.pem')
  if (!existsSync(path)) make(folder, path)
  const key = createPrivateKey(readFileSync(path))
  const publicKey = publicPem(createPublicKey(key))
  if (findPublicKey(folder) === null) writeFileSync(join(folder, publicName), publicKey)
  return { keyId: keyIdOf(publicKey), publicKey, sign: (message) => sign(null, message, key) }
}

/** The public key that checkpoints of this installation are checked with, or null before the first start. */
export function findPublicKey(folder: string): string | null {
  const path = join(folder, publicName)
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** Whether a signature over a message was made with the private half of this public key (PEM). */
export function isSignedBy(publicKey: string, message: Buffer, signature: Buffer): boolean {
  return verify(null, message, createPublicKey(publicKey), signature)
}

/** Short name of a public key. */
export function keyIdOf(publicKey: string): string {
  return sm3Hex(publicKey).slice(0, 16)
}

const publicName = 'checkpoint.pub.pem'

/** The file appears whole or not at all, and the first of two processes wins. */
function make(folder: string, path: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ed25519')
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flush: true })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}

function publicPem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString()
}
