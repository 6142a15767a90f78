export { lockFile } from './lock.ts'
export { endPostgres, findPostgres, ownerUrl, type RunningPostgres } from './running.ts'
export { type Postgres, startPostgres } from './start.ts'
