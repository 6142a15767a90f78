import { hash } from 'node:crypto'

/** What may stand in the body of an event or be committed to: JSON without fractions. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/**
 * Canonical JSON after RFC 8785: keys in UTF-16 order, no space. Numbers must be integers that a double holds exactly,
 * so that every reader writes the same digits.
 *
 * @throws TypeError on a fraction, an unsafe integer, a lone surrogate, NUL or anything that is not JSON
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value)
    case 'number':
      if (!Number.isSafeInteger(value)) throw new TypeError(`not a safe integer: ${value}`)
      return String(value === 0 ? 0 : value)
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? `[${value.map(canonical).join(',')}]` : canonicalObject(value)
    default:
      throw new TypeError(`not JSON: ${typeof value}`)
  }
}

/** SM3 (GB/T 32905) of text or bytes. */
export function sm3(...parts: readonly (string | Buffer)[]): Buffer {
  return hash('sm3', joined(parts), 'buffer')
}

/** SM3 in lower-case hexadecimal. */
export function sm3Hex(...parts: readonly (string | Buffer)[]): string {
  return hash('sm3', joined(parts), 'hex')
}

function joined(parts: readonly (string | Buffer)[]): string | Buffer {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  return parts.every((part) => typeof part === 'string')
    ? parts.join('')
    : Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
}

function canonicalString(text: string): string {
  if (plain.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new TypeError('text holds a lone surrogate')
  if (text.includes('\0')) throw new TypeError('text holds NUL')
  return JSON.stringify(text)
}

/** Text that needs no escape and cannot be malformed: most of it. */
const plain = /^[ !#-[\]-~\u00a0-\u2027\u2030-\ud7ff\uf900-\ufdcf]*$/

function canonicalObject(object: object): string {
  let text = ''
  for (const key of Object.keys(object).sort()) {
    const value = (object as Record<string, unknown>)[key]
    if (value !== undefined) text += `${text === '' ? '' : ','}${canonicalString(key)}:${canonical(value)}`
  }
  return `{${text}}`
}
