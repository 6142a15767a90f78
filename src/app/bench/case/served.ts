import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { startChild } from '../../child.ts'
import type { Place } from '../place.ts'
import type { Do } from './city.ts'

/** The real server on loopback, as a process of its own. */
export async function openServer(
  place: Pick<Place, 'appUrl' | 'dataDir'>,
  connections: number,
): Promise<{ port: number; act: Do; close(): Promise<void> }> {
  const child = startChild('server', Promise.resolve(place.appUrl), {
    ...process.env,
    YICHUANG_DATA: place.dataDir,
    YICHUANG_POOL: String(connections),
    HOST: '127.0.0.1',
    PORT: '0',
  })
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${code} before it served`)))
  const [{ port }] = (await Promise.race([once(child, 'message'), failed])) as [{ port: number }]
  failed.catch(() => {})
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    port,
    act: (route, token, params, body, key) => send(agent, port, { route, token, params, body, key }),
    close: async () => {
      agent.destroy()
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'close')
    },
  }
}

function send(
  agent: Agent,
  port: number,
  call: { route: string; token: string; params: object; body: object; key: string },
): Promise<Record<string, unknown>> {
  const [method = '', pattern = ''] = call.route.split(' ')
  const path = `/api${pattern.replace(':id', String((call.params as { id?: unknown }).id))}`
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${call.token}`, 'idempotency-key': call.key }
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, async (reply) => {
      const chunks: Buffer[] = []
      for await (const chunk of reply) chunks.push(chunk)
      const text = Buffer.concat(chunks).toString('utf8')
      if (reply.statusCode === 200) resolve(JSON.parse(text))
      else reject(new Error(`${call.route} answered ${reply.statusCode}: ${text}`))
    })
    sent.once('error', reject)
    sent.end(JSON.stringify(call.body))
  })
}
