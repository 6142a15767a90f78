export { type Calendar, calendarsOf } from './calendar.ts'
export { due } from './period.ts'
export { type Answer, answer, complaint } from './query.ts'
export { type TimerRule, timerRules } from './timers.ts'
