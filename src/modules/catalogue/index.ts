export {
  Found,
  Guide,
  type ItemState,
  type Lack,
  lackNames,
  NotReady,
  PromiseExceedsLaw,
  Suspended,
  UnknownItem,
  UnknownVersion,
  type VersionHead,
  Withdrawn,
} from './contract.ts'
export {
  type FormField,
  ItemCode,
  ItemDefinition,
  Limit,
  type Material,
  type RuleSet,
  ruleSets,
  type Step,
  type TypeCode,
  typeNames,
} from './definition.ts'
export { type ImportCounts, importItems, type RowNotice } from './import/index.ts'
export { routes } from './routes.ts'
export { lacksOf } from './rules.ts'
export { itemStream, type Publication, publish, resume, suspend, withdraw } from './service.ts'
export { definitionOf, openVersion, type VersionInForce, versionById, versionInForce } from './versions.ts'
