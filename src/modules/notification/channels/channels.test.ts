import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel } from '../channel.ts'

import { type FakeSms, fakeSms, refusedNumber } from './fake-sms.ts'
import { smsGateway } from './sms-gateway.ts'

/** A channel under test, and the far end that it reaches. */
type Bench = { readonly channel: Channel; readonly far: FakeSms; close(): Promise<void> }

const key = 'the-key'
const messageId = '019f0000-0000-8000-8000-000000000001'
const message = { messageId, to: '13800000000', text: '已收件。' }

const benches: Record<string, () => Promise<Bench>> = {
  'the fake': async () => {
    const far = fakeSms()
    return { channel: far, far, close: async () => {} }
  },
  'the HTTP gateway': async () => {
    const far = fakeSms()
    const server = gatewayOver(far)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`
    const close = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections())
    return { channel: smsGateway({ url, key, timeoutMs: 500 }), far, close }
  },
}

describe.each(Object.keys(benches))('%s', (name) => {
  let bench: Bench
  beforeEach(async () => {
    bench = await (benches[name] as () => Promise<Bench>)()
  })
  afterEach(() => bench.close())

  test('takes a message and gives its id', async () => {
    const outcome = await bench.channel.send(message)
    expect(outcome).toEqual({ externalId: expect.stringMatching(/^[\x21-\x7e]{1,64}$/) })
    expect(bench.far.taken).toEqual([message])
  })

  test('the same message twice is one message with one id', async () => {
    const first = await bench.channel.send(message)
    expect(await bench.channel.send(message)).toEqual(first)
    expect(bench.far.taken).toHaveLength(1)
  })

  test('a number that it will never send to is said to be so', async () => {
    const outcome = await bench.channel.send({ ...message, to: refusedNumber })
    expect(outcome).toEqual({ failure: 'refused_address', isFinal: true })
  })

  test('busy is no for now', async () => {
    bench.far.failWith('busy')
    expect(await bench.channel.send(message)).toEqual({ failure: 'busy', isFinal: false })
  })

  test('not there is thrown', async () => {
    bench.far.failWith('unreachable')
    await expect(bench.channel.send(message)).rejects.toThrow()
    await expect(bench.channel.reports(['x'])).rejects.toThrow()
  })

  test('reports what became of messages, and nothing of those it has not heard of', async () => {
    const ids: string[] = []
    for (const [i, to] of ['13800000001', '13800000002', '13800000003'].entries()) {
      const outcome = await bench.channel.send({ ...message, messageId: messageId.replace(/.$/, String(i)), to })
      if ('externalId' in outcome) ids.push(outcome.externalId)
    }
    bench.far.report('13800000001', { state: 'delivered' })
    bench.far.report('13800000002', { state: 'failed', reason: 'not_delivered' })
    expect(await bench.channel.reports(ids)).toEqual([
      { externalId: ids[0], state: 'delivered' },
      { externalId: ids[1], state: 'failed', reason: 'not_delivered' },
    ])
  })
})

describe('a gateway that misbehaves', () => {
  const answers: [name: string, status: number, body: string][] = [
    ['says yes without an id', 200, '{}'],
    ['gives an id that is none', 200, '{"id":"a b"}'],
    ['gives the number as its id', 200, '{"id":"86-13800000000"}'],
    ['answers no JSON', 200, '<html>'],
    ['answers null', 200, 'null'],
    ['wants a new key', 401, '{}'],
    ['sends elsewhere', 302, ''],
  ]
  test.each(answers)('%s: the message counts as not sent, for now', async (_name, status, body) => {
    const server = createServer((_request, reply) => void reply.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(body))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const channel = smsGateway({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key, timeoutMs: 500 })
      const outcome = await channel.send(message).catch(() => 'thrown' as const)
      if (outcome !== 'thrown') expect(outcome).toMatchObject({ isFinal: false })
      const reports = await channel.reports(['x']).catch(() => [])
      expect(reports).toEqual([])
    } finally {
      server.close().closeAllConnections()
    }
  })

  test('never answers: it is given up after its time', async () => {
    const server = createServer(() => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const channel = smsGateway({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key, timeoutMs: 100 })
      await expect(channel.send(message)).rejects.toThrow()
    } finally {
      server.close().closeAllConnections()
    }
  })
})

/** A gateway as operators run them, with the fake behind it. */
function gatewayOver(far: FakeSms): Server {
  return createServer(async (request, reply) => {
    const answer = (status: number, body: object) => void reply.writeHead(status).end(JSON.stringify(body))
    if (request.headers.authorization !== `Bearer ${key}`) return answer(401, {})
    const url = new URL(request.url ?? '', 'http://gateway')
    try {
      if (request.method === 'POST' && url.pathname === '/v1/messages') {
        const { id, to, text } = JSON.parse(await textOf(request)) as { id: string; to: string; text: string }
        if (request.headers['idempotency-key'] !== id) return answer(400, {})
        const outcome = await far.send({ messageId: id, to, text })
        if ('externalId' in outcome) return answer(202, { id: outcome.externalId })
        return outcome.isFinal ? answer(422, { reason: outcome.failure }) : answer(503, {})
      }
      const ids = (url.searchParams.get('ids') ?? '').split(',')
      const reports = (await far.reports(ids)).map(({ externalId, ...report }) => ({ id: externalId, ...report }))
      return answer(200, { reports: [...reports, { id: 'somebody-else', state: 'delivered' satisfies string }, null] })
    } catch {
      request.socket.destroy() // as if nobody were there
    }
  })
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += part
  return text
}
