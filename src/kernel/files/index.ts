export { type Blob, type BlobStore, diskBlobs } from './blobs.ts'
export { type Examined, type Examiner, examiner, type MediaType } from './examine.ts'
export { defaultFileLimits, type FileLimits } from './limits.ts'
export { cleanName, extensionOf } from './name.ts'
export {
  ActiveContent,
  Bomb,
  Busy,
  Encrypted,
  fileRefusals,
  TooLarge,
  Unreadable,
  WrongType,
} from './refusals.ts'
