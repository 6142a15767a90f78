import type { Tx } from '../../../kernel/db/index.ts'
import type { Topic } from '../ranking/topic.ts'
import { standingModel } from './standing.ts'
import { readVectors } from './store.ts'
import { Vectors } from './vectors.ts'

/** A local model that takes part in ranking: by which record, how much its mark weighs, where it sees the topics. */
export type LocalModel = { readonly no: number; readonly weight: number; readonly vectors: Vectors }

const atOnce = 1_000

/** The model that takes part as things stand, with what it has said of these topics so far. @param before what was known of it */
export async function modelOf(tx: Tx, topics: readonly Topic[], before: LocalModel | null): Promise<LocalModel | null> {
  const standing = await standingModel(tx)
  if (standing === null) return null
  const { no, measured } = standing
  const model = before?.no === no ? before : { no, weight: measured.weight, vectors: new Vectors(measured.dimensions) }
  model.vectors.take(topics)
  const digests = model.vectors.missing().map(({ digest }) => digest)
  for (let from = 0; from < digests.length; from += atOnce) {
    const read = await readVectors(tx, no, digests.slice(from, from + atOnce))
    for (const [digest, vector] of read) model.vectors.put(digest, vector)
  }
  return model
}
