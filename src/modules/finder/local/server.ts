/** A local embedding model 本地模型 and where it sees texts. */
export type ModelServer = {
  readonly name: string
  /**
   * One direction of length 1 for each text, in their order, all of one size.
   *
   * @throws ModelFailure whatever goes wrong, within the time
   */
  embed(texts: readonly string[], timeoutMs: number): Promise<Float32Array[]>
}

/** Why a model gave nothing that can be used. */
export type FailureReason = 'unreachable' | 'slow' | 'status' | 'too_large' | 'malformed' | 'wrong_count' | 'wrong_vector'

const reasons: Readonly<Record<FailureReason, string>> = {
  unreachable: '连不上',
  slow: '没有在时限内回答',
  status: '回答的不是 200',
  too_large: '回答太长',
  malformed: '回答不是约定的样子',
  wrong_count: '回答的个数与问的不一样',
  wrong_vector: '给出的向量长短不一或者有不是数的',
}

/** A failure in a Chinese sentence. */
export function failureSentence({ reason }: ModelFailure): string {
  return `本地模型${reasons[reason]}，请检查 YICHUANG_MODEL、YICHUANG_MODEL_NAME 和 YICHUANG_MODEL_KEY。`
}

export class ModelFailure extends Error {
  readonly reason: FailureReason

  constructor(reason: FailureReason, cause?: unknown) {
    super(`local model: ${reason}`, { cause })
    this.name = 'ModelFailure'
    this.reason = reason
  }
}

/** Numbers of a vector at most. */
const mostNumbers = 4_096
/** Bytes that a number, and everything beside the numbers, may take. */
const perNumber = 32
const beside = 65_536

/**
 * What llama.cpp, Ollama, TEI and vLLM have in common: `POST {url}/embeddings` with `{ model, input: [text, …] }` gives
 * `{ data: [{ index, embedding: [number, …] }, …] }`. Nothing of it is believed before it is looked at, and nobody is followed elsewhere.
 *
 * @param url of the interface's version, such as http://10.0.0.7:8080/v1
 */
export function modelServer({ url, name, key }: { url: string; name: string; key: string | null }): ModelServer {
  const address = `${url.replace(/\/+$/, '')}/embeddings`
  const headers = { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) }
  return {
    name,
    embed: async (texts, timeoutMs) => {
      const signal = AbortSignal.timeout(timeoutMs)
      try {
        const body = JSON.stringify({ model: name, input: texts })
        const reply = await fetch(address, { method: 'POST', headers, body, redirect: 'manual', signal })
        if (reply.status !== 200) {
          await reply.body?.cancel()
          throw new ModelFailure('status')
        }
        return vectorsFrom(await textOf(reply, beside + texts.length * mostNumbers * perNumber), texts.length)
      } catch (error) {
        if (error instanceof ModelFailure) throw error
        throw new ModelFailure(signal.aborted ? 'slow' : 'unreachable', error)
      }
    },
  }
}

async function textOf({ body }: Response, mostBytes: number): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body ?? []) {
    bytes += part.length
    if (bytes > mostBytes) throw new ModelFailure('too_large') // leaving the loop ends the connection
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

function vectorsFrom(text: string, count: number): Float32Array[] {
  const rows = rowsOf(text)
  if (rows.length !== count) throw new ModelFailure('wrong_count')
  const vectors = new Map(
    rows.map((row, at) => {
      const { index = at, embedding } = (row ?? {}) as Record<string, unknown>
      return [index, directionOf(embedding)]
    }),
  )
  const ordered = rows.map((_, at) => vectors.get(at))
  return ordered.map((vector) => {
    if (vector === undefined) throw new ModelFailure('wrong_count')
    if (vector.length !== ordered[0]?.length) throw new ModelFailure('wrong_vector')
    return vector
  })
}

function rowsOf(text: string): unknown[] {
  try {
    const { data } = JSON.parse(text) as { data?: unknown }
    if (Array.isArray(data)) return data
  } catch {
    // told below
  }
  throw new ModelFailure('malformed')
}

function directionOf(embedding: unknown): Float32Array {
  if (!Array.isArray(embedding) || embedding.length === 0 || embedding.length > mostNumbers)
    throw new ModelFailure('wrong_vector')
  const length = Math.sqrt(
    embedding.reduce<number>((sum, value) => sum + (typeof value === 'number' ? value * value : Number.NaN), 0),
  )
  if (!Number.isFinite(length) || length === 0) throw new ModelFailure('wrong_vector')
  return Float32Array.from(embedding as number[], (value) => value / length)
}
