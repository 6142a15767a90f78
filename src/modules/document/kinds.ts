import type { Static } from 'typebox'
import * as shape from './contents.ts'

/**
 * The documents we issue. D… are those of licensing law; S… are their counterparts for items that are no permits, without its
 * clauses and words. D30, D31 and D34 cite none and serve both. D34 is ours; the others bear the ids of published sets.
 *
 * `number` is a proposal for the shape of the 文号; each organisation may set its own. `version` goes up whenever the printed
 * form changes, so that an old document is never rendered by a new template; version 1 is that of `templates/page-1.typ`, and kinds
 * made since begin at 2.
 *
 * @source 行政许可法 32, 36, 38, 40, 42, 44, 45, 47, 48; GB/T 9704-2012 7.2.5 (year in 〔〕, no leading zeros)
 */
export const kinds = {
  D02: {
    title: '申请材料接收凭证',
    word: '凭证',
    template: 'receipt',
    version: 2,
    shape: shape.Receipt,
    permit: true,
    number: '{organ}许收字〔{year}〕{n}号',
  },
  D03: {
    title: '申请材料补正告知书',
    word: '告知书',
    template: 'correction',
    version: 2,
    shape: shape.Correction,
    permit: true,
    number: '{organ}许补字〔{year}〕{n}号',
  },
  D04: {
    title: '受理通知书',
    word: '通知书',
    template: 'acceptance',
    version: 2,
    shape: shape.Acceptance,
    permit: true,
    number: '{organ}许受字〔{year}〕{n}号',
  },
  D05: {
    title: '不予受理决定书',
    word: '决定书',
    template: 'turned-away',
    version: 2,
    shape: shape.TurnedAway,
    permit: true,
    number: '{organ}许不受字〔{year}〕{n}号',
  },
  D08: {
    title: '延长办理期限告知书',
    word: '告知书',
    template: 'extension',
    version: 2,
    shape: shape.Extension,
    permit: true,
    number: '{organ}许延字〔{year}〕{n}号',
  },
  D09: {
    title: '特别程序告知书',
    word: '告知书',
    template: 'procedure',
    version: 2,
    shape: shape.SpecialProcedure,
    permit: true,
    number: '{organ}许特字〔{year}〕{n}号',
  },
  D10: {
    title: '陈述申辩及听证权利告知书',
    word: '告知书',
    template: 'hearing-right',
    version: 2,
    shape: shape.HearingRight,
    permit: true,
    number: '{organ}许听告字〔{year}〕{n}号',
  },
  D11: {
    title: '听证通知书',
    word: '通知书',
    template: 'hearing-notice',
    version: 2,
    shape: shape.HearingNotice,
    permit: true,
    number: '{organ}许听字〔{year}〕{n}号',
  },
  D18: {
    title: '准予行政许可决定书',
    word: '决定书',
    template: 'grant',
    version: 2,
    shape: shape.Grant,
    permit: true,
    number: '{organ}许决字〔{year}〕{n}号',
  },
  D19: {
    title: '不予行政许可决定书',
    word: '决定书',
    template: 'refusal',
    version: 2,
    shape: shape.RefusalContent,
    permit: true,
    number: '{organ}许不决字〔{year}〕{n}号',
  },
  D30: {
    title: '送达回证',
    word: '回证',
    template: 'service-proof',
    version: 2,
    shape: shape.ServiceProof,
    permit: false,
    number: '{organ}送字〔{year}〕{n}号',
  },
  D31: {
    title: '终止办理通知书',
    word: '通知书',
    template: 'termination',
    version: 2,
    shape: shape.Termination,
    permit: false,
    number: '{organ}终字〔{year}〕{n}号',
  },
  D34: {
    title: '原件保管单',
    word: '保管单',
    template: 'custody',
    version: 2,
    shape: shape.Custody,
    permit: false,
    number: '{organ}保字〔{year}〕{n}号',
  },
  S02: {
    title: '服务事项收件凭证',
    word: '凭证',
    template: 'receipt',
    version: 2,
    shape: shape.Receipt,
    permit: false,
    number: '{organ}服收字〔{year}〕{n}号',
  },
  S03: {
    title: '申请材料补正告知书',
    word: '告知书',
    template: 'correction',
    version: 2,
    shape: shape.Correction,
    permit: false,
    number: '{organ}服补字〔{year}〕{n}号',
  },
  S04: {
    title: '服务事项受理凭证',
    word: '凭证',
    template: 'acceptance',
    version: 2,
    shape: shape.Acceptance,
    permit: false,
    number: '{organ}服受字〔{year}〕{n}号',
  },
  S05: {
    title: '不予受理决定书',
    word: '决定书',
    template: 'turned-away',
    version: 2,
    shape: shape.TurnedAway,
    permit: false,
    number: '{organ}服不受字〔{year}〕{n}号',
  },
  S08: {
    title: '延长办理期限告知书',
    word: '告知书',
    template: 'extension',
    version: 2,
    shape: shape.Extension,
    permit: false,
    number: '{organ}服延字〔{year}〕{n}号',
  },
  S09: {
    title: '办理程序告知书',
    word: '告知书',
    template: 'procedure',
    version: 2,
    shape: shape.OwnProcedure,
    permit: false,
    number: '{organ}服特字〔{year}〕{n}号',
  },
  S18: {
    title: '服务事项办结凭证',
    word: '凭证',
    template: 'completion',
    version: 2,
    shape: shape.Completion,
    permit: false,
    number: '{organ}服结字〔{year}〕{n}号',
  },
  S19: {
    title: '不予办理决定书',
    word: '决定书',
    template: 'refusal',
    version: 2,
    shape: shape.RefusalContent,
    permit: false,
    number: '{organ}服不结字〔{year}〕{n}号',
  },
} as const

export type DocumentKind = keyof typeof kinds

/** The content of a document of a kind. */
export type ContentOf<K extends DocumentKind> = Static<(typeof kinds)[K]['shape']>

/** Whether a text names a kind. */
export function isDocumentKind(text: string): text is DocumentKind {
  return Object.hasOwn(kinds, text)
}

/** The seal 专用章 that a document waits for. Names are proposals. @source 行政许可法 32 (own seal on acceptance and non-acceptance) */
export function sealFor(kind: DocumentKind): string {
  if (kinds[kind].permit) return '行政审批专用章'
  return kind.startsWith('S') ? '政务服务专用章' : '本机关印章'
}
