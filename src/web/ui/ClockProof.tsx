import type { ExplainedTimer, TimerOrigin, TimerView } from '../../modules/casework/contract.ts'
import { DayList } from './DayList.tsx'
import { dayText, limitText } from './words.ts'

/** Why a clock's date is this day 为什么是这一天: how it is counted, each day with its reason, the clauses. For both sides and for paper. */
export function ClockProof({ proof: { timer, days, clauses, asOf }, today }: { proof: ExplainedTimer; today: string }) {
  return (
    <>
      <p className="limit-how">{howText(timer, today)}</p>
      {timer.suspensions.map(({ from, to, plannedTo, reason, seq }) => (
        <p key={seq}>
          {dayText(from, today)}之后不计入期限：{reason}，
          {to === null ? `告知的结束日是 ${dayText(plannedTo, today)}` : `到 ${dayText(to, today)}为止`}。
        </p>
      ))}
      {timer.until === undefined && (
        <div className="why-days">
          <DayList days={days} dueOn={timer.dueOn} today={today} />
        </div>
      )}
      <p className="small mut">
        依据：{clauses.length === 0 ? '本事项的清单' : clauses.join('；')}。
        {timer.until === undefined && `按 ${dayText(asOf, today)}已公布的放假安排。`}
        {timer.isProvisional && '日期暂定：其中有的日子，放假安排尚未公布，公布后如有变化会告知您。'}
      </p>
    </>
  )
}

const origins: Readonly<Record<TimerOrigin, string>> = {
  receipt: '收到申请',
  supply: '收齐补正材料',
  acceptance: '受理',
  step: '环节开始',
  procedure: '程序开始',
  decision: '作出决定',
  licence: '提出延续申请',
}

/** From which event, how long, until when: '3月3日（周二）受理，次日起算 20 个工作日，到 3月31日（周二）。' */
function howText({ origin, startedOn, limit, until: namedOn, extension, dueOn, expectedOn }: TimerView, today: string): string {
  if (namedOn !== undefined && origin !== 'licence') return `${dayText(startedOn, today)}${origins[origin]}，即办件应当当日办结。`
  if (namedOn !== undefined)
    return `${dayText(startedOn, today)}${origins[origin]}，应当不迟于原许可有效期届满日 ${dayText(namedOn, today)}决定。届满日依法不顺延，也不因暂停、延长移动；逾期未作决定的，视为准予延续。`
  const extended = extension === 0 ? '' : `，依法延长 ${limitText({ ...limit, days: extension })}`
  const until =
    dueOn !== null
      ? `，到 ${dayText(dueOn, today)}`
      : expectedOn !== null
        ? `。暂停计时中，按计划结束的，到 ${dayText(expectedOn, today)}`
        : '。暂停计时中，恢复后另行告知到期日'
  return `${dayText(startedOn, today)}${origins[origin]}，次日起算 ${limitText(limit)}${extended}${until}。`
}
