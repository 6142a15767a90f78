import type { Unit } from '../contract.ts'

/** A limit that the law itself sets. Which case runs by which of them is chosen by the rule set of its kind of item. */
export type TimerRule = {
  readonly id: string
  readonly zh: string
  /** The clause that sets it. */
  readonly basis: string
  readonly duration: number
  readonly unit: Unit
  /** What may be added, once, by whom, with the reason told; null where the law allows none. */
  readonly extension: { readonly duration: number; readonly approver: string; readonly basis: string } | null
  /**
   * Whether the eight procedures of 行政许可法 45 stop it (听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审), told in writing beforehand. The list is closed:
   * an inspection on site, a public notice 公示 or a consultation inside the authority stops nothing.
   */
  readonly isStoppable: boolean
}

/**
 * The statutory limits on the way of a permit, and those that its decision must tell of.
 *
 * @source 行政许可法 32(四), 42, 44, 45, 82; 行政复议法 20; 行政诉讼法 46
 */
export const timerRules = {
  ACCEPT_REVIEW: {
    id: 'ACCEPT_REVIEW',
    zh: '收件审查与一次性告知',
    basis: '行政许可法 32(四)',
    duration: 5,
    unit: 'workday',
    extension: null,
    isStoppable: false,
  },
  DECIDE: {
    id: 'DECIDE',
    zh: '作出许可决定',
    basis: '行政许可法 42',
    duration: 20,
    unit: 'workday',
    extension: { duration: 10, approver: '本行政机关负责人', basis: '行政许可法 42' },
    isStoppable: true,
  },
  ISSUE: {
    id: 'ISSUE',
    zh: '颁发送达证件',
    basis: '行政许可法 44',
    duration: 10,
    unit: 'workday',
    extension: null,
    isStoppable: false,
  },
  REVIEW_60D: {
    id: 'REVIEW_60D',
    zh: '申请行政复议',
    basis: '行政复议法 20',
    duration: 60,
    unit: 'day',
    extension: null,
    isStoppable: false,
  },
  SUIT_6M: {
    id: 'SUIT_6M',
    zh: '提起行政诉讼',
    basis: '行政诉讼法 46',
    duration: 6,
    unit: 'month',
    extension: null,
    isStoppable: false,
  },
} as const satisfies Readonly<Record<string, TimerRule>>
