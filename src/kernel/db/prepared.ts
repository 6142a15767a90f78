import { send } from './transaction.ts'
import type { Tx } from './types.ts'

/** A hot statement as plain SQL, sent by name after its first use on a connection. */
export type Prepared<Args extends readonly unknown[], Row> = {
  readonly text: string
  run(tx: Tx, args: Args): Promise<Row[]>
}

/**
 * Declares a hot statement. Only for the few on the path of every act: elsewhere the query builder checks columns.
 * A test runs each of them against the real schema.
 */
export function prepared<Args extends readonly unknown[], Row>(text: string): Prepared<Args, Row> {
  return {
    text,
    run: (tx, args) => send<Row>(tx, text, args.map(sendable)),
  }
}

/** The driver writes instants digit by digit in the machine's zone; UTC says the same and is ready made. */
function sendable(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value
}
