export { closeDatabase, type Database, openDatabase, transaction } from './connection.ts'
export { isForeignKeyViolation, isUniqueViolation } from './errors.ts'
export { type Prepared, prepared } from './prepared.ts'
export type { DB, Tx } from './types.ts'
