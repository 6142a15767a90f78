export { type Calendar, calendarsOf } from './calendar.ts'
export {
  type Counting,
  type CountingName,
  countings,
  daysBefore,
  type Ending,
  type Occasion,
  workdaysBefore,
} from './countings.ts'
export { isDay } from './day.ts'
export type { ServiceHours } from './hours.ts'
export { due, explain } from './period.ts'
export { type Answer, answer, complaint } from './query.ts'
export { acceptedBySilence, isRenewedBySilence, lastRenewalRequest, type Receipt } from './silence.ts'
export { type StatutoryStop, type StatutoryStopKind, statutoryStops } from './stops.ts'
export { atEnds, endOf, type TimerRule } from './timer-rule.ts'
export { timerRules } from './timers.ts'
export { warningOn, warningWorkdays, workdaysLeft } from './warning.ts'
