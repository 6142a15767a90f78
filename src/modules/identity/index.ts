export type { Identifier, IdentifierProblem, Login, MaskedPerson, Proof } from './contract.ts'
export { AlreadyRegistered, demoLogins, PersonNotFound, WrongPerson } from './contract.ts'
export type { Delegation } from './delegations/contract.ts'
export { authorityFor, delegate, endDelegation, type Principal, principalsOf, spokenFor } from './delegations/service.ts'
export { proofsAmong } from './delegations/store.ts'
export { routes } from './routes.ts'
export { isDay } from './rules/access.ts'
export { creditCheck, organisationCheck, residentCheck } from './rules/identifiers.ts'
export { recordAccess } from './service/accesses.ts'
export { closeAccount, openAccount, resetAccess } from './service/accounts.ts'
export { accessStream, accountStream } from './service/events.ts'
export { tokenHash } from './service/logins.ts'
export {
  addPerson,
  erasePerson,
  masked,
  maskedNames,
  nameIn,
  type Person,
  phonesOf,
  readPerson,
  registerOneself,
  registerSighted,
} from './service/persons.ts'
export { passSecondFactor, signIn } from './service/sessions.ts'
export { type AccessRow, accessesOf } from './store/accesses.ts'
export { findAccount, findAccountOf, lockAccount, lockIfEmpty } from './store/accounts.ts'
export { nameBoxSql } from './store/persons.ts'
export { touchSession } from './store/sessions.ts'
