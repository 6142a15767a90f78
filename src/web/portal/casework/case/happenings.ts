import type { CaseView } from '../../../../modules/casework/contract.ts'

/** Something that happened to a case, as its parties read it. */
export type Happening = {
  readonly seq: number
  readonly at: string
  readonly what: string
  readonly look: 'done' | 'stop'
  /** Why, or what follows from it; null: nothing to add. */
  readonly more: string | null
  readonly ground: string | null
  readonly documentId: string | null
}

/** An event as the route tells it. */
type Told = { readonly [name: string]: unknown; readonly body?: unknown }

/** What an event says to the applicant. What concerns the house alone, as an opinion on the way, has no line here. */
const sayings: Readonly<Record<string, string>> = {
  submit: '提交了申请',
  askCorrection: '一次性告知要补正',
  supply: '交了补正的材料',
  accept: '受理，开始计时',
  deemAccept: '逾期没有告知，依法视为受理',
  turnAway: '不予受理',
  withdraw: '撤回了申请',
  confirmExpiry: '核定了原许可的届满日',
  deemRenew: '逾期没有决定，依法视为准予延续',
  examine: '审查完一个环节',
  review: '审查完了',
  grant: '准予',
  refuse: '不予许可',
  decline: '不予办理',
  decideAtOnce: '当场办结',
  beginProcedure: '开始特别程序',
  endProcedure: '特别程序结束',
  extend: '延长办理期限',
  extendByGovernment: '经本级人民政府批准，延长办理期限',
  issue: '证照、文书做好了，可以领取',
  handOver: '送达了结果',
  overdue: '有一个期限过了，已经记下',
  redated: '放假安排变了，期限重新计算',
  confirmVoid: '这一件作废',
  confirmCorrection: '更正了登记的内容',
  keepOriginals: '窗口收下了原件',
  returnOriginals: '窗口退还了原件',
  erased: '删除了个人信息',
}

const stops = ['beginProcedure', 'overdue', 'askCorrection']

/** What happened so far, in order. @param yours account of whoever looks */
export function happeningsIn(events: readonly Told[], yours: string | null): Happening[] {
  return events.flatMap((event): Happening[] => {
    const kind = String(event.kind)
    const saying = sayings[kind]
    if (saying === undefined) return []
    const body = (event.body ?? {}) as {
      document?: { documentId: string }
      timers?: { suspensions?: { reason: string; to: string | null }[] }[]
    }
    const stop = kind === 'beginProcedure' ? body.timers?.flatMap((timer) => timer.suspensions ?? []).at(-1) : undefined
    return [
      {
        seq: Number(event.seq),
        at: String(event.at),
        what: `${whoOf(event, yours)}${saying}${stop === undefined ? '' : `，暂停计时：${stop.reason}`}`,
        look: stops.includes(kind) ? 'stop' : 'done',
        more: typeof event.text === 'string' ? event.text : null,
        ground: typeof event.ground === 'string' && kind !== 'submit' ? event.ground : null,
        documentId: body.document?.documentId ?? null,
      },
    ]
  })
}

/** Who did it, where that is not plain from what was done. */
function whoOf(event: Told, yours: string | null): string {
  const kind = String(event.kind)
  if (!['submit', 'supply', 'withdraw'].includes(kind)) return ''
  if (event.actor === yours) return '您'
  if (event.channel === 'window') return '在窗口'
  return event.authority === 'self' ? '申请人' : '代理人'
}

/** What still comes, while it is not over: the next steps with the days by which they must be done. */
export function aheadOf(one: CaseView): { what: string; dueOn: string | null }[] {
  const due = (...codes: string[]) =>
    codes.flatMap((code) => one.timers.find((timer) => timer.code === code && timer.endedOn === null)?.dueOn ?? [])[0] ?? null
  const decide = { what: '作出决定', dueOn: due('PROMISE', 'LICENCE_DECISION', 'LEGAL') }
  const steps: Partial<Record<CaseView['state'], { what: string; dueOn: string | null }[]>> = {
    submitted: [{ what: '答复：受理，或者一次说清要补什么', dueOn: due('ACCEPT_REVIEW') }, decide],
    correcting: [{ what: '您补齐材料', dueOn: null }, { what: '受理', dueOn: null }, decide],
    accepted: [decide],
    reviewed: [decide],
    granted: [{ what: '做好证照、文书并送达', dueOn: due('ISSUE') }],
    issued: [{ what: '您领取结果', dueOn: null }],
  }
  return steps[one.state] ?? []
}
