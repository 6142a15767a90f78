import type { Basis, Guide, Limit, Material, Origin, Situation, When } from '../../../../modules/catalogue/contract.ts'
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

/** Who wrote an element 来源; null: nobody did. */
export function originText(origin: Origin | undefined, { details }: Guide['definition']): string | null {
  if (origin === undefined) return null
  if (origin === 'published') return '来源：公开清单'
  if (origin === 'default') return '清单未公布，按通用规则'
  return details?.isDemo === true ? '来源：演示编写' : '来源：清单未公布，由本平台编写，以实施机关公布的为准'
}

/** When something is asked for: '“谁来申请？”答“委托代理人”的'. */
export function whenText(when: When, situations: readonly Situation[]): string {
  const parts = Object.entries(when).map(([code, meant]) => {
    const situation = situations.find((one) => one.code === code)
    const labels = situation?.answers.filter((answer) => meant.includes(answer.code)).map(({ label }) => `“${label}”`)
    return `“${situation?.question ?? code}”答${(labels ?? []).join('或者')}`
  })
  return `${parts.join('，并且')}的`
}

/** Materials that further answers may still add to the list. */
export function stillPossible(
  { materials, situations }: Guide['definition'],
  listed: readonly Material[],
  answers: Readonly<Record<string, string>>,
): Material[] {
  const isOpen = (when: When | undefined): boolean =>
    Object.entries(when ?? {}).every(([code, meant]) => {
      const answer = answers[code]
      return answer === undefined ? isOpen(situations.find((one) => one.code === code)?.when) : meant.includes(answer)
    })
  const codes = new Set(listed.map(({ code }) => code))
  return materials.filter(({ code, when }) => !codes.has(code) && isOpen(when))
}

export const formNames = { original: '原件', copy: '复印件', electronic: '电子件' } as const
