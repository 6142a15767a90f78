export { authoredFrom, publishAuthored } from './authored/index.ts'
export { type FoundItem, type Guide, NotReady, PromiseExceedsLaw, Suspended, UnknownItem, Withdrawn } from './contract.ts'
export {
  Answers,
  type FormField,
  type ItemDefinition,
  type Material,
  type Procedure,
  type RuleSet,
  type Step,
} from './definition.ts'
export type { Condition } from './details.ts'
export { importItems, type RowNotice } from './import/index.ts'
export { findListed, itemsNamed, itemsOfPlace, itemsOfTopics, namesListed } from './listing.ts'
export { routes } from './routes.ts'
export { answerProblems, demandable, lacksOf } from './rules.ts'
export { itemStream, publish, resume, suspend, withdraw } from './service.ts'
export { type ListedTopic, type NewTopics, topicsAfter, topicsOfAreas, topicsOfCodes } from './topics.ts'
export { definitionOf, openVersion, versionById, versionInForce } from './versions.ts'
