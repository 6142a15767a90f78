export type { Division, ServiceHours } from './contract.ts'
export { type InstallationKind, UnknownDivision } from './contract.ts'
export { foundInstallation, installationKind } from './installation.ts'
export { routes } from './routes.ts'
export { chainOfCodes, type DivisionRow, divisionsFrom, type OrganisationRow, organisationsFrom } from './rules.ts'
export {
  chainOf,
  childrenOf,
  definePlace,
  hasDivisions,
  importDivisions,
  importOrganisations,
  setOrganisation,
} from './service.ts'
export { regionStream } from './settings.ts'
export {
  findOrganisationByUscc,
  findPlace,
  type Organisation,
  organisationSql,
  type Place,
  type PlaceWindow,
  putWindow as defineWindow,
  windowsOf,
} from './store.ts'
