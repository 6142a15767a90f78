import type { Day } from '../../../kernel/now.ts'
import { type Calendar, due, explain, timerRules, warningWorkdays, workdaysLeft } from '../../clock/index.ts'
import type { CaseState, Change, TimerStart, TimerWritten } from '../case.ts'
import type { ExplainedTimer, Timer, TimerStatus, TimerStop, TimerView } from './contract.ts'

/** Timers that still run, by code. */
export function running(state: Pick<CaseState, 'timers'>): Timer[] {
  return Object.values(state.timers).filter((timer) => timer.endedOn === null)
}

/** A clock with the date that limit, extension and stops give by this calendar. The one place where a date of a case is made. */
export function dated(timer: Timer, calendar: Calendar): Timer {
  if (timer.until !== undefined) return { ...timer, dueOn: timer.until, isProvisional: false }
  const { dueOn, provisional } = due(periodOf(timer), calendar)
  return { ...timer, dueOn, isProvisional: provisional }
}

/**
 * The clocks that an act changes, each with its new date: first those that end, then those held up, let go or extended, then those
 * that start.
 *
 * @param seq  of the act's event
 * @param all  whether the act ends every clock
 */
export function changedTimers(
  state: CaseState | null,
  change: Change,
  at: { readonly seq: number; readonly today: Day; readonly endsAll: boolean },
  calendar: Calendar,
): Timer[] {
  const { end = [], endedOn = at.today, stop, resume, extend, start = [] } = change
  const { seq, today, endsAll } = at
  const current = state === null ? [] : running(state)
  const ended = current.filter((timer) => end.includes(timer.code) || (endsAll && isHeld(timer)))
  const moved = current.flatMap((timer): Timer[] => {
    if (ended.includes(timer)) return []
    const isStopped = stop?.timers.includes(timer.code) === true
    const isResumed = timer.suspensions.some((one) => one.seq === resume && one.to === null)
    const isExtended = extend?.timer === timer.code
    if (!isStopped && !isResumed && !isExtended) return []
    const kept = timer.suspensions.map((one) => (one.seq === resume && one.to === null ? { ...one, to: today } : one))
    const added: TimerStop[] = isStopped ? [{ from: today, to: null, plannedTo: stop.plannedTo, reason: stop.reason, seq }] : []
    const extension = timer.extension + (isExtended ? extend.days : 0)
    return [dated({ ...timer, extension, suspensions: [...kept, ...added] }, calendar)]
  })
  return [
    ...ended.map((timer) => ({ ...letGo(timer, endedOn, calendar), endedOn })),
    ...moved,
    ...start.map((one) => startedTimer(one, calendar)),
  ]
}

/** A clock as an event says it: what is as usual is not said. */
export function written({ extension, suspensions, ...timer }: Timer): TimerWritten {
  return {
    ...timer,
    ...(extension === 0 ? {} : { extension }),
    ...(suspensions.length === 0 ? {} : { suspensions }),
  }
}

/** How a clock that an act starts will stand. */
export function startedTimer(start: TimerStart, calendar: Calendar): Timer {
  const { code, origin, from, limit, until, basis, extension = 0, suspensions = [] } = start
  const named = until === undefined ? {} : { until }
  const timer = { code, origin, startedOn: from, limit, ...named, extension, suspensions: [...suspensions] }
  return dated({ ...timer, dueOn: null, isProvisional: false, basis, endedOn: null, hasPassed: false }, calendar)
}

/** What the clocks of a case are called. */
const names: Readonly<Record<string, string>> = {
  ACCEPT_REVIEW: '收件审查',
  DECIDE: '法定时限',
  DECIDE_JOINT: '法定时限',
  LEGAL: '法定时限',
  PROMISE: '承诺时限',
  RENEW_DECIDE: timerRules.RENEW_DECIDE.name,
  IMMEDIATE: '即办当日',
  ISSUE: '制证送达',
}

/** What people call a clock. */
export function timerName(code: string): string {
  return names[code] ?? (code.startsWith('PROCEDURE:') ? '特别程序时限' : '环节时限')
}

/** A clock as it stands today. Pure: the same clock, day and calendar give the same answer. */
export function seen(timer: Timer, today: Day, calendar: Calendar): TimerView {
  const { code, dueOn, endedOn } = timer
  const name = timerName(code)
  if (endedOn !== null) return { ...timer, name, status: statusOfEnded(timer), remaining: null, expectedOn: dueOn }
  const remaining = workdaysLeft(letGo(timer, today, calendar), today, calendar)
  return { ...timer, name, status: statusOf(timer, today, remaining), remaining, expectedOn: expected(timer, today, calendar) }
}

/** The running clock that people look at first: late ones, then the nearest last day; held ones last. Null when none runs. */
export function tightest(state: CaseState, today: Day, calendar: Calendar): TimerView | null {
  const order = ({ status, dueOn, code }: TimerView) => `${status === 'late' ? 0 : 1}/${dueOn ?? '9999-99-99'}/${code}`
  const views = running(state).map((timer) => seen(timer, today, calendar))
  return views.sort((a, b) => (order(a) < order(b) ? -1 : 1))[0] ?? null
}

function statusOf({ dueOn, hasPassed }: Timer, today: Day, remaining: number | null): TimerStatus {
  if (hasPassed || (dueOn !== null && dueOn < today)) return 'late'
  if (dueOn === null) return 'suspended'
  return remaining !== null && remaining <= warningWorkdays ? 'warning' : 'running'
}

function statusOfEnded({ hasPassed, dueOn, endedOn }: Timer): TimerStatus {
  return hasPassed || (dueOn !== null && endedOn !== null && dueOn < endedOn) ? 'late' : 'met'
}

/** The last day if every open stop ends on the day that was told, or today when that has gone by. */
function expected(timer: Timer, today: Day, calendar: Calendar): Day | null {
  if (!isHeld(timer)) return timer.dueOn
  const suspensions = timer.suspensions.map((one) => (one.to === null ? { ...one, to: latest(one.plannedTo, today) } : one))
  return dated({ ...timer, suspensions }, calendar).dueOn
}

/** A clock whose open stops end today. */
function letGo(timer: Timer, today: Day, calendar: Calendar): Timer {
  if (!isHeld(timer)) return timer
  const suspensions = timer.suspensions.map((one) => (one.to === null ? { ...one, to: latest(one.from, today) } : one))
  return dated({ ...timer, suspensions }, calendar)
}

function isHeld(timer: Timer): boolean {
  return timer.suspensions.some((one) => one.to === null)
}

function latest(a: Day, b: Day): Day {
  return a < b ? b : a
}

/**
 * The proof of a clock's date 为什么是这一天: every day, the clauses, and for each day that a procedure held up, which one and the number
 * of its event.
 */
export function explained(timer: Timer, ruleSet: string, calendar: Calendar): Pick<ExplainedTimer, 'days' | 'clauses'> {
  const { suspensions, until, basis } = timer
  if (until !== undefined) return { days: namedDay(timer, until), clauses: basis === null ? [] : [basis] }
  const told = suspensions.map(({ from, to, reason, seq }) => ({ from, to, reason: `${reason}，办件记录第${seq}号` }))
  return { days: explain({ ...periodOf(timer), suspensions: told }, calendar), clauses: clausesOf(timer, ruleSet) }
}

/** The proof of a day that is named: nothing is counted, and nothing moves it. */
function namedDay({ origin, startedOn }: Timer, until: Day): ExplainedTimer['days'] {
  if (origin !== 'licence') return [{ date: until, counted: true, why: '当日，不顺延' }]
  return [
    { date: startedOn, counted: false, why: '提出申请' },
    { date: until, counted: true, why: '有效期届满日，依法不顺延' },
  ]
}

function clausesOf({ basis, limit, extension, suspensions }: Timer, ruleSet: string): string[] {
  const isPermit = ruleSet === 'permit'
  const clauses = [
    ...(basis === null ? [] : [basis]),
    '民法典 201',
    ...(limit.unit === 'workday' ? (isPermit ? ['行政许可法 82'] : []) : ['民法典 203']),
    ...(isPermit && extension > 0 ? ['行政许可法 42'] : []),
    ...(isPermit && suspensions.length > 0 ? ['行政许可法 45'] : []),
  ]
  return [...new Set(clauses)]
}

function periodOf({ startedOn, limit, extension, suspensions }: Timer) {
  return { startedOn, limit: limit.days, unit: limit.unit, extension, suspensions }
}
