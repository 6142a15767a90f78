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
export * from './rules/index.ts'
export { calendarFor, calendarStream, importNational, importNotice } from './service.ts'
export { calendarVersionSql } from './store.ts'
