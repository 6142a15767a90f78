import { halfWidth, type IdentifierKind } from './identifiers.ts'

/** A number as others see it: '110***********0007'. Public numbers stay whole. @source 个人信息保护法 51(三) */
export function maskIdentifier(kind: IdentifierKind, value: string): string {
  return kind.shown === null ? value : maskMiddle(value, ...kind.shown)
}

/** '13800008000' → '138****8000'; of other numbers only the last two digits stay. */
export function maskPhone(phone: string): string {
  return phone.length === 11 ? maskMiddle(phone, 3, 4) : maskMiddle(phone, 0, 2)
}

/** '张三丰' → '张*': one star whatever the length. */
export function maskName(name: string): string {
  const [first = ''] = name
  return `${first}*`
}

/** A telephone number in one form, or null when it is none: mobile, landline with area code, '+' and a foreign number. */
export function normalisePhone(raw: string): string | null {
  const plain = halfWidth(raw).replace(/[\s()-]/g, '')
  const domestic = plain.replace(/^(\+|00)86/, '')
  return /^(1[3-9]\d{9}|0\d{9,11}|\+\d{6,15})$/.test(domestic) ? domestic : null
}

/** A name in one form: composed, outer and doubled white space gone; null when empty or with control characters. */
export function normaliseName(raw: string): string | null {
  const name = raw.normalize('NFC').trim().replace(/\s+/g, ' ')
  return name === '' || name.length > 200 || !name.isWellFormed() || /\p{Cc}/u.test(name) ? null : name
}

function maskMiddle(value: string, left: number, right: number): string {
  const hidden = value.length - left - right
  return hidden < 1 ? '*'.repeat(value.length) : value.slice(0, left) + '*'.repeat(hidden) + value.slice(value.length - right)
}
