import type { Unit } from '../contract.ts'
import type { Calendar } from './calendar.ts'
import { type CountingName, countings, type Ending, type Occasion } from './countings.ts'

/**
 * When a limit ends, by the counting that its row names.
 *
 * @param occasion `length` replaces the row's own duration where the item or another law sets one
 * @throws RangeError  the occasion lacks what the counting needs
 * @throws Refusal     as the counting
 */
export function endOf(rule: TimerRule, occasion: Occasion, calendar: Calendar): Ending {
  const length = occasion.length ?? rule.duration
  return countings[rule.counting].end(length === null ? occasion : { ...occasion, length }, calendar)
}

/** A limit, the clause that sets it, how it is counted and what its end does. Which case runs by which is chosen by its kind of item. */
export type TimerRule = {
  readonly code: string
  readonly name: string
  /** The clauses or the document that set it; null where no text of `data/laws` and no numbered document does: then `note` says whence. */
  readonly basis: string | null
  readonly mark: Mark
  /** The event it is counted from; of a backward one the event before which it ends. */
  readonly startEvent: string
  readonly counting: CountingName
  /** In its unit; null where the item, the notice or a date says it. */
  readonly duration: number | null
  readonly unit: Unit | 'hour' | null
  readonly atEnd: AtEnd
  /** What may be added, once, by whom, with the reason told; null where nothing may. */
  readonly extension: Extension | null
  /** The clause by whose procedures it stops; null where nothing stops it. */
  readonly stoppedBy: string | null
  readonly note: string | null
}

type Extension = {
  readonly duration: number
  readonly approver: string
  readonly basis: string
  readonly document: string | null
}

/**
 * How sure a row is: set by a statute or a numbered national document, by local rules that differ from place to place, known but its
 * text not seen, or proposed by us. Only the first two bind anybody.
 */
export type Mark = 'statute' | 'local' | 'knowledge' | 'proposal'

/** What the end of a limit does. */
export const atEnds = {
  deemedAccepted: '逾期不告知的，自收到申请材料之日起即为受理',
  deemedRenewed: '逾期未作决定的，视为准予延续',
  overdue: '记为超期并告警；不产生默示许可',
  lapses: '逾期不行使的，权利消灭；法律另有规定的除外',
  tooLate: '迟于此日的不再算及时提出或者通知',
  done: '当场办结，不留期限',
  resumes: '恢复计时',
  mayReapply: '期满后可以再次申请',
  terminates: '终止办理，通知申请人并退回材料',
  checks: '未履行承诺的，责令整改或者依法撤销决定',
  alarms: '提示办理单位和监察',
} as const
export type AtEnd = keyof typeof atEnds

const workdays = <const N extends number>(duration: N) => ({ counting: 'workdaysAfter', unit: 'workday', duration }) as const
const workdaysSetByItem = { counting: 'workdaysAfter', unit: 'workday', duration: null } as const
const days = <const N extends number>(duration: N) => ({ counting: 'daysAfter', unit: 'day', duration }) as const
const statute = { mark: 'statute', extension: null, stoppedBy: null, note: null } as const
const onReceipt = { ...statute, startEvent: 'MATERIALS_RECEIVED' } as const
const atOnce = { ...onReceipt, counting: 'atOnce', duration: null, unit: null, atEnd: 'done' } as const
const shared = {
  ...statute,
  mark: 'knowledge',
  basis: null,
  atEnd: 'alarms',
  note: '政务数据共享条例；期限未见原文，以原文为准',
} as const

/**
 * Every limit the platform knows. A duration here is the law's own; where the item publishes another, the item's holds.
 *
 * @source 行政许可法 26, 32, 35, 42-45, 47, 48, 50, 55, 78, 79, 82; 行政复议法 20; 行政诉讼法 45, 46; 政府信息公开条例 33
 */
export const timerRules = {
  ACCEPT_REVIEW: {
    ...onReceipt,
    code: 'ACCEPT_REVIEW',
    name: '收件审查与一次性告知',
    basis: '行政许可法 32(四)',
    ...workdays(5),
    atEnd: 'deemedAccepted',
    note: '补正的，自收齐之日另起五日',
  },
  CORRECT_ON_SPOT: { ...atOnce, code: 'CORRECT_ON_SPOT', name: '当场更正', basis: '行政许可法 32(三)' },
  NOT_REQUIRED: { ...atOnce, code: 'NOT_REQUIRED', name: '依法不需要许可的告知', basis: '行政许可法 32(一)' },
  NOT_COMPETENT: { ...atOnce, code: 'NOT_COMPETENT', name: '不属本机关职权的决定', basis: '行政许可法 32(二)' },
  DECIDE: {
    ...statute,
    code: 'DECIDE',
    name: '作出许可决定',
    basis: '行政许可法 42',
    startEvent: 'ACCEPTED',
    ...workdays(20),
    atEnd: 'overdue',
    extension: { duration: 10, approver: '本行政机关负责人', basis: '行政许可法 42', document: 'D08' },
    stoppedBy: '行政许可法 45',
  },
  DECIDE_JOINT: {
    ...statute,
    code: 'DECIDE_JOINT',
    name: '统一、联合、集中办理',
    basis: '行政许可法 26, 42',
    startEvent: 'ACCEPTED_BY_LEAD',
    ...workdays(45),
    atEnd: 'overdue',
    extension: { duration: 15, approver: '本级人民政府负责人', basis: '行政许可法 42', document: 'D08' },
    stoppedBy: '行政许可法 45',
  },
  LOWER_REVIEW: {
    ...statute,
    code: 'LOWER_REVIEW',
    name: '下级机关初审',
    basis: '行政许可法 35, 43',
    startEvent: 'ACCEPTED_BY_LOWER',
    ...workdays(20),
    atEnd: 'overdue',
    stoppedBy: '行政许可法 45',
    note: '审查意见和全部材料报送上级，上级不得要求重复提供',
  },
  ISSUE: {
    ...statute,
    code: 'ISSUE',
    name: '颁发送达证件',
    basis: '行政许可法 44',
    startEvent: 'DECISION_MADE',
    ...workdays(10),
    atEnd: 'overdue',
  },
  STOP: {
    ...statute,
    code: 'STOP',
    name: '不计入期限的程序',
    basis: '行政许可法 45',
    startEvent: 'PROCEDURE_STARTED',
    counting: 'untilDate',
    duration: null,
    unit: null,
    atEnd: 'resumes',
    note: '限于八种程序；所需时间以书面告知为准，告知在先',
  },
  HEARING_REQUEST: {
    ...statute,
    code: 'HEARING_REQUEST',
    name: '申请听证',
    basis: '行政许可法 47',
    startEvent: 'HEARING_RIGHT_TOLD',
    ...workdays(5),
    atEnd: 'lapses',
    note: '当事人的期间，按工作日计对其有利',
  },
  HEARING_HOLD: {
    ...statute,
    code: 'HEARING_HOLD',
    name: '组织听证',
    basis: '行政许可法 47',
    startEvent: 'HEARING_REQUESTED',
    ...workdays(20),
    atEnd: 'overdue',
  },
  HEARING_NOTICE: {
    ...statute,
    code: 'HEARING_NOTICE',
    name: '听证通知提前量',
    basis: '行政许可法 48(一)',
    startEvent: 'HEARING_DATE',
    counting: 'workdaysBefore',
    duration: 7,
    unit: 'workday',
    atEnd: 'tooLate',
    note: '条文为“七日前”，依第八十二条按工作日计',
  },
  INSPECT_ASSIGN: {
    ...statute,
    code: 'INSPECT_ASSIGN',
    name: '指派检验、检测、检疫人员',
    basis: '行政许可法 55',
    startEvent: 'ACCEPTED',
    ...workdays(5),
    atEnd: 'alarms',
    note: '两名以上工作人员',
  },
  RENEW_APPLY: {
    ...statute,
    code: 'RENEW_APPLY',
    name: '延续申请提前量',
    basis: '行政许可法 50',
    startEvent: 'LICENSE_EXPIRY',
    counting: 'daysBefore',
    duration: 30,
    unit: 'day',
    atEnd: 'tooLate',
    note: '当事人的期间，按自然日计；法律、法规、规章另有规定的，依照其规定',
  },
  RENEW_DECIDE: {
    ...statute,
    code: 'RENEW_DECIDE',
    name: '延续决定',
    basis: '行政许可法 50',
    startEvent: 'RENEWAL_FILED_IN_TIME',
    counting: 'untilDate',
    duration: null,
    unit: null,
    atEnd: 'deemedRenewed',
  },
  REAPPLY_BAN_1Y: {
    ...statute,
    code: 'REAPPLY_BAN_1Y',
    name: '虚假材料后再次申请的限制',
    basis: '行政许可法 78',
    startEvent: 'FALSE_MATERIAL_FOUND',
    counting: 'bannedYears',
    duration: 1,
    unit: 'year',
    atEnd: 'mayReapply',
    note: '限于直接关系公共安全、人身健康、生命财产安全的事项',
  },
  REAPPLY_BAN_3Y: {
    ...statute,
    code: 'REAPPLY_BAN_3Y',
    name: '骗取许可后再次申请的限制',
    basis: '行政许可法 79',
    startEvent: 'LICENSE_OBTAINED_BY_FRAUD',
    counting: 'bannedYears',
    duration: 3,
    unit: 'year',
    atEnd: 'mayReapply',
    note: '限于直接关系公共安全、人身健康、生命财产安全的事项',
  },
  REVIEW_60D: {
    ...statute,
    code: 'REVIEW_60D',
    name: '申请行政复议',
    basis: '行政复议法 20',
    startEvent: 'DECISION_KNOWN',
    ...days(60),
    atEnd: 'lapses',
    note: '未告知复议权利的，最长一年；该法只有三、五、七、十日按工作日计（第八十八条）',
  },
  SUIT_6M: {
    ...statute,
    code: 'SUIT_6M',
    name: '提起行政诉讼',
    basis: '行政诉讼法 46',
    startEvent: 'DECISION_KNOWN',
    counting: 'monthsAfter',
    duration: 6,
    unit: 'month',
    atEnd: 'lapses',
  },
  SUIT_15D_AFTER_REVIEW: {
    ...statute,
    code: 'SUIT_15D_AFTER_REVIEW',
    name: '复议后提起诉讼',
    basis: '行政诉讼法 45',
    startEvent: 'REVIEW_DECISION_RECEIVED',
    ...days(15),
    atEnd: 'lapses',
  },
  FOI: {
    ...statute,
    code: 'FOI',
    name: '依申请公开答复',
    basis: '政府信息公开条例 33',
    startEvent: 'REQUEST_RECEIVED',
    ...workdays(20),
    atEnd: 'overdue',
    extension: { duration: 20, approver: '政府信息公开工作机构负责人', basis: '政府信息公开条例 33', document: null },
    stoppedBy: '政府信息公开条例 33',
    note: '征求第三方和其他机关意见所需时间不计算在内；延长不得超过二十个工作日',
  },
  TOLERANCE_FIX: {
    ...statute,
    code: 'TOLERANCE_FIX',
    name: '容缺补齐',
    basis: null,
    mark: 'local',
    startEvent: 'TOLERANT_ACCEPTED',
    ...workdaysSetByItem,
    atEnd: 'terminates',
    note: '依各地容缺受理办法，由事项设定，不长于承诺时限；补齐前不得发出结果',
  },
  COMMITMENT_CHECK: {
    ...statute,
    code: 'COMMITMENT_CHECK',
    name: '告知承诺事后核查',
    basis: '国办发〔2020〕42号',
    startEvent: 'DECISION_BY_COMMITMENT',
    ...workdaysSetByItem,
    atEnd: 'checks',
    note: '文件未定天数，由事项设定',
  },
  BAD_RATING_FIRST: {
    ...statute,
    code: 'BAD_RATING_FIRST',
    name: '差评首次联系核实',
    basis: '国办发〔2019〕51号',
    mark: 'proposal',
    startEvent: 'BAD_RATING_RECEIVED',
    ...workdays(1),
    atEnd: 'alarms',
    note: '文件只说“第一时间”，一个工作日是本平台的建议',
  },
  BAD_RATING_FIX: {
    ...statute,
    code: 'BAD_RATING_FIX',
    name: '差评整改反馈',
    basis: null,
    mark: 'local',
    startEvent: 'BAD_RATING_RECEIVED',
    ...workdays(5),
    atEnd: 'alarms',
    note: '各地办法不一；情况复杂、列入台账的最长十五个工作日',
  },
  DATA_SHARE_REPLY_UNCOND: {
    ...shared,
    code: 'DATA_SHARE_REPLY_UNCOND',
    name: '无条件共享的答复',
    startEvent: 'SHARE_REQUEST',
    ...workdays(1),
  },
  DATA_SHARE_REPLY_COND: {
    ...shared,
    code: 'DATA_SHARE_REPLY_COND',
    name: '有条件共享的答复',
    startEvent: 'SHARE_REQUEST',
    ...workdays(10),
  },
  DATA_SHARE_DELIVER: {
    ...shared,
    code: 'DATA_SHARE_DELIVER',
    name: '同意后提供数据',
    startEvent: 'SHARE_AGREED',
    ...workdays(20),
  },
  DATA_CORRECT: { ...shared, code: 'DATA_CORRECT', name: '校核纠错', startEvent: 'CORRECTION_REQUEST', ...workdays(10) },
  /** A limit in hours that an authority sets itself for a step or an item. */
  SERVICE_HOURS: {
    ...statute,
    code: 'SERVICE_HOURS',
    name: '按小时设定的环节或者承诺时限',
    basis: null,
    mark: 'proposal',
    startEvent: 'STEP_STARTED',
    counting: 'serviceHours',
    duration: null,
    unit: 'hour',
    atEnd: 'alarms',
    note: '由事项设定；按办事场所的服务时间计',
  },
} as const satisfies Readonly<Record<string, TimerRule>>
