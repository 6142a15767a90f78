import type { Tx } from '../../kernel/db/index.ts'
import type { Day, Now } from '../../kernel/now.ts'
import { calendarFor } from './calendars.ts'
import type { ListedLimit, Unit } from './contract.ts'
import { atEnds, type Calendar, countings, endOf, explain, statutoryStops, type TimerRule, timerRules } from './rules/index.ts'

/** Every limit the platform knows, each with an example counted today by the national calendar: how we count, for everybody to check. */
export async function limits(tx: Tx, now: Now): Promise<ListedLimit[]> {
  const calendar = await calendarFor(tx)
  return (Object.values(timerRules) as readonly TimerRule[]).map((rule) => listed(rule, now.today, calendar))
}

/** The events from which limits run, as people call them. */
const events: Readonly<Record<string, string>> = {
  MATERIALS_RECEIVED: '收到申请材料',
  ACCEPTED: '受理',
  ACCEPTED_BY_LEAD: '牵头机关受理',
  ACCEPTED_BY_LOWER: '下级机关受理',
  DECISION_MADE: '作出决定',
  PROCEDURE_STARTED: '程序开始',
  HEARING_RIGHT_TOLD: '告知听证权利',
  HEARING_REQUESTED: '提出听证申请',
  HEARING_DATE: '听证举行',
  LICENSE_EXPIRY: '许可有效期届满',
  RENEWAL_FILED_IN_TIME: '按时提出延续申请',
  FALSE_MATERIAL_FOUND: '发现虚假材料',
  LICENSE_OBTAINED_BY_FRAUD: '骗取许可被查实',
  DECISION_KNOWN: '知道决定',
  REVIEW_DECISION_RECEIVED: '收到复议决定',
  REQUEST_RECEIVED: '收到公开申请',
  TOLERANT_ACCEPTED: '容缺受理',
  DECISION_BY_COMMITMENT: '凭承诺作出决定',
  BAD_RATING_RECEIVED: '收到差评',
  SHARE_REQUEST: '提出共享申请',
  SHARE_AGREED: '同意共享',
  CORRECTION_REQUEST: '提出校核申请',
  STEP_STARTED: '环节开始',
}

/** The name of a start event. @throws RangeError when a row's event has none */
export function eventName(code: string): string {
  const name = events[code]
  if (name === undefined) throw new RangeError(`no name for ${code}`)
  return name
}

function listed(rule: TimerRule, today: Day, calendar: Calendar): ListedLimit {
  const { code, name, basis, mark, duration, unit, stoppedBy, note, extension } = rule
  const counting = countings[rule.counting]
  return {
    code,
    name,
    basis,
    mark,
    startEvent: eventName(rule.startEvent),
    counting: counting.text,
    countingSource: counting.source,
    duration,
    unit,
    extension: extension === null ? null : { duration: extension.duration, approver: extension.approver, basis: extension.basis },
    stoppedBy,
    stops: stoppedBy === '行政许可法 45' ? Object.values(statutoryStops).map((stop) => stop.name) : [],
    atEnd: atEnds[rule.atEnd],
    note,
    example: exampleOf(rule, today, calendar),
  }
}

/** What the limit would be for an event of today, where the law itself says how long it is. */
function exampleOf(rule: TimerRule, today: Day, calendar: Calendar): ListedLimit['example'] {
  if (rule.duration === null) return null
  const { dueOn, provisional } = endOf(rule, { on: today }, calendar)
  if (dueOn === null) return null
  const isForward = rule.counting.endsWith('After')
  const period = { startedOn: today, limit: rule.duration, unit: rule.unit as Unit }
  return { on: today, dueOn, isProvisional: provisional, days: isForward ? explain(period, calendar) : [] }
}
