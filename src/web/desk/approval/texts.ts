/** What happened to a case, as a line of its history. */
export const eventNames: Readonly<Record<string, string>> = {
  submit: '提交申请',
  askCorrection: '一次性告知补正',
  supply: '提交补正材料',
  accept: '受理',
  deemAccept: '逾期未告知，视为受理',
  confirmExpiry: '核定有效期届满日',
  deemRenew: '逾期未作决定，视为准予延续',
  turnAway: '不予受理',
  withdraw: '撤回申请',
  examine: '审查（后面还有环节）',
  review: '审查',
  sendBack: '退回重新审查',
  grant: '准予',
  refuse: '不予许可',
  decline: '不予办理',
  decideAtOnce: '当场办结',
  recuse: '有人员回避',
  beginProcedure: '启动特别程序',
  endProcedure: '结束特别程序',
  extend: '延长办理期限',
  extendByGovernment: '延长办理期限（本级人民政府负责人批准）',
  issue: '制证',
  handOver: '送达',
  overdue: '时限届满未办',
  redated: '放假安排变化，期限重新计算',
  proposeVoid: '提议作废',
  confirmVoid: '作废',
  proposeCorrection: '提议更正',
  confirmCorrection: '更正',
  dismissProposal: '否决提议',
  keepOriginals: '保管原件',
  returnOriginals: '退还原件',
  erased: '个人信息已删除',
}

export const checkNames = { paper: '书面审查', site: '现场核查', record: '信息核验' } as const

const moment = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

/** An instant as the history shows it: '3/2 10:14'. */
export const momentText = (instant: string) => moment.format(new Date(instant))
