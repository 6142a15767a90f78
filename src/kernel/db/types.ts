import type { Transaction } from 'kysely'
import type { DB } from './tables.gen.ts'

export type { DB }

/** The transaction of a use case. First argument of everything that reads or writes. */
export type Tx = Transaction<DB>
