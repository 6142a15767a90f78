import { gunzipSync, gzipSync } from 'node:zlib'
import type { Lexicon } from './lexicon.ts'
import { soundGrams } from './sound.ts'
import { gramsOf, isHan } from './text.ts'
import type { Topic } from './topic.ts'

/**
 * What tokens mean, learned from what people say of items: a question and the item it means point in the same direction. One table for
 * tokens of questions, one for tokens of what items are called, so that it serves items that it never saw.
 */
export type Embedding = { readonly size: number; readonly said: Table; readonly called: Table }

/** `vectors` in whole numbers, row after row; `scales` makes them numbers again, `weights` says how much a token counts. */
export type Table = {
  readonly rows: ReadonlyMap<string, number>
  readonly weights: Float32Array
  readonly scales: Float32Array
  readonly vectors: Int8Array
}

/** Tokens of a plain question. */
export function saidTokens(lexicon: Lexicon, question: string): Set<string> {
  const content = lexicon.content(question)
  const tokens = gramsOf(content)
  for (const group of lexicon.groupsOf(question)) tokens.add(group)
  for (const act of lexicon.actsOfQuestion(question)) tokens.add(`@${act}`)
  for (const gram of soundGrams(content, lexicon.words.sounds)) tokens.add(`~${gram}`)
  return tokens
}

/** Tokens of what an item is called, with how much each counts beside how rare it is. */
export function calledTokens(lexicon: Lexicon, { name, mainName, department }: Topic): Map<string, number> {
  const tokens = new Map<string, number>()
  const called = lexicon.plain(name)
  for (const token of gramsOf(called)) tokens.set(token, 1)
  for (const group of lexicon.groupsOf(called)) tokens.set(group, 1)
  for (const act of lexicon.actsOfName(called)) tokens.set(`@${act}`, 1.5)
  if (mainName !== null)
    for (const token of gramsOf(lexicon.plain(mainName))) if (!tokens.has(token)) tokens.set(`^${token}`, 0.5)
  for (const token of gramsOf(lexicon.plain(department))) tokens.set(`/${token}`, 0.4)
  return tokens
}

/** The direction of a question: of length 1 when all of its tokens are known, the shorter the fewer are. */
export function directionOfQuestion(embedding: Embedding, lexicon: Lexicon, question: string): Float32Array {
  const tokens = [...saidTokens(lexicon, question)]
  const made = direction(
    embedding.size,
    embedding.said,
    tokens.map((token) => [token, 1]),
  )
  const known = knownPart(embedding.said, tokens)
  return made.map((value) => value * known)
}

/** The part of tokens, by weight, that a table knows; one that it does not know is as rare as can be. */
function knownPart({ rows, weights }: Table, tokens: readonly string[]): number {
  let known = 0
  let all = 0
  for (const token of tokens) {
    if (!isHan(token)) continue
    const row = rows.get(token)
    const weight = row === undefined ? 1 : (weights[row] ?? 0)
    all += weight
    if (row !== undefined) known += weight
  }
  return all === 0 ? 1 : Math.sqrt(known / all)
}

/** The direction of an item, likewise. */
export function directionOfTopic(embedding: Embedding, lexicon: Lexicon, topic: Topic): Float32Array {
  return direction(embedding.size, embedding.called, calledTokens(lexicon, topic))
}

function direction(size: number, table: Table, tokens: Iterable<readonly [string, number]>): Float32Array {
  const sum = new Float32Array(size)
  for (const [token, factor] of tokens) {
    const row = table.rows.get(token)
    if (row === undefined) continue
    const scale = factor * (table.weights[row] ?? 0) * (table.scales[row] ?? 0)
    const from = row * size
    for (let at = 0; at < size; at++) sum[at] = (sum[at] ?? 0) + scale * (table.vectors[from + at] ?? 0)
  }
  const length = Math.hypot(...sum)
  return length === 0 ? sum : sum.map((value) => value / length)
}

/** An embedding as it stands in a file: length of the head, head (JSON), then numbers; compressed. */
export function packEmbedding({ size, said, called }: Embedding): Buffer {
  const head = Buffer.from(JSON.stringify({ size, said: [...said.rows.keys()], called: [...called.rows.keys()] }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(head.length)
  const numbers = [said, called].flatMap(({ weights, scales, vectors }) => [bytesOf(weights), bytesOf(scales), bytesOf(vectors)])
  return gzipSync(Buffer.concat([length, head, ...numbers]), { level: 9 })
}

/** @throws Error when the file is broken */
export function unpackEmbedding(file: Buffer): Embedding {
  const all = gunzipSync(file)
  const begin = 4 + all.readUInt32LE(0)
  const head = JSON.parse(all.subarray(4, begin).toString()) as { size: number; said: string[]; called: string[] }
  let at = begin
  const take = (bytes: number) => {
    const part = new Uint8Array(all.subarray(at, at + bytes)) // a copy, so that it begins where floats may begin
    at += bytes
    return part.buffer
  }
  const table = (tokens: readonly string[]): Table => ({
    rows: new Map(tokens.map((token, row) => [token, row])),
    weights: new Float32Array(take(tokens.length * 4)),
    scales: new Float32Array(take(tokens.length * 4)),
    vectors: new Int8Array(take(tokens.length * head.size)),
  })
  const embedding = { size: head.size, said: table(head.said), called: table(head.called) }
  if (at !== all.length) throw new Error('embedding file has the wrong length')
  return embedding
}

function bytesOf(numbers: Float32Array | Int8Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)
}
