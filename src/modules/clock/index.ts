export { type CalendarState, calendarFor, calendarHistory, type NoticeRef } from './calendars.ts'
export type { Span } from './changes.ts'
export {
  DayInvalid,
  Due,
  Entry,
  type Layer,
  LayerCode,
  LineTooLong,
  LineUnreadable,
  type Notice,
  type Unit,
} from './contract.ts'
export { layersFor, type Reach, reachOf } from './layers.ts'
export { nationalNotices } from './national.ts'
export { entryRefusals, routes } from './routes.ts'
export * from './rules/index.ts'
export { calendarStream, importNational, importNotice, propose, spanOf } from './service.ts'
export { calendarVersionSql, titlesOf } from './store.ts'
