export { findHolder, lockFile } from './lock.ts'
export { gone } from './processes.ts'
export { answers, endPostgres, findPostgres, ownerUrl, type RunningPostgres } from './running.ts'
export { type Postgres, startPostgres } from './start.ts'
