export { type Fitted, fitFinder, fittedMemory, type Labelled, labelled } from './fitting/index.ts'
export { guidedRoutes } from './guided/routes.ts'
export { tidyGaps } from './knowing/jobs.ts'
export { knowingRoutes } from './knowing/routes.ts'
export { keepTally, writeTally } from './knowing/tally.ts'
export { embeddingFile, readElsewhere, shippedKnowledge, weightsFile } from './knowledge.ts'
export { faultsOf, marksInWords, type Sitting } from './local/rules.ts'
export { failureSentence, ModelFailure, modelServer } from './local/server.ts'
export {
  fillVectors,
  modelHistory,
  switchModelOff,
  switchModelOn,
  type TriedModel,
  tryModel,
} from './local/service.ts'
export { openModel } from './local/standing.ts'
export type { Measured } from './local/store.ts'
export type { Memory } from './memory.ts'
export { packEmbedding } from './ranking/embedding.ts'
export { routes } from './routes.ts'
export { findItems, warm } from './service.ts'
export { suggestItems } from './suggesting.ts'
