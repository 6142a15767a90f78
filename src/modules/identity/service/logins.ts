import { randomBytes, timingSafeEqual } from 'node:crypto'
import { sm3 } from '../../../kernel/canonical.ts'
import { newSecret } from '../../../kernel/ids.ts'
import { lookup } from '../../../kernel/secrets.ts'
import type { Login } from '../contract.ts'
import { halfWidth, normaliseIdentifier, numberFamily } from '../rules/identifiers.ts'

/** A login in its one form: staff logins in small letters, numbers as they are stored. */
export function normaliseLogin(login: Login): string {
  return login.kind === 'staff' ? halfWidth(login.value).trim().toLowerCase() : normaliseIdentifier(login.kind, login.value)
}

/** Under what an account is found. Kinds that share one number share one login. */
export function loginLookup(login: Login): Buffer {
  return lookup(`login.${numberFamily(login.kind)}`, normaliseLogin(login))
}

/** A fresh secret that is told once, and the digest that is kept. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: tokenHash(token) }
}

/** What is kept of a token. */
export function tokenHash(token: string): Buffer {
  return sm3(token)
}

/** A one-time code to hand over on paper or by voice: 80 bits. */
export function newCode(): { code: string; hash: Buffer } {
  const code = newSecret(16)
  return { code, hash: codeHash(code) }
}

/** Whether a typed code is the one kept. Small letters, spaces and hyphens are forgiven. */
export function isCode(hash: Buffer | null, typed: string): boolean {
  return hash !== null && timingSafeEqual(codeHash(halfWidth(typed).replace(/[\s-]/g, '').toUpperCase()), hash)
}

function codeHash(code: string): Buffer {
  return sm3(code)
}
