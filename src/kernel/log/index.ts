export { recordEach } from './batch.ts'
export {
  appendToFile,
  type Checkpoint,
  checkpointFile,
  checkpointMost,
  findProof,
  type InclusionProof,
  lastCheckpoint,
  lastInFile,
  seal,
} from './checkpoint.ts'
export { type EventRow, emptyHead, type Head, hashOf, link, type NewEvent } from './event.ts'
export { type Follower, follow, type OnParked, type Positioned, replayParked } from './follower.ts'
export { sequence } from './sequencer.ts'
export { findPublicKey, openSigner, type Signer } from './signer.ts'
export { columns, current, defineStream, eventsAsStored, eventsOf, record, type Stream, type Upcast } from './stream.ts'
export {
  type Finding,
  type Findings,
  findings,
  isPlain,
  type Place,
  type Seals,
  type StreamLog,
  sizeOf,
  type Visit,
  verifyLog,
} from './verify/index.ts'
