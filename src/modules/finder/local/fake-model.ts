import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a far end answers texts. */
type Answering = (reply: ServerResponse, texts: readonly string[]) => void

/** A model server as those of the centres speak, in this process; it answers the same texts with the same numbers. */
export type FakeModel = {
  readonly url: string
  /** Every text that it was asked for. */
  readonly asked: string[]
  /** Answers so from now on; null: as it should. */
  answer(how: Answering | null): void
  close(): Promise<void>
}

/** The name and the key that it knows. */
export const fakeName = 'fake-pairs'
export const fakeKey = 'the-key'

/** @param embed the numbers of a text */
export async function openFakeModel(embed: (text: string) => readonly number[] = hashed): Promise<FakeModel> {
  const asked: string[] = []
  let answering: Answering | null = null
  const server = createServer(async (request, reply) => {
    const { model, input } = JSON.parse(await bodyOf(request)) as { model: string; input: string[] }
    if (request.url !== '/v1/embeddings' || model !== fakeName) return void reply.writeHead(404).end()
    if (request.headers.authorization !== `Bearer ${fakeKey}`) return void reply.writeHead(401).end()
    asked.push(...input)
    if (answering !== null) return answering(reply, input)
    const data = input.map((text, index) => ({ object: 'embedding', index, embedding: embed(text) }))
    reply
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ object: 'list', data: data.reverse(), model }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    answer: (how) => {
      answering = how
    },
    close: () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections()),
  }
}

const size = 64

/** Pairs of neighbouring characters, each thrown into one of 64 numbers: texts that share pairs are near. */
export function hashed(text: string): number[] {
  const numbers = Array.from({ length: size }, () => 0.01)
  for (let at = 0; at + 1 < text.length; at++) {
    const place = (text.charCodeAt(at) * 31 + text.charCodeAt(at + 1) * 17) % size
    numbers[place] = (numbers[place] ?? 0) + 1
  }
  return numbers
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += part
  return text
}
