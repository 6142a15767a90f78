import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FakeModel, fakeKey, fakeName, openFakeModel } from './fake-model.ts'
import { type FailureReason, ModelFailure, modelServer } from './server.ts'

let far: FakeModel
beforeAll(async () => {
  far = await openFakeModel()
})
afterAll(() => far.close())

const server = (change: { url?: string; name?: string; key?: string | null } = {}) =>
  modelServer({ url: far.url, name: fakeName, key: fakeKey, ...change })
const failure = (asked: Promise<unknown>) =>
  asked.then(
    () => 'none',
    (error) => (error instanceof ModelFailure ? error.reason : error),
  )

test('each text gets its direction, of length 1, in the order asked, whatever the order of the answer', async () => {
  far.answer(null)
  const texts = ['取水许可', '户口迁出', '取水许可']
  const vectors = await server({ url: `${far.url}/` }).embed(texts, 10_000)
  expect(vectors).toHaveLength(3)
  expect(vectors[0]).toEqual(vectors[2])
  expect(vectors[0]).not.toEqual(vectors[1])
  for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
})

const json =
  (body: unknown, status = 200) =>
  (reply: ServerResponse) =>
    void reply.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
const rows = (...embeddings: unknown[]) => json({ data: embeddings.map((embedding, index) => ({ index, embedding })) })

test.each<{ name: string; how: (reply: ServerResponse) => void; reason: FailureReason }>([
  { name: 'fewer directions than texts', how: rows([1, 0]), reason: 'wrong_count' },
  { name: 'more', how: rows([1, 0], [0, 1], [1, 1]), reason: 'wrong_count' },
  {
    name: 'the same text twice',
    how: json({ data: [0, 0].map((index) => ({ index, embedding: [1, 0] })) }),
    reason: 'wrong_count',
  },
  { name: 'a number that is none', how: rows([1, null], [0, 1]), reason: 'wrong_vector' },
  { name: 'a number in quotes', how: rows([1, '1'], [0, 1]), reason: 'wrong_vector' },
  { name: 'NaN', how: json('{"data":[{"index":0,"embedding":[NaN]},{"index":1,"embedding":[1]}]}'), reason: 'malformed' },
  {
    name: 'a number without end',
    how: json('{"data":[{"index":0,"embedding":[1e999]},{"index":1,"embedding":[1]}]}'),
    reason: 'wrong_vector',
  },
  { name: 'directions of two sizes', how: rows([1, 0], [0, 1, 0]), reason: 'wrong_vector' },
  { name: 'a direction that points nowhere', how: rows([0, 0], [0, 1]), reason: 'wrong_vector' },
  { name: 'no numbers', how: rows([], []), reason: 'wrong_vector' },
  { name: 'too many numbers', how: rows(...[0, 1].map(() => Array.from({ length: 4_097 }, () => 1))), reason: 'wrong_vector' },
  { name: 'no JSON', how: json('<html>'), reason: 'malformed' },
  { name: 'JSON cut short', how: json('{"data":[{"index":0'), reason: 'malformed' },
  { name: 'null', how: json('null'), reason: 'malformed' },
  { name: 'null for a row', how: json({ data: [null, null] }), reason: 'wrong_vector' },
  { name: 'an error of its own', how: json({ error: 'no memory' }, 500), reason: 'status' },
  {
    name: 'somewhere else to ask',
    how: (reply) => void reply.writeHead(307, { location: `${far.url}/embeddings` }).end(),
    reason: 'status',
  },
  { name: 'an answer without end', how: endless, reason: 'too_large' },
  { name: 'no answer', how: () => {}, reason: 'slow' },
  { name: 'half an answer', how: (reply) => void reply.writeHead(200).write('{"data":['), reason: 'slow' },
  { name: 'a line that breaks', how: (reply) => void reply.destroy(), reason: 'unreachable' },
])('$name: $reason', async ({ how, reason }) => {
  far.answer(how)
  expect(await failure(server().embed(['取水许可', '户口迁出'], reason === 'slow' ? 60 : 10_000))).toBe(reason)
})

test('nobody there, a key it does not know, a name it does not know', async () => {
  far.answer(null)
  expect(await failure(server({ url: 'http://127.0.0.1:1/v1' }).embed(['x'], 10_000))).toBe('unreachable')
  expect(await failure(server({ key: null }).embed(['x'], 10_000))).toBe('status')
  expect(await failure(server({ name: 'other' }).embed(['x'], 10_000))).toBe('status')
})

function endless(reply: ServerResponse): void {
  reply.writeHead(200)
  const more = () => {
    while (!reply.destroyed && reply.write(' '.repeat(65_536)));
    if (!reply.destroyed) reply.once('drain', more)
  }
  more()
}
