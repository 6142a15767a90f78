import { expect, test } from 'vitest'
import { type Said, type TemplateCode, templates, wordsOf } from './templates.ts'

const head = { number: 'GD-20260302-0000001', item: '超限运输车辆跨省行驶公路审批', on: '2026-03-04' }
const start = '3月4日，您申请的“超限运输车辆跨省行驶公路审批”（办件编号GD-20260302-0000001）'
const reminder = '本消息只作提醒，不代替文书送达。'
const procedure = { from: '2026-03-05', procedure: '专家评审' }

const sentences: readonly [Said, string][] = [
  [{ template: 'received', facts: { answerBy: '2026-03-11' } }, '已收件。最晚3月11日答复是否受理。'],
  [{ template: 'received', facts: { answerBy: null } }, '已收件。'],
  [{ template: 'supplied', facts: { answerBy: '2026-03-11' } }, '补正材料已收到。最晚3月11日答复是否受理。'],
  [
    { template: 'correction', facts: { missing: 2, answerDays: 5 } },
    `还差2项。补齐后5个工作日内答复是否受理。请对照《补正告知书》一次补齐。${reminder}`,
  ],
  [
    { template: 'correction', facts: { missing: 1, answerDays: null } },
    `还差1项。补齐后继续办理。请对照《补正告知书》一次补齐。${reminder}`,
  ],
  [
    { template: 'accepted', facts: { dueOn: '2026-04-02', promisedOn: '2026-03-11' } },
    `已受理。承诺3月11日前办结，法定期限4月2日。${reminder}`,
  ],
  [{ template: 'accepted', facts: { dueOn: null, promisedOn: '2026-03-11' } }, `已受理。承诺3月11日前办结。${reminder}`],
  [{ template: 'accepted', facts: { dueOn: null, promisedOn: null } }, `已受理。清单未公布办结时限。${reminder}`],
  [
    { template: 'deemedAccepted', facts: { acceptedOn: '2026-02-25', dueOn: '2027-01-04', promisedOn: null } },
    '逾期未告知补正内容，依法视为受理（行政许可法第三十二条），自2月25日起算。法定期限2027年1月4日。',
  ],
  [
    { template: 'expiryConfirmed', facts: { expiresOn: '2026-04-30', isInTime: true } },
    '原许可有效期核定到4月30日届满。最晚当日决定是否准予延续，逾期未决定的视为准予延续（行政许可法第五十条）。',
  ],
  [
    { template: 'expiryConfirmed', facts: { expiresOn: '2027-04-30', isInTime: false } },
    '原许可有效期核定到2027年4月30日届满。申请提出或者补齐晚于规定的日期，不适用逾期视为准予延续。',
  ],
  [
    { template: 'deemedRenewed', facts: { expiredOn: '2026-02-28', issueBy: '2026-03-13' } },
    '原许可有效期2月28日届满前没有作出决定，依法视为准予延续（行政许可法第五十条）。最晚3月13日颁发、送达证件。',
  ],
  [
    { template: 'deemedRenewed', facts: { expiredOn: '2026-02-28', issueBy: null } },
    '原许可有效期2月28日届满前没有作出决定，依法视为准予延续（行政许可法第五十条）。',
  ],
  [{ template: 'notAccepted', facts: {} }, `不予受理。理由和救济途径见《不予受理决定书》。${reminder}`],
  [
    { template: 'suspended', facts: { ...procedure, isWhole: true, clause: '行政许可法 45', plannedUntil: '2026-03-12' } },
    `3月5日起不计入期限：专家评审，已书面告知（行政许可法第45条）。预计3月12日结束。恢复计时时再告知最晚办结日。${reminder}`,
  ],
  [
    { template: 'suspended', facts: { ...procedure, isWhole: false, clause: null, plannedUntil: null } },
    `3月5日起不计入承诺期限：专家评审，已书面告知（按办事指南）。恢复计时时再告知最晚办结日。${reminder}`,
  ],
  [
    { template: 'resumed', facts: { dueOn: '2026-03-26', promisedOn: '2026-03-18' } },
    '特别程序已结束，恢复计时。承诺3月18日前办结，法定期限3月26日。',
  ],
  [
    { template: 'extended', facts: { by: '本行政机关负责人', days: 10, unit: 'workday', dueOn: '2026-03-26' } },
    `经本行政机关负责人批准延长10个工作日，理由见告知书。新期限3月26日。${reminder}`,
  ],
  [
    { template: 'redated', facts: { why: 'calendar', wasOn: '2026-03-25', dueOn: '2026-03-26' } },
    '工作日安排有变，期限重新计算。最晚日由3月25日改为3月26日。',
  ],
  [
    { template: 'redated', facts: { why: 'correction', wasOn: null, dueOn: '2026-03-26' } },
    '收到日已更正，期限重新计算。最晚日改为3月26日。',
  ],
  [{ template: 'redated', facts: { why: 'correction', wasOn: null, dueOn: null } }, '收到日已更正，期限重新计算。'],
  [
    { template: 'granted', facts: { isPermit: true, issueBy: '2026-03-18' } },
    `已准予许可。最晚3月18日颁发、送达证件。${reminder}`,
  ],
  [{ template: 'granted', facts: { isPermit: false, issueBy: null } }, `已办结。结果正在制作。${reminder}`],
  [
    { template: 'refused', facts: { isPermit: true } },
    `不予许可。不符合的条件、理由和救济途径见《不予行政许可决定书》。${reminder}`,
  ],
  [{ template: 'refused', facts: { isPermit: false } }, `不予办理。理由和救济途径见《不予办理决定书》。${reminder}`],
  [{ template: 'ready', facts: {} }, '结果已制好，可以领取。'],
  [{ template: 'delivered', facts: {} }, '结果已送达。'],
  [{ template: 'withdrawn', facts: {} }, '已按申请撤回，办理终止。'],
  [{ template: 'voided', facts: {} }, '本办件已作废，记录保留。有疑问请联系受理窗口。'],
  [
    { template: 'rateInvited', facts: { isVisit: true, untilOn: '2026-04-03' } },
    '到现场办理了一次。办得怎么样，您可以评一评，4月3日前有效。不评价没有任何影响。',
  ],
  [
    { template: 'rateInvited', facts: { isVisit: false, untilOn: '2026-04-03' } },
    '有了结果。办得怎么样，您可以评一评，4月3日前有效。不评价没有任何影响。',
  ],
  [{ template: 'rated', facts: {} }, '收到了一份评价。不是您或者您请的人评的，请联系政务服务管理机构。'],
  [
    { template: 'orderOpened', facts: { order: 'PJ260304-0A1B2C', firstBy: '2026-03-05' } },
    '收到了一份不满意的评价，已生成整改单PJ260304-0A1B2C。最晚3月5日联系核实，被评的人不经手。不是您或者您请的人评的，请联系政务服务管理机构。',
  ],
  [
    { template: 'orderFedBack', facts: { order: 'PJ260304-0A1B2C', answerBy: '2026-03-11' } },
    '整改单PJ260304-0A1B2C有了反馈。请看一看，问题解决了没有，3月11日前可以答复。',
  ],
  [{ template: 'orderClosed', facts: { order: 'PJ260304-0A1B2C' } }, '整改单PJ260304-0A1B2C已经办结。'],
]

test.each(sentences.map(([said, words]) => ({ said, words })))('$said.template: $words', ({ said, words }) => {
  expect(wordsOf(said, head)).toBe(start + words)
})

test('every message has its sentence here', () => {
  const shown = new Set(sentences.map(([said]) => said.template))
  expect((Object.keys(templates) as TemplateCode[]).filter((code) => !shown.has(code))).toEqual([])
})

test('what law orders to tell is not left to a setting', () => {
  const due = (Object.keys(templates) as TemplateCode[]).filter((code) => templates[code].isLegal && !templates[code].isDue)
  expect(due).toEqual([])
})

test('a name of an item as long as names get is cut between letters, and the message stays a message', () => {
  const words = wordsOf({ template: 'ready', facts: {} }, { ...head, item: '𠀀'.repeat(500) })
  expect(words).toContain(`“${'𠀀'.repeat(99)}…”`)
  expect(words.isWellFormed()).toBe(true)
  expect([...words].length).toBeLessThan(200)
})
