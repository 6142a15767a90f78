export { type KeptFile, MissingGlyph, NoOrganName, UnknownFile } from './contract.ts'
export { fontPaths } from './fonts.ts'
export { type ContentOf, type DocumentKind, kinds as documentKinds } from './kinds.ts'
export { renderDocument } from './render.ts'
export { fileRoutes, type MayRead } from './routes.ts'
export type { MaterialSource } from './rules.ts'
export {
  type DocumentProof,
  type DocumentRef,
  type Drafted,
  documentProofs,
  draft,
  eraseDocument,
  renderDocumentJob,
  type StampOf,
  sampleOf,
  takeNumber,
  unrenderedDocuments,
  voidDocument,
} from './service/documents.ts'
export {
  type Damage,
  damagedFiles,
  digestsOf,
  eraseFiles,
  eraseHeld,
  eraseLooseFiles,
  type FileRecord,
  filesOfCase,
  findFile,
  giveFiles,
  holdFiles,
  keepFile,
  openFile,
  sweepBlobs,
} from './service/files.ts'
export { checkMaterial, type GivenMaterial, type MaterialRecord, materialsOf, recordMaterials } from './service/materials.ts'
export { type DocumentRow, documentsOfCase, heldNames } from './store.ts'
