import { type IdentifierCode, identifierNames } from '../../../modules/identity/contract.ts'
import type { Handed } from '../../../modules/intake/contract.ts'

/** Whether a kind of identifier is that of an enterprise or another body. */
export const isOfBody = (kind: string) => kind === 'USCC' || kind === 'ORG'

/** 证件类型 that people bring to a window, the usual first. Which are well formed is for the route to say. */
const brought: readonly IdentifierCode[] = ['111', 'USCC', '112', '113', '516', '511', 'HMT', '414', '553', 'ORG']
export const identifierKinds = brought.map((value) => ({
  value,
  label: `${identifierNames[value]}${isOfBody(value) ? '（单位）' : ''}`,
}))

export const formNames = { electronic: '电子', original: '原件', copy: '复印件' } as const
export const trustNames = { A: 'A级：核发机关', B: 'B级：已核原件', C: 'C级：没有核原件', D: 'D级：申请人自备' } as const
export const proofNames = { claimed: '自行登记，未核证件', sighted: '窗口核过证件', verified: '核发机关确认' } as const

/** How a material was handed in, in words. */
export function handedText({ form = 'electronic', fileId, isCompared, copies = 1 }: Handed): string {
  const many = copies > 1 ? ` ${copies} 份` : ''
  return `${formNames[form]}${many}${comparedText(form, isCompared === true)}${form !== 'electronic' && fileId !== undefined ? '，附扫描件' : ''}`
}

/** That a window looked at the original: it itself, or what was handed in beside it. */
export function comparedText(form: keyof typeof formNames, isCompared: boolean): string {
  return isCompared ? (form === 'original' ? '，当面核过' : '，与原件核对无误') : ''
}
