import type { Day } from '../../kernel/now.ts'

/** What every message names: the number of the case, the item, the day it happened. Nothing about a person. */
type Head = { readonly number: string; readonly item: string; readonly on: Day }

/** What each message says beside its head: days, counts and public names only. */
type Own = {
  received: { readonly answerBy: Day | null }
  supplied: { readonly answerBy: Day | null }
  correction: { readonly missing: number; readonly answerDays: number | null }
  accepted: { readonly dueOn: Day | null; readonly promisedOn: Day | null }
  deemedAccepted: { readonly acceptedOn: Day; readonly dueOn: Day | null; readonly promisedOn: Day | null }
  expiryConfirmed: { readonly expiresOn: Day; readonly isInTime: boolean }
  deemedRenewed: { readonly expiredOn: Day; readonly issueBy: Day | null }
  notAccepted: Record<never, never>
  suspended: {
    readonly from: Day
    readonly procedure: string
    /** Whether the legal limit stands still as well, or the promised one alone. */
    readonly isWhole: boolean
    /** The clause it rests on, as '行政许可法 45'; null where that is the item's own list. */
    readonly clause: string | null
    readonly plannedUntil: Day | null
  }
  resumed: { readonly dueOn: Day | null; readonly promisedOn: Day | null }
  extended: { readonly by: string; readonly days: number; readonly unit: 'workday' | 'day' | 'month'; readonly dueOn: Day | null }
  redated: { readonly why: 'calendar' | 'correction'; readonly wasOn: Day | null; readonly dueOn: Day | null }
  granted: { readonly isPermit: boolean; readonly issueBy: Day | null }
  refused: { readonly isPermit: boolean }
  ready: Record<never, never>
  delivered: Record<never, never>
  withdrawn: Record<never, never>
  voided: Record<never, never>
  rateInvited: { readonly isVisit: boolean; readonly untilOn: Day }
  rated: Record<never, never>
  orderOpened: { readonly order: string; readonly firstBy: Day | null }
  orderFedBack: { readonly order: string; readonly answerBy: Day | null }
  orderClosed: { readonly order: string }
}

export type TemplateCode = keyof Own

/** What is said, by code: what happened and what to know of it. */
export type Said = { readonly [K in TemplateCode]: { readonly template: K; readonly facts: Own[K] } }[TemplateCode]

type Template<K extends TemplateCode> = {
  readonly name: string
  /** What its reader does about it. */
  readonly act: string
  /** Law orders to tell it, or it changes what a person may rely on: no setting turns it off. */
  readonly isDue: boolean
  /** It speaks of a letter that must be served; a message is never that service. */
  readonly isLegal: boolean
  /** Waits for no morning: it answers what the person did this moment. */
  readonly isPrompt: boolean
  readonly text: (facts: Own[K], on: Day) => string
}

/** The words of every message. A sentence changed here holds for messages from then on; what was said stands with each message. */
export const templates: { readonly [K in TemplateCode]: Template<K> } = {
  received: prompt('已收件', '查看办件', ({ answerBy }, on) => `已收件。${answered(answerBy, on)}`),
  supplied: prompt('补正材料已收到', '查看办件', ({ answerBy }, on) => `补正材料已收到。${answered(answerBy, on)}`),
  correction: legal('需要补正', '补交材料', ({ missing, answerDays }) => {
    const after = answerDays === null ? '继续办理' : `${answerDays}个工作日内答复是否受理`
    return `还差${missing}项。补齐后${after}。请对照《补正告知书》一次补齐。`
  }),
  accepted: legal('已受理', '查看办件', ({ dueOn, promisedOn }, on) => `已受理。${limits(dueOn, promisedOn, on)}`),
  deemedAccepted: due('视为受理', '查看办件', ({ acceptedOn, dueOn, promisedOn }, on) => {
    const why = '逾期未告知补正内容，依法视为受理（行政许可法第三十二条）'
    return `${why}，自${say(acceptedOn, on)}起算。${limits(dueOn, promisedOn, on)}`
  }),
  expiryConfirmed: due('有效期核定', '查看办件', ({ expiresOn, isInTime }, on) => {
    const inTime = '最晚当日决定是否准予延续，逾期未决定的视为准予延续（行政许可法第五十条）。'
    return `原许可有效期核定到${say(expiresOn, on)}届满。${isInTime ? inTime : '申请提出或者补齐晚于规定的日期，不适用逾期视为准予延续。'}`
  }),
  deemedRenewed: due('视为准予延续', '查看办件', ({ expiredOn, issueBy }, on) => {
    const then = issueBy === null ? '' : `最晚${say(issueBy, on)}颁发、送达证件。`
    return `原许可有效期${say(expiredOn, on)}届满前没有作出决定，依法视为准予延续（行政许可法第五十条）。${then}`
  }),
  notAccepted: legal('不予受理', '查看决定书', () => '不予受理。理由和救济途径见《不予受理决定书》。'),
  suspended: legal('暂停计时', '查看办件', ({ from, procedure, isWhole, clause, plannedUntil }, on) => {
    const ground = clause === null ? '按办事指南' : clause.replace(/^(.*) (\d+)$/, '$1第$2条')
    const until = plannedUntil === null ? '' : `预计${say(plannedUntil, on)}结束。`
    return `${say(from, on)}起不计入${isWhole ? '' : '承诺'}期限：${procedure}，已书面告知（${ground}）。${until}恢复计时时再告知最晚办结日。`
  }),
  resumed: due(
    '恢复计时',
    '查看办件',
    ({ dueOn, promisedOn }, on) => `特别程序已结束，恢复计时。${limits(dueOn, promisedOn, on)}`,
  ),
  extended: legal('期限延长', '查看告知书', ({ by, days, unit, dueOn }, on) => {
    return `经${by}批准延长${days}${unitNames[unit]}，理由见告知书。${dueOn === null ? '' : `新期限${say(dueOn, on)}。`}`
  }),
  redated: due('期限变动', '查看原因', ({ why, wasOn, dueOn }, on) => {
    const cause = why === 'calendar' ? '工作日安排有变' : '收到日已更正'
    const was = wasOn === null ? '最晚日' : `最晚日由${say(wasOn, on)}`
    return `${cause}，期限重新计算。${dueOn === null ? '' : `${was}改为${say(dueOn, on)}。`}`
  }),
  granted: legal('已准予', '查看办件', ({ isPermit, issueBy }, on) => {
    const then = issueBy === null ? '结果正在制作。' : `最晚${say(issueBy, on)}颁发、送达证件。`
    return `${isPermit ? '已准予许可' : '已办结'}。${then}`
  }),
  refused: legal('不予许可或不予办理', '查看决定书', ({ isPermit }) => {
    return isPermit
      ? '不予许可。不符合的条件、理由和救济途径见《不予行政许可决定书》。'
      : '不予办理。理由和救济途径见《不予办理决定书》。'
  }),
  ready: optional('结果可以领取', '查看领取方式', () => '结果已制好，可以领取。'),
  delivered: optional('已送达', '查看结果', () => '结果已送达。'),
  withdrawn: prompt('已撤回', '查看办件', () => '已按申请撤回，办理终止。'),
  voided: due('办件作废', '查看办件', () => '本办件已作废，记录保留。有疑问请联系受理窗口。'),
  rateInvited: optional('请您评价', '去评价', ({ isVisit, untilOn }, on) => {
    return `${isVisit ? '到现场办理了一次' : '有了结果'}。办得怎么样，您可以评一评，${say(untilOn, on)}前有效。不评价没有任何影响。`
  }),
  rated: prompt('收到评价', '看评价', () => `收到了一份评价。${notYours}`),
  orderOpened: prompt('差评整改', '看整改进展', ({ order, firstBy }, on) => {
    const call = firstBy === null ? '' : `最晚${say(firstBy, on)}联系核实，被评的人不经手。`
    return `收到了一份不满意的评价，已生成整改单${order}。${call}${notYours}`
  }),
  orderFedBack: due('整改反馈', '看反馈', ({ order, answerBy }, on) => {
    return `整改单${order}有了反馈。请看一看，问题解决了没有${answerBy === null ? '' : `，${say(answerBy, on)}前可以答复`}。`
  }),
  orderClosed: due('整改单办结', '看结果', ({ order }) => `整改单${order}已经办结。`),
}

/** Whoever did not rate themselves learns of it. */
const notYours = '不是您或者您请的人评的，请联系政务服务管理机构。'

/** The whole text of a message. */
export function wordsOf(said: Said, { number, item, on }: Head): string {
  const template = templates[said.template] as Template<TemplateCode>
  const reminder = template.isLegal ? '本消息只作提醒，不代替文书送达。' : ''
  return `${say(on, on)}，您申请的“${short(item)}”（办件编号${number}）${template.text(said.facts as never, on)}${reminder}`
}

/** 3月5日; with the year where it is another than the message's. */
function say(day: Day, on: Day): string {
  const [year = '', month, date] = day.split('-')
  return `${on.startsWith(year) ? '' : `${year}年`}${Number(month)}月${Number(date)}日`
}

function answered(answerBy: Day | null, on: Day): string {
  return answerBy === null ? '' : `最晚${say(answerBy, on)}答复是否受理。`
}

function limits(dueOn: Day | null, promisedOn: Day | null, on: Day): string {
  const parts = [
    promisedOn === null ? [] : [`承诺${say(promisedOn, on)}前办结`],
    dueOn === null ? [] : [`法定期限${say(dueOn, on)}`],
  ].flat()
  return parts.length === 0 ? '清单未公布办结时限。' : `${parts.join('，')}。`
}

const unitNames = { workday: '个工作日', day: '日', month: '个月' } as const

const longestItem = 100 // names of items are long; the whole one stands on the page

function short(item: string): string {
  const letters = [...item]
  return letters.length <= longestItem ? item : `${letters.slice(0, longestItem - 1).join('')}…`
}

type Words<K extends TemplateCode> = Template<K>['text']

function legal<K extends TemplateCode>(name: string, act: string, text: Words<K>): Template<K> {
  return { name, act, isDue: true, isLegal: true, isPrompt: false, text }
}

function due<K extends TemplateCode>(name: string, act: string, text: Words<K>): Template<K> {
  return { name, act, isDue: true, isLegal: false, isPrompt: false, text }
}

function optional<K extends TemplateCode>(name: string, act: string, text: Words<K>): Template<K> {
  return { name, act, isDue: false, isLegal: false, isPrompt: false, text }
}

function prompt<K extends TemplateCode>(name: string, act: string, text: Words<K>): Template<K> {
  return { name, act, isDue: false, isLegal: false, isPrompt: true, text }
}
