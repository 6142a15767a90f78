import type { Basis, Limit, Origin } from '../../../../modules/catalogue/contract.ts'
import { limitText } from '../../../ui/words.ts'

/** 服务对象. @source C0109 */
const audienceNames: Readonly<Record<string, string>> = {
  '1': '个人',
  '2': '企业',
  '3': '事业单位',
  '4': '社会组织',
  '5': '非法人企业',
  '6': '行政机关',
  '9': '其他组织',
}

export const notPublished = '清单未公布'

export function audienceText(codes: readonly string[]): string {
  return codes.length === 0 ? notPublished : codes.map((code) => audienceNames[code] ?? code).join('、')
}

export function limitOr(limit: Limit | null, otherwise: string): string {
  return limit === null ? otherwise : limitText(limit)
}

/** On what an element stands, in words. */
export function basisText(basis: Basis | null | undefined): string | null {
  if (basis === null || basis === undefined) return null
  const note = basis.note === undefined ? '' : `，${basis.note}`
  if (basis.from === 'law') return `依据：${basis.clause}${note}`
  return basis.from === 'published' ? `来源：公开清单${note}` : `演示编写，以实施机关公布的为准${note}`
}

/** Who wrote an element; null for what stands in the published list. */
export function originText(origin: Origin | undefined): string | null {
  if (origin === 'authored') return '由本平台补充编写'
  return origin === 'default' ? '清单未公布，按通用规则' : null
}

export const formNames = { original: '原件', copy: '复印件', electronic: '电子件' } as const
