import type { Day } from '../../../kernel/now.ts'
import { type IdentifierCode, type IdentifierProblem, identifierNames } from '../contract.ts'

/** A kind of identifier 证件类型: who bears it, how its value looks, what can be computed from it. */
export type IdentifierKind = {
  readonly code: string
  readonly name: string
  readonly holder: 'natural' | 'legal'
  /** What is wrong with a normalised value. No list of places is asked: abolished counties live on in numbers. */
  readonly problem: (value: string, today: Day) => IdentifierProblem | null
  /** Characters that stay at both ends when shown masked; null when the number is public. */
  readonly shown: readonly [number, number] | null
}

/**
 * A value as it is stored and compared: full-width made half-width, white space gone, ASCII letters upper case, the hyphen
 * of an organisation code gone. Anything else stays as it is, for the check to refuse.
 */
export function normaliseIdentifier(kindCode: string, raw: string): string {
  const plain = halfWidth(raw)
    .replace(/\s/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase()) // ASCII alone: 'ı' must not become 'I'
  return kindCode === 'ORG' ? plain.replace(/^(.{8})-(.)$/, '$1$2') : plain
}

/** What is wrong with a normalised value, or null. */
export function identifierProblem(kind: IdentifierKind, value: string, today: Day): IdentifierProblem | null {
  return value === '' ? 'empty' : kind.problem(value, today)
}

/** The day of birth that a valid number tells, or null where it tells none. */
export function bornOn(kindCode: string, value: string): Day | null {
  return value.length === 18 && tellsBirth.includes(kindCode) ? birthIn(value) : null
}

/** The kind of a code, or undefined. */
export function findIdentifierKind(code: string): IdentifierKind | undefined {
  return identifierKinds.find((kind) => kind.code === code)
}

/** The kind under which a number is kept: temporary card and household book bear the number of the card. */
export function numberFamily(kindCode: string): string {
  return kindCode === '112' || kindCode === '113' ? '111' : kindCode
}

/** Full-width letters, digits and signs made half-width. */
export function halfWidth(text: string): string {
  return text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ')
}

/** The check character of 17 digits. @source GB 11643, ISO 7064 MOD 11-2 */
export function residentCheck(digits: string): string {
  return '10X98765432'.charAt(weigh(digits, '0123456789', [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11)
}

/** The check character of the first 8 characters of an organisation code. @source GB 11714 */
export function organisationCheck(characters: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  return '0123456789X'.charAt((11 - (weigh(characters, alphabet, [3, 7, 9, 10, 5, 8, 4, 2]) % 11)) % 11)
}

/** The check character of the first 17 characters of a unified social credit code. @source GB 32100 */
export function creditCheck(characters: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY' // no I O S V Z
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  return alphabet.charAt((31 - (weigh(characters, alphabet, weights) % 31)) % 31)
}

function weigh(characters: string, alphabet: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * alphabet.indexOf(characters.charAt(i)), 0)
}

const tellsBirth: readonly string[] = ['111', '112', '113', 'HMT', '553']
const birthIn = (value: string): Day => `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`

function isPastDay(day: Day, today: Day): boolean {
  const parsed = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === day && day >= '1800-01-01' && day <= today
}

/** The scheme of 18 characters that residents, residents of Hong Kong, Macao and Taiwan, and foreigners share. */
function eighteen(prefix: RegExp) {
  return (value: string, today: Day): IdentifierProblem | null => {
    if (!/^[0-9X]+$/.test(value)) return 'characters'
    if (/^\d{15}$/.test(value)) return 'retired' // 15 digits ended on 2013-01-01: 居民身份证法 23
    if (value.length !== 18) return 'length'
    if (!/^\d{17}/.test(value)) return 'characters'
    if (!prefix.test(value)) return 'prefix'
    if (!isPastDay(birthIn(value), today)) return 'birth_date'
    return residentCheck(value.slice(0, 17)) === value.charAt(17) ? null : 'check_digit'
  }
}

/** A kind whose number has a shape and no published check digit. */
function shaped(pattern: RegExp) {
  return (value: string): IdentifierProblem | null => {
    if (!/^[0-9A-Z]+$/.test(value)) return 'characters'
    return pattern.test(value) ? null : 'shape'
  }
}

function foreignResident(value: string, today: Day): IdentifierProblem | null {
  // Cards issued before 2023-12-01 stay valid until they expire; their check digit is not published.
  return /^[A-Z]{3}/.test(value) ? (/^[A-Z]{3}\d{12}$/.test(value) ? null : 'shape') : eighteen(/^9/)(value, today)
}

function organisationCode(value: string): IdentifierProblem | null {
  if (!/^[0-9A-Z]+$/.test(value)) return 'characters'
  if (value.length !== 9) return 'length'
  return organisationCheck(value.slice(0, 8)) === value.charAt(8) ? null : 'check_digit'
}

function creditCode(value: string): IdentifierProblem | null {
  if (!/^[0-9A-HJ-NP-RTUWXY]+$/.test(value)) return 'characters'
  if (value.length !== 18) return 'length'
  if (!/^..\d{6}/.test(value)) return 'prefix'
  return creditCheck(value.slice(0, 17)) === value.charAt(17) ? null : 'check_digit'
}

const number18 = { holder: 'natural', shown: [3, 4] } as const
const travel = { holder: 'natural', shown: [1, 2] } as const
const legal = { holder: 'legal', shown: null } as const

/** Every kind of identifier the platform takes. */
export const identifierKinds: readonly IdentifierKind[] = [
  kind('111', number18, eighteen(/^[1-8]/)),
  kind('112', number18, eighteen(/^[1-8]/)),
  kind('113', number18, eighteen(/^[1-8]/)),
  kind('HMT', number18, eighteen(/^8[123]0000/)),
  kind('553', number18, foreignResident),
  kind('414', travel, shaped(/^[0-9A-Z]{5,20}$/)),
  kind('420', travel, shaped(/^[A-Z]{1,2}\d{7,8}$/)),
  kind('421', travel, shaped(/^[A-Z]{1,2}\d{7,8}$/)),
  kind('511', travel, shaped(/^(\d{8}|\d{10}[A-Z]?)$/)),
  kind('512', travel, shaped(/^[0-9A-Z]{7,12}$/)),
  kind('513', travel, shaped(/^[CW][0-9A-Z]\d{7}$/)),
  kind('515', travel, shaped(/^[0-9A-Z]{8,10}$/)),
  kind('516', travel, shaped(/^[HM]\d{8}(\d{2})?$/)),
  kind('517', travel, shaped(/^[LT]\d{8}$/)),
  kind('518', travel, shaped(/^[0-9A-Z]{8,10}$/)),
  kind('554', travel, shaped(/^[0-9A-Z]{5,20}$/)),
  kind('USCC', legal, creditCode),
  kind('ORG', legal, organisationCode),
]

function kind(code: IdentifierCode, bearer: Pick<IdentifierKind, 'holder' | 'shown'>, problem: IdentifierKind['problem']) {
  return { code, name: identifierNames[code], ...bearer, problem }
}
