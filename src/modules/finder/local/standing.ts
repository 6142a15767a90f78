import type { Tx } from '../../../kernel/db/index.ts'
import { shippedDigest } from '../knowledge.ts'
import { Questions } from './questions.ts'
import type { ModelServer } from './server.ts'
import { type Measured, type ModelRecord, readRecords } from './store.ts'

/** The model that this installation has set, whether it takes part or not. */
export type OpenedModel = { readonly server: ModelServer; readonly questions: Questions }

let opened: OpenedModel | null = null

/** Says which model there is. Called at start; before it, and without one, the finder is what ships. @param limitMs how long a question waits for it */
export function openModel(given: { readonly server: ModelServer; readonly limitMs: number } | null): void {
  opened = given === null ? null : { server: given.server, questions: new Questions(given.server, given.limitMs) }
}

export function openedModel(): OpenedModel | null {
  return opened
}

/** Whether a model takes part, and if not, why. */
export type ModelState = 'on' | 'off' | 'not set' | 'another model' | 'other knowledge'

/** A measurement holds for the model it measured, and for what shipped then. */
export function stateOf(record: ModelRecord | undefined, model: string | null): ModelState {
  if (!record?.measured) return 'off'
  if (model === null) return 'not set'
  if (record.measured.model !== model) return 'another model'
  return record.measured.knowledge === shippedDigest() ? 'on' : 'other knowledge'
}

/** The record by which the model that is set takes part; null: none does. */
export async function standingModel(
  tx: Tx,
): Promise<{ readonly no: number; readonly at: Date; readonly measured: Measured } | null> {
  if (opened === null) return null
  const [record] = await readRecords(tx, 1)
  if (!record?.measured || stateOf(record, opened.server.name) !== 'on') return null
  return { no: record.no, at: record.at, measured: record.measured }
}
