export { type Calendar, calendarsOf } from './calendar.ts'
export { due, explain } from './period.ts'
export { type Answer, answer, complaint } from './query.ts'
export { stopKinds, type TimerRule, timerRules } from './timers.ts'
