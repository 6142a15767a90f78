export { act, register, registeredActs } from './acts.ts'
export type { Act, Acts, CaseState, Change, GenericBody, IssuedDocument, Opening, TimeRule, TimerStart } from './case.ts'
export {
  Acted,
  CaseId,
  CaseView,
  legalTimers,
  NoPower,
  NotAllowed,
  stateNameOf,
  type Timer,
  UnknownCase,
} from './contract.ts'
export { type Erasure, erase } from './erase.ts'
export { figureKeeper } from './figures/follower.ts'
export { figureRoutes } from './figures/routes.ts'
export { letterPrinter } from './followers.ts'
export { type Addressed, addressed, letterRefusals, remediesOf, setPublicAddress, stampOf, writeLetter } from './letters.ts'
export { agentsOf, messenger } from './messages.ts'
export { caseNumber, isCaseNumber } from './number.ts'
export { ownActs } from './own-acts.ts'
export { withPreview } from './previews.ts'
export { queryCodeOf } from './query-code.ts'
export { redateRoutes } from './redate/routes.ts'
export { redateQueued, redater } from './redate/service.ts'
export { compareSome, refoldOutdated } from './refold.ts'
export { routesOf } from './routes.ts'
export { sliceOf, withSlice } from './rules.ts'
export {
  act as perform,
  acted,
  type Beginning,
  begin,
  type CaseFile,
  lockSettled,
  maySee,
  open,
  read as readCase,
} from './service.ts'
export { barredBy, peopleLeft, stepAt } from './steps.ts'
export { caseStream, commitmentOf, factRows, findByNumber, findCase, salted, toSettle } from './store.ts'
export { dated, running } from './timers/rules.ts'
export { caseChecks, type DamagedFile, differencesOf } from './verify.ts'
export { deskTray, findFact } from './views.ts'
