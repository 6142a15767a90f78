export {
  DayInvalid,
  Due,
  type Layer,
  LineTooLong,
  LineUnreadable,
  type Notice,
  type Unit,
} from './contract.ts'
export { nationalNotices } from './national.ts'
export {
  type Answer,
  answer,
  type Calendar,
  calendarsOf,
  complaint,
  due,
  isDay,
  type TimerRule,
  timerRules,
} from './rules/index.ts'
export { calendarFor, calendarStream, importNational, importNotice } from './service.ts'
export { calendarVersionSql } from './store.ts'
