import { type TypeCode, typeNames } from '../contract.ts'

/**
 * Whether a unified social credit code 统一社会信用代码 has the right check character.
 *
 * @source GB 32100-2015 (modulus 31)
 */
export function isCreditCode(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false
  const sum = weights.reduce((total, weight, at) => total + weight * alphabet.indexOf(code.charAt(at)), 0)
  return alphabet.charAt((31 - (sum % 31)) % 31) === code.charAt(17)
}

/**
 * What is odd about an implementation code 实施编码 of 31 characters (33 with a handling item). The code stays as it is: it is a name, not a
 * source of facts, and real lists hold codes of bodies without a proper credit code.
 *
 * @source GB/T 39554.1-2020 (18 credit code, 1 level, 12 catalogue code, 2 handling item)
 */
export function oddities31(code: string, uscc: string | null, catalogCode: string | null): string[] {
  if (!/^[0-9A-Z]{31}([0-9]{2})?$/.test(code)) return ['实施编码不是 31 或 33 位，按原样保留']
  const credit = code.slice(0, 18)
  return [
    ...(isCreditCode(credit) ? [] : ['实施编码中的统一社会信用代码校验位不符']),
    ...(uscc === null || uscc === credit ? [] : ['实施编码前 18 位与 uscc 不一致']),
    ...(catalogCode === null || catalogCode === code.slice(19, 31) ? [] : ['实施编码中的基本编码与 catalogCode 不一致']),
    ...(/^[1-7]$/.test(code.charAt(18)) ? [] : ['实施编码中的行使层级不在 1 到 7 之间']),
  ]
}

/** What is odd about a local code of the Sichuan form: 权力编码-区划-000-机构代码-版本-子项. Real organ codes in it may hold a hyphen of their own. */
export function odditiesLocal(code: string, areaCode: string): string[] {
  const parts = /^[0-9A-Z-]+-([0-9]{12})-000-([0-9A-Z_-]+)-[0-9]+-[0-9]{2}$/.exec(code)
  const [, area, organ = ''] = parts ?? []
  if (area !== areaCode) return ['编码不符合“权力编码-区划-000-机构代码-版本-子项”的格式，按原样保留']
  return isCreditCode(organ) ? [] : ['编码中的机构代码不是有效的统一社会信用代码，按原样保留']
}

/**
 * The national type code for a list's own: its digits mean different things in different lists, so that the name beside them decides.
 *
 * @param dialect what the list's digits mean where it gives no name
 * @returns null when digits and name contradict each other or either is unknown
 */
export function typeFrom(code: string, name: string | null, dialect: Readonly<Record<string, TypeCode>>): TypeCode | null {
  const named = (Object.keys(typeNames) as TypeCode[]).find((type) => typeNames[type] === name)
  if (name === null) return dialect[code] ?? null
  return named !== undefined && digitsOf[named].includes(code) ? named : null
}

/** The digits under which each type is met in real lists: national, Guangdong (20 其他, 21 公共服务), Guang'an (without leading zero). */
const digitsOf: Record<TypeCode, readonly string[]> = {
  '01': ['01', '1'],
  '05': ['05', '5'],
  '07': ['07', '7'],
  '08': ['08', '8'],
  '09': ['09', '9'],
  '10': ['10', '20'],
  '20': ['20', '21'],
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
